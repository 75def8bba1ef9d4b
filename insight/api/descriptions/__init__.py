"""Descriptions for machines: what can be asked for, and which data sets there are."""
