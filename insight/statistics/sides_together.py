"""Sides of many tests of shares, worked out together as arrays, and remembered by their answers.

A book tests every answer to a question, each group against each or against the rest. What such a
test asks of a side, and of two, is the same for all answers but for the sums that go in. No figure
hangs on which others are worked out with it: sums go through groups, units and strata in order.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.statistics.answer_sums import NO_SPREAD, Answers
from insight.statistics.claims import Contrast
from insight.statistics.strata import Strata, degrees_of_freedom
from insight.statistics.variance import covariances_of_pairs, variance

# Sums that are held at once.
PART = 200_000
Side = tuple[int, ...]
Pair = tuple[Side, Side]


def work_out_together(
    answers: Sequence[Answers], pairs: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> None:
    """Work out what tests of shares ask, of linearised designs; others are worked out one by one.

    Parameters
    ----------
    answers
        Sums of shares, one for each answer to an item, of the same units and groups.
    pairs
        The groups on either side of each test; none is on both.
    """
    if not answers or not pairs or not isinstance(answers[0].units, Strata):
        return
    in_order = [(tuple(first), tuple(second)) for first, second in pairs]
    units = max(answers[0].units.units, 1)
    sides = list(dict.fromkeys(itertools.chain.from_iterable(in_order)))
    of_answers = max(PART // (units * len(sides)), 1)
    for start in range(0, len(answers), of_answers):
        some = answers[start : start + of_answers]
        worked_out = _Sides.of(some, sides)
        worked_out.remember(some, sides)
        of_pairs = max(PART // (units * len(some)), 2)
        for first in range(0, len(in_order), of_pairs):
            worked_out.compare(some, sides, in_order[first : first + of_pairs])


@dataclass(frozen=True)
class _Sides:
    """Sums of S sides for E answers: by unit, of shape (U, S, E), and in all, of shape (S, E)."""

    units: Strata
    positive: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    weight: np.ndarray
    share: np.ndarray
    kish: np.ndarray
    corrected: np.ndarray
    spread: np.ndarray
    is_alike: np.ndarray

    @classmethod
    def of(cls, answers: Sequence[Answers], sides: Sequence[Side]) -> _Sides:
        units = answers[0].units
        assert isinstance(units, Strata)
        positive, w, wy, ww, wwy = (
            _of_sides(np.stack([getattr(one, name) for one in answers], axis=2), sides)
            for name in ("positive", "w", "wy", "ww", "wwy")
        )
        weight, chosen, squared = w.sum(axis=0), wy.sum(axis=0), ww.sum(axis=0)
        correction = units.correction[units.stratum_of][:, None, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = chosen / weight
            away = np.maximum(w - wy, 0)
            total = ((1 - share) * wy - share * away) / weight
            squares = (1 - share) ** 2 * wwy + share**2 * np.maximum(ww - wwy, 0)
            spread = np.maximum(chosen * (1 - 2 * share) + share**2 * weight, 0)
            return cls(
                units=units,
                positive=positive,
                total=total,
                squares=squares / weight**2,
                weight=weight,
                share=share,
                kish=weight**2 / squared,
                corrected=weight**2 / (correction * ww).sum(axis=0),
                spread=spread,
                is_alike=spread <= NO_SPREAD * chosen,
            )

    def remember(self, answers: Sequence[Answers], sides: Sequence[Side]) -> None:
        """Give each answer its shares, with their errors, and effective bases."""
        with np.errstate(divide="ignore", invalid="ignore"):
            squared = variance(self.units, self.total, self.squares, self.positive)
            error, base = np.sqrt(squared), self.positive.sum(axis=0)
            effective = base / (base - 1) * (self.spread / self.weight) / error**2
            effective = np.where(error > 0, effective, base)
            effective = np.where(self.is_alike, self.kish, effective)
        df = degrees_of_freedom(self.units, self.positive)
        effective = np.where(df > 0, effective, 0.0)
        corrected = np.where(self.corrected > 0, self.corrected, np.inf)
        parts = [part.tolist() for part in (self.share, error, df, effective, corrected)]
        for at, side in enumerate(sides):
            for number, one in enumerate(answers):
                share, se, degrees, base_of, kish = (part[at][number] for part in parts)
                one.known.means[side] = Contrast(share, se, float(degrees))
                one.known.effective[side], one.known.kish[side] = base_of, kish

    def compare(
        self, answers: Sequence[Answers], sides: Sequence[Side], pairs: Sequence[Pair]
    ) -> None:
        """Give each answer the differences of two sides, and the correlations of their shares."""
        place = {side: at for at, side in enumerate(sides)}
        # One more than there are, so that sums are never of a single column.
        first, second = (
            np.array([place[pair[at]] for pair in (*pairs, pairs[-1])]) for at in (0, 1)
        )
        total = (self.total[:, first], self.total[:, second])
        squares = (self.squares[:, first], self.squares[:, second])
        positive = self.positive[:, first] + self.positive[:, second]
        with np.errstate(invalid="ignore"):
            squared = variance(self.units, total[0] - total[1], squares[0] + squares[1], positive)
            error = np.sqrt(squared)
        value = self.share[first] - self.share[second]
        df = degrees_of_freedom(self.units, positive) - 1
        correlation = _correlation(self.units, total, squares)
        parts = [part.tolist() for part in (value, error, df, correlation)]
        for at, pair in enumerate(pairs):
            for number, one in enumerate(answers):
                difference, se, degrees, together = (part[at][number] for part in parts)
                one.known.differences[pair] = Contrast(difference, se, float(degrees))
                one.known.correlations[pair] = together


def _of_sides(values: np.ndarray, sides: Sequence[Side]) -> np.ndarray:
    """Sums of the groups of each side; (U, D, E) to (U, S, E)."""
    return np.stack([_in_order(values, side) for side in sides], axis=1)


def _in_order(values: np.ndarray, side: Side) -> np.ndarray:
    total = values[:, side[0]].copy() if side else np.zeros_like(values[:, 0])
    for group in side[1:]:
        total += values[:, group]
    return total


def _correlation(
    units: Strata, total: tuple[np.ndarray, np.ndarray], squares: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """Correlations of the shares of two sides, which strata and PSUs bring."""
    with np.errstate(invalid="ignore"):
        one, other, both = covariances_of_pairs(units, total, squares)
        scale = np.sqrt(np.maximum(one, 0)) * np.sqrt(np.maximum(other, 0))
        correlation = np.divide(both, scale, out=np.zeros_like(scale), where=scale > 0)
    clipped: np.ndarray = np.clip(correlation, -1, 1)
    return clipped
