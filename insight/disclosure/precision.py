"""Precision: how exactly weighted figures are told where responses are not open.

A share times the weighted base is the sum of the weights of those who gave an answer. Where weights
follow background, such a sum tells who they are: an integer programme finds the only numbers of
respondents that fit. The weighted base is therefore not told, and shares are rounded to steps that
are as large as some respondents: six standard deviations of the weights, and four times as many
for each condition on any of several codes, of which there are very many to compare. Several waves
together are such a condition, and so is a base without the answers marked missing. Bounds and
standard errors are rounded outwards, so that no interval is narrower than it should be. Steps
of shares follow from the unweighted base and the survey as a whole, and so tell nothing themselves;
those of means and totals from the magnitude of the standard error besides.

Rounding as a protection of tables is described by Hundepool and others 2012, *Statistical
Disclosure Control*, chapter 5; how large a step must be for weights was found by attack
(docs/disclosure.md).
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from insight.query.cell_request import Request
from insight.query.counts.column_counts import mean_and_spread
from insight.query.opened import OpenSurvey, remembered

# A step in standard deviations of the weights, and how many times as large it is for each condition
# on any of several codes.
SPREADS = 6.0
TIMES_FOR_SEVERAL = 4.0
DECIMALS = 12
MOST_STEPS = 50_000  # that are remembered
# Numbers below this have 12 decimals, and powers of ten up to this one are exact.
FEW, EXACT_POWER = 1_000.0, 22
# A scaled number so near the middle of two is rounded by how it is written.
NEAR_HALF = 1e-6
STEPS_BELOW: list[int] = [
    times * 10**power for power, times in itertools.product(range(18), (1, 2, 5))
]

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Precision:
    """How exactly the weighted figures of a group are told.

    Attributes
    ----------
    respondents
        How many respondents of average weight a step is; 0 where figures are told exactly.
    """

    respondents: float = 0.0

    def __bool__(self) -> bool:
        return self.respondents > 0

    def share(self, base: int) -> float:
        """The step of shares in a base of so many respondents.

        Examples
        --------
        >>> precision = Precision(respondents=1.6)
        >>> precision.share(1500), precision.share(100), precision.share(40)
        (0.002, 0.02, 0.05)
        """
        return step_above(self.respondents / max(base, 1))

    def mean(self, base: int, se: float | None) -> float:
        """The step of means: that of shares, for answers that lie two standard deviations apart."""
        return step_above(2 * (se or 0) * math.sqrt(base) * self.respondents / max(base, 1))


EXACT = Precision()


def precision_of(
    survey: OpenSurvey, request: Request, *, means: bool = False, several: int = 0
) -> Precision:
    """Return how exactly the weighted figures of a request are told.

    Parameters
    ----------
    survey
        The survey.
    request
        Whose answers to what.
    means
        Whether the figures are means; codes marked missing never count in them.
    several
        How many conditions on any of several codes the groups have besides.
    """
    rules = survey.codebook.disclosure
    if survey.codebook.design.weight is None or rules.microdata == "open" or rules.min_base < 2:
        return EXACT
    several += _conditions_on_several(survey, request, means=means)
    return Precision(_spread(survey) * SPREADS * TIMES_FOR_SEVERAL**several)


def _conditions_on_several(survey: OpenSurvey, request: Request, *, means: bool) -> int:
    """Count them; waves together are one, and so are all answers but those marked missing."""
    wave = survey.codebook.wave
    several = sum(
        len(condition.codes) > 1
        for condition in request.where.conditions
        if condition.variable not in (wave, *request.by)
    )
    if wave and wave not in request.by:
        several += len(request.where.codes(wave.id)) != 1 and len(wave.by_key) > 1
    items = (request.item, *request.others)
    leaves_out = any(category.missing for item in items for category in item.categories)
    return several + (leaves_out and (means or request.valid_only))


@remembered
def _spread(survey: OpenSurvey) -> float:
    """The standard deviation of the weights, as a multiple of their mean."""
    mean, spread = mean_and_spread(survey, survey.codebook.design.weight or "")
    return spread / mean if mean > 0 else 0.0


@lru_cache(maxsize=MOST_STEPS)
def step_above(least: float) -> float:
    """Return the smallest of …, 0.1, 0.2, 0.5, 1, 2, 5, … that is no less.

    Examples
    --------
    >>> step_above(0.012), step_above(0.2), step_above(3), step_above(0)
    (0.02, 0.2, 5.0, 0.0)
    """
    if not 0 < least < math.inf:
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(
        round(times * power, DECIMALS)
        for times in (1, 2, 5, 10)
        if round(times * power, DECIMALS) >= least * (1 - 1e-9)
    )


def nearest(value: float | None, step: float) -> float | None:
    """Return a figure to the nearest step.

    Examples
    --------
    >>> nearest(0.314, 0.02), nearest(0.314, 0), nearest(None, 0.02)
    (0.32, 0.314, None)
    """
    return value if value is None or not step else _steps(round(value / step), step)


def upwards(value: float | None, step: float) -> float | None:
    """Return a figure to the next step that is no less.

    Examples
    --------
    >>> upwards(0.301, 0.02), upwards(0.3, 0.02)
    (0.32, 0.3)
    """
    if value is None or not step:
        return value
    return _steps(math.ceil(round(value / step, 6)), step)


@lru_cache(maxsize=MOST_STEPS)
def _steps(count: int, step: float) -> float:
    """So many steps: a book has the same few again and again."""
    return round(count * step, DECIMALS)


def of_digits(value: float | None, digits: int) -> float | None:
    """Return a figure with so many significant digits.

    Examples
    --------
    >>> of_digits(1234.5, 2), of_digits(0.0378, 1), of_digits(0, 1)
    (1200.0, 0.04, 0.0)
    """
    return None if value is None else float(f"{value:.{digits}g}")


def whole_step_below(value: int | None) -> int | None:
    """Return the largest of 0, 1, 2, 5, 10, 20, 50, … that is no more.

    Examples
    --------
    >>> [whole_step_below(value) for value in (0, 1, 37, 50, 1137)]
    [0, 1, 20, 50, 1000]
    """
    if value is None or value < 1:
        return value
    return STEPS_BELOW[bisect(STEPS_BELOW, value) - 1]


# --- Many figures at once: NaN is a figure that is not told --------------------------------------


def nearest_each(values: Reals, steps: Reals) -> Reals:
    """Return what :func:`nearest` returns of each figure.

    Examples
    --------
    >>> nearest_each(np.array([0.314, 0.314, np.nan]), np.array([0.02, 0.0, 0.02])).tolist()
    [0.32, 0.314, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = np.rint(values / steps)
    return np.where(steps > 0, _steps_each(counts, steps), values)


def upwards_each(values: Reals, steps: Reals) -> Reals:
    """Return what :func:`upwards` returns of each figure.

    Examples
    --------
    >>> upwards_each(np.array([0.301, 0.3, np.nan]), np.full(3, 0.02)).tolist()
    [0.32, 0.3, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = np.ceil(np.round(values / steps, 6))
    return np.where(steps > 0, _steps_each(counts, steps), values)


def _steps_each(counts: Reals, steps: Reals) -> Reals:
    """So many steps each, as :func:`_steps` has them to the last digit."""
    with np.errstate(invalid="ignore"):
        told = counts * steps
        large = np.flatnonzero(np.abs(told) >= FEW)
        told = np.round(told, DECIMALS) + 0.0  # there is no -0
    told[large] = list(map(_steps, counts[large].tolist(), steps[large].tolist()))
    return told


def of_digits_each(values: Reals, digits: NDArray[np.int64] | int) -> Reals:
    """Return what :func:`of_digits` returns of each figure.

    Examples
    --------
    >>> of_digits_each(np.array([1234.5, 0.0378, 0.0, np.nan]), np.array([2, 1, 1, 2])).tolist()
    [1200.0, 0.04, 0.0, nan]
    """
    digits = np.broadcast_to(digits, values.shape)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        power = np.floor(np.log10(np.abs(values))) - digits + 1
        up, down = 10.0 ** np.maximum(power, 0), 10.0 ** np.maximum(-power, 0)
        scaled = values / up * down
        told = np.rint(scaled) * up / down
        unclear = ~(np.abs(scaled - np.floor(scaled) - 0.5) > NEAR_HALF)
    unclear |= ~(np.abs(power) <= EXACT_POWER)
    for at in np.flatnonzero(unclear & np.isfinite(values)).tolist():
        told[at] = of_digits(float(values[at]), int(digits[at]))
    return np.where(np.isfinite(values), told, values)


def whole_steps_below(values: Reals) -> Reals:
    """Return what :func:`whole_step_below` returns of each figure.

    Examples
    --------
    >>> whole_steps_below(np.array([0.0, 37.0, 50.0, np.nan])).tolist()
    [0.0, 20.0, 50.0, nan]
    """
    steps = np.array(STEPS_BELOW, float)
    place = np.searchsorted(steps, values, side="right") - 1
    return np.where(values >= 1, steps[place], values)
