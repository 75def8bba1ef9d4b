"""Chapters of the strategy as HTML: areas, evaluation, process, guidance, scenarios."""
