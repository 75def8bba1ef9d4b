"""Tests of many comparisons at once, as columns of which differences are made when all is known."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from insight.analysis.compared.compared_sides import HeldSides
from insight.analysis.differences import LARGE_MEAN, LARGE_SHARE, Difference
from insight.analysis.estimates import records
from insight.analysis.rounding import numbers_or_none
from insight.query.opened import OpenSurvey
from insight.statistics.claims import Claim, claims_by_t, detectable_each
from insight.statistics.contrasts import Adjustment, adjust_p_values
from insight.statistics.share_contrasts import SideColumns, contrast_pairs

OF_CLAIM = ("value", "low", "upp", "se", "df", "p")
Columns = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class TestedSides:
    """Tests of several requests: a row for each pair of sides, answer by answer; NaN where none is.

    Attributes
    ----------
    held
        The sides of each request, all of shares or all of means.
    tested, by_t, claimed, boundary : array of bool, shape (N,)
        Where sides were compared at all, where there is a t test, where there is a claim, and where
        a share is 0 or 1 on either side.
    figures
        Columns of :class:`insight.analysis.differences.Difference`.
    claim, exact
        Columns of the claims on which findings rest, and of the same when they were not rounded.
    """

    held: Sequence[HeldSides]
    tested: np.ndarray
    by_t: np.ndarray
    claimed: np.ndarray
    boundary: np.ndarray
    figures: Columns
    claim: Columns
    exact: Columns

    @cached_property
    def rows(self) -> list[slice]:
        """The rows of each request."""
        ends = [0, *itertools.accumulate(one.rows for one in self.held)]
        return list(itertools.starmap(slice, itertools.pairwise(ends)))

    def adjusted(self, adjustment: Adjustment) -> TestedSides:
        """Adjust both p values, of each answer by itself."""
        p_values = {"p_adjusted": self.figures["p"], "p_claim_adjusted": self.claim["p"]}
        if adjustment != "none":
            p_values = {name: self._adjust(of, adjustment) for name, of in p_values.items()}
        return replace(self, figures={**self.figures, **p_values})

    def _adjust(self, p_values: np.ndarray, adjustment: Adjustment) -> np.ndarray:
        corrected: list[float] = []
        for held, rows in zip(self.held, self.rows, strict=True):
            for of_answer in p_values[rows].reshape(len(held.keys), -1).tolist():
                corrected += adjust_p_values(of_answer, adjustment)
        return np.array(corrected, float)

    def differences(self, survey: OpenSurvey) -> tuple[Difference, ...]:
        """Tell what the tests found."""
        held, nothing = self.held, [None] * len(self.tested)
        known = {
            **dict.fromkeys(("value_first", "value_second", "value", "se", "df"), self.tested),
            **dict.fromkeys(("low", "upp", "statistic", "p", "p_adjusted"), self.by_t),
            **dict.fromkeys(("detectable", "p_claim_adjusted"), self.claimed),
            "large": self.tested,
        }
        codes = [one.codes() for one in held]
        bases = np.concatenate([one.bases_told() for one in held], axis=1)
        boundary = (self.boundary[rows] for rows in self.rows)
        flags = (one.flags(edges) for one, edges in zip(held, boundary, strict=True))
        claims, deviation = self._claims(self.claim), self.figures["deviation"]
        columns: dict[str, Sequence[object]] = {
            "first": [code for first, _ in codes for code in first],
            "second": [code for _, second in codes for code in second],
            "base_first": numbers_or_none(bases[0], whole=True),
            "base_second": numbers_or_none(bases[1], whole=True),
            **{name: _where(self.figures[name], mask) for name, mask in known.items()},
            "claim": claims,
            "exact": claims if self.exact is self.claim else self._claims(self.exact),
            "deviation": nothing if held[0].keys[0] else _where(deviation, self.tested),
            "effect_ends": nothing,
            "flags": [*itertools.chain.from_iterable(flags)],
            "basis": [basis for one in held for basis in one.bases(survey)],
        }
        return records(Difference, columns)

    def _claims(self, columns: Columns) -> list[Claim | None]:
        rows = np.flatnonzero(self.claimed)
        made = iter(records(Claim, {name: columns[name][rows].tolist() for name in OF_CLAIM}))
        return [next(made) if claimed else None for claimed in self.claimed.tolist()]


def _where(values: np.ndarray, known: np.ndarray) -> list[float | None]:
    """Values where they are known, else None; what is not a number may be known to be none."""
    told = np.full(values.shape, None, dtype=object)
    told[known] = values[known]
    numbers: list[float | None] = told.tolist()
    return numbers


def tests_of_sides(held: Sequence[HeldSides], level: float) -> TestedSides:
    """Test all sides that may be shown, of several requests at once.

    Parameters
    ----------
    held
        The sides of each, all of shares or all of means.
    level
        Confidence level of the intervals.
    """
    mask = np.concatenate([one.tested.ravel() for one in held])
    rows = [_rows_of(one) for one in held]
    of = {name: np.concatenate([each[name] for each in rows], axis=-1) for name in rows[0]}
    value, se, df, share = (of[name] for name in ("value", "se", "df", "share_of_each"))
    are_shares = bool(held[0].keys[0])
    by_t = (se > 0) & (df > 0)
    of_t = _spread(by_t, claims_by_t(value[by_t], se[by_t], df[by_t], level))
    claim, claimed, boundary = of_t, by_t, np.zeros(len(value), dtype=bool)
    if are_shares:
        claimed, boundary = df > 0, ((share == 0) | (share == 1)).any(axis=0)
        sides = SideColumns(*(of[f"{name}_of_each"][:, claimed].T for name in SideColumns._fields))
        tests = contrast_pairs(sides, of["correlation"][claimed], df[claimed], level)
        claim = _spread(claimed, tests)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(by_t, value / se, np.nan)
    found = {
        **{name: of[name] for name in ("value", "se", "df", "large", "deviation")},
        **dict(zip(("value_first", "value_second"), share, strict=True)),
        **dict(zip(("low", "upp", "p"), of_t[[1, 2, 5]], strict=True)),
        "statistic": statistic,
        "detectable": detectable_each(claim[3], claim[4], level),
    }
    words = np.zeros((3, len(mask)), dtype=bool)
    words[:, mask] = by_t, claimed, boundary
    figures = dict(zip(found, _spread(mask, list(found.values())), strict=True))
    claims = dict(zip(OF_CLAIM, _spread(mask, claim), strict=True))
    return TestedSides(held, mask, words[0], words[1], words[2], figures, claims, claims)


def _rows_of(held: HeldSides) -> dict[str, np.ndarray]:
    """What the tests ask, a row for each difference that may be tested."""
    figures, tested = held.figures, held.tested.ravel()
    count = int(tested.sum())

    def rows(values: np.ndarray) -> np.ndarray:
        return np.asarray(values.T.ravel()[tested])

    of_each = {
        name: np.array([rows(values[side]) for side in figures.places])
        for name, values in (
            *(("share", figures.value), ("se", figures.se), ("df", figures.df)),
            *(("kish", figures.kish), ("base", figures.base), ("weight", figures.weight)),
            ("deviation", figures.deviation),
        )
    }
    large, deviation = np.full(count, LARGE_SHARE), np.full(count, np.nan)
    if not held.keys[0]:
        large, deviation = _deviations(of_each)
    return {
        **{f"{name}_of_each": values for name, values in of_each.items()},
        "value": rows(figures.gap),
        "se": rows(figures.gap_se),
        "df": rows(figures.gap_df),
        "correlation": rows(figures.correlation),
        "large": large,
        "deviation": deviation,
    }


def _deviations(of_each: Columns) -> tuple[np.ndarray, np.ndarray]:
    """From which size differences of means are large, and the deviation within the two sides."""
    base, weight, mean = of_each["base"], of_each["weight"], of_each["share"]
    with np.errstate(divide="ignore", invalid="ignore"):
        of_both = (weight * mean).sum(axis=0) / weight.sum(axis=0)
        spread = weight * (of_each["deviation"] ** 2 + (mean - of_both) ** 2)
        together = np.sqrt(spread.sum(axis=0) / weight.sum(axis=0))
        variances = np.where(base > 1, of_each["deviation"] ** 2 * base / (base - 1), np.nan)
    return LARGE_MEAN * together, np.sqrt(variances.sum(axis=0) / 2)


def _spread(kept: np.ndarray, columns: Sequence[np.ndarray] | np.ndarray) -> np.ndarray:
    """Columns of some rows as columns of all, NaN in the others."""
    spread = np.full((len(columns), len(kept)), np.nan)
    for column, values in zip(spread, columns, strict=True):
        column[kept] = values
    return spread
