"""Names that are alike, told apart by what they are the names of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from insight.language.catalogue import Text


def distinct_names(names: Sequence[str], marks: Iterable[object]) -> list[str]:
    """Return names that differ: each that stands more than once has its mark behind it.

    Examples
    --------
    >>> distinct_names(["Yes", "No", "No"], [1, 2, 3])
    ['Yes', 'No (2)', 'No (3)']
    >>> distinct_names(["No", "No", "No (1)"], [1, 2, 3])
    ['No (1) (1)', 'No (2)', 'No (1) (3)']
    """
    kept = list(marks)
    told = list(names)
    for _ in names:
        times = Counter(told)
        if len(times) == len(told):
            break
        told = [
            f"{name} ({mark})" if times[name] > 1 else name
            for name, mark in zip(told, kept, strict=True)
        ]
    return told


def distinct_texts(names: Sequence[Text], marks: Iterable[object]) -> list[Text]:
    """Return names in two languages that differ in each of them."""
    kept = list(marks)
    in_nb = distinct_names([name.nb for name in names], kept)
    in_en = distinct_names([name.en for name in names], kept)
    return [Text(nb, en) for nb, en in zip(in_nb, in_en, strict=True)]
