"""An engine: what tells the columns of a table of responses, and sums them up.

Queries are written in DuckDB's SQL, in which all of this package is written. An engine of another
kind translates them, and answers none that would bring out rows of respondents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from insight.language.errors import Fault, NotNowError, RequestError
from insight.query.sql import Sql
from insight.query.store import Columns


@dataclass(frozen=True)
class TableColumns:
    """The columns of a table.

    Attributes
    ----------
    types
        Their DuckDB types by name, in order.
    mark
        Hexadecimal digits that are others when columns or rows are; empty where the table is a
        file, whose place on the disk tells it.
    """

    types: Mapping[str, str]
    mark: str = ""


class Engine(Protocol):
    """A database that is asked about a table of responses."""

    def types(self, table: Sql) -> TableColumns:
        """Return the columns of a table.

        Raises
        ------
        InsightError
            If the table is not there, or the engine does not answer.
        """

    def aggregate(self, sql: str, *parts: Sql) -> Columns:
        """Run an aggregate query and return its columns.

        Parameters
        ----------
        sql
            The query, in DuckDB's SQL.
        parts
            Its parts that have parameters.

        Raises
        ------
        InsightError
            If the engine refuses it, or does not answer.
        """


class EngineError(NotNowError):
    """A database that did not answer; nothing of its address or secret is told."""


class RowsRefusedError(RequestError):
    """A query that would bring rows of respondents out of a database."""

    def __init__(self) -> None:
        super().__init__(Fault("fault.engine_rows"))
