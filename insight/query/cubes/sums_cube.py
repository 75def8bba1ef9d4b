"""Cubes of sums: the respondents of a survey by unit, background and answer, each cell summed up.

Estimates need sums only: of respondents, of weights and of their squares. A cell has these of all
who are in one sampling unit and have the same codes, whatever their weights are, so that a cube has
far fewer cells than the file has rows. What is counted of it is what is counted of the rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa

from insight.query.cubes.held_tables import HeldColumns, HeldTable
from insight.query.cubes.kept_tables import kept_table
from insight.query.explained import Source, note_read
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, bindings, quote

# The columns of a cell that are none of the survey's.
SUMS = {
    "n": "respondents of the cell",
    "positive": "those with a weight above 0",
    "w": "sum of weights",
    "ww": "sum of squared weights",
}
PEOPLE = ("n", "positive")
# Of the 53 binary digits that a number has.
WHOLE_DIGITS = 52
# Numbers beyond these are not parted, for their parts would not be numbers.
SMALLEST = 1e-200


@dataclass(frozen=True)
class Content:
    """Answers that are summed up beforehand, where a cube by all answers had too many cells.

    Attributes
    ----------
    name
        What tells it apart from others of the survey.
    columns
        The columns of the responses that it reads.
    answers, in_base
        SQL for each respondent's answers, and for whether there are any.
    source
        SQL for what is summed, of ``chosen``, which has a row for each respondent.
    keys
        Its columns that tell answers apart.
    figures
        SQL for what else is summed, by name.
    rows
        At most so many answers are told apart.
    """

    name: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    answers: str = ""
    in_base: Sql = field(default_factory=lambda: Sql("TRUE"))
    source: str = "chosen"
    keys: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    rows: int = 1

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that a cell has of the answers."""
        return (*self.keys, *self.figures)


NOTHING = Content()


@dataclass(frozen=True)
class Cube(HeldColumns):
    """A cube in memory: its cells, by some columns of the responses.

    Attributes
    ----------
    content
        What is summed besides.
    sums
        Which sums a cell has.
    """

    content: Content = NOTHING
    sums: tuple[str, ...] = tuple(SUMS)

    @property
    def figures(self) -> str:
        """SQL for the sums of a cell, by their names."""
        return ", ".join(f"{quote(SUMS[name])} AS {name}" for name in self.sums)

    @property
    def _listed(self) -> list[str]:
        sums = [f"{name} AS {quote(SUMS[name])}" for name in self.sums]
        return [*super()._listed, *sums, *self.content.told]


def numbered_units(survey: OpenSurvey) -> HeldTable:
    """Return the table of a survey's units: ``u0``, ``u1``, … name one, and ``unit`` numbers it.

    Parameters
    ----------
    survey
        A survey that has columns which tell its units apart.
    """

    def make() -> HeldTable:
        keys = units_of(survey).keys
        count = len(keys[0])
        narrow = next(kind for kind in ("u2", "u4", "u8") if count <= np.iinfo(kind).max)
        columns = {f"u{number}": pa.array(np.ma.getdata(key)) for number, key in enumerate(keys)}
        table = pa.table({**columns, "unit": np.arange(count, dtype=narrow)})
        return HeldTable(survey.store, table, table.nbytes)

    return survey.recall("numbered units", make)


class NumberedRows(Protocol):
    """Responses in which units have their numbers, and are quicker to read."""

    @property
    def sql(self) -> Sql:
        """SQL for the rows, with columns named as in the responses."""

    @property
    def units(self) -> tuple[str, ...]:
        """The column that tells units apart, where there is one."""


def make_cube(
    survey: OpenSurvey,
    columns: Sequence[str],
    content: Content = NOTHING,
    rows: NumberedRows | None = None,
) -> Cube:
    """Sum up the responses by unit and the columns named, or take the cube that is kept on disk.

    Parameters
    ----------
    survey
        The survey.
    columns
        The columns by which respondents are told apart, besides their unit.
    content
        What is summed besides.
    rows
        What is read instead of the responses, where there is such.
    """
    units = survey.codebook.design.unit_columns
    name = ("cube", *content.name, *columns)
    table = kept_table(survey, name, lambda: _sum_up(survey, columns, content, rows))
    held = HeldTable(survey.store, table, table.nbytes)
    return Cube(held, tuple(columns), bool(units), content)


def count_people(survey: OpenSurvey, columns: Sequence[str]) -> Cube:
    """Count the respondents by the columns named, whatever their units, or take what is kept.

    Where there are many units, there are far fewer such cells; they have no sums of weights.
    """
    table = kept_table(survey, ("people", *columns), lambda: _count(survey, columns))
    return Cube(HeldTable(survey.store, table, table.nbytes), tuple(columns), False, sums=PEOPLE)


