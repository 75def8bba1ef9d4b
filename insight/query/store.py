"""DuckDB: the only file that knows the database.

Respondents never leave it: what comes out are aggregates as numpy columns, or a filtered file on
disk that the reader asked to download.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import duckdb
import numpy as np
import pyarrow as pa

from insight.language.errors import Fault, InsightError
from insight.operation import clicks
from insight.operation.waiting import ended_by
from insight.query import explained
from insight.query.memory import ROOM, Memory
from insight.query.sql import Sql, bindings

Columns = dict[str, np.ndarray]


class QueryError(InsightError):
    """A query that the database refused; `sql` is what was asked, the cause is chained."""

    def __init__(self, sql: str, reason: str) -> None:
        super().__init__(Fault("fault.query", {"reason": reason.splitlines()[0][:300]}))
        self.sql = sql


class Store:
    """An in-memory DuckDB that reads Parquet files and never reaches the network.

    One store serves all threads: each query runs on a cursor of its own, because a connection
    shared between threads mixes up their results.

    Parameters
    ----------
    room
        How many bytes the answers may take that it remembers.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._connection = duckdb.connect(":memory:")
        for setting in (
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET enable_progress_bar = false",
            "SET lock_configuration = true",
        ):
            self._connection.execute(setting)
        self.memory = Memory(room)
        self._tables = itertools.count(1)

    @contextmanager
    def _asking(self, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for a query, whose time is counted and whose refusal is ours.

        The query ends when nobody waits for it any more.
        """
        try:
            with (
                clicks.query(),
                explained.query(),
                self._connection.cursor() as cursor,
                ended_by(cursor.interrupt),
            ):
                yield cursor
        except duckdb.Error as error:
            raise QueryError(sql, str(error)) from error

    def query(self, sql: str, *parts: Sql) -> Columns:
        """Run one query and return its columns.

        Parameters
        ----------
        sql
            The query.
        parts
            Its parts that have parameters.

        Raises
        ------
        QueryError
            If the database refuses it.
        """
        with self._asking(sql) as cursor:
            columns = cursor.execute(sql, bindings(*parts)).fetchnumpy()
            return {name: np.asanyarray(column) for name, column in columns.items()}

    def rows(self, sql: str, *parts: Sql) -> pa.Table:
        """Run one query, as :meth:`query`, and return its rows.

        Raises
        ------
        QueryError
            If the database refuses it.
        """
        with self._asking(sql) as cursor:
            return cursor.sql(sql, params=bindings(*parts)).to_arrow_table()

    def rows_with(self, name: str, table: pa.Table, sql: str, *parts: Sql) -> pa.Table:
        """Run one query that may read a table in memory under a name, and return its rows.

        Raises
        ------
        QueryError
            If the database refuses it.
        """
        with self._asking(sql) as cursor:
            cursor.register(name, table)
            return cursor.sql(sql, params=bindings(*parts)).to_arrow_table()

    def parts(self, sql: str, rows: int, *parts: Sql) -> Iterator[pa.Table]:
        """Run one query, as :meth:`rows`, and return at most so many of its rows at a time.

        Raises
        ------
        QueryError
            If the database refuses it.
        """
        with self._asking(sql) as cursor:
            answer = cursor.sql(sql, params=bindings(*parts)).to_arrow_reader(rows)
            yield from (pa.Table.from_batches([batch]) for batch in answer)

    def columns_of(self, table: pa.Table) -> Columns:
        """Return the columns of a table in memory, as :meth:`query` returns those of an answer."""
        with self._connection.cursor() as cursor:
            columns = cursor.from_arrow(table).fetchnumpy()
            return {name: np.asanyarray(column) for name, column in columns.items()}

    def take_in(self, name: str, table: pa.Table) -> None:
        """Make a table of the database from rows that are in memory."""
        with self._connection.cursor() as cursor:
            cursor.from_arrow(table).create(name)

    def new_table(self) -> str:
        """Return a name that no table has yet."""
        return f"table_{next(self._tables)}"


def table_of(columns: Columns) -> pa.Table:
    """Return columns as a table in memory; what is masked is empty."""
    arrays = {
        name: pa.array(np.ma.getdata(column), mask=np.ma.getmaskarray(column))
        for name, column in columns.items()
    }
    return pa.table(arrays)


@cache
def shared_store() -> Store:
    """Return the database of this process."""
    store = Store()
    store.memory.watch("answers")
    return store
