"""Rounding of numbers of respondents: how exactly they are told."""
