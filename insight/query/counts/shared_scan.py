"""One scan of the responses for many tables of an item, whose counts are remembered for each.

Numbers of respondents are those of a query for each table. So are sums of weights, but for the last
of 16 digits: the database adds up what it reads in portions, and one scan has others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.asked_answers import asked_of, options_of
from insight.query.counts.banner_counts import CountedCells, count_in_memory
from insight.query.counts.domain_query import DomainQuery, request_source
from insight.query.counts.remembered_counts import name_of
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.statistics.sampled_units import SampledUnits
from insight.survey.codebook import Variable

Numbers = np.ndarray


def count_together(
    survey: OpenSurvey, requests: Sequence[Request], *, with_means: bool = False
) -> None:
    """Count the answers of several requests that differ in their groups only, and remember them.

    Parameters
    ----------
    survey
        The survey.
    requests
        Of one item that has shares, one filter and one base.
    with_means
        Whether the codes are scores too, of which means are asked for.
    """
    unknown = [one for one in requests if survey.known(name_of("shares", one)) is None]
    # Replicate weights would have to be copied for one scan, which takes more than several scans;
    # and not every database puts tables of different columns together.
    book = survey.codebook
    if len(unknown) < 2 or book.design.replicates or book.source_table:
        return
    cells = count_in_memory(survey, unknown)
    if cells is None:
        for request, counts in zip(unknown, _count(survey, unknown), strict=True):
            _remember(survey, "shares", request, counts)
        return
    units = units_of(survey).sampled
    for request, counted in zip(unknown, cells, strict=True):
        _remember(survey, "shares", request, _shares_of(units, request, counted))
        if with_means:
            _remember(survey, "values", request, _values_of(units, request, counted))


def _remember(survey: OpenSurvey, what: str, request: Request, counts: SparseCounts) -> None:
    survey.recall(name_of(what, request), partial(_given, counts))


def _given(counts: SparseCounts) -> SparseCounts:
    return counts


def _shares_of(units: SampledUnits, request: Request, cells: CountedCells) -> SparseCounts:
    answer = _place_of(request.item, request.categories)[cells.answer]
    domain, kept = _domains(request, cells)
    rows = np.flatnonzero(kept & (answer >= 0))
    return SparseCounts(
        units,
        (units.units, len(request.groups), len(request.categories)),
        cells.unit[rows],
        domain[rows],
        answer[rows],
        {name: values[rows] for name, values in cells.sums.items()},
    )


def _values_of(units: SampledUnits, request: Request, cells: CountedCells) -> SparseCounts:
    """Sums over codes as scores, of those that are not marked missing."""
    item, groups = request.item, len(request.groups)
    scores = np.array([0.0 if one.missing else float(one.key) for one in item.categories] + [0.0])
    is_score = np.array([not one.missing for one in item.categories] + [False])
    domain, kept = _domains(request, cells)
    rows = np.flatnonzero(kept & is_score[cells.answer])
    sums = {name: values[rows] for name, values in cells.sums.items()}
    score, domain, unit = scores[cells.answer[rows]], domain[rows], cells.unit[rows]

    def of_domains(values: Numbers) -> Numbers:
        return np.bincount(domain, values, groups)

    weight, everybody = of_domains(sums["weight"]), of_domains(sums["respondents"])
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = of_domains(sums["weight"] * score) / weight
        centre = np.where(weight, centre, of_domains(sums["respondents"] * score) / everybody)
    place = unit * groups + domain
    there, at = np.unique(place, return_inverse=True)
    away, w, ww = score - centre[domain], sums["weight"], sums["weight_squared"]
    summed = {
        **sums,
        "wy": w * away,
        "wyy": w * away**2,
        "wwy": ww * away,
        "wwyy": ww * away**2,
    }
    of_place = {name: np.bincount(at, values, len(there)) for name, values in summed.items()}
    unit, domain = np.divmod(there, groups)
    of_place["centre"] = centre[domain]
    shape = (units.units, groups, 1)
    return SparseCounts(units, shape, unit, domain, np.zeros_like(unit), of_place)


def _domains(request: Request, cells: CountedCells) -> tuple[Numbers, Numbers]:
    """The number of each cell's domain, and whether it is in one that is asked for."""
    domain, kept = np.zeros(len(cells.unit), dtype=np.int64), np.ones(len(cells.unit), dtype=bool)
    for variable, levels, codes in zip(request.by, request.levels, cells.codes, strict=True):
        place = _place_of(variable, levels)[codes]
        kept &= place >= 0
        domain = domain * len(levels) + place
    return domain, kept


def _place_of(variable: Variable, codes: Sequence[str]) -> Numbers:
    """By number of a code in the codebook its place among some; -1 where it is none of them."""
    place_of = {code: place for place, code in enumerate(codes)}
    return np.array([*(place_of.get(code, -1) for code in variable.by_key), -1], dtype=np.int64)


def _count(survey: OpenSurvey, requests: Sequence[Request]) -> Iterator[SparseCounts]:
    variables = tuple(dict.fromkeys(variable for one in requests for variable in one.by))
    together = replace(requests[0], by=variables)
    asked = asked_of(survey, together)
    source = request_source(survey, together, options_of(together, asked))
    asked = asked.summed() if source.content.keys else asked
    query = DomainQuery(survey, together, asked.answers, asked.in_base, source)
    rows = query.run_apart(asked, requests)
    theirs = {*query.key_of.values(), "apart"}
    for number, request in enumerate(requests):
        kept = np.flatnonzero(rows["apart"] == number)
        own = DomainQuery(survey, request, asked.answers, asked.in_base, source)
        # A key of another table is empty here, so that its column has a mask.
        figures = {name: np.ma.getdata(column)[kept] for name, column in rows.items()}
        keys = {own.key_of[name]: figures[query.key_of[name]] for name in own.key_of}
        keys |= {name: column for name, column in figures.items() if name not in theirs}
        yield own.sparse_counts(keys, *asked.number(keys))
