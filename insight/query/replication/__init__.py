"""Replicate weights in the data: held against the codebook, and what they span."""
