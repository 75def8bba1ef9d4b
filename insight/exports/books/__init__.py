"""Books of tables as files: a workbook to read and print, and rows for programs."""
