"""Outlooks and recommendations of the documents, as HTML."""
