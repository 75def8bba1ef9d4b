"""Respondents of a large survey who are alike in every segment, counted once and kept in memory.

A survey has far fewer kinds of respondents than respondents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from insight.query.opened import OpenSurvey
from insight.query.sql import Sql, quoted

# From how many respondents on it pays to count those who are alike, how many there must be of a
# kind on average, and how many kinds are kept in memory.
FEWEST_TO_PROFILE = 200_000
WORTH_PROFILING = 4
MOST_PROFILES = 20_000_000


# The column that says how many respondents are alike.
ALIKE = '"how many are alike"'


@dataclass(frozen=True)
class Source:
    """SQL for responses, or for kinds of respondents who are alike."""

    sql: Sql
    profiled: bool = False

    def count(self, where: str = "") -> str:
        """SQL that counts respondents, those only that meet a condition where there is one."""
        only = f" FILTER (WHERE {where})" if where else ""
        return f"CAST(sum({ALIKE}){only} AS BIGINT)" if self.profiled else f"count(*){only}"

    @property
    def times(self) -> str:
        """SQL that goes after what is summed over respondents."""
        return f" * {ALIKE}" if self.profiled else ""

    @property
    def columns(self) -> str:
        """SQL for what a selection from the source must keep."""
        return f", {ALIKE}" if self.profiled else ""


def source_of(survey: OpenSurvey, columns: Iterable[str]) -> Source:
    """Return the named columns of a survey's responses, to be counted and summed.

    Of a large file, respondents who are alike in every segment, in the design and in the other
    columns named are counted once and kept in memory.
    """
    wanted = list(dict.fromkeys(columns))
    table = _profiles(survey, wanted)
    if table is None:
        return Source(survey.select(wanted))
    listed = "".join(f"{quoted(column)}, " for column in wanted)
    return Source(Sql(f"SELECT {listed}{ALIKE} FROM {table}"), profiled=True)


def _profiles(survey: OpenSurvey, columns: Sequence[str]) -> str | None:
    """The table in memory that counts respondents who are alike; None where there is none."""
    if survey.respondents < FEWEST_TO_PROFILE:
        return None
    book = survey.codebook
    common = [*book.design.columns, *(col for one in book.segments for col in one.columns)]
    kept = list(dict.fromkeys(common))
    added = sorted(set(columns) - set(kept))
    return survey.remembered(
        f"profiles of {added!r}", lambda: _make_profiles(survey, [*kept, *added])
    )


def _make_profiles(survey: OpenSurvey, columns: Sequence[str]) -> str | None:
    store = survey.store
    if sum(list(store.profiled.values())) > MOST_PROFILES:
        return None
    table, source = store.new_table(), survey.select(columns)
    listed = ", ".join(quoted(column) for column in columns)
    store.query(
        f"CREATE TABLE {table} AS SELECT {listed}, count(*) AS {ALIKE} "
        f"FROM ({source.text}) GROUP BY ALL",
        source,
    )
    kinds = int(store.query(f"SELECT count(*) AS n FROM {table}")["n"][0])
    if kinds > survey.respondents / WORTH_PROFILING:
        store.query(f"DROP TABLE {table}")
        return None
    store.profiled[table] = kinds
    return table
