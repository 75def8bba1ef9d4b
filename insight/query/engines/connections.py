"""Connections to the databases that surveys stand in, and how their tables are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from insight.language.errors import Fault, InsightError
from insight.query.engines.engine import Engine, EngineError, TableColumns
from insight.query.engines.engine_settings import clickhouse_settings_from
from insight.query.engines.lately import Lately
from insight.query.sql import Sql, quote
from insight.query.store import Store
from insight.survey.folders import Survey
from insight.survey.source.source_table import SourceTable, mark_in, with_mark

# So old may be what is known of a table when a page begins: each query asks anew afterwards.
SECONDS = 2.0


def _clickhouse(store: Store) -> Engine:
    settings = clickhouse_settings_from()
    try:
        from insight.query.engines.clickhouse import ClickHouse
    except ImportError:
        fault = Fault("fault.engine_not_installed", {"extra": "clickhouse"})
        raise EngineError(fault) from None
    return ClickHouse(settings, store)


OPENERS: dict[str, Callable[[Store], Engine]] = {"clickhouse": _clickhouse}
AnySurvey = TypeVar("AnySurvey", bound=Survey)
_states: Lately[TableColumns] = Lately()


@lru_cache(maxsize=20)
def engine_of(kind: str, store: Store) -> Engine:
    """Return the engine of a kind that has been connected to for a store.

    Raises
    ------
    EngineError
        If the operator has not said where it is.
    """
    return OPENERS[kind](store)


def sql_of(table: SourceTable) -> Sql:
    """Return SQL for a table.

    Examples
    --------
    >>> sql_of(SourceTable("clickhouse", 'reg.ans"wers')).text
    '"reg"."ans""wers"'
    """
    return Sql(".".join(map(quote, table.parts)))


def state_of(table: SourceTable, store: Store, within: float = 0.0) -> TableColumns:
    """Return the columns of a table, and the mark of its rows.

    Parameters
    ----------
    table, store
        The table, and the store that its engine answers for.
    within
        How many seconds old the answer may be.

    Raises
    ------
    EngineError
        If the engine does not answer, or has no such table.
    """
    return _states.recall((table, store), within, lambda: _asked(table, store))


def _asked(table: SourceTable, store: Store) -> TableColumns:
    return engine_of(table.engine, store).types(sql_of(table))


def marked(survey: AnySurvey, store: Store) -> AnySurvey:
    """Return a survey whose version tells how its table is; one in a file as it is.

    Raises
    ------
    EngineError
        As :func:`state_of`.
    """
    table = survey.codebook.source_table
    if table is None or mark_in(survey.version):
        return survey
    return replace(survey, version=with_mark(survey.version, state_of(table, store, SECONDS).mark))


def is_as_marked(survey: Survey, store: Store, within: float = 0.0) -> bool:
    """Whether the table of a survey is still as it was when the survey was opened.

    Parameters
    ----------
    survey, store
        The survey, and the store that its engine answers for.
    within
        How many seconds old may be what is known of the table.

    Raises
    ------
    EngineError
        As :func:`state_of`.
    """
    table, mark = survey.codebook.source_table, mark_in(survey.version)
    return table is None or not mark or state_of(table, store, within).mark == mark


def marks_of(surveys: Sequence[Survey], store: Store) -> tuple[str, ...]:
    """Return how the tables of surveys are, in words that change when any of them does.

    An engine that does not answer has what is wrong as its word.
    """
    return tuple(_mark_of(table, store) for table in _tables_of(surveys))


def _tables_of(surveys: Sequence[Survey]) -> list[SourceTable]:
    """The tables that surveys stand in, each once."""
    tables = (each.codebook.source_table for each in surveys)
    return [*dict.fromkeys(table for table in tables if table)]


def _mark_of(table: SourceTable, store: Store) -> str:
    try:
        return _glance(table, store).mark
    except InsightError as error:
        return " ".join(fault.key for fault in error.faults)


def _glance(table: SourceTable, store: Store) -> TableColumns:
    """How a table is now; of an engine that did not answer, whoever looks does not wait again."""
    return _states.glance((table, store), SECONDS, lambda: _asked(table, store))


def wrong_with(surveys: Sequence[Survey], store: Store) -> list[str]:
    """Return what is wrong with the databases that surveys stand in, in a word for each kind.

    The words tell neither an address nor a survey.
    """
    words = set()
    for table in _tables_of(surveys):
        try:
            _glance(table, store)
        except InsightError as error:
            words.add(_WORDS.get(error.faults[0].key, "failed"))
    return sorted(words)


_WORDS = {
    "fault.engine_gone": "unreachable",
    "fault.engine_slow": "unreachable",
    "fault.engine_busy": "unreachable",
    "fault.engine_secret": "refused",
    "fault.engine_rights": "refused",
    "fault.engine_no_table": "refused",
    "fault.engine_unset": "not_set",
    "fault.engine_address": "not_set",
    "fault.engine_not_installed": "not_set",
}
