"""Replicate weights: families of numbered columns that stand for the design of a survey.

Balanced repeated replication, jackknife, bootstrap and successive differences each give a column
for every replicate. They are no answers, and standard errors come from all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from insight.importers.meaning.design_words import Spread
from insight.importers.meaning.word_lists import READ, any_of, word_list

FEWEST = 2  # columns with a name that only replicate weights have
FEWEST_GENERIC = 10  # with a name that weights have, or with numbers that answers have
MOST_NEGATIVE = 0.1  # of the largest: successive differences may go below nought
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,4})")


@dataclass(frozen=True)
class ReplicateFamily:
    """A family of replicate weights: what its names have in common, and its columns."""

    stem: str
    positions: tuple[int, ...]

    def number(self, name: str) -> int:
        """The number of a column, which is 0 for a full weight that stands first among them."""
        return int(name.strip()[len(self.stem) :])


def replicates_of(
    headers: Sequence[tuple[str, str]], spreads: Mapping[int, Spread]
) -> list[ReplicateFamily]:
    """Return the families of replicate weights in a file.

    Parameters
    ----------
    headers
        Name and label of each column.
    spreads
        Of the numbers of each column that has numbers without labels, by position.

    Examples
    --------
    >>> brr = [(f"brr_{number}", "") for number in range(1, 5)]
    >>> spreads = dict.fromkeys(range(4), Spread(0, 2.4, 1, False))
    >>> replicates_of(brr, spreads)
    [ReplicateFamily(stem='brr_', positions=(0, 1, 2, 3))]
    """
    families: dict[str, list[int]] = {}
    for position, (name, _) in enumerate(headers):
        match = _NUMBERED.fullmatch(name.strip()[:READ])
        if match and position in spreads:
            families.setdefault(match["stem"], []).append(position)
    return [
        ReplicateFamily(stem, tuple(positions))
        for stem, positions in families.items()
        if _are_replicates(stem, positions, headers, spreads)
    ]


def _are_replicates(
    stem: str,
    positions: Sequence[int],
    headers: Sequence[tuple[str, str]],
    spreads: Mapping[int, Spread],
) -> bool:
    names, labels, generic = _words()
    if not all(_is_possible(spreads[position]) for position in positions):
        return False
    like_answers = all(spreads[position].is_like_answers for position in positions)
    if len(positions) < (FEWEST_GENERIC if like_answers else FEWEST):
        return False
    if names.fullmatch(stem):
        return True
    if all(labels.search(headers[position][1][:READ]) for position in positions):
        return True
    weights = all(spreads[position].is_like_weights for position in positions)
    return len(positions) >= FEWEST_GENERIC and weights and bool(generic.fullmatch(stem))


def _is_possible(spread: Spread) -> bool:
    return spread.low < spread.high and spread.low >= -MOST_NEGATIVE * spread.high


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = word_list("design_words")["replicates"]
    labels = re.compile(rf"\b(?:{any_of(words['labels']).pattern})", re.IGNORECASE)
    return any_of(words["names"]), labels, any_of(words["generic"])
