"""Meaning of answers by their words: scales, bands, rates, and answers that are none."""
