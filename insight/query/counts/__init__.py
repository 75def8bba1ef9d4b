"""Counts as rows and as arrays, and those that a survey remembers."""
