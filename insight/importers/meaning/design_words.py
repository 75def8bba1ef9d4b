"""Design words: what files call their weights, strata and sampling units.

Weights are told from the kilograms of a body by their values where the name alone does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from insight.importers.meaning.word_lists import READ, any_of, word_list

LIGHTEST, HEAVIEST = 20, 350  # kilograms, or pounds, of a body
LEAST_MEAN, MOST_MEAN = 45, 200
HIGHEST_CODE = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """Smallest and largest number of a column, the mean, and whether all are whole."""

    low: float
    high: float
    mean: float
    whole: bool

    @property
    def is_like_bodies(self) -> bool:
        """Whether the numbers lie where the kilograms or pounds of bodies do.

        Examples
        --------
        >>> Spread(48, 121, 77.5, True).is_like_bodies, Spread(0.4, 3.1, 1.0, False).is_like_bodies
        (True, False)
        """
        bodies = self.low >= LIGHTEST and self.high <= HEAVIEST
        return bodies and LEAST_MEAN <= self.mean <= MOST_MEAN

    @property
    def is_like_weights(self) -> bool:
        """Whether the numbers have decimals, as weights do, and none is negative."""
        return not self.whole and self.low >= 0 and not self.is_like_bodies

    @property
    def is_like_answers(self) -> bool:
        """Whether the numbers may as well be codes of a scale."""
        return self.whole and self.low >= 0 and self.high <= HIGHEST_CODE


def is_weight(name: str, label: str, spread: Spread | None) -> bool:
    """Whether a column is a weight by its name or label, and not the weight of a body.

    Parameters
    ----------
    name, label
        Of the column.
    spread
        Of its numbers; None where they are categories, which only a sure name makes a weight.

    Examples
    --------
    >>> weights = Spread(0.3, 4, 1, False)
    >>> is_weight("pspwght", "", None), is_weight("vekt", "", weights)
    (True, True)
    >>> is_weight("vekt", "", Spread(45, 130, 78, True)), is_weight("v7", "Weight in kg", weights)
    (False, False)
    >>> is_weight("v9", "Design weight", None), is_weight("v9", "Perceived weight", None)
    (True, False)
    """
    name, label = name[:READ].strip(), label[:READ].strip()
    words = _weight_words()
    if words.body.search(f"{name.replace('_', ' ')} {label}"):
        return False
    if words.sure.fullmatch(name) or words.labels_sure.search(label):
        return True
    if spread is None:
        return False
    if words.likely.fullmatch(name) or words.labels_likely.fullmatch(label):
        return not spread.is_like_bodies
    return bool(words.unlikely.fullmatch(name)) and spread.is_like_weights


def is_called(part: Literal["strata", "psu"], name: str, label: str) -> bool:
    """Whether name or label says that a column is the stratum or the sampling unit.

    Examples
    --------
    >>> is_called("psu", "secu", ""), is_called("psu", "v3", "Variance unit")
    (True, True)
    >>> is_called("strata", "stratum_c", ""), is_called("strata", "strategy", "")
    (True, False)
    """
    names, labels = _part_words(part)
    return bool(names.fullmatch(name[:READ].strip()) or labels.search(label[:READ].strip()))


@dataclass(frozen=True, slots=True)
class _WeightWords:
    sure: re.Pattern[str]
    likely: re.Pattern[str]
    unlikely: re.Pattern[str]
    labels_sure: re.Pattern[str]
    labels_likely: re.Pattern[str]
    body: re.Pattern[str]


@cache
def _weight_words() -> _WeightWords:
    words = word_list("design_words")["weight"]
    return _WeightWords(**{key: any_of(patterns) for key, patterns in words.items()})


@cache
def _part_words(part: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = word_list("design_words")[part]
    return any_of(words["names"]), any_of(words["labels"])
