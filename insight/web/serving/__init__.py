"""Serving by one process of several: it says which it is, and ends without haste."""
