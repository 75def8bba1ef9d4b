"""Limits: how much one person, and all together, may ask for in a time."""
