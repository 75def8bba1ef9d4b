"""Formats of an answer: JSON-stat, rows in files and tables, and the px file."""
