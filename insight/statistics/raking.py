"""Raking: weights whose sums are those of the population, margin by margin.

Each margin's weights are multiplied by population / sum of weights until all margins are met. The
result is the set of weights nearest to the starting weights d in the sense of

    sum_i w_i log(w_i / d_i) - w_i + d_i

among those that meet the margins (Deming and Stephan 1940; Deville and Särndal 1992). With bounds
it is the nearest among those within the bounds as well, w_i = bounded(d_i exp(x_i λ)), found by
Dykstra's algorithm with Bregman projections: what a weight is cut off by is kept and multiplied
back before it is cut again, so that the order of margins does not matter.

Nothing here knows of surveys or files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
NO_BOUNDS = (0.0, np.inf)
TOLERANCE = 1e-11
MOST_ROUNDS = 1000
LARGEST = 1e100


@dataclass(frozen=True)
class Margin:
    """A margin: the cell that each respondent is in, and each cell's sum in the population."""

    cells: Places
    population: Floats

    def sums(self, weights: Floats) -> Floats:
        """The sum of weights in each cell."""
        sums: Floats = np.bincount(self.cells, weights, len(self.population)).astype(np.float64)
        return sums


@dataclass(frozen=True)
class Raked:
    """Weights and how they came about.

    Attributes
    ----------
    weights
        One for each respondent; their sum is the population.
    rounds
        How often all margins were gone through.
    deviation
        The largest difference between a cell and its population, as a share of all.
    worst
        The margin and the cell where that is.
    low, high
        How many weights lie on the lower and on the upper bound.
    met
        Whether all margins are met.
    """

    weights: Floats
    rounds: int
    deviation: float
    worst: tuple[int, int]
    low: int
    high: int
    met: bool


def rake(
    start: Floats,
    margins: Sequence[Margin],
    bounds: tuple[float, float] = NO_BOUNDS,
    *,
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
) -> Raked:
    """Rake weights to margins, as R's ``rake`` and, with bounds, ``calibrate(calfun = "raking")``.

    Parameters
    ----------
    start
        Starting weights, all positive; only their ratios matter.
    margins
        The margins. All must have the same total, and each cell a respondent.
    bounds
        The least and the greatest weight, in units of the mean weight.
    tolerance
        The largest deviation at which a margin counts as met, as a share of the total.
    most_rounds
        After how many rounds to give up.

    Examples
    --------
    Two women and one man, where half are men.

    >>> rake(np.ones(3), [Margin(np.array([0, 0, 1]), np.array([50.0, 50.0]))]).weights.tolist()
    [25.0, 25.0, 50.0]
    """
    total = float(margins[0].population.sum())
    mean = total / len(start)
    low, high = (bound * mean for bound in bounds)
    weights = start * (total / start.sum())
    cut = np.ones_like(weights)
    rounds, (deviation, worst) = 0, _deviation(weights, margins, total)
    while rounds < most_rounds and (rounds == 0 or deviation > tolerance):
        for margin in margins:
            with np.errstate(divide="ignore", invalid="ignore"):
                factors = margin.population / margin.sums(weights)
            weights = weights * factors[margin.cells]
        free = weights * cut
        weights = np.clip(free, low, high)
        cut = np.divide(free, weights, out=np.ones_like(free), where=weights > 0)
        cut = np.clip(cut, 1 / LARGEST, LARGEST)  # where no weights meet all, it has no limit
        rounds, (deviation, worst) = rounds + 1, _deviation(weights, margins, total)
    at_low, at_high = int((cut < 1).sum()), int((cut > 1).sum())
    return Raked(weights, rounds, deviation, worst, at_low, at_high, deviation <= tolerance)


def _deviation(
    weights: Floats, margins: Sequence[Margin], total: float
) -> tuple[float, tuple[int, int]]:
    """The largest deviation, and the margin and the cell where it is."""
    off = [np.abs(margin.sums(weights) - margin.population) / total for margin in margins]
    cells = [int(np.argmax(deviations)) for deviations in off]
    largest = [float(deviations[cell]) for deviations, cell in zip(off, cells, strict=True)]
    worst = int(np.argmax(largest))
    return largest[worst], (worst, cells[worst])


def design_effect(weights: Floats) -> float:
    """Kish's design effect of unequal weights, n Σw² / (Σw)².

    Examples
    --------
    >>> design_effect(np.array([1.0, 3.0]))
    1.25
    """
    squared = float((weights**2).sum())
    return len(weights) * squared / float(weights.sum()) ** 2
