"""A mark of the responses: a number that hangs on who gave which answers together.

It is the same wherever and in whichever format the responses stand, whatever order they are in and
however they are weighted, and nobody finds it who does not have them all: in every row a sum of the
columns, each with a factor of its own, is squared, and what is left of it when a prime is taken out
is added up.

Of many respondents fewer columns are read, which no one can know of all of them either.
"""

from __future__ import annotations

import hashlib

from insight.query.column_types import INTEGERS
from insight.query.opened import OpenSurvey, remembered
from insight.query.sql import quote

# How many columns are read, and how many values, unless these are of the fewest columns.
FEWEST_COLUMNS, MOST_COLUMNS = 8, 40
MOST_VALUES = 80_000_000
PRIME = 2**31 - 1
FACTORS = 2**20
# Numbers beyond it are all alike, so that no sum of a row is too large.
FARTHEST = 10**9
# Of a text its length is read, and that without each of these.
LETTERS, LONG = "aemt1", 31
FRACTIONS = frozenset({"DOUBLE", "FLOAT"})
TEXTS = frozenset({"VARCHAR", "ENUM"})


@remembered
def response_mark(survey: OpenSurvey) -> bytes:
    """Return the mark of the responses as they stand in the file; empty if no column can be read.

    Parameters
    ----------
    survey
        The survey.
    """
    design = survey.codebook.design
    weights = {design.weight, *design.replicate_columns}
    small = [name.lower() for name in survey.raw_types]
    parts = {
        name: _number(name, sql_type)
        for name, sql_type in sorted(survey.raw_types.items())
        if small.count(name.lower()) == 1 and name not in weights and _is_read(sql_type)
    }
    if not parts:
        return b""
    names = columns_read([*parts], survey.respondents)
    row = " + ".join(f"{_factor(name)} * {parts[name]}" for name in names)
    raw = survey.raw_file
    sums = survey.query(
        f"SELECT CAST(sum(m * m % {PRIME}) AS BIGINT) AS squares, "
        f"CAST(sum(m * m % {PRIME} * m % {PRIME}) AS BIGINT) AS cubes "
        f"FROM (SELECT ({row}) % {PRIME} AS m FROM {raw.text})",
        raw,
    )
    return hashlib.sha256(f"{sums['squares'][0]} {sums['cubes'][0]}".encode()).digest()


def columns_read(names: list[str], respondents: int) -> list[str]:
    """Return the columns that a mark is of, evenly spread over all.

    Examples
    --------
    >>> names = [f"c{number}" for number in range(100)]
    >>> [len(columns_read(names, count)) for count in (1_000, 4_000_000, 100_000_000)]
    [34, 20, 8]
    """
    most = min(max(MOST_VALUES // max(respondents, 1), FEWEST_COLUMNS), MOST_COLUMNS)
    return names[:: -(-len(names) // most)]


def _is_read(sql_type: str) -> bool:
    return sql_type in INTEGERS or sql_type in FRACTIONS or sql_type in TEXTS


def _number(column: str, sql_type: str) -> str:
    """SQL for a whole number that a column holds, or that is made of a text."""
    name = quote(column)
    if sql_type in TEXTS:
        text = f"CAST({name} AS VARCHAR)"
        # Letters, which engines count alike; their numbers some have of the first byte.
        parts = [f"length({text})", *(f"length(replace({text}, '{one}', ''))" for one in LETTERS)]
        sums = " + ".join(f"{part} * {LONG**place}" for place, part in enumerate(parts))
        return f"coalesce(CAST(({sums}) % {FARTHEST} AS BIGINT), -1)"
    near = f"{name} > -{FARTHEST} AND {name} < {FARTHEST}"
    whole = f"floor({name})" if sql_type in FRACTIONS else name
    return f"CASE WHEN {near} THEN CAST({whole} AS BIGINT) ELSE -1 END"


def _factor(column: str) -> int:
    """The factor of a column, which follows from its name."""
    return int.from_bytes(hashlib.sha256(column.encode()).digest()[:8], "big") % FACTORS + 1
