"""DuckDB over the responses: the only file that knows the database.

Respondents never leave it: what comes out are aggregates as numpy columns, or a filtered file on
disk that the reader asked to download.
"""

from __future__ import annotations

import glob
import itertools
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insight.language.errors import DataError, Fault, InsightError
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Filter, quoted
from insight.survey.folders import Survey

Columns = dict[str, np.ndarray]
Value = int | float | str | list[str] | duckdb.Value
Answer = TypeVar("Answer")


# The responses of one file, whose path is the parameter: no folder name is read as a column.
RESPONSES = "read_parquet(?, hive_partitioning = false)"


def path_of(survey: Survey) -> str:
    """The parameter of `RESPONSES`: the path, in which no character is a wildcard."""
    return glob.escape(str(survey.responses))


# From how many respondents on it pays to count those who are alike, how many there must be of a
# kind on average, and how many kinds are kept in memory.
FEWEST_TO_PROFILE = 200_000
WORTH_PROFILING = 4
MOST_PROFILES = 20_000_000


# The column of profiles that says how many respondents are alike.
ALIKE = '"how many are alike"'


@dataclass(frozen=True)
class Source:
    """SQL for responses, or for profiles of respondents who are alike, with its parameters."""

    sql: str
    parameters: tuple[Value, ...]
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
        self._profiled: dict[str, int] = {}

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
            described = self.query(f"DESCRIBE SELECT * FROM {RESPONSES}", [path_of(survey)])
        except QueryError as error:
            values = {"file": path.name, "survey": survey.id}
            raise DataError(Fault("fault.not_parquet", values)) from error
        return {
            str(name): str(kind)
            for name, kind in zip(described["column_name"], described["column_type"], strict=True)
        }

    def ambiguous(self, survey: Survey) -> dict[str, list[str]]:
        """Columns that differ in case only, which SQL cannot tell apart, by the name in small."""
        names: dict[str, list[str]] = {}
        for name in pq.read_schema(survey.responses).names:
            names.setdefault(name.lower(), []).append(name)
        described = self.columns(survey)
        return {
            small: clash
            for small, clash in names.items()
            if len(clash) > len({name for name in described if name in clash})
        }

    def responses(self, survey: Survey, columns: Iterable[str]) -> str:
        """SQL for the named columns, each in a type in which it can be compared.

        Integers stay as they are, because a cast of every row costs more than the rest of most
        queries. The path of the file is the query's first parameter.
        """
        types = self._types(survey)
        return f"SELECT {_cast_columns(survey.codebook, types, columns)} FROM {RESPONSES}"

    def parameters(self, survey: Survey, respondents: Filter) -> list[Value]:
        """The values of a filter's placeholders over :meth:`responses`, of the columns' types."""
        return [
            value
            for condition in respondents.conditions
            for value in self.typed(survey, condition.variable, condition.parameters)
        ]

    def typed(self, survey: Survey, variable: Variable, codes: Sequence[int | str]) -> list[Value]:
        """Codes as parameters of the type of their column, so that no row need be converted."""
        sql_type = self._types(survey).get(variable.id, "") if codes else ""
        within = _INTEGERS.get(sql_type, range(0))
        if all(isinstance(code, int) and code in within for code in codes):
            return [duckdb.Value(code, duckdb.type(sql_type)) for code in codes]
        return list(codes)

    def count(self, survey: Survey, respondents: Filter) -> int:
        """Count the respondents that a filter keeps."""
        columns = [column for one in respondents.variables for column in one.columns]
        sql = (
            f"SELECT count(*) AS n FROM ({self.responses(survey, columns)}) WHERE {respondents.sql}"
        )
        asked = [path_of(survey), *self.parameters(survey, respondents)]
        return int(self.query(sql, asked)["n"][0])

    def rows(self, survey: Survey, respondents: Filter) -> pa.Table:
        """The responses of the respondents that a filter keeps, as they stand in the file."""
        sql = f"SELECT * FROM {RESPONSES} WHERE {respondents.sql}"
        try:
            with self._connection.cursor() as cursor:
                found = cursor.sql(sql, params=[path_of(survey), *respondents.parameters])
                return found.to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(sql, str(error)) from error

    def source(self, survey: Survey, columns: Iterable[str]) -> Source:
        """Return the named columns of a survey's responses, to be counted and summed.

        Of a large file, respondents who are alike in every segment, in the design and in the
        other columns named are counted once and kept in memory, because a survey has far fewer
        kinds of respondents than respondents.
        """
        wanted = list(dict.fromkeys(columns))
        table = self._profiles(survey, wanted)
        if table is None:
            return Source(self.responses(survey, wanted), (path_of(survey),))
        listed = "".join(f"{quoted(column)}, " for column in wanted)
        return Source(f"SELECT {listed}{ALIKE} FROM {table}", (), profiled=True)

    def _profiles(self, survey: Survey, columns: Sequence[str]) -> str | None:
        """The table in memory that counts respondents who are alike; None where there is none."""
        rows = self.remembered(survey, "rows", lambda: _rows(survey))
        if rows < FEWEST_TO_PROFILE:
            return None
        book = survey.codebook
        common = [*book.design.columns, *(col for one in book.segments for col in one.columns)]
        kept = list(dict.fromkeys(common))
        added = sorted(set(columns) - set(kept))
        make = self._make_profiles
        return self.remembered(
            survey, f"profiles of {added!r}", lambda: make(survey, [*kept, *added], rows)
        )

    def _make_profiles(self, survey: Survey, columns: Sequence[str], rows: int) -> str | None:
        if sum(list(self._profiled.values())) > MOST_PROFILES:
            return None
        table = f"profiles_{next(self._tables)}"
        source = self.responses(survey, columns)
        listed = ", ".join(quoted(column) for column in columns)
        self.query(
            f"CREATE TABLE {table} AS SELECT {listed}, count(*) AS {ALIKE} "
            f"FROM ({source}) GROUP BY ALL",
            [path_of(survey)],
        )
        kinds = int(self.query(f"SELECT count(*) AS n FROM {table}")["n"][0])
        if kinds > rows / WORTH_PROFILING:
            self.query(f"DROP TABLE {table}")
            return None
        self._profiled[table] = kinds
        return table

    def remembered(self, survey: Survey, name: str, make: Callable[[], Answer]) -> Answer:
        """Return `make()`, made once for each version of the survey's files.

        While one request makes an answer, others wait for that answer only.
        """
        key = (survey.version, name)
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
            if isinstance(table, str) and self._profiled.pop(table, None) is not None:
                self.query(f"DROP TABLE {table}")

    def _types(self, survey: Survey) -> dict[str, str]:
        return self.remembered(survey, "types", lambda: self.columns(survey))


