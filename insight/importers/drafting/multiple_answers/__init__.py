"""Mark-all questions of a file: spread over columns, or written together in the cells of one."""
