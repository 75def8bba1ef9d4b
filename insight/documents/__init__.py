"""Statements of the national documents: figures, series, needs, strategy, terms.

It may import `language` and `survey`; `simulation` also `query` and `analysis`.
"""
