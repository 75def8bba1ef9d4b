"""Folders on disk: held while somebody works in them, put in place in one step, and published."""
