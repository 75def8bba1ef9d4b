"""Sums that measures of numbers are made of, counted where the responses are."""
