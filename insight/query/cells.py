"""Sufficient statistics, which the database counts so that nothing else need leave it.

One aggregate query gives, per stratum, PSU, domain and category, the numbers of respondents and
the sums of weights from which share, standard error, design effect and interval follow exactly.
The strata and PSUs themselves are counted in the whole file, because a filter is a domain and not
a deletion: a PSU in which nobody meets the filter still counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.asked_answers import Asked, asked_of
from insight.query.counts.remembered_counts import remembered_counts
from insight.query.counts.sparse_counts import SparseCounts, numbers
from insight.query.opened import OpenSurvey
from insight.query.respondent_kinds import Source, source_of
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, bindings, is_among, parameters, quote
from insight.query.store import Columns
from insight.statistics.strata import Strata


@dataclass(frozen=True)
class Cells:
    """Sums over respondents, per sampling unit U, domain D and target E; shape (U, D, E).

    A unit is a PSU where there are PSUs, else a stratum. `respondents` counts rows, `positive`
    those with a weight above 0; `weight` and `weight_squared` sum the weights and their squares.
    """

    respondents: np.ndarray
    positive: np.ndarray
    weight: np.ndarray
    weight_squared: np.ndarray


@dataclass(frozen=True)
class ShareCells:
    """Cells of those who gave the answer, and of everyone in its base."""

    chosen: Cells
    base: Cells


@dataclass(frozen=True)
class MeanCells:
    """Cells of the base of a numeric item, with sums over its values y; shape (U, D, 1).

    `y` is measured from `centre`, a value near each domain's mean, of shape (D, 1), because sums
    of squares of raw values cancel. `wy` and `wyy` sum w y and w y², `wwy` and `wwyy` sum w² y
    and w² y².
    """

    base: Cells
    centre: np.ndarray
    wy: np.ndarray
    wyy: np.ndarray
    wwy: np.ndarray
    wwyy: np.ndarray


_FIELDS = ("respondents", "positive", "weight", "weight_squared")
_MOMENTS = ("wy", "wyy", "wwy", "wwyy")


def share_cells(survey: OpenSurvey, request: Request) -> ShareCells:
    """Count the cells of a single- or multiple-response item, in one query.

    Raises
    ------
    RequestError
        If there are more cells than can be held at once.
    """
    return _spread_shares(_shares(survey, request).whole(), request)


def share_parts(survey: OpenSurvey, request: Request) -> Iterator[tuple[Strata, ShareCells]]:
    """Count the same cells, and hand them out a few domains at a time, with their units only.

    Raises
    ------
    RequestError
        If there are more cells than can be gone through.
    """
    for part in _shares(survey, request).parts():
        yield part.strata, _spread_shares(part, request)


def mean_cells(survey: OpenSurvey, request: Request) -> MeanCells:
    """Sum the values of a numeric item, or the codes of another as scores, in one query.

    Missing codes are never values.

    Raises
    ------
    RequestError
        As :func:`share_cells`.
    """
    return _spread_means(_values(survey, request).whole())


def mean_parts(survey: OpenSurvey, request: Request) -> Iterator[tuple[Strata, MeanCells]]:
    """Sum the same values, and hand them out a few domains at a time, with their units only.

    Raises
    ------
    RequestError
        As :func:`share_parts`.
    """
    for part in _values(survey, request).parts():
        yield part.strata, _spread_means(part)


def _spread_shares(counts: SparseCounts, request: Request) -> ShareCells:
    dense = {field: counts.spread(field) for field in _FIELDS}
    if request.item.kind == "multiple":
        both = {
            field: array.reshape(*array.shape[:2], array.shape[2] // 2, 2)
            for field, array in dense.items()
        }
        chosen = Cells(**{field: array[..., 1] for field, array in both.items()})
        return ShareCells(
            chosen, Cells(**{field: array.sum(axis=3) for field, array in both.items()})
        )
    members = np.array(
        [[code in codes for _, codes in request.targets] for code in request.categories], float
    ).reshape(len(request.categories), len(request.targets))
    chosen = Cells(**{field: _sum_members(array, members) for field, array in dense.items()})
    base = Cells(**{field: array.sum(axis=2, keepdims=True) for field, array in dense.items()})
    return ShareCells(chosen, base)


def _sum_members(cells: np.ndarray, members: np.ndarray) -> np.ndarray:
    product: np.ndarray = cells.reshape(-1, len(members)) @ members
    return product.reshape(*cells.shape[:2], members.shape[1])


def _spread_means(counts: SparseCounts) -> MeanCells:
    base = Cells(**{field: counts.spread(field) for field in _FIELDS})
    centre = np.zeros((counts.shape[1], 1))
    centre[counts.domain, 0] = counts.sums["centre"]
    return MeanCells(base, centre, **{field: counts.spread(field) for field in _MOMENTS})


def _shares(survey: OpenSurvey, request: Request) -> SparseCounts:
    return remembered_counts(survey, "shares", request, lambda: _count_shares(survey, request))


def _values(survey: OpenSurvey, request: Request) -> SparseCounts:
    return remembered_counts(survey, "values", request, lambda: _count_values(survey, request))


def _count_shares(survey: OpenSurvey, request: Request) -> SparseCounts:
    asked = asked_of(survey, request)
    query = CellQuery(survey, request, asked.answers, asked.in_base)
    rows = query.run(asked.select, asked.source)
    return query.sparse_counts(rows, *asked.number(rows))


def _count_values(survey: OpenSurvey, request: Request) -> SparseCounts:
    value = f"CAST({quote(request.item.id)} AS DOUBLE)"
    numeric = request.item.kind == "numeric"
    missing = [
        float(category.key) for category in request.item.categories if category.missing or numeric
    ]
    left_out = parameters("missing", missing)
    valid = f"{value} NOT IN ({left_out.text})" if missing else "TRUE"
    in_base = Sql(f"{value} IS NOT NULL AND {valid}", left_out.values)
    query = CellQuery(survey, request, f"{value} AS value", in_base)
    keys = query.group_keys
    mean = "coalesce(fsum(w * value{times}) / nullif(fsum(w{times}), 0), avg(value))"
    centres = f"SELECT {''.join(f'{key}, ' for key in keys)}{mean} AS centre FROM chosen"
    joined = f"JOIN ({centres} GROUP BY ALL) USING ({', '.join(keys)})"
    centred = (
        "(SELECT * REPLACE (value - centre AS value) FROM chosen "
        f"{joined if keys else f'CROSS JOIN ({centres})'})"
    )
    moments = (
        "any_value(centre) AS centre, {counts}, fsum(w * value{times}) AS wy, "
        "fsum(w * value * value{times}) AS wyy, fsum(w * w * value{times}) AS wwy, "
        "fsum(w * w * value * value{times}) AS wwyy"
    )
    rows = query.run(moments, centred)
    return query.sparse_counts(rows, np.zeros(len(rows["centre"]), dtype=int), 1)


class CellQuery:
    """The one aggregate query of a request: which rows, which groups, which unit."""

    def __init__(self, survey: OpenSurvey, request: Request, answers: str, in_base: Sql) -> None:
        self._survey = survey
        self._request = request
        self._answers = answers
        self._in_base = in_base
        self._units = units_of(survey)
        design, groups = survey.codebook.design, [variable.id for variable in request.by]
        # A wave that is both part of a unit and a group is read and grouped once.
        names = dict.fromkeys([*design.unit_columns, *groups])
        self.key_of = {name: f"k{number}" for number, name in enumerate(names)}

    @property
    def group_keys(self) -> list[str]:
        """The columns of `chosen` that tell the groups apart."""
        return [self.key_of[variable.id] for variable in self._request.by]

    def run(self, select: str, source: str = "chosen") -> Columns:
        """Aggregate `source`, one row per unit, group and whatever `select` groups by.

        In `select`, ``{counts}`` stands for the figures of :class:`Cells`; in both, ``{times}`` for
        what makes a sum over respondents of a sum over kinds.
        """
        grouped = [self._in_a_group(place) for place in range(len(self._request.by))]
        responses, chosen = self._chosen(grouped)
        listed = "".join(f"{key}, " for key in self.key_of.values())
        figures = select.format(counts=self._counts(responses), times=responses.times)
        sql = (
            f"WITH chosen AS ({chosen.text}) SELECT {listed}{figures} "
            f"FROM {source.format(times=responses.times)} GROUP BY ALL"
        )
        return self._survey.query(sql, chosen)

    def run_apart(self, asked: Asked, tables: Sequence[Request]) -> Columns:
        """Count the answers of several tables by some of the variables each, in one scan.

        Returns
        -------
        dict of str to array
            The column ``apart`` has the number of each row's table.
        """
        responses, chosen = self._chosen([])
        figures = asked.select.format(counts=self._counts(responses))
        units = [self.key_of[name] for name in self._survey.codebook.design.unit_columns]
        in_a_group = {
            variable.id: self._in_a_group(place, key=self.key_of[variable.id])
            for place, variable in enumerate(self._request.by)
        }
        parts = []
        for number, table in enumerate(tables):
            keys = dict.fromkeys([*units, *(self.key_of[variable.id] for variable in table.by)])
            met = " AND ".join(in_a_group[variable.id].text for variable in table.by) or "TRUE"
            own = f"(SELECT * FROM chosen WHERE {met})"
            listed = "".join(f"{key}, " for key in keys)
            source = asked.source.replace("chosen", own)
            parts.append(f"SELECT {number} AS apart, {listed}{figures} FROM {source} GROUP BY ALL")
        together = " UNION ALL BY NAME ".join(parts)
        sql = f"WITH chosen AS MATERIALIZED ({chosen.text}) {together}"
        return self._survey.query(sql, chosen, *in_a_group.values())

    def _chosen(self, grouped: Sequence[Sql]) -> tuple[Source, Sql]:
        """SQL for the respondents who meet all conditions: their unit, groups, answers, weight."""
        request, design = self._request, self._survey.codebook.design
        variables = (request.item, *request.by, *request.where.variables)
        needed = (column for variable in variables for column in variable.columns)
        responses = source_of(self._survey, [*design.columns, *needed])
        met = self._survey.predicate(request.where)
        weight = quote(design.weight) if design.weight else "1.0::DOUBLE"
        keys = [f"{quote(name)} AS {key}" for name, key in self.key_of.items()]
        conditions = " AND ".join(
            [met.text, *(condition.text for condition in grouped), self._in_base.text]
        )
        answers = ", ".join([*keys, self._answers])
        text = (
            f"SELECT {answers}, {weight} AS w{responses.columns} "
            f"FROM ({responses.sql.text}) WHERE {conditions}"
        )
        return responses, Sql(text, bindings(responses.sql, met, *grouped, self._in_base))

    def _in_a_group(self, place: int, key: str = "") -> Sql:
        """Whether a respondent is in any of the groups of a variable."""
        variable, levels = self._request.by[place], self._request.levels[place]
        column = key or quote(variable.id)
        if len(levels) == len(variable.by_key):
            return Sql(f"{column} IS NOT NULL")
        codes = self._survey.typed(variable, variable.values_of(levels))
        return is_among(column, f"group{place}", codes)

    def _counts(self, source: Source) -> str:
        """The figures of :class:`Cells`, none summed that is a count already."""
        weighted = self._survey.codebook.design.weight is not None
        positive = source.count("w > 0" if self._units.weights_of_zero else "")
        weight = f"fsum(w{source.times})" if weighted else source.count()
        squared = f"fsum(w * w{source.times})" if weighted else source.count()
        return (
            f"{source.count()} AS respondents, {positive} AS positive, {weight} AS weight, "
            f"{squared} AS weight_squared"
        )

    def sparse_counts(self, rows: Columns, answer: np.ndarray, answers: int) -> SparseCounts:
        """Tell where each row belongs, given the number of its answer."""
        design, request = self._survey.codebook.design, self._request
        units, count = self._units, len(answer)
        unit = units.numbers([rows[self.key_of[name]] for name in design.unit_columns], count)
        levels = [
            variable.values_of(codes)
            for variable, codes in zip(request.by, request.levels, strict=True)
        ]
        domain = numbers(levels, [rows[key] for key in self.group_keys], count)
        shape = (len(units.strata.stratum_of), len(request.groups), answers)
        keys = {"answer", "option", *self.key_of.values()}
        sums = {name: values for name, values in rows.items() if name not in keys}
        return SparseCounts(units.strata, shape, unit, domain, answer, sums)
