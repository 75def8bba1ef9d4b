"""Statements of the national documents: figures, series, needs, strategy, terms, passages.

Facts are read in this folder; `passages` gathers them by what they tell of, `inventories` by what
is named and what is missing, `later` adds figures that were published after the documents, and
`simulation` makes the simulated responses.

It may import `language` and `survey`; `simulation` also `query` and `analysis`.
"""
