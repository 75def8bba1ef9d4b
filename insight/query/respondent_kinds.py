"""Respondents of a large survey who are alike in every segment, counted once and kept in memory.

A survey has far fewer kinds of respondents than respondents. With replicate weights hardly any two
are alike; then the columns themselves are kept in memory, where there is room for them, for weights
take much longer to read from a file than to sum.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from insight.query.opened import OpenSurvey
from insight.query.sql import Sql, quote
from insight.query.store import Store

# From how many respondents on it pays to count those who are alike, and how many there must be of
# a kind on average.
FEWEST_RESPONDENTS = 200_000
WORTH_COUNTING = 4
BYTES = 8  # of a value in memory, at most
# What columns with replicate weights may take of the room there is for all surveys, so that one of
# 1 M respondents and 80 replicates fits; and what a value of each type takes.
MOST_KEPT = 900_000_000
WIDTHS = {"TINYINT": 1, "UTINYINT": 1, "SMALLINT": 2, "USMALLINT": 2, "INTEGER": 4, "FLOAT": 4}
WIDEST = 16
# The column that says how many respondents are alike.
ALIKE = '"how many are alike"'


class KeptTable:
    """A table of the database that goes with this object; `nbytes` tells how much it takes."""

    def __init__(self, store: Store, sql: str, source: Sql, nbytes: int = 0) -> None:
        self.name = store.new_table()
        store.query(f"CREATE TABLE {self.name} AS {sql}", source)
        weakref.finalize(self, _drop, weakref.ref(store), self.name).atexit = False
        self.nbytes = nbytes


class KindsTable(KeptTable):
    """A table of respondents who are alike."""

    def __init__(self, store: Store, source: Sql, columns: Sequence[str]) -> None:
        listed = ", ".join(quote(column) for column in columns)
        sql = f"SELECT {listed}, count(*) AS {ALIKE} FROM ({source.text}) GROUP BY ALL"
        super().__init__(store, sql, source)
        self.kinds = int(store.query(f"SELECT count(*) AS n FROM {self.name}")["n"][0])
        self.nbytes = self.kinds * (len(columns) + 1) * BYTES


def _drop(database: weakref.ref[Store], table: str) -> None:
    if store := database():
        store.query(f"DROP TABLE {table}")


@dataclass(frozen=True)
class Source:
    """SQL for responses, or for kinds of respondents who are alike; it holds their table."""

    sql: Sql
    kinds: KindsTable | None = None
    rows: KeptTable | None = None

    def count(self, where: str = "") -> str:
        """SQL that counts respondents, those only that meet a condition where there is one."""
        only = f" FILTER (WHERE {where})" if where else ""
        return f"CAST(sum({ALIKE}){only} AS BIGINT)" if self.kinds else f"count(*){only}"

    @property
    def times(self) -> str:
        """SQL that goes after what is summed over respondents."""
        return f" * {ALIKE}" if self.kinds else ""

    @property
    def columns(self) -> str:
        """SQL for what a selection from the source must keep."""
        return f", {ALIKE}" if self.kinds else ""


def source_of(survey: OpenSurvey, columns: Iterable[str]) -> Source:
    """Return the named columns of a survey's responses, to be counted and summed.

    Of a large file, respondents who are alike in every segment, in the design and in the other
    columns named are counted once and kept in memory.
    """
    wanted = list(dict.fromkeys(columns))
    if survey.codebook.source_table:
        return Source(survey.select(wanted))
    kinds = _kinds(survey, wanted)
    if kinds is None and (rows := _rows_with_replicates(survey, wanted)):
        listed = ", ".join(map(quote, wanted))
        return Source(Sql(f"SELECT {listed} FROM {rows.name}"), rows=rows)
    if kinds is None:
        return Source(survey.select(wanted))
    listed = "".join(f"{quote(column)}, " for column in wanted)
    return Source(Sql(f"SELECT {listed}{ALIKE} FROM {kinds.name}"), kinds)


def _kinds(survey: OpenSurvey, columns: Sequence[str]) -> KindsTable | None:
    """The table in memory of respondents who are alike; None where it is not worth its place."""
    book = survey.codebook
    replicates = {*book.design.replicate_columns}
    # With replicate weights hardly any two are alike.
    if survey.respondents < FEWEST_RESPONDENTS or replicates & {*columns}:
        return None
    segments = (column for variable in book.segments for column in variable.columns)
    kept = dict.fromkeys([*book.design.columns_of_units, *segments])
    added = sorted({*columns} - {*kept})
    if added and not survey.recall("are alike", lambda: _are_alike(survey, list(kept))):
        return None

    def make() -> KindsTable | None:
        whole = [*kept, *added]
        table = survey.of_one_version(lambda: KindsTable(survey.store, survey.select(whole), whole))
        return table if table.kinds <= survey.respondents / WORTH_COUNTING else None

    return survey.recall(("kinds", *added), make)


def _are_alike(survey: OpenSurvey, columns: Sequence[str]) -> bool:
    """Whether counting those who are alike can pay: with more columns there are more kinds."""
    listed = ", ".join(quote(column) for column in columns)
    source = survey.select(columns)
    sql = f"SELECT count(*) AS n FROM (SELECT DISTINCT {listed or 1} FROM ({source.text}))"
    kinds = int(survey.query(sql, source)["n"][0])
    return kinds <= survey.respondents / WORTH_COUNTING


def _rows_with_replicates(survey: OpenSurvey, columns: Sequence[str]) -> KeptTable | None:
    """The table in memory of all responses, where replicate weights are asked for and it fits."""
    replicates = {*survey.codebook.design.replicate_columns}
    if survey.respondents < FEWEST_RESPONDENTS or not replicates & {*columns}:
        return None
    variables = survey.codebook.variables.values()
    of_variables = (column for variable in variables for column in variable.columns)
    whole = dict.fromkeys([*survey.codebook.design.columns, *of_variables])
    widths = (
        BYTES if column in replicates else WIDTHS.get(survey.types.get(column, ""), WIDEST)
        for column in whole
    )
    nbytes = survey.respondents * sum(widths)
    if nbytes > MOST_KEPT or not {*columns} <= {*whole}:
        return None

    def make() -> KeptTable:
        source = survey.select(whole)
        return survey.of_one_version(lambda: KeptTable(survey.store, source.text, source, nbytes))

    return survey.recall("rows with replicates", make)
