"""Headings of a breakdown: the finding as a title, and below it what was asked."""
