"""Names that are alike, told apart by what they are the names of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from insight.language.catalogue import Text


def distinct_names(
    names: Sequence[str], marks: Iterable[object], beside: Sequence[str] = ()
) -> list[str]:
    """Return names that differ: each that stands more than once has its mark behind it.

    Parameters
    ----------
    names, marks
        The names, and what is put behind each where others are alike.
    beside
        Names that stay as they are, from which these differ too.

    Examples
    --------
    >>> distinct_names(["Yes", "No", "No"], [1, 2, 3])
    ['Yes', 'No (2)', 'No (3)']
    >>> distinct_names(["No", "No", "No (1)"], [1, 2, 3])
    ['No (1) (1)', 'No (2)', 'No (1) (3)']
    >>> distinct_names(["Group", "Alone"], [1, 2], beside=["Group", "n"])
    ['Group (1)', 'Alone']
    """
    kept = list(marks)
    told = list(names)
    for _ in names:
        times = Counter([*told, *{*beside}])
        if max(times[name] for name in told) == 1:
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


def without_shared_end(names: Sequence[str]) -> list[str]:
    """Return names without the last word, where all of them end in the same and have others.

    Examples
    --------
    >>> without_shared_end(["Very high trust", "Fairly high trust"])
    ['Very high', 'Fairly high']
    >>> without_shared_end(["High trust", "Don't know"])
    ['High trust', "Don't know"]
    >>> without_shared_end(["trust", "high trust"])
    ['trust', 'high trust']
    """
    parts = [name.rpartition(" ") for name in names]
    alike = len({end for _, _, end in parts}) == 1 and all(start for start, _, _ in parts)
    return [start for start, _, _ in parts] if alike and len(names) > 1 else [*names]
