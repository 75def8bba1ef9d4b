"""Adjusted comparisons in words."""
