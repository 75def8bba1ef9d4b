"""Sides of many tests, worked out together as arrays: groups, and groups that are taken together.

A book tests every answer to a question, each group against each or against the rest. What such a
test asks of a side, and of two, is the same for all answers but for the sums that go in. No figure
hangs on which others are worked out with it: sums go through groups, units and strata in order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from insight.statistics.answer_sums import NO_SPREAD, Answers, standard_deviation
from insight.statistics.contrasts import difference
from insight.statistics.share_contrasts import as_share
from insight.statistics.strata import Strata, degrees_of_freedom
from insight.statistics.variance import covariances_of_pairs, variance

# Sums that are held at once.
PART = 200_000
Side = tuple[int, ...]


@dataclass(frozen=True)
class FiguresOfSides:
    """What tests ask of S sides and of P pairs of them, for E answers.

    Attributes
    ----------
    sides
        The groups that each side is made of.
    places : array of int, shape (2, P)
        The numbers of the two sides of each pair.
    base, weight, value, se, df, effective, deviation : array of float, shape (S, E)
        Respondents with a weight, the sum of the weights, the share or mean with its standard error
        and degrees of freedom, respondents divided by the design effect, and the standard deviation
        of the answers.
    kish : array of float, shape (S, E)
        Respondents of equal weight that a side is worth at most; see
        :meth:`insight.statistics.answer_sums.Answers.equal_weights`.
    gap, gap_se, gap_df, correlation : array of float, shape (P, E)
        The difference of a pair, with its error and degrees of freedom, and how the two correlate.
    """

    sides: Sequence[Side]
    places: np.ndarray
    base: np.ndarray
    weight: np.ndarray
    value: np.ndarray
    se: np.ndarray
    df: np.ndarray
    effective: np.ndarray
    deviation: np.ndarray
    kish: np.ndarray
    gap: np.ndarray
    gap_se: np.ndarray
    gap_df: np.ndarray
    correlation: np.ndarray

    def of_pairs(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values of sides, of shape (S, E), as those of the first and of the second side."""
        return values[self.places[0]], values[self.places[1]]


_OF_SIDES = ("base", "weight", "value", "se", "df", "effective", "deviation", "kish")
_OF_PAIRS = ("gap", "gap_se", "gap_df", "correlation")


