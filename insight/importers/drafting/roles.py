"""Roles of columns by the words in names and labels.

The words are Norwegian, Swedish, Danish and English. They make a draft for a person to look over,
so they are few and plain rather than many and clever.
"""

from __future__ import annotations

from insight.importers.meaning.backgrounds import background_of
from insight.importers.meaning.design_words import Spread, is_weight
from insight.survey.codebook import Role

FEW = 40  # more categories than this are no groups to break answers down by


def role_of(name: str, label: str, categories: int | None, spread: Spread | None = None) -> Role:
    """Return the role of a column by its name and label.

    Parameters
    ----------
    name, label
        As in the file.
    categories
        Number of valid categories; None for a number.
    spread
        Of the numbers, where it is a number.

    Examples
    --------
    >>> role_of("gndr", "Gender", 2), role_of("health", "Subjective general health", 5)
    ('segment', 'item')
    >>> role_of("agea", "Age", None), role_of("vekt", "", None, Spread(0.4, 3, 1, False))
    ('other', 'other')
    """
    if is_weight(name, label, spread if categories is None else None):
        return "other"
    background = background_of(name, label)
    if categories is None:
        return "other" if background else "item"
    if categories < 2:
        return "other"
    return "segment" if background and categories <= FEW else "item"
