"""The frame of every page: the warning, language and search, the printed page, the link."""
