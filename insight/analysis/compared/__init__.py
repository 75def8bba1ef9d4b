"""Comparisons in parts: the sides that are compared, held against the gates."""
