"""Measures of numbers that a person may see: quantiles, ratios, correlations and alpha."""
