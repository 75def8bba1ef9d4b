"""Chapters of the strategy as HTML: its evaluation, its process, the documents that guide it."""
