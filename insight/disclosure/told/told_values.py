"""Values of respondents, such as quantiles, as they are told where responses are not open.

A quantile is the answer of somebody. It is told as it is only where so many gave that very answer
that the survey would show them as a group, and else to the smallest round step that takes in so
many about it. Where fewer lie at or beyond it, it is nearly the least or the largest answer there
is, and is not told. Limits of intervals are quantiles too, and go outwards.

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
Way = Literal["nearest", "down", "up"]


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
    value: float, values: np.ndarray, respondents: np.ndarray, least: int, way: Way = "nearest"
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
    way
        Which way it is rounded.

    Examples
    --------
    Forty different answers, and forty that are 2.5:

    >>> values, once = np.arange(100, 140) + 0.25, np.ones(40)
    >>> told_value(121.25, values, once, 10), told_value(121.25, values, once, 10, "down")
    (120.0, 120.0)
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
    spread = float(values[-1] - values[0])
    for step in _steps(max(abs(value), spread)):
        told, lowest, highest = _round(value, step, way)
        taken_in = (values >= lowest) & (values <= highest)
        if respondents[taken_in].sum() >= least:
            return told
        if step > 10 * spread:
            break
    return None


def _steps(magnitude: float) -> Iterator[float]:
    """Round steps from the smallest that is looked at: …, 0.1, 0.2, 0.5, 1, 2, 5, …."""
    power = math.floor(math.log10(magnitude)) - DIGITS if magnitude > 0 else -DIGITS
    for exponent in range(power, power + DIGITS + 4):
        yield from (times * 10.0**exponent for times in (1, 2, 5))


def _round(value: float, step: float, way: Way) -> tuple[float, float, float]:
    """A value to a step, and the ends of what is told so."""
    place = value / step
    if way == "nearest":
        number = round(place)
        ends = (number - 0.5) * step, (number + 0.5) * step
    elif way == "down":
        number = math.floor(round(place, 6))
        ends = number * step, (number + 1) * step
    else:
        number = math.ceil(round(place, 6))
        ends = (number - 1) * step, number * step
    return round(number * step, DECIMALS), *ends
