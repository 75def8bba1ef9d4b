"""Responses in memory: the columns that are needed, as narrow as their codes allow.

Where there are many sampling units, respondents lie in the order of their units.
"""

from __future__ import annotations

from collections.abc import Sequence

from insight.operation.waiting import for_everybody
from insight.query.cubes.held_tables import HeldColumns, HeldTable
from insight.query.cubes.sums_cube import numbered_units
from insight.query.explained import making, note_read
from insight.query.opened import OpenSurvey, remembered
from insight.query.sql import Sql, quote

# What a value of each type takes.
WIDTHS = {"TINYINT": 1, "UTINYINT": 1, "BOOLEAN": 1, "SMALLINT": 2, "USMALLINT": 2,
          "INTEGER": 4, "UINTEGER": 4, "FLOAT": 4, "BIGINT": 8, "DOUBLE": 8}  # fmt: skip
WIDEST = 16
OF_UNIT = 4
# Types of codes, with their binary digits.
NARROW = {"TINYINT": 7, "SMALLINT": 15, "INTEGER": 31}
# From so many units on, rows lie in their order: there are so many sums that those of rows in
# any order are never near.
MANY_UNITS = 500


def background_columns(survey: OpenSurvey) -> list[str]:
    """The columns that every cube and table has: the wave, and all background variables."""
    book = survey.codebook
    waves = book.wave.columns if book.wave else ()
    return [*waves, *(column for variable in book.segments for column in variable.columns)]


def width_of(survey: OpenSurvey, columns: Sequence[str]) -> int:
    """How many bytes the columns of a respondent take in memory."""
    narrow = _narrow_types(survey)
    doubles = {survey.codebook.design.weight, *survey.codebook.design.replicate_columns}
    types = ("DOUBLE" if name in doubles else narrow.get(name) or survey.types.get(name, "")
             for name in columns)  # fmt: skip
    return sum(WIDTHS.get(one, WIDEST) for one in types)


def nbytes_of_rows(survey: OpenSurvey, columns: Sequence[str]) -> int:
    """How many bytes the responses take, with unit and weight."""
    return survey.respondents * (width_of(survey, with_weight(survey, columns)) + OF_UNIT)


def narrow_rows(survey: OpenSurvey, columns: Sequence[str]) -> Sql:
    """SQL for the responses: columns ``c0``, ``c1``, … as narrow as may be, and ``unit``."""
    units, types = survey.codebook.design.unit_columns, _narrow_types(survey)
    responses = survey.select([*columns, *units])
    listed = [
        f"CAST({quote(name)} AS {types[name]})" if name in types else quote(name)
        for name in columns
    ]
    named = [f"{one} AS c{number}" for number, one in enumerate(listed)]
    named += [f"{quote(name)} AS d{number}" for number, name in enumerate(units)]
    text = f"SELECT {', '.join(named) or '1 AS row'} FROM ({responses.text})"
    if units:
        told = ", ".join(["unit", *(f"c{number}" for number in range(len(columns)))])
        met = " AND ".join(f"d{number} = u{number}" for number in range(len(units)))
        text = f"SELECT {told} FROM ({text}) JOIN {numbered_units(survey).name} ON {met}"
    return Sql(text, responses.values)


def take_in_rows(survey: OpenSurvey, columns: Sequence[str]) -> HeldColumns:
    """Take the responses into memory, a row for each respondent, with unit and weight."""
    whole, nbytes = with_weight(survey, columns), nbytes_of_rows(survey, columns)
    rows, has_units = narrow_rows(survey, whole), bool(survey.codebook.design.unit_columns)
    text = rows.text
    if has_units and numbered_units(survey).rows > MANY_UNITS:
        text = f"{text} ORDER BY unit"
    with for_everybody(), making(survey, f"table {' '.join(columns)}") as made:
        note_read("file", survey.respondents, survey, " ".join(whole))
        table = survey.of_one_version(
            lambda: HeldTable(survey.store, Sql(text, rows.values), nbytes)
        )
        made.rows, made.nbytes = table.rows, nbytes
    return HeldColumns(table, tuple(whole), has_units)


def with_weight(survey: OpenSurvey, columns: Sequence[str]) -> list[str]:
    """Return columns with the weight, where there is one."""
    weight = survey.codebook.design.weight
    return list(dict.fromkeys([*columns, weight] if weight else columns))


@remembered
def _narrow_types(survey: OpenSurvey) -> dict[str, str]:
    """The narrowest type of each column that holds the codes of its variable."""
    found: dict[str, str] = {}
    for variable in survey.codebook.variables.values():
        if variable.kind == "multiple":
            found |= dict.fromkeys(variable.columns, "TINYINT")
        elif variable.kind == "single" and variable.integer_codes and variable.categories:
            largest = max(abs(int(category.code)) for category in variable.categories)
            wide_enough = (name for name, digits in NARROW.items() if largest < 1 << digits)
            if narrowest := next(wide_enough, None):
                found[variable.id] = narrowest
    return found
