"""Estimates of an item's answers, of whom a filter keeps and by the groups of a breakdown.

What may not be shown is already gone from the estimates, so that nothing downstream can show it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from insight.analysis.basis import bases_of
from insight.analysis.estimates import (
    STATISTICS,
    Base,
    Estimate,
    EstimateKind,
    Statistic,
    Table,
    records,
)
from insight.analysis.raw_estimates import RawEstimates, raw_means, raw_shares, raw_totals
from insight.analysis.rounding import numbers_or_none, round_figures
from insight.disclosure.gates import SUPPRESSED, UNRELIABLE, WORDS, gate_each
from insight.disclosure.precision import Precision, precision_of
from insight.disclosure.protection import hidden_figures
from insight.language.errors import Fault, RequestError, near_miss
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import lonely_strata
from insight.statistics.intervals import METHODS, Method
from insight.survey.codebook import RESERVED_COLUMNS, Codebook, Variable
from insight.survey.filters import EVERYONE, Where, read_filter

# Figures that are told of few effective respondents too, and those of them that are whole numbers.
COUNTS = frozenset({"n", "base", "base_weighted", "n_eff", "df"})
WHOLE = frozenset({"n", "base", "df"})
LOWEST_LEVEL, HIGHEST_LEVEL = 0.5, 0.999
MOST_DOMAINS = 20_000


def table(
    survey: OpenSurvey,
    item: str,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    base: Base = "all",
    nets: bool = False,
    statistic: Statistic | None = None,
    method: Method = "wilson",
    level: float = 0.95,
) -> Table:
    """Estimate the distribution, or the mean, of an item's answers.

    Parameters
    ----------
    survey, item
        The survey to ask, and the id of its item.
    by
        Ids of single-response variables to break the answers down by.
    where
        The respondents meant, a domain of the whole sample: a filter, or conditions as they are
        written in a link, such as ``["gender=1", "age_group=1,2"]``.
    base
        ``all`` keeps "don't know" and other answers marked missing in the base, ``valid`` leaves
        them out.
    nets
        Whether to add the item's nets.
    statistic
        ``share`` of each answer; ``mean`` of a number, or of a single-response item's codes as
        scores without those marked missing; ``total`` of a number, or of the respondents who gave
        each answer. Numbers have means and others shares unless asked otherwise.
    method
        Kind of interval for shares; means and totals have Wald intervals on t.
    level
        Confidence level, from 0.5 to 0.999.

    Returns
    -------
    Table

    Raises
    ------
    UnknownNameError
        If the survey has no such item, variable or code.
    RequestError
        If the request cannot be answered as it stands.
    """
    (found,) = tables(
        survey,
        item,
        [by],
        where=where,
        base=base,
        nets=nets,
        statistic=statistic,
        method=method,
        level=level,
    )
    return found


def tables(
    survey: OpenSurvey,
    item: str,
    breakdowns: Sequence[str | Sequence[str]],
    *,
    where: Where = EVERYONE,
    base: Base = "all",
    nets: bool = False,
    statistic: Statistic | None = None,
    method: Method = "wilson",
    level: float = 0.95,
) -> list[Table]:
    """Estimate what :func:`table` does by several breakdowns; what is told is worked out together.

    Parameters
    ----------
    survey, item, where, base, nets, statistic, method, level
        As :func:`table`.
    breakdowns
        Each as `by` of :func:`table`.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`table`.
    """
    requests = [request_for(survey.codebook, item, by, where, base) for by in breakdowns]
    _check_method(method)
    check_level(level)
    chosen = statistic_of(survey.codebook.variable(item), statistic)
    alike: dict[Precision, list[int]] = {}
    for place, request in enumerate(requests):
        means = _are_means(request, chosen)
        alike.setdefault(precision_of(survey, request, means=means), []).append(place)
    told: dict[int, Table] = {}
    for precision, places in alike.items():
        some = [requests[place] for place in places]
        rows = _rows(some[0], chosen, with_nets=nets)
        estimates = _estimates(survey, some, chosen, rows, method, level, precision)
        for place, request, of_request in zip(places, some, estimates, strict=True):
            given = (survey, request, nets, method, level, of_request, chosen)
            told[place] = Table(*given, lonely=lonely_strata(survey), rounded=bool(precision))
    return [table for _, table in sorted(told.items())]


def _estimates(
    survey: OpenSurvey,
    requests: Sequence[Request],
    statistic: Statistic,
    rows: Sequence[_Row],
    method: Method,
    level: float,
    precision: Precision,
) -> list[tuple[Estimate, ...]]:
    """Estimate what may be shown of each request, as exactly as it is told."""
    if not rows:
        return [()] * len(requests)
    measured = [_raw_estimates(survey, one, statistic, method, level) for one in requests]
    masks = [hidden_figures(survey, one, means=_are_means(one, statistic)) for one in requests]
    places = [row.column for row in rows]

    def of_all(arrays: Iterable[np.ndarray]) -> np.ndarray:
        return np.concatenate([array[:, places].ravel() for array in arrays])

    columns = {name: of_all(vars(one)[name] for one in measured) for name in vars(measured[0])}
    rules, boundary = survey.codebook.disclosure, columns.pop("boundary")
    gated = gate_each(
        rules, columns["base"], columns.pop("effective_base"), boundary, of_all(masks)
    )
    figures = {name: _visible(name, column, gated) for name, column in columns.items()}
    rounded = round_figures(figures, boundary, statistic, precision, rules.min_base)
    keys = [row.key for row in rows]
    of_basis = keys if statistic == "share" else [""] * len(keys)
    bases = (
        bases_of(survey.codebook, one, [[at] for at in range(len(one.groups))], of_basis)
        for one in requests
    )
    groups = [group for one in requests for group in one.groups]
    fields: dict[str, Sequence[object]] = {
        "group": [group for group in groups for _ in rows],
        "kind": [row.kind for row in rows] * len(groups),
        "key": keys * len(groups),
        **{name: numbers_or_none(rounded[name], whole=name in WHOLE) for name in figures},
        "flags": [WORDS[place] for place in gated.tolist()],
        "basis": [*itertools.chain.from_iterable(bases)],
    }
    told = iter(records(Estimate, fields))
    return [tuple(itertools.islice(told, len(one.groups) * len(rows))) for one in requests]


def _visible(name: str, column: np.ndarray, gated: np.ndarray) -> np.ndarray:
    """A column of figures, NaN where one may not be told; counts are told before figures are."""
    least = SUPPRESSED if name in COUNTS else UNRELIABLE
    return np.where((gated < least) & np.isfinite(column), column, np.nan)


def _are_means(request: Request, statistic: Statistic) -> bool:
    """Whether figures are of numbers or scores, whose missing codes never count."""
    return statistic == "mean" or request.item.kind == "numeric"


def _check_method(method: str) -> None:
    if method not in METHODS:
        values = {"value": method, "hint": near_miss(method, METHODS)}
        raise RequestError(Fault("fault.unknown_method", values))


def check_level(level: float) -> None:
    """Refuse a confidence level outside 0.5 to 0.999.

    Raises
    ------
    RequestError
        If it is outside, or no number.
    """
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise RequestError(Fault("fault.level", {"value": level}))


def _raw_estimates(
    survey: OpenSurvey,
    request: Request,
    statistic: Statistic,
    method: Method,
    level: float,
) -> RawEstimates:
    match statistic:
        case "share":
            return raw_shares(survey, request, method, level)
        case "mean":
            return raw_means(survey, request, level)
        case "total":
            return raw_totals(survey, request, level)


def statistic_of(item: Variable, wanted: Statistic | None) -> Statistic:
    """Return the statistic asked for, or the one that suits the item, held against its kind.

    Raises
    ------
    RequestError
        If the item has no such statistic.
    """
    numeric = item.kind == "numeric"
    statistic = wanted or ("mean" if numeric else "share")
    if statistic not in STATISTICS:
        values = {"value": statistic, "hint": near_miss(statistic, STATISTICS)}
        raise RequestError(Fault("fault.unknown_statistic", values))
    scored = item.kind == "single" and item.integer_codes
    if statistic == "share" and numeric:
        raise RequestError(Fault("fault.share_kind", {"item": item.id}))
    if statistic == "mean" and not (numeric or scored):
        raise RequestError(Fault("fault.mean_kind", {"item": item.id}))
    return statistic


def _rows(request: Request, statistic: Statistic, *, with_nets: bool) -> list[_Row]:
    """What the columns of the measures are about."""
    if _are_means(request, statistic):
        return [_Row(statistic if statistic == "total" else "mean", "", 0)]
    categories = len(request.categories)
    return [
        _Row("category" if number < categories else "net", key, number)
        for number, (key, _) in enumerate(request.targets)
        if with_nets or number < categories
    ]


class _Row(NamedTuple):
    kind: EstimateKind
    key: str
    column: int


def request_for(
    codebook: Codebook, item: str, by: str | Sequence[str], where: Where, base: Base
) -> Request:
    """Return what is asked for, held against the codebook.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`table`.
    """
    names = [by] if isinstance(by, str) else by
    groups = tuple(codebook.variable(name) for name in dict.fromkeys(names))
    columns = (name for variable in groups for name in (variable.id, f"{variable.id}_label"))
    times = Counter([*RESERVED_COLUMNS, *columns])
    for variable in groups:
        if variable.kind != "single":
            values = {"variable": variable.id, "kind": variable.kind}
            raise RequestError(Fault("fault.by_kind", values))
        if times[variable.id] > 1 or times[f"{variable.id}_label"] > 1:
            raise RequestError(Fault("fault.repeated_result_column", {"value": variable.id}))
    domains = math.prod(len(variable.categories) for variable in groups)
    if domains > MOST_DOMAINS:
        raise RequestError(Fault("fault.too_many_groups", {"count": domains, "most": MOST_DOMAINS}))
    respondents = read_filter(where, codebook)
    asked_about = codebook.variable(item)
    refuse_other_columns(codebook, [asked_about, *groups, *respondents.variables])
    return Request(asked_about, groups, respondents, base == "valid")


def refuse_other_columns(codebook: Codebook, variables: Sequence[Variable]) -> None:
    """Refuse weights, running numbers and the like where responses are not open.

    Raises
    ------
    RequestError
        If any variable is such a column.
    """
    rules = codebook.disclosure
    if rules.microdata == "open" or rules.min_base < 2:
        return
    for variable in variables:
        if variable.role == "other" and variable != codebook.wave:
            raise RequestError(Fault("fault.role_other", {"variable": variable.id}))
