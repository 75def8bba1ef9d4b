"""From cells to estimates: the tidy result, the same on a page, in a file and at the terminal.

One request gives one :class:`Table`, with an :class:`Estimate` for each domain and category. What
may not be shown is already gone from the estimates, so that nothing downstream can show it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from insight import intervals
from insight.cells import Request, mean_cells, share_cells, strata
from insight.codebook import Codebook, Variable
from insight.codebook_parser import RESULT_COLUMNS
from insight.consistency import check
from insight.disclosure import flags
from insight.errors import Fault, RequestError, near_miss
from insight.filters import EVERYONE, Filter
from insight.intervals import METHODS, Method
from insight.store import Store
from insight.survey import Survey
from insight.variance import degrees_of_freedom, determined, mean_variance, share_variance

Base = Literal["all", "valid"]
EstimateKind = Literal["category", "net", "mean"]
LOWEST_LEVEL, HIGHEST_LEVEL = 0.5, 0.999
MOST_DOMAINS = 20_000


@dataclass(frozen=True)
class Estimate:
    """One figure with its uncertainty; what may not be shown is None.

    Attributes
    ----------
    group
        Codes of the `by` variables.
    kind, key
        Whether this is a category, a net or a mean, and its code or id.
    n, base
        Respondents who gave the answer, and respondents in the base, unweighted.
    base_weighted
        Sum of the weights in the base.
    value, se, low, upp
        A share in [0, 1] or a mean, its standard error and its interval.
    deff
        Variance as a multiple of that of a simple random sample of the same size, drawn with
        replacement.
    n_eff
        Size of a simple random sample with the same standard error.
    df
        Degrees of freedom of the domain's design.
    flags
        ``suppressed``, ``unreliable``, ``low_base``, ``boundary``.
    """

    group: tuple[str, ...]
    kind: EstimateKind
    key: str
    n: int | None
    base: int | None
    base_weighted: float | None
    value: float | None
    se: float | None
    low: float | None
    upp: float | None
    deff: float | None
    n_eff: float | None
    df: int | None
    flags: tuple[str, ...]

    @property
    def shown(self) -> bool:
        """Whether the figure itself may be shown."""
        return self.value is not None


@dataclass(frozen=True)
class Table:
    """The answer to one request: estimates for every group and category, and what they rest on."""

    survey: Survey
    request: Request
    nets: bool
    method: Method
    level: float
    estimates: tuple[Estimate, ...]

    @property
    def codebook(self) -> Codebook:
        """The codebook of the survey that was asked."""
        return self.survey.codebook

    @property
    def item(self) -> Variable:
        """The item that was asked about."""
        return self.request.item

    @property
    def weighted(self) -> bool:
        """Whether the survey has weights."""
        return self.codebook.design.weight is not None

    def of(self, key: str) -> Iterator[Estimate]:
        """The estimates of one category or net, a group at a time."""
        return (estimate for estimate in self.estimates if estimate.key == key)

    def at(self, group: Sequence[str], key: str) -> Estimate:
        """The estimate of one category or net in one group.

        Raises
        ------
        KeyError
            If the table has no such row.
        """
        for estimate in self.of(key):
            if estimate.group == tuple(group):
                return estimate
        raise KeyError((tuple(group), key))


def table(
    store: Store,
    survey: Survey,
    item: str,
    *,
    by: Sequence[str] = (),
    where: Filter = EVERYONE,
    base: Base = "all",
    nets: bool = False,
    method: Method = "wilson",
    level: float = 0.95,
) -> Table:
    """Estimate the distribution, or the mean, of an item's answers.

    Parameters
    ----------
    store
        The database.
    survey
        The survey to ask; refused if its responses contradict its codebook.
    item
        Id of the item.
    by
        Ids of single-response variables to break the answers down by.
    where
        The respondents meant, a domain of the whole sample.
    base
        ``all`` keeps "don't know" and other answers marked missing in the base, ``valid`` leaves
        them out.
    nets
        Whether to add the item's nets.
    method
        Kind of interval for shares; means have Wald intervals on t.
    level
        Confidence level, from 0.5 to 0.999.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        If the responses cannot be read or contradict the codebook.
    UnknownNameError
        If the survey has no such item or variable.
    RequestError
        If the request cannot be answered as it stands.
    """
    survey = check(store, survey)
    request = request_for(survey.codebook, item, by, where, base)
    if method not in METHODS:
        values = {"value": method, "hint": near_miss(method, METHODS)}
        raise RequestError(Fault("fault.unknown_method", values))
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise RequestError(Fault("fault.level", {"value": level}))
    if request.item.kind == "numeric":
        found = _means(store, survey, request, level)
    else:
        found = _shares(store, survey, request, method, level, with_nets=nets)
    return Table(survey, request, nets, method, level, tuple(found))


def request_for(
    codebook: Codebook, item: str, by: Sequence[str], where: Filter, base: Base
) -> Request:
    """Return what is asked for, held against the codebook.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`table`.
    """
    groups = tuple(codebook.variable(name) for name in dict.fromkeys(by))
    names = Counter(
        [*RESULT_COLUMNS, *(name for one in groups for name in (one.id, f"{one.id}_label"))]
    )
    for variable in groups:
        if variable.kind != "single":
            values = {"variable": variable.id, "kind": variable.kind}
            raise RequestError(Fault("fault.by_kind", values))
        if names[variable.id] > 1 or names[f"{variable.id}_label"] > 1:
            raise RequestError(Fault("fault.repeated_result_column", {"value": variable.id}))
    domains = math.prod(len(variable.categories) for variable in groups)
    if domains > MOST_DOMAINS:
        raise RequestError(Fault("fault.too_many_groups", {"count": domains, "most": MOST_DOMAINS}))
    return Request(codebook.variable(item), groups, where, base == "valid")


@dataclass(frozen=True)
class _Columns:
    """Estimates as arrays of shape (D, E), before the gates."""

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


def _shares(
    store: Store,
    survey: Survey,
    request: Request,
    method: Method,
    level: float,
    *,
    with_nets: bool,
) -> Iterator[Estimate]:
    if not request.targets:
        return iter(())
    cells, units = share_cells(store, survey, request), strata(store, survey)
    chosen, base = cells.chosen, cells.base
    base_weight, respondents = base.weight.sum(axis=0), base.positive.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(base_weight > 0, chosen.weight.sum(axis=0) / base_weight, np.nan)
        share = np.where(chosen.positive.sum(axis=0) == respondents, np.round(share), share)
        se = np.sqrt(
            share_variance(
                units,
                share,
                (chosen.weight, chosen.weight_squared),
                (base.weight, base.weight_squared),
                base.respondents,
            )
        )
        kish = base_weight**2 / base.weight_squared.sum(axis=0)
        deff = se**2 * (respondents - 1) / (share * (1 - share))
        boundary = (share == 0) | (share == 1)
        rows = np.broadcast_to(base.respondents.sum(axis=0), share.shape)
        df = np.broadcast_to(degrees_of_freedom(units, base.positive), share.shape)
        low, upp = intervals.interval(method, level, share, se, df, rows)
        exact = intervals.clopper_pearson(share, kish, level)
        known = determined(units, base.positive) & ~np.isnan(share)
        columns = _Columns(
            n=chosen.positive.sum(axis=0),
            base=np.broadcast_to(respondents, share.shape),
            base_weighted=np.broadcast_to(base_weight, share.shape),
            value=share,
            se=se,
            low=np.where(boundary, exact[0], np.where(known, low, np.nan)),
            upp=np.where(boundary, exact[1], np.where(known, upp, np.nan)),
            deff=np.where(boundary, np.nan, deff),
            n_eff=np.where(boundary, kish, intervals.effective_n(share, se)),
            df=df,
            effective_base=np.where(boundary, kish, np.where(known, respondents / deff, 0)),
            boundary=boundary,
        )
    shown = range(len(request.targets) if with_nets else len(request.categories))
    kinds: list[tuple[EstimateKind, str]] = [
        ("category" if number < len(request.categories) else "net", key)
        for number, (key, _) in enumerate(request.targets)
    ]
    return _gated(survey.codebook, request, columns, [(kinds[one], one) for one in shown])


def _means(store: Store, survey: Survey, request: Request, level: float) -> Iterator[Estimate]:
    cells, units = mean_cells(store, survey, request), strata(store, survey)
    base = cells.base
    base_weight, respondents = base.weight.sum(axis=0), base.positive.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = np.where(base_weight > 0, cells.wy.sum(axis=0) / base_weight, np.nan)
        found = mean_variance(
            units,
            offset,
            (base.weight, base.weight_squared),
            (cells.wy, cells.wwy, cells.wwyy),
            base.respondents,
        )
        spread = cells.wyy.sum(axis=0) / base_weight - offset**2
        simple = spread / (respondents - 1)
        se, df = np.sqrt(found), degrees_of_freedom(units, base.positive)
        deff = np.where(simple > 0, found / simple, np.nan)
        half = np.where(se > 0, intervals.t_quantile(level, df) * se, 0)
        effective = np.where(deff > 0, respondents / deff, respondents)
        known = determined(units, base.positive)
        columns = _Columns(
            n=respondents,
            base=respondents,
            base_weighted=base_weight,
            value=cells.centre + offset,
            se=se,
            low=np.where(known, cells.centre + offset - half, np.nan),
            upp=np.where(known, cells.centre + offset + half, np.nan),
            deff=deff,
            n_eff=effective,
            df=df,
            effective_base=np.where(known, effective, 0),
            boundary=np.zeros_like(se, dtype=bool),
        )
    return _gated(survey.codebook, request, columns, [(("mean", ""), 0)])


def _gated(
    codebook: Codebook,
    request: Request,
    columns: _Columns,
    rows: Sequence[tuple[tuple[EstimateKind, str], int]],
) -> Iterator[Estimate]:
    """Turn arrays into estimates, leaving out what may not be shown."""
    for domain, group in enumerate(request.groups):
        for (kind, key), target in rows:
            at = (domain, target)
            words = flags(
                codebook.disclosure,
                columns.base[at],
                columns.effective_base[at],
                boundary=bool(columns.boundary[at]),
            )
            known = "suppressed" not in words
            shown = known and "unreliable" not in words
            yield Estimate(
                group=group,
                kind=kind,
                key=key,
                n=_whole(columns.n[at], known),
                base=_whole(columns.base[at], known),
                base_weighted=_number(columns.base_weighted[at], known),
                value=_number(columns.value[at], shown),
                se=_number(columns.se[at], shown),
                low=_number(columns.low[at], shown),
                upp=_number(columns.upp[at], shown),
                deff=_number(columns.deff[at], shown),
                n_eff=_number(columns.n_eff[at], known),
                df=_whole(columns.df[at], known),
                flags=words,
            )


def _number(value: float, visible: bool) -> float | None:
    return float(value) if visible and math.isfinite(value) else None


def _whole(value: float, visible: bool) -> int | None:
    return int(value) if visible and math.isfinite(value) else None
