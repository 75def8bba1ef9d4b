"""Variance of raked weights: that of the residuals from their margins, respondent by respondent."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.statistics.raked.raked_strata import ROUNDS, RakedStrata
from insight.statistics.strata import Strata, degrees_of_freedom
from insight.statistics.variance import covariance, covariances_of_pairs, variance

WEIGHTS = np.array([[1.0, 2.0, 0.5], [1.5, 0.7, 1.0]])


class Drawn:
    """Respondents of a sample with two margins, and their sums by cell."""

    def __init__(self, seed: int, *, clustered: bool) -> None:
        draw = np.random.default_rng(seed)
        self.sex, self.region = draw.integers(0, 2, 90), draw.integers(0, 3, 90)
        self.psu = draw.integers(0, 9, 90) if clustered else np.zeros(90, dtype=int)
        self.stratum_of = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1]) if clustered else np.array([0])
        self.weight = WEIGHTS[self.sex, self.region]
        keys = np.stack([self.psu, self.sex, self.region])
        cells, self.cell = np.unique(keys, axis=1, return_inverse=True)
        design = Strata.from_units(
            self.stratum_of, np.bincount(self.psu, minlength=len(self.stratum_of)) * 1.0,
            clustered=clustered,
        )  # fmt: skip
        self.units = RakedStrata.of(
            design,
            cells[0],
            WEIGHTS[cells[1], cells[2]],
            self.sums(np.ones(90)),
            (cells[1], cells[2] + 2),
        )
        self.values = draw.normal(size=(2, 90)) * (draw.random(90) < 0.6)

    def sums(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.cell.ravel(), values)

    def left(self, values: np.ndarray) -> np.ndarray:
        """What R's sweeps leave of each respondent's value, times the weight."""
        left = values.copy()
        for _ in range(ROUNDS):
            for margin in (self.sex, self.region):
                for cell in np.unique(margin):
                    left[margin == cell] -= left[margin == cell].mean()
        return self.weight * left

    def between(self, one: np.ndarray, other: np.ndarray, clustered: bool) -> float:
        """The covariance of two totals of what is left."""
        pairs = np.stack([one, other])
        if clustered:
            pairs = np.stack([np.bincount(self.psu, left, 9) for left in pairs])
        of_unit = self.stratum_of if clustered else self.stratum_of[self.psu]
        total = 0.0
        for stratum in np.unique(of_unit):
            here = pairs[:, of_unit == stratum]
            away = here - here.mean(axis=1, keepdims=True)
            total += here.shape[1] / (here.shape[1] - 1) * (away[0] @ away[1])
        return total


@pytest.mark.parametrize("clustered", [False, True])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_from_sums_follows_what_follows_from_respondents(clustered, seed):
    drawn = Drawn(seed, clustered=clustered)
    one, other = drawn.values
    other = np.where(one == 0, other, 0) + (one == 0)  # nobody in both
    weighted = [drawn.weight * value for value in (one, other)]
    left = [drawn.left(value) for value in (one, other)]
    wanted = [drawn.between(left[a], left[b], clustered) for a, b in ((0, 0), (1, 1), (0, 1))]
    total = np.stack([drawn.sums(value) for value in weighted], axis=1)
    cross = np.stack([[drawn.sums(a * b) for a in weighted] for b in weighted]).transpose(2, 0, 1)
    together = covariance(drawn.units, total, cross)
    assert together.ravel() == pytest.approx([wanted[0], wanted[2], wanted[2], wanted[1]])
    squares = np.stack([drawn.sums(value**2) for value in weighted], axis=1)
    assert variance(drawn.units, total, squares) == pytest.approx(wanted[:2])
    pairs = covariances_of_pairs(drawn.units, tuple(total.T), tuple(squares.T))
    assert pairs == pytest.approx(wanted)


@pytest.mark.parametrize("clustered", [False, True])
def test_what_the_margins_tell_has_no_variance(clustered):
    drawn = Drawn(1, clustered=clustered)
    women = drawn.weight * (drawn.sex - (drawn.weight @ drawn.sex) / drawn.weight.sum())
    found = variance(drawn.units, drawn.sums(women), drawn.sums(women**2))
    assert found.item() == 0.0


def test_degrees_of_freedom_count_sampling_units_and_not_cells():
    drawn = Drawn(1, clustered=True)
    assert drawn.units.units > 9
    assert degrees_of_freedom(drawn.units, drawn.sums(np.ones(90))).item() == 9 - 2
