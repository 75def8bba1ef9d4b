"""DuckDB over the responses: the only file that knows the database.

Respondents never leave it: what comes out are aggregates as numpy columns, or a filtered file on
disk that the reader asked to download.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, cast

import duckdb
import numpy as np
import pyarrow as pa

from insight.codebook import Codebook, Variable
from insight.errors import DataError, Fault, InsightError
from insight.filters import Filter, quoted
from insight.survey import Survey

Columns = dict[str, np.ndarray]
Value = int | float | str | list[str]
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

    def query(self, sql: str, parameters: Sequence[Value] = ()) -> Columns:
        """Run one query and return its columns.

        Raises
        ------
        QueryError
            If the database refuses it.
        """
        try:
            with self._connection.cursor() as cursor:
                found = cursor.execute(sql, list(parameters)).fetchnumpy()
                return {name: np.asanyarray(column) for name, column in found.items()}
        except duckdb.Error as error:
            raise QueryError(sql, str(error)) from error

    def columns(self, survey: Survey) -> dict[str, str]:
        """Names and DuckDB types of the columns of a survey's responses.

        Raises
        ------
        DataError
            If the file is absent, cut short or not Parquet.
        """
        path = survey.responses
        if not path.is_file():
            values = {"file": path.name, "folder": survey.folder.name}
            raise DataError(Fault("fault.no_responses", values))
        try:
            described = self.query("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])
        except QueryError as error:
            values = {"file": path.name, "survey": survey.id}
            raise DataError(Fault("fault.not_parquet", values)) from error
        return {
            str(name): str(kind)
            for name, kind in zip(described["column_name"], described["column_type"], strict=True)
        }

    def responses(self, survey: Survey, columns: Iterable[str]) -> str:
        """SQL for the named columns, each in the one type in which it is compared.

        The path of the file is the query's first parameter.
        """
        return f"SELECT {_cast_columns(survey.codebook, columns)} FROM read_parquet(?)"

    def rows(self, survey: Survey, respondents: Filter) -> pa.Table:
        """The responses of the respondents that a filter keeps, as they stand in the file."""
        sql = f"SELECT * FROM read_parquet(?) WHERE {respondents.sql}"
        try:
            with self._connection.cursor() as cursor:
                found = cursor.execute(sql, [str(survey.responses), *respondents.parameters])
                return found.to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(sql, str(error)) from error

    def remembered(self, survey: Survey, name: str, make: Callable[[], Answer]) -> Answer:
        """Return `make()`, made once for each version of the survey's files."""
        key = (survey.version, name)
        with self._lock:
            if key not in self._remembered:
                self._remembered[key] = make()
            return cast("Answer", self._remembered[key])


def _cast_columns(codebook: Codebook, columns: Iterable[str]) -> str:
    casts = _casts(codebook)
    chosen = dict.fromkeys(columns)
    if not chosen:
        return "1 AS one"
    return ", ".join(
        f"CAST({quoted(column)} AS {casts[column]}) AS {quoted(column)}"
        if column in casts
        else quoted(column)
        for column in chosen
    )


def _casts(codebook: Codebook) -> dict[str, str]:
    casts: dict[str, str] = {}
    for variable in codebook.variables.values():
        casts |= dict.fromkeys(variable.columns, code_type(variable))
    if codebook.design.weight:
        casts[codebook.design.weight] = "DOUBLE"
    return casts | dict.fromkeys(codebook.design.fpc, "DOUBLE")


def code_type(variable: Variable) -> str:
    """The SQL type in which a variable's codes are compared."""
    match variable.kind:
        case "numeric":
            return "DOUBLE"
        case "multiple":
            return "BIGINT"
        case "single":
            return "BIGINT" if variable.integer_codes else "VARCHAR"
    raise AssertionError(variable.kind)
