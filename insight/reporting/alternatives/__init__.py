"""Text alternatives: charts in words, for those who cannot see them."""
