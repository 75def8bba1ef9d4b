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

To the nearest step alone is not enough: one respondent more or less in a hidden group brings some
figure of many over the middle between two steps, and whoever has the figures of some thirty
questions finds the one number of respondents with which none is. So a weighted figure is told as
the step below or the step above, by lot: that of which it is nearer the more likely, so that it is
right on average. The lot is drawn of the figure itself and of what only the responses tell, so that
the same figure is told alike however and whenever it is asked for.

Rounding as a protection of tables is described by Hundepool and others 2012, *Statistical
Disclosure Control*, chapter 5; by lot by Fellegi 1975, *Survey Methodology* 1. How large a step
must be for weights was found by attack (docs/disclosure.md).
"""

from __future__ import annotations

import hashlib
import itertools
import math
from bisect import bisect
from dataclasses import dataclass, field
from functools import lru_cache

from insight.query.cell_request import Request
from insight.query.counts.column_counts import mean_and_spread
from insight.query.counts.response_mark import response_mark
from insight.query.opened import OpenSurvey, remembered

# A step in standard deviations of the weights, and how many times as large it is for each condition
# on any of several codes.
SPREADS = 6.0
TIMES_FOR_SEVERAL = 4.0
DECIMALS = 12
# Figures that differ by no more than arithmetic in another order have the same digits.
DIGITS = 10
LOTS = 2**64
# The largest share that is told as one half is, and not as all but the rest.
HALF = 0.5 + 0.5 * 10**-DIGITS
# A lot puts a figure off by a step times the root of a sixth, as a standard deviation, of which an
# interval of 95 % has two to either side.
OFF_BY_LOT = 0.8
MOST_STEPS = 50_000  # that are remembered
STEPS_BELOW: list[int] = [
    times * 10**power for power, times in itertools.product(range(18), (1, 2, 5))
]


@dataclass(frozen=True)
class Precision:
    """How exactly the weighted figures of a group are told.

    Attributes
    ----------
    respondents
        How many respondents of average weight a step is; 0 where figures are told exactly.
    lots
        What lots are drawn of besides the figure; without it a figure is told to the nearest step.
    scale
        The least and the greatest score that answers can have, where means are of scores.
    """

    respondents: float = 0.0
    lots: bytes = field(default=b"", repr=False)
    scale: tuple[float, float] | None = None

    def __bool__(self) -> bool:
        return self.respondents > 0

    def share(self, base: int) -> float:
        """The step of shares in a base of so many respondents.

        Examples
        --------
        >>> precision = Precision(respondents=1.6)
        >>> precision.share(1500), precision.share(100), precision.share(40), precision.share(1)
        (0.002, 0.02, 0.05, 1.0)
        """
        return min(step_above(self.respondents / max(base, 1)), 1.0)

    def mean(self, base: int, se: float | None) -> float:
        """The step of means: that of shares, for answers that lie two standard deviations apart."""
        return step_above(2 * (se or 0) * math.sqrt(base) * self.respondents / max(base, 1))

    def told(self, value: float | None, step: float) -> float | None:
        """Return a figure as the step below or above it, by lot, the nearer one more often.

        A difference the other way round is told alike.

        Examples
        --------
        >>> precision = Precision(6.0, b"the responses")
        >>> {precision.told(0.3 + part / 5_000, 0.02) for part in range(1, 100)} == {0.3, 0.32}
        True
        >>> precision.told(0.314, 0.02) == -precision.told(-0.314, 0.02)
        True
        >>> precision.told(0.32, 0.02), precision.told(0.314, 0), Precision(6.0).told(0.314, 0.02)
        (0.32, 0.314, 0.32)
        """
        if value is None or not step or not self.lots:
            return nearest(value, step)
        steps = round(abs(value) / step, DIGITS)
        told = _steps(math.floor(steps + self.lot(abs(value))), step)
        return -told if value < 0 < told else told

    def told_share(self, share: float | None, step: float) -> float | None:
        """Return a share likewise; it and that of all others together are 1 as they are told.

        Two halves are told alike, and are 1 together only where a half is a whole number of steps.

        Examples
        --------
        >>> precision = Precision(6.0, b"the responses")
        >>> round(precision.told_share(0.314, 0.02) + precision.told_share(0.686, 0.02), 12)
        1.0
        """
        if share is None or not step or share <= HALF:
            return self.told(share, step)
        return round(1 - (self.told(1 - share, step) or 0.0), DECIMALS)

    def told_mean(self, value: float | None, step: float) -> float | None:
        """Return a mean likewise; of scores as the end of their scale where a step goes beyond.

        Which of the two it is is drawn as anywhere, so that it is right on average.

        Examples
        --------
        >>> precision = Precision(6.0, b"the responses", scale=(1.0, 4.0))
        >>> [sorted({precision.told_mean(start + part / 100, step) for part in range(1, 50)})
        ...  for start, step in ((1.0, 0.5), (1.0, 2.0), (2.0, 5.0))]
        [[1.0, 1.5], [1.0, 4.0], [1.0, 4.0]]
        """
        if value is None or not step or not self.lots or not self._is_of_scale(value):
            return self.told(value, step)
        below, above = self._ends(value, step)
        part = round((value - below) / (above - below), DIGITS)
        return above if math.floor(part + self.lot(abs(value))) else below

    def mean_width(self, value: float | None, step: float) -> float:
        """How far apart the two figures are of which a mean is told as one."""
        if value is None or not step or not self.lots or not self._is_of_scale(value):
            return step
        below, above = self._ends(value, step)
        return above - below

    def _is_of_scale(self, mean: float) -> bool:
        return self.scale is not None and self.scale[0] <= mean <= self.scale[1]

    def _ends(self, mean: float, step: float) -> tuple[float, float]:
        """Steps go from the lowest score; what is left of the scale belongs to the last of them."""
        low, high = self.scale or (mean, mean)
        last = max(math.floor(round((high - low) / step, DIGITS)) - 1, 0)
        number = min(math.floor(round((mean - low) / step, DIGITS)), last)
        above = high if number == last else low + (number + 1) * step
        return round(low + number * step, DECIMALS), round(above, DECIMALS)

    def off_by_lot(self, *steps: float) -> float:
        """How far lots may put a figure off that is made of some with such steps.

        Examples
        --------
        >>> Precision(6.0, b"the responses").off_by_lot(3.0, 4.0), Precision(6.0).off_by_lot(0.1)
        (4.0, 0.0)
        """
        return OFF_BY_LOT * math.hypot(*steps) if self.lots else 0.0

    def lot(self, value: float) -> float:
        """A number from 0 to 1, as if drawn at random, the same for the same figure."""
        drawn = hashlib.blake2b(f"{value:.{DIGITS}g}".encode(), key=self.lots, digest_size=8)
        return int.from_bytes(drawn.digest(), "big") / LOTS


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
    spread = _spread(survey)
    lots = response_mark(survey) if spread else b""
    respondents = spread * SPREADS * TIMES_FOR_SEVERAL**several
    return Precision(respondents, lots, _scale_of(request) if means else None)


def _scale_of(request: Request) -> tuple[float, float] | None:
    """The least and the greatest score; None where means are of numbers."""
    item = request.item
    if item.kind != "single" or not item.integer_codes:
        return None
    scores = [float(one.key) for one in item.categories if not one.missing]
    return (min(scores), max(scores)) if len(scores) > 1 else None


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
