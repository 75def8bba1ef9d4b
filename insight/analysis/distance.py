"""The distance between two figures of different surveys, whose samples have nothing in common."""

from __future__ import annotations

import math
from typing import NamedTuple

from insight.analysis.estimates import Estimate


class Distance(NamedTuple):
    """One figure less another, with its interval."""

    value: float
    low: float
    upp: float


def distance(first: Estimate, second: Estimate) -> Distance | None:
    """Return one figure less another of another sample; None where either may not be shown.

    The interval is put together from those of the two figures, by Newcombe's method of squaring and
    adding (Statistics in Medicine 17, 1998, 873-890): it is as far from the difference as their
    ends on either side allow.

    Examples
    --------
    Newcombe's first example, 56 of 70 against 48 of 80:

    >>> from dataclasses import replace
    >>> none = Estimate((), "net", "yes", *(None,) * 10, flags=())
    >>> figures = [replace(none, value=0.8, low=0.6918, upp=0.8769)]
    >>> figures.append(replace(none, value=0.6, low=0.4904, upp=0.7004))
    >>> [round(number, 3) for number in distance(*figures)]
    [0.2, 0.052, 0.334]
    """
    if first.value is None or second.value is None:
        return None
    if first.low is None or first.upp is None or second.low is None or second.upp is None:
        return None
    value = first.value - second.value
    below = math.hypot(first.value - first.low, second.upp - second.value)
    above = math.hypot(first.upp - first.value, second.value - second.low)
    return Distance(value, value - below, value + above)
