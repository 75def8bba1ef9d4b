"""The one aggregate query of a request: which rows, which groups, which unit, and their sums."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.asked_answers import Asked
from insight.query.counts.sparse_counts import SparseCounts, numbers
from insight.query.cubes.sources import Source, source_of
from insight.query.cubes.sums_cube import Content
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, bindings, is_among, quote
from insight.query.store import Columns
from insight.survey.filters import Filter


def request_source(survey: OpenSurvey, request: Request, content: Content | None = None) -> Source:
    """Return what the figures of a request are read from.

    Parameters
    ----------
    survey, request
        Whose answers to what.
    content
        The answers summed up, which serve as well as the item's columns.
    """
    variables = (*request.others, *request.by, *request.where.variables)
    columns = [column for variable in variables for column in variable.columns]
    replicates = bool(survey.codebook.design.replicates)
    share = share_of(request.where)
    return source_of(
        survey, columns, request.item.columns, content, replicates=replicates, share=share
    )


def share_of(where: Filter) -> float:
    """About which part of the respondents a filter keeps, if codes were equally frequent."""
    parts = (
        len(condition.codes) / max(len(condition.variable.by_key), 1)
        for condition in where.conditions
        if condition.variable.kind == "single"
    )
    return math.prod(parts)


class DomainQuery:
    """The rows of a request, with their groups and unit, and what is asked of them.

    Parameters
    ----------
    survey, request
        Whose answers to what.
    answers
        SQL for the answers, as columns of what is chosen.
    in_base
        Whether a respondent is in the base.
    source
        What is read: it has all columns that the request, `answers` and `in_base` name.
    """

    def __init__(
        self, survey: OpenSurvey, request: Request, answers: str, in_base: Sql, source: Source
    ) -> None:
        self._survey = survey
        self._request = request
        self._answers = answers
        self._in_base = in_base
        self._source = source
        self._units = units_of(survey)
        self._replicates = survey.codebook.design.replicates
        groups = [variable.id for variable in request.by]
        # A wave that is both part of a unit and a group is read and grouped once.
        names = dict.fromkeys([*source.units, *groups])
        self.key_of = {name: f"k{number}" for number, name in enumerate(names)}

    @property
    def replicates(self) -> int:
        """How many replicate weights there are."""
        return len(self._replicates.columns) if self._replicates else 0

    @property
    def group_keys(self) -> list[str]:
        """The columns of `chosen` that tell the groups apart."""
        return [self.key_of[variable.id] for variable in self._request.by]

    def run(
        self,
        select: str,
        source: str = "chosen",
        *parts: Sql,
        keys: Sequence[str] | None = None,
    ) -> Columns:
        """Aggregate `source`, where `chosen` has the rows of the request, by some of its keys.

        Of `chosen`, a row stands for ``n`` respondents with the same answers, of whom ``positive``
        have a weight above 0, with the sums ``w`` of their weights and ``ww`` of the squares. There
        is a row for each unit, group and whatever `select` groups by; with `keys`, for each of
        these instead. In `select`, ``{counts}`` stands for the figures of :class:`Cells`. `parts`
        have the parameters of the source.
        """
        grouped = [self._in_a_group(place) for place in range(len(self._request.by))]
        chosen = self._chosen(grouped)
        listed = [*self.key_of.values()] if keys is None else keys
        figures = "".join(f"{key}, " for key in listed) + select.format(counts=self._counts)
        # Materialised, rows with hundreds of replicate weights would take more than all sums.
        hint = " NOT MATERIALIZED" if self._replicates else ""
        sql = f"WITH chosen AS{hint} ({chosen.text}) SELECT {figures} FROM {source} GROUP BY ALL"
        return self._source.query(self._survey, sql, chosen, *parts)

    def run_apart(self, asked: Asked, tables: Sequence[Request]) -> Columns:
        """Count the answers of several tables by some of the variables each, in one scan.

        Returns
        -------
        dict of str to array
            The column ``apart`` has the number of each row's table.
        """
        chosen = self._chosen([])
        figures = asked.select.format(counts=self._counts)
        units = [self.key_of[name] for name in self._source.units]
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
        return self._source.query(self._survey, sql, chosen, *in_a_group.values())

    def _chosen(self, grouped: Sequence[Sql]) -> Sql:
        """SQL for the respondents who meet all conditions: their unit, groups, answers, weight."""
        met, source = self._survey.predicate(self._request.where), self._source.sql
        conditions = " AND ".join(
            [met.text, *(condition.text for condition in grouped), self._in_base.text]
        )
        text = f"SELECT {self._columns} FROM ({source.text}) WHERE {conditions}"
        return Sql(text, bindings(source, met, *grouped, self._in_base))

    @property
    def _columns(self) -> str:
        """The columns of `chosen`: keys, answers, the weight, and that of each replicate."""
        design = self._survey.codebook.design
        keys = [f"{quote(name)} AS {key}" for name, key in self.key_of.items()]
        times = ""
        if self._replicates and not self._replicates.combined and design.weight:
            times = f" * {quote(design.weight)}"
        replicates = [
            f"{quote(column)}{times} AS r{number}"
            for number, column in enumerate(design.replicate_columns, 1)
        ]
        return ", ".join([*keys, self._answers, self._source.figures, *replicates])

    def sums(self, summed: str, name: str) -> str:
        """SQL for a sum with the weight, and with that of each replicate.

        In what is summed, ``{w}`` stands for the weight.
        """
        replicates = self._survey.codebook.design.replicate_columns
        whole = f"fsum({summed.format(w='w')}) AS {name}"
        each = (
            f"fsum({summed.format(w=f'r{number}')}) AS {name}_{number}"
            for number in range(1, len(replicates) + 1)
        )
        return ", ".join([whole, *each])

    def _in_a_group(self, place: int, key: str = "") -> Sql:
        """Whether a respondent is in any of the groups of a variable."""
        variable, levels = self._request.by[place], self._request.levels[place]
        column = key or quote(variable.id)
        if len(levels) == len(variable.by_key):
            return Sql(f"{column} IS NOT NULL")
        codes = self._survey.typed(variable, variable.values_of(levels))
        return is_among(column, f"group{place}", codes)

    @property
    def _counts(self) -> str:
        """The figures of :class:`Cells`."""
        return (
            "CAST(sum(n) AS BIGINT) AS respondents, CAST(sum(positive) AS BIGINT) AS positive, "
            f"{self.sums('{w}', 'weight')}, fsum(ww) AS weight_squared"
        )

    def domains(self, rows: Columns, count: int) -> np.ndarray:
        """The number of each row's domain."""
        request = self._request
        levels = [
            variable.values_of(codes)
            for variable, codes in zip(request.by, request.levels, strict=True)
        ]
        return numbers(levels, [rows[key] for key in self.group_keys], count)

    def sparse_counts(self, rows: Columns, answer: np.ndarray, answers: int) -> SparseCounts:
        """Tell where each row belongs, given the number of its answer."""
        source, request = self._source, self._request
        units, count = self._units, len(answer)
        names = [rows[self.key_of[name]] for name in source.units]
        unit = names[0].astype(np.intp) if source.is_numbered else units.numbers(names, count)
        domain = self.domains(rows, count)
        shape = (units.sampled.units, len(request.groups), answers)
        keys = {"answer", "option", *self.key_of.values()}
        sums = {name: values for name, values in rows.items() if name not in keys}
        if self._replicates:
            sums = _with_replicates(sums, len(self._replicates.columns))
        return SparseCounts(units.sampled, shape, unit, domain, answer, sums)


def _with_replicates(sums: Columns, count: int) -> Columns:
    """Put the sums of the full sample and of each replicate into columns of one array."""
    summed = [name for name in sums if f"{name}_1" in sums]
    numbered = range(1, count + 1)
    of_replicates = {name: [f"{name}_{number}" for number in numbered] for name in summed}
    put = {column for columns in of_replicates.values() for column in columns}
    return {
        name: np.column_stack([values, *(sums[column] for column in of_replicates[name])])
        if name in of_replicates
        else values
        for name, values in sums.items()
        if name not in put
    }
