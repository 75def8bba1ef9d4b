"""Sums that are shown of a survey's background, and what follows from them."""
