"""Audit of pages: what visitors do there, as it is told of it and as limits count it."""
