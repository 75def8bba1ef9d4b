"""The one aggregate query of a request: which rows, which groups, which unit, and their sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.asked_answers import Asked
from insight.query.counts.sparse_counts import SparseCounts, numbers
from insight.query.opened import OpenSurvey
from insight.query.respondent_kinds import Source, source_of
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, bindings, is_among, quote
from insight.query.store import Columns


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
    """

    def __init__(self, survey: OpenSurvey, request: Request, answers: str, in_base: Sql) -> None:
        self._survey = survey
        self._request = request
        self._answers = answers
        self._in_base = in_base
        self._units = units_of(survey)
        self._replicates = survey.codebook.design.replicates
        design, groups = survey.codebook.design, [variable.id for variable in request.by]
        # A wave that is both part of a unit and a group is read and grouped once.
        names = dict.fromkeys([*design.unit_columns, *groups])
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
        """Aggregate `source`, one row per unit, group and whatever `select` groups by.

        In `select`, ``{counts}`` stands for the figures of :class:`Cells`; in both, ``{times}`` for
        what makes a sum over respondents of a sum over kinds. `parts` have the parameters of the
        source; with `keys` there is a row for each of these only.
        """
        responses = self._source()
        times = responses.times
        figures = select.format(counts=self._counts(responses), times=times)
        listed = [*self.key_of.values()] if keys is None else keys
        source = source.format(times=times)
        return self.ask(listed, figures, source, *parts, responses=responses)

    def ask(
        self,
        keys: Sequence[str],
        figures: str,
        source: str,
        *parts: Sql,
        responses: Source | None = None,
    ) -> Columns:
        """Aggregate `source`, where `chosen` has the rows of the request, by some of its keys."""
        responses = responses or self._source()
        grouped = [self._in_a_group(place) for place in range(len(self._request.by))]
        chosen = self._chosen(responses, grouped)
        listed = "".join(f"{key}, " for key in keys)
        # Materialised, rows with hundreds of replicate weights would take more than all sums.
        hint = " NOT MATERIALIZED" if self._replicates else ""
        sql = (
            f"WITH chosen AS{hint} ({chosen.text}) SELECT {listed}{figures} "
            f"FROM {source} GROUP BY ALL"
        )
        return self._survey.query(sql, chosen, *parts)

    def run_apart(self, asked: Asked, tables: Sequence[Request]) -> Columns:
        """Count the answers of several tables by some of the variables each, in one scan.

        Returns
        -------
        dict of str to array
            The column ``apart`` has the number of each row's table.
        """
        responses = self._source()
        chosen = self._chosen(responses, [])
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

    def _chosen(self, responses: Source, grouped: Sequence[Sql]) -> Sql:
        """SQL for the respondents who meet all conditions: their unit, groups, answers, weight."""
        met = self._survey.predicate(self._request.where)
        conditions = " AND ".join(
            [met.text, *(condition.text for condition in grouped), self._in_base.text]
        )
        text = f"SELECT {self._columns(responses)} FROM ({responses.sql.text}) WHERE {conditions}"
        return Sql(text, bindings(responses.sql, met, *grouped, self._in_base))

    def _source(self) -> Source:
        request, design = self._request, self._survey.codebook.design
        variables = (request.item, *request.others, *request.by, *request.where.variables)
        needed = (column for variable in variables for column in variable.columns)
        return source_of(self._survey, [*design.columns, *needed])

    def _columns(self, responses: Source) -> str:
        """The columns of `chosen`: keys, answers, the weight, and that of each replicate."""
        design = self._survey.codebook.design
        weight = quote(design.weight) if design.weight else "1.0::DOUBLE"
        keys = [f"{quote(name)} AS {key}" for name, key in self.key_of.items()]
        times = f" * {weight}" if self._replicates and not self._replicates.combined else ""
        replicates = [
            f"{quote(column)}{times} AS r{number}"
            for number, column in enumerate(design.replicate_columns, 1)
        ]
        listed = ", ".join([*keys, self._answers, f"{weight} AS w", *replicates])
        return f"{listed}{responses.columns}"

    def sums(self, summed: str, name: str) -> str:
        """SQL for a sum with the weight, and with that of each replicate.

        In what is summed, ``{w}`` stands for the weight.
        """
        replicates = self._survey.codebook.design.replicate_columns
        whole = f"fsum({summed.format(w='w')}{{times}}) AS {name}"
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

    def _counts(self, source: Source) -> str:
        """The figures of :class:`Cells`, none summed that is a count already."""
        weighted = self._survey.codebook.design.weight is not None
        positive = source.count("w > 0" if self._units.weights_of_zero else "")
        weight = f"{source.count()} AS weight"
        if weighted:
            weight = self.sums("{w}", "weight").format(times=source.times)
        squared = f"fsum(w * w{source.times})" if weighted else source.count()
        return (
            f"{source.count()} AS respondents, {positive} AS positive, {weight}, "
            f"{squared} AS weight_squared"
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
        design, request = self._survey.codebook.design, self._request
        units, count = self._units, len(answer)
        unit = units.numbers([rows[self.key_of[name]] for name in design.unit_columns], count)
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
