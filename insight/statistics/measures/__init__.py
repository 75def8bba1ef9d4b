"""Measures of numbers: quantiles, ratios, correlations, reliability and sizes of effects."""