def work_out_together(
    answers: Sequence[Answers],
    pairs: Sequence[tuple[Sequence[int], Sequence[int]]],
    *,
    are_shares: bool,
) -> FiguresOfSides:
    """Work out what tests ask, of linearised designs at once; of others one by one.

    Parameters
    ----------
    answers
        Sums, one for each answer to an item, of the same units and groups.
    pairs
        The groups on either side of each test; none is on both.
    are_shares
        Whether they are sums of shares.
    """
    in_order = [(tuple(first), tuple(second)) for first, second in pairs]
    sides = list(dict.fromkeys(itertools.chain.from_iterable(in_order)))
    place = {side: at for at, side in enumerate(sides)}
    places = np.array([[place[side] for side in pair] for pair in in_order], dtype=np.intp)
    places = places.reshape(-1, 2).T
    units = answers[0].units.units if answers and isinstance(answers[0].units, Strata) else 0
    of_answers = max(PART // (max(units, 1) * max(len(sides), 1)), 1)
    parts = []
    for start in range(0, len(answers), of_answers):
        some = answers[start : start + of_answers]
        if not isinstance(some[0].units, Strata):
            parts.append(_one_by_one(some, sides, places, are_shares=are_shares))
            continue
        worked_out = _Sides.of(some, sides, are_shares=are_shares)
        of_pairs = max(PART // (max(units, 1) * len(some)), 2)
        of_each = [
            worked_out.compare(places[:, first : first + of_pairs])
            for first in range(0, len(pairs), of_pairs)
        ]
        columns = zip(*of_each, strict=True) if of_each else [[np.zeros((0, len(some)))]] * 4
        gaps = dict(zip(_OF_PAIRS, map(np.concatenate, columns), strict=True))
        parts.append(worked_out.figures() | gaps)
    joined = {
        name: np.concatenate([part[name] for part in parts], axis=1) if parts else np.zeros((0, 0))
        for name in (*_OF_SIDES, *_OF_PAIRS)
    }
    return FiguresOfSides(sides, places, **joined)


def _one_by_one(
    answers: Sequence[Answers], sides: Sequence[Side], places: np.ndarray, *, are_shares: bool
) -> dict[str, np.ndarray]:
    """The same of replicates; of sides without respondents there is nothing to work out."""
    of_sides = np.full((len(_OF_SIDES), len(sides), len(answers)), np.nan)
    of_pairs = np.full((len(_OF_PAIRS), places.shape[1], len(answers)), np.nan)
    for number, one in enumerate(answers):
        with np.errstate(divide="ignore", invalid="ignore"):
            for at, side in enumerate(sides):
                of_sides[:, at, number] = [*_figures_of(one, side)]
            for at, (first, second) in enumerate(places.T.tolist()):
                if of_sides[0, first, number] and of_sides[0, second, number]:
                    gap = difference(one, sides[first], sides[second])
                    of_pairs[:3, at, number] = gap.value, gap.se, gap.df
                    share = as_share(of_sides[2, [first, second], number])
                    both = one.correlations([sides[first], sides[second]], share)
                    of_pairs[3, at, number] = both[0, 1] if are_shares else 0.0
    return dict(zip((*_OF_SIDES, *_OF_PAIRS), (*of_sides, *of_pairs), strict=True))


def _figures_of(answers: Answers, side: Side) -> Iterator[float]:
    base = float(answers.positive[:, list(side)].sum())
    yield base
    if not base:
        yield from [np.nan] * (len(_OF_SIDES) - 1)
        return
    mean = answers.mean_of(side)
    yield float(answers.units.whole(answers.w)[list(side)].sum())
    yield from (mean.value, mean.se, mean.df, answers.effective_base(side))
    yield from (standard_deviation(answers, side), answers.equal_weights(side))


@dataclass(frozen=True)
class _Sides:
    """Sums of S sides for E answers: by unit, of shape (U, S, E), and in all, of shape (S, E).

    `total` and `squares` are the linearised values and their squares, `spread` is the variance of
    the answers times the weight, and `is_alike` tells where all answers are the same.
    """

    units: Strata
    positive: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    weight: np.ndarray
    value: np.ndarray
    kish: np.ndarray
    corrected: np.ndarray
    spread: np.ndarray
    is_alike: np.ndarray

    @classmethod
    def of(cls, answers: Sequence[Answers], sides: Sequence[Side], *, are_shares: bool) -> _Sides:
        units = answers[0].units
        assert isinstance(units, Strata)
        positive, w, ww = (_stacked(answers, sides, name) for name in ("positive", "w", "ww"))
        weight = w.sum(axis=0)
        correction = units.correction[units.stratum_of][:, None, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            kish, corrected = weight**2 / ww.sum(axis=0), weight**2 / (correction * ww).sum(axis=0)
        parts = _of_shares(answers, sides, w, ww) if are_shares else _of_means(answers, sides, w)
        total, squares, value, spread, is_alike = parts
        return cls(
            *(units, positive, total, squares, weight),
            *(value, kish, corrected, spread, is_alike),
        )

    def figures(self) -> dict[str, np.ndarray]:
        """Shares or means with their errors, and effective bases."""
        with np.errstate(divide="ignore", invalid="ignore"):
            squared = variance(self.units, self.total, self.squares, self.positive)
            error, base = np.sqrt(squared), self.positive.sum(axis=0)
            effective = base / (base - 1) * (self.spread / self.weight) / error**2
            effective = np.where(error > 0, effective, base)
            effective = np.where(self.is_alike, self.kish, effective)
            deviation = np.sqrt(self.spread / self.weight)
        df = degrees_of_freedom(self.units, self.positive).astype(float)
        effective = np.where(df > 0, effective, 0.0)
        corrected = np.where(self.corrected > 0, self.corrected, np.inf)
        figures = (base, self.weight, self.value, error, df, effective, deviation, corrected)
        return dict(zip(_OF_SIDES, figures, strict=True))

    def compare(self, places: np.ndarray) -> tuple[np.ndarray, ...]:
        """The differences of two sides, with their errors, and the correlations of the two."""
        # One more than there are, so that sums are never of a single column.
        first, second = np.concatenate([places, places[:, -1:]], axis=1)
        total = (self.total[:, first], self.total[:, second])
        squares = (self.squares[:, first], self.squares[:, second])
        positive = self.positive[:, first] + self.positive[:, second]
        with np.errstate(invalid="ignore"):
            squared = variance(self.units, total[0] - total[1], squares[0] + squares[1], positive)
            error = np.sqrt(squared)
            gap = self.value[first] - self.value[second]
        df = degrees_of_freedom(self.units, positive) - 1.0
        correlation = _correlation(self.units, total, squares)
        return gap[:-1], error[:-1], df[:-1], correlation[:-1]


Parts = tuple[np.ndarray, ...]


def _of_shares(
    answers: Sequence[Answers], sides: Sequence[Side], w: np.ndarray, ww: np.ndarray
) -> Parts:
    """Linearised values and their squares, the shares, their spread, and which are of all alike."""
    wy, wwy = (_stacked(answers, sides, name) for name in ("wy", "wwy"))
    weight, chosen = w.sum(axis=0), wy.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = chosen / weight
        total = ((1 - share) * wy - share * np.maximum(w - wy, 0)) / weight
        squares = (1 - share) ** 2 * wwy + share**2 * np.maximum(ww - wwy, 0)
        spread = np.maximum(chosen * (1 - 2 * share) + share**2 * weight, 0)
        return total, squares / weight**2, share, spread, spread <= NO_SPREAD * chosen


def _of_means(answers: Sequence[Answers], sides: Sequence[Side], w: np.ndarray) -> Parts:
    """The same of means, whose groups are each measured from their own centre."""
    weight, shape = w.sum(axis=0), (len(sides), len(answers))
    total, squares = np.zeros_like(w), np.zeros_like(w)
    mean, spread, size = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for number, one in enumerate(answers):
        whole = {name: getattr(one, name).sum(axis=0) for name in ("w", "wy", "wyy")}
        for at, side in enumerate(sides):
            kept, all_of = list(side), weight[at, number]
            centre = one.centre[kept]
            with np.errstate(divide="ignore", invalid="ignore"):
                reference = centre[0] if kept else 0.0
                shifted = whole["wy"][kept] + whole["w"][kept] * (centre - reference)
                mean[at, number] = reference + shifted.sum() / all_of
                away = centre - mean[at, number]
                values = (one.wy[:, kept] + away * one.w[:, kept]) / all_of
                wwyy, wwy, ww = (of[:, kept] for of in (one.wwyy, one.wwy, one.ww))
                of_squares = wwyy + away * (2 * wwy + away * ww)
                total[:, at, number] = values.sum(axis=1)
                squares[:, at, number] = np.maximum(of_squares / all_of**2, 0).sum(axis=1)
            parts = whole["wyy"][kept] + away * (2 * whole["wy"][kept] + away * whole["w"][kept])
            spread[at, number] = max(parts.sum(), 0.0)
            size[at, number] = whole["wyy"][kept].sum()
    return total, squares, mean, spread, spread <= NO_SPREAD * size


def _stacked(answers: Sequence[Answers], sides: Sequence[Side], name: str) -> np.ndarray:
    """Sums of the groups of each side, for each answer; shape (U, S, E)."""
    values = np.stack([getattr(one, name) for one in answers], axis=2)
    if not sides:
        return values[:, :0]
    return np.stack([_in_order(values, side) for side in sides], axis=1)


def _in_order(values: np.ndarray, side: Side) -> np.ndarray:
    total = values[:, side[0]].copy() if side else np.zeros_like(values[:, 0])
    for group in side[1:]:
        total += values[:, group]
    return total


def _correlation(
    units: Strata, total: tuple[np.ndarray, np.ndarray], squares: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """Correlations of the figures of two sides, which strata and PSUs bring."""
    with np.errstate(invalid="ignore"):
        one, other, both = covariances_of_pairs(units, total, squares)
        scale = np.sqrt(np.maximum(one, 0)) * np.sqrt(np.maximum(other, 0))
        correlation = np.divide(both, scale, out=np.zeros_like(scale), where=scale > 0)
    clipped: np.ndarray = np.clip(correlation, -1, 1)
    return clipped
