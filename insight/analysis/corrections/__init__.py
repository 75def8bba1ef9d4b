"""Corrections for several tests shown together, of verdicts and of the intervals beside them."""
