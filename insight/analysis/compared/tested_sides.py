"""Tests of many comparisons at once, as columns of which differences are made when all is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
    """Tests of a request, a row for each pair of sides, answer by answer; NaN where there is none.

    Attributes
    ----------
    held
        The sides.
    tested, by_t, claimed, boundary : array of bool, shape (N,)
        Where sides were compared at all, where there is a t test, where there is a claim, and where
        a share is 0 or 1 on either side.
    figures
        Columns of :class:`insight.analysis.differences.Difference`.
    claim, exact
        Columns of the claims on which findings rest, and of the same when they were not rounded.
    """

    held: HeldSides
    tested: np.ndarray
    by_t: np.ndarray
    claimed: np.ndarray
    boundary: np.ndarray
    figures: Columns
    claim: Columns
    exact: Columns

    def adjusted(self, adjustment: Adjustment) -> TestedSides:
        """Adjust both p values, of each answer by itself."""
        count = len(self.held.pairs)

        def adjust(p_values: np.ndarray) -> np.ndarray:
            if adjustment == "none" or not count:
                return p_values
            each = [adjust_p_values(some, adjustment) for some in p_values.reshape(-1, count)]
            return np.array(each, float).ravel()

        more = {
            "p_adjusted": adjust(self.figures["p"]),
            "p_claim_adjusted": adjust(self.claim["p"]),
        }
        return replace(self, figures={**self.figures, **more})

    def differences(self, survey: OpenSurvey) -> tuple[Difference, ...]:
        """Tell what the tests found."""
        held, rows = self.held, len(self.tested)
        first, second = held.codes()
        told = held.told.ravel()
        bases = (each.T.ravel() for each in held.figures.of_pairs(held.figures.base))
        known = {
            **dict.fromkeys(("value_first", "value_second", "value", "se", "df"), self.tested),
            **dict.fromkeys(("low", "upp", "statistic", "p", "p_adjusted"), self.by_t),
            **dict.fromkeys(("detectable", "p_claim_adjusted"), self.claimed),
            "large": self.tested,
        }
        nothing = [None] * rows
        claims = self._claims(self.claim)
        columns: dict[str, Sequence[object]] = {
            "first": first * len(held.keys),
            "second": second * len(held.keys),
            **{
                f"base_{side}": numbers_or_none(np.where(told, base, np.nan), whole=True)
                for side, base in zip(("first", "second"), bases, strict=True)
            },
            **{name: _where(self.figures[name], mask) for name, mask in known.items()},
            "claim": claims,
            "exact": claims if self.exact is self.claim else self._claims(self.exact),
            "deviation": nothing
            if held.keys[0]
            else _where(self.figures["deviation"], self.tested),
            "effect_ends": nothing,
            "flags": held.flags(self.boundary),
            "basis": held.bases(survey),
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


def tested_each(held: Sequence[HeldSides], level: float) -> Iterator[TestedSides]:
    """Test all sides that may be shown, of many comparisons at once.

    Parameters
    ----------
    held
        The comparisons.
    level
        Confidence level of the intervals.
    """
    masks = [one.tested.ravel() for one in held]
    rows = [_rows_of(one, mask) for one, mask in zip(held, masks, strict=True)]
    of = {name: np.concatenate([each[name] for each in rows], axis=-1) for name in rows[0]}
    value, se, df, are_shares = (of[name] for name in ("value", "se", "df", "are_shares"))
    by_t = (se > 0) & (df > 0)
    of_t = _spread(by_t, claims_by_t(value[by_t], se[by_t], df[by_t], level))
    shares = are_shares & (df > 0)
    sides = SideColumns(*(of[f"{name}_of_each"][:, shares].T for name in SideColumns._fields))
    of_shares = contrast_pairs(sides, of["correlation"][shares], df[shares], level)
    claim = np.where(are_shares, _spread(shares, of_shares), of_t)
    claimed = np.where(are_shares, shares, by_t)
    share = of["share_of_each"]
    boundary = are_shares & ((share == 0) | (share == 1)).any(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(by_t, value / se, np.nan)
    found = {
        **{name: of[name] for name in ("value", "se", "df", "large", "deviation")},
        **dict(zip(("value_first", "value_second"), share, strict=True)),
        **dict(zip(("low", "upp", "p"), of_t[[1, 2, 5]], strict=True)),
        "statistic": statistic,
        "detectable": detectable_each(claim[3], claim[4], level),
    }
    start = 0
    for one, mask in zip(held, masks, strict=True):
        kept = slice(start, start := start + int(mask.sum()))
        figures = {name: _spread(mask, [column[kept]])[0] for name, column in found.items()}
        columns = dict(zip(OF_CLAIM, _spread(mask, claim[:, kept]), strict=True))
        words = np.zeros((3, len(mask)), dtype=bool)
        words[:, mask] = by_t[kept], claimed[kept], boundary[kept]
        yield TestedSides(one, mask, *words, figures, columns, columns)


def _rows_of(held: HeldSides, tested: np.ndarray) -> dict[str, np.ndarray]:
    """What the tests ask, a row for each difference that may be tested."""
    figures, count, are_shares = held.figures, int(tested.sum()), bool(held.keys[0])

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
    if not are_shares:
        large, deviation = _deviations(of_each)
    return {
        **{f"{name}_of_each": values for name, values in of_each.items()},
        "value": rows(figures.gap),
        "se": rows(figures.gap_se),
        "df": rows(figures.gap_df),
        "correlation": rows(figures.correlation),
        "are_shares": np.full(count, are_shares),
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
