"""Shares, means and totals with their uncertainty, as arrays of shape (D, E): the step from cells.

What is hidden is decided afterwards, in :mod:`insight.analysis.estimates`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from insight.query.cell_request import Request
from insight.query.cells import Cells, MeanCells, ShareCells, mean_parts, share_parts
from insight.query.opened import OpenSurvey
from insight.statistics import intervals
from insight.statistics.intervals import Method
from insight.statistics.replicates import Replicates
from insight.statistics.sampled_units import SampledUnits, df_of_each, tells_variance
from insight.statistics.variance import mean_variance, share_variance, variance


@dataclass(frozen=True)
class RawEstimates:
    """Estimates before anything is hidden; arrays of shape (D, E).

    The fields are those of :class:`insight.Estimate`. `effective_base` is what the precision gate
    looks at, `boundary` marks shares of 0 and 1.
    """

    n: np.ndarray
    base: np.ndarray
    base_weighted: np.ndarray
    value: np.ndarray
    se: np.ndarray
    low: np.ndarray
    upp: np.ndarray
    deff: np.ndarray
    n_eff: np.ndarray
    df: np.ndarray
    effective_base: np.ndarray
    boundary: np.ndarray


def raw_shares(survey: OpenSurvey, request: Request, method: Method, level: float) -> RawEstimates:
    """Estimate the share of each target in each domain, with an interval of the chosen kind."""
    parts = share_parts(survey, request)
    return concatenate(shares_of(cells, method, level) for cells in parts)


def shares_of(cells: ShareCells, method: Method, level: float) -> RawEstimates:
    """Estimate the share of each target in some domains from their cells."""
    chosen, base, units = cells.chosen, cells.base, cells.units
    base_weight, respondents = units.whole(base.weight), base.positive.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(base_weight > 0, units.whole(chosen.weight) / base_weight, np.nan)
        share = np.where(chosen.positive.sum(axis=0) == respondents, np.round(share), share)
        squared = share_variance(units, share, _weights(chosen), _weights(base), base.respondents)
        se, each = np.sqrt(squared), df_of_each(units, base.positive)
        boundary = (share == 0) | (share == 1)
        spread_known = np.where(boundary, 1, se)
        told = tells_variance(units, base.positive, base.weight, each, spread_known)
        is_known = told & ~np.isnan(share)
        kish = base_weight**2 / base.weight_squared.sum(axis=0)
        deff = squared * (_simple_sample(cells) - 1) / (share * (1 - share))
        rows = np.broadcast_to(base.respondents.sum(axis=0), share.shape)
        df = np.broadcast_to(each, share.shape)
        low, upp = intervals.interval(method, level, share, se, df, rows)
        exact = intervals.clopper_pearson(share, kish, level)
        return RawEstimates(
            n=chosen.positive.sum(axis=0),
            base=np.broadcast_to(respondents, share.shape),
            base_weighted=np.broadcast_to(base_weight, share.shape),
            value=share,
            se=se,
            low=np.where(boundary, exact[0], np.where(is_known, low, np.nan)),
            upp=np.where(boundary, exact[1], np.where(is_known, upp, np.nan)),
            deff=np.where(boundary, np.nan, deff),
            n_eff=np.where(boundary, kish, intervals.effective_n(share, se)),
            df=df,
            effective_base=np.where(is_known, np.where(boundary, kish, respondents / deff), 0),
            boundary=boundary,
        )


def raw_means(survey: OpenSurvey, request: Request, level: float) -> RawEstimates:
    """Estimate the mean of a number, or of codes as scores, in each domain."""
    return concatenate(_raw_means(cells, level) for cells in mean_parts(survey, request))


def _raw_means(cells: MeanCells, level: float) -> RawEstimates:
    base, units = cells.base, cells.units
    base_weight, respondents = units.whole(base.weight), base.positive.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = np.where(base_weight > 0, units.whole(cells.wy) / base_weight, np.nan)
        values = (cells.wy, cells.wwy, cells.wwyy)
        squared = mean_variance(units, offset, _weights(base), values, base.respondents)
        simple = spread(cells) / _simple_sample(cells)
        deff = np.where(simple > 0, squared / simple, np.nan)
        effective = np.where(deff > 0, respondents / deff, respondents)
    return _on_t(units, base, level, cells.centre + offset, np.sqrt(squared), deff, effective)


def raw_totals(survey: OpenSurvey, request: Request, level: float) -> RawEstimates:
    """Estimate totals, as ``svytotal``: of a number, or of the respondents of each answer."""
    if request.item.kind == "numeric":
        means = mean_parts(survey, request)
        return concatenate(_numeric_totals(cells, level) for cells in means)
    shares = share_parts(survey, request)
    return concatenate(_answer_totals(cells, level) for cells in shares)


def _numeric_totals(cells: MeanCells, level: float) -> RawEstimates:
    base, centre = cells.base, cells.centre
    total = cells.wy + centre * base.weight
    squares = cells.wwyy + 2 * centre * cells.wwy + centre**2 * base.weight_squared
    return _totals(cells.units, base, base.positive, (total, squares), level)


def _answer_totals(cells: ShareCells, level: float) -> RawEstimates:
    return _totals(cells.units, cells.base, cells.chosen.positive, _weights(cells.chosen), level)


def _totals(
    units: SampledUnits,
    base: Cells,
    n: np.ndarray,
    sums: tuple[np.ndarray, np.ndarray],
    level: float,
) -> RawEstimates:
    total, squares = sums
    se = np.sqrt(variance(units, total, np.maximum(squares, 0), base.respondents))
    value = units.whole(total)
    respondents = np.broadcast_to(base.positive.sum(axis=0), value.shape)
    no_deff = np.full(value.shape, np.nan)
    estimates = _on_t(units, base, level, value, se, no_deff, respondents)
    return replace(estimates, n=n.sum(axis=0))


def spread(cells: MeanCells) -> np.ndarray:
    """Variance of the values themselves in each domain, as ``svyvar``; shape (D, 1)."""
    whole, n = cells.units.whole, _simple_sample(cells)
    base_weight = whole(cells.base.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = whole(cells.wy) / base_weight
        spread: np.ndarray = (whole(cells.wyy) / base_weight - offset**2) * n / (n - 1)
    return spread


def _simple_sample(cells: ShareCells | MeanCells) -> np.ndarray:
    """The size of the simple sample that R compares with: it counts weights of 0 of replicates."""
    replicated = isinstance(cells.units, Replicates)
    counted: np.ndarray = cells.base.respondents if replicated else cells.base.positive
    sizes: np.ndarray = counted.sum(axis=0)
    return sizes


def concatenate(parts: Iterable[RawEstimates]) -> RawEstimates:
    """Return estimates of consecutive domains as one."""
    fields = [vars(part) for part in parts]
    return RawEstimates(**{name: np.concatenate([of[name] for of in fields]) for name in fields[0]})


def _weights(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    return cells.weight, cells.weight_squared


def _on_t(
    units: SampledUnits,
    base: Cells,
    level: float,
    value: np.ndarray,
    se: np.ndarray,
    deff: np.ndarray,
    effective_base: np.ndarray,
) -> RawEstimates:
    """Dress means or totals with symmetric intervals on Student's t."""
    respondents, base_weight = base.positive.sum(axis=0), units.whole(base.weight)
    df = df_of_each(units, base.positive)
    is_known = tells_variance(units, base.positive, base.weight, df, se)
    half = np.where(se > 0, intervals.t_quantile(level, df) * se, 0)
    effective = np.where(is_known, effective_base, 0)
    shape = value.shape
    return RawEstimates(
        n=np.broadcast_to(respondents, shape),
        base=np.broadcast_to(respondents, shape),
        base_weighted=np.broadcast_to(base_weight, shape),
        value=value,
        se=se,
        low=np.where(is_known, value - half, np.nan),
        upp=np.where(is_known, value + half, np.nan),
        deff=deff,
        n_eff=np.where(np.isnan(deff), np.nan, effective_base),
        df=np.broadcast_to(df, shape),
        effective_base=effective,
        boundary=np.zeros(shape, dtype=bool),
    )
