"""Replicate weights in a codebook: what they are, and how they are read."""
