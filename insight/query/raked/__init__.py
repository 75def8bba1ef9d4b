"""Margins of raked weights in the data: who is in which cell, and that the weights meet them."""
