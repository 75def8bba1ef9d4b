"""Variance of a sample whose weights are raked: what the margins tell is no longer uncertain."""
