"""Decimals: how many a number is told with, by its size."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

MOST_PLACES = 6


class Measured(Protocol):
    """A result whose figures are told in one way: shares in per cent, or numbers with decimals."""

    @property
    def statistic(self) -> str:
        """What its figures are."""

    @property
    def magnitude(self) -> float:
        """The largest of them, however it is signed."""

    @property
    def rounded(self) -> bool:
        """Whether they are told less exactly than they are known."""


def places(size: float) -> int:
    """Return how many decimals suit numbers of a size: three digits, fewer for large ones.

    Examples
    --------
    >>> [places(size) for size in (0, 0.0042, 0.31, 3.12, 45.1, 512.6, 48_512.3)]
    [2, 4, 2, 2, 1, 0, 0]
    """
    if size == 0 or not math.isfinite(size):
        return 2
    digits = math.floor(math.log10(abs(size)))
    return min(max(1 - digits if digits < 0 else 2 - digits, 0), MOST_PLACES)


def places_needed(values: Iterable[float], most: int = 2) -> int:
    """Return how many decimals tell numbers as they are, up to so many.

    Examples
    --------
    >>> places_needed([3, 4.0]), places_needed([3, 4.5]), places_needed([1 / 3]), places_needed([])
    (0, 1, 2, 0)
    """
    told = [*values]
    exact = (few for few in range(most) if all(abs(one - round(one, few)) < 1e-9 for one in told))
    return next(exact, most)
