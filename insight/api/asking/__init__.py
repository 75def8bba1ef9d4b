"""Asking: what a client wants of a cube, as it is written, as it is meant, and as it is saved."""