def _folder_of(version: str) -> str:
    """The folder that a version is of."""
    return version.rsplit(":", 2)[0]


def _rows(survey: Survey) -> int:
    """How many respondents the file has, as it says itself."""
    rows: int = pq.read_metadata(survey.responses).num_rows
    return rows


# The SQL types in which integers are compared as they are, and what they hold.
_INTEGERS = {
    "TINYINT": range(-(2**7), 2**7),
    "SMALLINT": range(-(2**15), 2**15),
    "INTEGER": range(-(2**31), 2**31),
    "BIGINT": range(-(2**63), 2**63),
    "UTINYINT": range(2**8),
    "USMALLINT": range(2**16),
    "UINTEGER": range(2**32),
}


def _cast_columns(codebook: Codebook, types: Mapping[str, str], columns: Iterable[str]) -> str:
    casts = _casts(codebook)
    chosen = dict.fromkeys(columns)
    if not chosen:
        return "1 AS one"
    return ", ".join(
        _compared(column, types.get(column, ""), casts.get(column)) for column in chosen
    )


def _compared(column: str, sql_type: str, wanted: str | None) -> str:
    """SQL for a column in a type in which it can be compared; `wanted` is that of its codes."""
    as_it_is = sql_type == (wanted or "VARCHAR")
    if as_it_is or (sql_type in _INTEGERS and wanted in ("BIGINT", None)):
        return quoted(column)
    text = f"CAST({quoted(column)} AS VARCHAR)"
    return f"{cast_to(wanted, column) if wanted else text} AS {quoted(column)}"


def cast_to(sql_type: str, column: str) -> str:
    """SQL for a column in the type in which it is compared; 1.0 is 1 where codes are text.

    Examples
    --------
    >>> cast_to("BIGINT", "age")
    'CAST("age" AS BIGINT)'
    """
    if sql_type != "VARCHAR":
        return f"CAST({quoted(column)} AS {sql_type})"
    text = f"CAST({quoted(column)} AS VARCHAR)"
    plain = f"typeof({quoted(column)}) = 'VARCHAR'"
    return f"CASE WHEN {plain} THEN {text} ELSE regexp_replace({text}, '\\.0+$', '') END"


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
