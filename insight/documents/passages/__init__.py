"""Passages of the documents: read in their place, and gathered by what they tell of."""
