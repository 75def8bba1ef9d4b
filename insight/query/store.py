"""DuckDB: the only file that knows the database.

Respondents never leave it: what comes out are aggregates as numpy columns, or a filtered file on
disk that the reader asked to download.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import duckdb
import numpy as np
import pyarrow as pa

from insight.language.errors import Fault, InsightError
from insight.query.sql import Sql, bound

Columns = dict[str, np.ndarray]
Answer = TypeVar("Answer")


class QueryError(InsightError):
    """A query that the database refused; `sql` is what was asked, the cause is chained."""

    def __init__(self, sql: str, reason: str) -> None:
        super().__init__(Fault("fault.query", {"reason": reason.splitlines()[0][:300]}))
        self.sql = sql


class Store:
    """An in-memory DuckDB that reads Parquet files and never reaches the network.

    One store serves all threads: each query runs on a cursor of its own, because a connection
    shared between threads mixes up their results.
    """

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        for setting in (
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET enable_progress_bar = false",
            "SET lock_configuration = true",
        ):
            self._connection.execute(setting)
        self._remembered: dict[tuple[str, str], object] = {}
        self._lock = threading.RLock()
        self._locks: dict[tuple[str, str], threading.RLock] = {}
        self._tables = itertools.count(1)
        self.profiled: dict[str, int] = {}

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
        try:
            with self._connection.cursor() as cursor:
                columns = cursor.execute(sql, bound(*parts)).fetchnumpy()
                return {name: np.asanyarray(column) for name, column in columns.items()}
        except duckdb.Error as error:
            raise QueryError(sql, str(error)) from error

    def rows(self, sql: str, *parts: Sql) -> pa.Table:
        """Run one query, as :meth:`query`, and return its rows.

        Raises
        ------
        QueryError
            If the database refuses it.
        """
        try:
            with self._connection.cursor() as cursor:
                return cursor.sql(sql, params=bound(*parts)).to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(sql, str(error)) from error

    def new_table(self) -> str:
        """Return a name that no table has yet."""
        return f"table_{next(self._tables)}"

    def remembered(self, version: str, name: str, make: Callable[[], Answer]) -> Answer:
        """Return `make()`, made once for each version of a survey's files.

        While one request makes an answer, others wait for that answer only.
        """
        key = (version, name)
        with self._lock:
            own = self._locks.setdefault(key, threading.RLock())
        with own:
            if key in self._remembered:
                return cast("Answer", self._remembered[key])
            made = self._remembered[key] = make()
            return made

    def forget(self, root: Path) -> None:
        """Give back the memory of surveys under a folder, which nobody asks about any more."""
        with self._lock:
            about = [one for one in self._locks if Path(_folder_of(one[0])).is_relative_to(root)]
            answers = [self._remembered.pop(one, None) for one in about]
            for one in about:
                del self._locks[one]
        for table in answers:
            if isinstance(table, str) and self.profiled.pop(table, None) is not None:
                self.query(f"DROP TABLE {table}")


@cache
def shared_store() -> Store:
    """Return the database of this process."""
    return Store()


def _folder_of(version: str) -> str:
    """The folder that a version is of."""
    return version.rsplit(":", 2)[0]
