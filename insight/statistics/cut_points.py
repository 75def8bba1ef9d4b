"""Cut points of a number: proposals for bands, by quantiles and by round steps."""

from __future__ import annotations

import math
from collections.abc import Sequence

ROUND = (1.0, 2.0, 5.0, 10.0)
LEAST_STEP = 1e-300  # below which floats lose their digits


def round_cuts(low: float, high: float, parts: int) -> list[float]:
    """Return cut points at round steps that part a range into about so many bands.

    Parameters
    ----------
    low, high
        The range.
    parts
        How many bands are wanted; the step is 1, 2 or 5 times a power of ten, so that there may be
        more or fewer.

    Examples
    --------
    >>> round_cuts(18, 96, 4), round_cuts(0, 1, 5), round_cuts(3, 3, 4)
    ([20.0, 40.0, 60.0, 80.0], [0.2, 0.4, 0.6, 0.8], [])
    """
    if parts < 2 or not LEAST_STEP < (high - low) / parts < math.inf:
        return []
    step = round_step((high - low) / parts)
    first = math.floor(low / step) + 1
    count = math.ceil(high / step) - first
    cuts = (_clean((first + number) * step, step) for number in range(count))
    # Dust may put an end among them, and a step be too small for so large a number.
    return [cut for cut in dict.fromkeys(cuts) if low < cut < high]


def quantile_cuts(quantiles: Sequence[float], low: float, high: float) -> list[float]:
    """Return quantiles as cut points, rounded so that none is the number of one respondent.

    Parameters
    ----------
    quantiles
        The quantiles between the bands, ascending.
    low, high
        The range.

    Examples
    --------
    >>> quantile_cuts([31.2, 48.7, 63.1], 18, 96)
    [32.0, 48.0, 64.0]
    >>> quantile_cuts([1, 1, 2], 1, 4)
    [2.0]
    """
    finest = (high - low) / (5 * (len(quantiles) + 1))
    if not LEAST_STEP < finest < math.inf:
        return []
    step = round_step(finest, at_most=True)
    rounded = (_clean(round(quantile / step) * step, step) for quantile in quantiles)
    return sorted({cut for cut in rounded if low < cut <= high})


def round_step(size: float, *, at_most: bool = False) -> float:
    """Return the step of 1, 2 or 5 times a power of ten that is nearest to a size, or below it.

    Examples
    --------
    >>> round_step(19.5), round_step(0.3), round_step(3.9, at_most=True)
    (20.0, 0.2, 2.0)
    """
    power = 10.0 ** math.floor(math.log10(size))
    steps = [power * factor for factor in ROUND]
    if at_most:
        return max(step for step in steps if step <= size * (1 + 1e-9))
    return min(steps, key=lambda step: abs(math.log(step / size)))


def _clean(value: float, step: float) -> float:
    """A multiple of a step without the dust of binary fractions."""
    return round(value, max(0, 2 - math.floor(math.log10(step))))