def _count(survey: OpenSurvey, columns: Sequence[str]) -> pa.Table:
    read, positive = dict.fromkeys(columns), "count(*)"
    if (weight := survey.codebook.design.weight) and units_of(survey).weights_of_zero:
        read[weight], positive = None, f"count(*) FILTER (WHERE {quote(weight)} > 0)"
    responses = survey.select(read)
    keys = [f"{quote(name)} AS c{number}" for number, name in enumerate(columns)]
    listed = ", ".join([*keys, "count(*) AS n", f"{positive} AS positive"])
    note_read("file", survey.respondents, survey, " ".join(read))
    cells = f"SELECT {listed} FROM ({responses.text}) GROUP BY ALL"
    return survey.rows_of_sums(cells, "SELECT * FROM {sums} ORDER BY ALL", responses)


def _sum_up(
    survey: OpenSurvey, columns: Sequence[str], content: Content, rows: NumberedRows | None
) -> pa.Table:
    design = survey.codebook.design
    weight = quote(design.weight) if design.weight else "1.0::DOUBLE"
    heaviest = units_of(survey).heaviest
    told_apart = design.unit_columns if rows is None else rows.units
    read = dict.fromkeys([*columns, *told_apart, *content.columns])
    if design.weight:
        read[design.weight] = None
    responses = survey.select(read) if rows is None else rows.sql
    named = [f"{quote(name)} AS c{number}" for number, name in enumerate(columns)]
    named += [f"{quote(name)} AS d{number}" for number, name in enumerate(told_apart)]
    keys = [name.rpartition(" AS ")[2] for name in named]
    answers = [content.answers] if content.answers else []
    summed = [
        "count(*) AS n",
        "count(*) FILTER (WHERE w > 0) AS positive",
        f"{_exact_sum('w', heaviest, survey.respondents)} AS sum_of_w",
        f"{_exact_sum('w * w', heaviest * heaviest, survey.respondents)} AS ww",
        *(f"{figure} AS {name}" for name, figure in content.figures.items()),
    ]
    chosen = ", ".join([*named, *answers, f"{weight} AS w"])
    source = content.source.format(keys="".join(f"{key}, " for key in keys), same=_same(keys))
    listed = "".join(f"{key}, " for key in [*keys, *content.keys])
    units, joined = "d0 AS unit, " if told_apart else "", ""
    if told_apart and rows is None:
        numbered = numbered_units(survey).name
        met = [f"d{number} = u{number}" for number in range(len(design.unit_columns))]
        units, joined = "unit, ", f"JOIN {numbered} ON {' AND '.join(met)}"
    told = [f"c{number}" for number in range(len(columns))]
    told += ["n", "positive", "sum_of_w AS w", "ww", *content.told]
    cells = (
        f"WITH chosen AS NOT MATERIALIZED (SELECT {chosen} FROM ({responses.text}) "
        f"WHERE {content.in_base.text}) SELECT {listed}{', '.join(summed)} "
        f"FROM {source} GROUP BY ALL"
    )
    parts = Sql("", bindings(responses, content.in_base))
    place: Source = "file" if rows is None else "in order"
    note_read(place, survey.respondents, survey, " ".join(read))
    numbered_cells = f"SELECT {units}{', '.join(told)} FROM {{sums}} {joined} ORDER BY ALL"
    return survey.rows_of_sums(cells, numbered_cells, parts)


def _exact_sum(value: str, largest: float, count: int) -> str:
    """SQL for a sum of numbers that are not negative, the same in whatever order they come.

    They are summed in two parts: whole multiples of a power of 2, so large that any sum of them is
    exact, and what is left, so small that what its sum lacks is nothing beside the other.

    Examples
    --------
    >>> _exact_sum("w", 2.0**50, 3)
    'sum(round((w) / 2.0) * 2.0) + sum((w) - round((w) / 2.0) * 2.0)'
    """
    if not SMALLEST < largest < 1 / SMALLEST:
        return f"fsum({value})"
    step = 2.0 ** (math.frexp(largest)[1] - (WHOLE_DIGITS - count.bit_length()))
    whole = f"round(({value}) / {step!r}) * {step!r}"
    return f"sum({whole}) + sum(({value}) - {whole})"


def _same(keys: Sequence[str]) -> str:
    """SQL for whether a respondent is of the cell that a column of centres is of."""
    each = (f"chosen.{key} IS NOT DISTINCT FROM centres.{key}" for key in keys)
    return " AND ".join(each) or "TRUE"
