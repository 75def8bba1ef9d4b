"""Margins that a survey's weights meet, as its codebook keeps them."""
