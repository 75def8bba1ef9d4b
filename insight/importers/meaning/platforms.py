"""Paradata of survey platforms: columns that tell how somebody answered, and not what.

What platforms call them stands in the platforms' own export help.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from insight.importers.meaning.backgrounds import background_of
from insight.importers.meaning.word_lists import READ, any_of, word_list

FEWEST_BESIDE = 3  # columns of one platform, a sure one among them, that make the others sure


def paradata_positions(headers: Sequence[tuple[str, str]]) -> set[int]:
    """Return the positions of columns that a survey platform has written beside the answers.

    A sure name that a likelier platform has too tells nothing of the others of its own.

    Parameters
    ----------
    headers
        Name and label of each column.

    Examples
    --------
    >>> qualtrics = [("StartDate", ""), ("Status", ""), ("Finished", ""), ("Q1", "")]
    >>> sorted(paradata_positions(qualtrics)), paradata_positions([("Status", "Sivil status")])
    ([0, 1, 2], set())
    """
    asked = _asked_places(headers)
    places = [
        (_places(sure, headers) - asked, _places(beside, headers) - asked)
        for sure, beside in _platforms()
    ]
    found = set[int]().union(*(certain for certain, _ in places))
    for certain, possible in places:
        likelier = [other for other, more in places if more and len(other) > len(certain)]
        if certain.difference(*likelier) and len(certain | possible) >= FEWEST_BESIDE:
            found |= possible
    return found


def _places(pattern: re.Pattern[str], headers: Sequence[tuple[str, str]]) -> set[int]:
    return {
        place
        for place, header in enumerate(headers)
        if any(pattern.fullmatch(text[:READ].strip()) for text in header if text)
    }


def _asked_places(headers: Sequence[tuple[str, str]]) -> set[int]:
    """The positions of columns whose label is a question, or a background of another name."""
    return {
        place
        for place, (name, label) in enumerate(headers)
        if label.strip().endswith("?")
        or (label.casefold() != name.casefold() and background_of("", label) is not None)
    }


@cache
def _platforms() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (any_of(names["sure"]), any_of(names["beside"]))
        for names in word_list("platforms").values()
    )
