"""Standardised figures and differences between surveys, in words and drawn."""
