"""Values of respondents, such as quantiles, as they are told where responses are not open.

A quantile is the answer of somebody. It is told as it is only where so many gave that very answer
that the survey would show them as a group, and else as the smallest round span about it that takes
in so many. Spans have the lengths …, 0.5, 1, 5, 10, 50, … and begin at multiples of these, so that
any two of them are apart, or one lies within the other: nothing can be cut out between them. A
quantile is told as the middle of its span, and limits of intervals, which are quantiles too, as the
ends. Where fewer lie at or beyond it, it is nearly the least or the largest answer there is, and is
not told.

Whoever asks for very many quantiles could follow the distribution from one respondent to the next.
Therefore there are only those at whole twentieths.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

import numpy as np

from insight.survey.design import DisclosureRules

TWENTIETHS = 20
DIGITS, DECIMALS = 6, 12
Place = Literal["middle", "low", "high"]


def tells_values(rules: DisclosureRules) -> bool:
    """Tell whether values of respondents may be told as they are.

    Examples
    --------
    >>> tells_values(DisclosureRules(min_base=10)), tells_values(DisclosureRules(min_base=0))
    (False, True)
    """
    return rules.microdata == "open" or rules.min_base < 2


def is_told(probability: float) -> bool:
    """Tell whether a quantile may be asked for where responses are not open.

    Examples
    --------
    >>> is_told(0.5), is_told(0.95), is_told(0.51)
    (True, True, False)
    """
    place = probability * TWENTIETHS
    return math.isclose(place, round(place), abs_tol=1e-9)


def told_value(
    value: float, values: np.ndarray, respondents: np.ndarray, least: int, place: Place = "middle"
) -> float | None:
    """Return a quantile as it is told; None where it is not.

    Parameters
    ----------
    value
        The quantile.
    values, respondents
        The answers of the group in order, each once, and how many gave each.
    least
        So many respondents may be told of.
    place
        What is told of its span.

    Examples
    --------
    Forty different answers, and forty that are 2.5:

    >>> values, once = np.arange(100, 140) + 0.25, np.ones(40)
    >>> [told_value(121.25, values, once, 10, place) for place in ("low", "middle", "high")]
    [120.0, 125.0, 130.0]
    >>> told_value(103.25, values, once, 10) is None
    True
    >>> told_value(2.5, np.array([2.5]), np.array([40]), 10)
    2.5
    """
    if value != value:
        return None
    beyond = min(respondents[values <= value].sum(), respondents[values >= value].sum())
    if beyond < least:
        return None
    if respondents[values == value].sum() >= least:
        return value
    for low, high in _spans(value, max(abs(value), float(values[-1] - values[0]))):
        if respondents[(values >= low) & (values < high)].sum() >= least:
            told = {"low": low, "middle": (low + high) / 2, "high": high}[place]
            return round(told, DECIMALS)
    return None


def _spans(value: float, magnitude: float) -> Iterator[tuple[float, float]]:
    """Spans about a value from the shortest that is looked at to one that is longer than all."""
    power = math.floor(math.log10(magnitude)) - DIGITS if magnitude > 0 else -DIGITS
    for exponent in range(power, power + DIGITS + 3):
        for times in (1, 5):
            length = times * 10.0**exponent
            number = math.floor(round(value / length, DIGITS))
            yield number * length, (number + 1) * length
