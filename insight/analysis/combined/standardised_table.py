"""Directly standardised shares and means, and waves taken together, as a person may see them.

A group's figure is the sum of those of its strata, each times its part of the population. It is
told where each of these might be told, so that it says nothing that a table by group and stratum
does not. A stratum in which the group has nobody is never passed over: the group has no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from insight.analysis.basis import Basis
from insight.analysis.combined.standard_population import (
    Population,
    equal_waves,
    population_of_all,
    population_of_wave,
    population_written,
)
from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.analysis.estimates import Base, Estimate, EstimateKind, Statistic
from insight.analysis.joint_comparison import is_broken
from insight.analysis.rounding import round_estimates
from insight.analysis.table import check_level, request_for, statistic_of, table
from insight.disclosure.gates import flags
from insight.disclosure.precision import Precision, precision_of
from insight.disclosure.protection import hidden_figures
from insight.language.errors import Fault, RequestError
from insight.query.cell_request import Request
from insight.query.cells import share_cells
from insight.query.counts.group_sums import answers_of
from insight.query.opened import OpenSurvey
from insight.statistics import intervals
from insight.statistics.answer_sums import Answers
from insight.statistics.combining.weighted_sums import effective_respondents, weighted_sum
from insight.statistics.intervals import Method
from insight.survey.filters import EVERYONE, Where, read_filter


def standardised(
    survey: OpenSurvey,
    item: str,
    population: Population,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    base: Base = "all",
    nets: bool = False,
    statistic: Statistic | None = None,
    method: Method = "wilson",
    level: float = 0.95,
) -> StandardisedTable:
    """Estimate shares or means as they were if each group had a population's composition.

    Parameters
    ----------
    survey, item, by, where, base, nets, method, level
        As :func:`insight.table`.
    population
        What part of the population each stratum is; taken as known.
    statistic
        ``share`` or ``mean``; totals are not standardised.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`; also if the population lacks a stratum, or the survey's figures
        are told rounded and the population is not its own or that of a wave.
    """
    names = [by] if isinstance(by, str) else [*by]
    twice = [variable.id for variable in population.strata if variable.id in names]
    if twice:
        raise RequestError(Fault("fault.standard_in_by", {"variable": twice[0]}))
    check_level(level)
    strata = [variable.id for variable in population.strata]
    request = request_for(survey.codebook, item, [*names, *strata], where, base)
    chosen = statistic_of(request.item, statistic)
    if chosen == "total":
        raise RequestError(Fault("fault.standard_total"))
    means = chosen == "mean"
    if precision_of(survey, request, means=means) and not population.own:
        raise RequestError(Fault("fault.standard_rounded", {"survey": survey.id}))
    plain = {"by": names, "where": where, "base": base, "nets": nets, "statistic": chosen}
    crude = table(survey, item, **plain, method=method, level=level)  # type: ignore[arg-type]
    parts = np.array(population.parts(_strata_of(request, len(names))))
    # Each population is one more look at the same cells, as is each choice of several codes.
    precision = precision_of(survey, crude.request, means=means, several=1)
    asked = _Asked(survey, request, crude.request, parts, chosen, method, level, precision)
    rows = tuple(_figures(asked, nets=nets))
    return StandardisedTable(
        survey, crude.request, level, population, chosen, method, tuple(one for one, _ in rows),
        tuple(lacking for _, lacking in rows), crude, bool(precision),
    )  # fmt: skip


def standardised_to(
    survey: OpenSurvey,
    item: str,
    over: Sequence[str],
    wave: str = "",
    written: str = "",
    /,
    **asked: object,
) -> StandardisedTable:
    """Estimate shares or means as if each group had the composition of the survey or of a wave.

    Parameters
    ----------
    survey, item, asked
        As :func:`standardised`, without a population.
    over
        Ids of the variables whose combinations are the strata.
    wave
        The wave whose respondents, weighted, are the population; all waves together where it is
        empty.
    written
        The population in place of these, as :func:`population_written` reads it.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`standardised` and :func:`population_of_wave`.
    """
    if written:
        population = population_written(survey.codebook, written)
    elif wave:
        population = population_of_wave(survey, over, wave)
    else:
        population = population_of_all(survey, over)
    return standardised(survey, item, population, **asked)  # type: ignore[arg-type]


def waves_alike(survey: OpenSurvey, item: str, **asked: object) -> StandardisedTable:
    """Estimate the plain mean of the waves' figures: each wave counts alike in every group.

    Parameters
    ----------
    survey, item, asked
        As :func:`standardised`, without a population.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`standardised`; also if there are no waves, or a break between them.
    """
    population = equal_waves(survey.codebook)
    (wave,) = population.strata
    where = read_filter(asked.get("where", EVERYONE), survey.codebook)  # type: ignore[arg-type]
    codes = where.codes(wave.id) or tuple(survey.codebook.waves)
    request = Request(survey.codebook.variable(item), (wave,))
    if is_broken(survey, request, codes[0], codes[-1]):
        raise RequestError(Fault("fault.standard_break", {"item": item}))
    return standardised(survey, item, population, **asked)  # type: ignore[arg-type]


class _Asked(NamedTuple):
    survey: OpenSurvey
    request: Request
    groups: Request
    parts: np.ndarray
    statistic: Statistic
    method: Method
    level: float
    precision: Precision


def _strata_of(request: Request, before: int) -> list[tuple[str, ...]]:
    """The strata in the order in which each group has them."""
    return list(dict.fromkeys(group[before:] for group in request.groups))


def _figures(asked: _Asked, *, nets: bool) -> list[tuple[Estimate, tuple[int, ...]]]:
    """Each figure, with the numbers of its strata that have too few respondents."""
    least = asked.survey.codebook.disclosure.min_base
    exact = list(_exact(asked, nets=nets))
    of_smallest = [replace(figure, base=smallest) for figure, smallest, _ in exact]
    told = round_estimates(of_smallest, asked.statistic, asked.precision, least)
    return [
        (replace(one, base=figure.base), lacking)
        for one, (figure, _, lacking) in zip(told, exact, strict=True)
    ]


def _exact(asked: _Asked, *, nets: bool) -> Iterator[tuple[Estimate, int | None, tuple[int, ...]]]:
    """Each figure, not yet rounded, with its smallest stratum and those that have too few."""
    survey, request = asked.survey, asked.request
    means = asked.statistic == "mean"
    hidden = hidden_figures(survey, request, means=means)
    cells = None if means else share_cells(survey, request)
    categories, count = len(request.categories), len(asked.parts)
    keys: list[tuple[EstimateKind, str]] = [("mean", "")]
    if not means:
        keys = [
            ("category" if number < categories else "net", key)
            for number, (key, _) in enumerate(request.targets)
            if nets or number < categories
        ]
    answers = [answers_of(survey, request, key, cells) for _, key in keys]
    for number, group in enumerate(asked.groups.groups):
        side = list(range(number * count, (number + 1) * count))
        for column, (kind, key) in enumerate(keys):
            one, of_key = answers[column], hidden[side, column]
            yield _figure(asked, one, side, group, (kind, key), of_key)


def _figure(
    asked: _Asked,
    answers: Answers,
    side: list[int],
    group: tuple[str, ...],
    name: tuple[EstimateKind, str],
    hidden: np.ndarray,
) -> tuple[Estimate, int | None, tuple[int, ...]]:
    rules = asked.survey.codebook.disclosure
    bases = answers.positive[:, side].sum(axis=0)
    few = (bases < max(rules.min_base, 1)) | hidden
    key = name[1]
    basis: Basis = "assumed" if asked.survey.codebook.simulated else ""
    nothing = (None,) * 10
    if few.any():
        lacking = tuple(np.flatnonzero(few).tolist())
        return Estimate(group, *name, *nothing, ("suppressed",), basis), None, lacking
    base = int(bases.sum())
    found = weighted_sum(answers, side, asked.parts)
    share = asked.statistic == "share"
    value = min(max(found.value, 0.0), 1.0) if share else found.value
    boundary = share and min(value, 1 - value) < 1e-12
    effective = effective_respondents(answers, side, asked.parts, 0.0 if boundary else found.se)
    known = effective if found.df > 0 else 0.0
    words = flags(rules, base, known, boundary=boundary)
    shown = "unreliable" not in words
    low, upp = _bounds(asked, value, found.se, found.df, effective, base)
    if boundary:
        value = float(round(value))
    return (
        Estimate(
            group=group, kind=name[0], key=key,
            n=None, base=base, base_weighted=None,
            value=value if shown else None,
            se=found.se if shown else None,
            low=low if shown else None,
            upp=upp if shown else None,
            deff=None,
            n_eff=effective if shown else None,
            df=int(found.df),
            flags=words, basis=basis,
        ),
        int(bases.min()),
        (),
    )  # fmt: skip


def _bounds(
    asked: _Asked, value: float, se: float, df: float, effective: float, base: int
) -> tuple[float | None, float | None]:
    if not df > 0:
        return None, None
    if asked.statistic == "mean":
        half = float(intervals.t_quantile(asked.level, np.array(df))) * se
        return value - half, value + half
    share, error, of_df = (np.array([[one]], float) for one in (value, se, df))
    if min(value, 1 - value) < 1e-12:
        ends = intervals.clopper_pearson(np.round(share), np.array([[effective]]), asked.level)
    else:
        rows = np.array([[float(base)]])
        ends = intervals.interval(asked.method, asked.level, share, error, of_df, rows)
    return float(ends[0].item()), float(ends[1].item())
