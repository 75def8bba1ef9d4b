"""A survey whose responses can be read: the columns of its file, and SQL that compares their codes.

Nothing is taken for granted here: the file may contradict the codebook, or not be there.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import sqltypes

from insight.language.errors import DataError, Fault, SurveyReplacedError
from insight.query.column_types import INTEGERS, cast_to, code_type
from insight.query.engines.connections import SECONDS, engine_of, is_as_marked, sql_of
from insight.query.engines.engine import Engine
from insight.query.engines.local_files import LocalFiles
from insight.query.memory import Shelf
from insight.query.recipe.derived_columns import recoded_source
from insight.query.sql import Sql, Value, bindings, is_among, quote
from insight.query.store import Columns, QueryError, Store, table_of
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Condition, Filter
from insight.survey.folders import Survey, is_as_read

Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class StoredSurvey(Survey):
    """A survey and the store that reads its responses, which nobody has checked yet."""

    store: Store = field(repr=False)

    @cached_property
    def file(self) -> Sql:
        """SQL for the responses: the file, with the recipe carried out where there is one.

        Raises
        ------
        DataError
            If there is a recipe and the file is absent, cut short or not Parquet.
        """
        return self._source(None)

    def _source(self, only: Collection[str] | None) -> Sql:
        """SQL for the responses with some of their columns, or all."""
        if self.recoding is None or not self.recoding.changes_responses:
            return self.raw_file
        return recoded_source(self.raw_file, self.raw_types, self.recoding, only)

    @cached_property
    def engine(self) -> Engine:
        """What answers queries about the responses: DuckDB, or the database that they stand in.

        Raises
        ------
        EngineError
            If the operator has not said where that is.
        """
        table = self.codebook.source_table
        return engine_of(table.engine, self.store) if table else LocalFiles(self.store)

    @property
    def raw_file(self) -> Sql:
        """SQL for the responses: their table, or a file whose path makes no folder a column."""
        if self.codebook.source_table:
            return sql_of(self.codebook.source_table)
        path = glob.escape(str(self.responses))
        return Sql("read_parquet($path, hive_partitioning = false)", {"path": path})

    def query(self, sql: str, *parts: Sql) -> Columns:
        """Run one query where the responses are.

        Raises
        ------
        SurveyReplacedError
            If the files have been replaced, so that what comes out may be of others.
        """
        return self.of_one_version(lambda: self.engine.aggregate(sql, *parts))

    def query_here(self, sql: str, *parts: Sql) -> Columns:
        """Run one query on what has been made of the responses in the memory of this process.

        Raises
        ------
        SurveyReplacedError
            As :meth:`query`.
        """
        return self.of_one_version(lambda: self.store.query(sql, *parts), SECONDS)

    def rows_of_sums(self, sums: str, rows: str, *parts: Sql) -> pa.Table:
        """Return rows that are made here of what an aggregate query answers.

        Of responses in a database, that answer is all that leaves it.

        Parameters
        ----------
        sums
            The aggregate query.
        rows
            The query for the rows, with ``{sums}`` for what the other answers.
        parts
            The parts of the aggregate query that have parameters.
        """
        if self.codebook.source_table is None:
            return self.store.rows(rows.format(sums=f"({sums}) AS sums"), *parts)
        answer = table_of(self.engine.aggregate(sums, *parts))
        return self.store.rows_with("sums", answer, rows.format(sums="sums"))

    def of_one_version(self, read: Callable[[], Answer], within: float = 0.0) -> Answer:
        """Return what is read of the files, which are those that the codebook was read with.

        Of a table in a database, its state may be known since so many seconds.

        Raises
        ------
        SurveyReplacedError
            If they have been replaced.
        """
        try:
            return read()
        finally:
            if not (is_as_read(self) and is_as_marked(self, self.store, within)):
                raise SurveyReplacedError(self.folder.name)

    @property
    def shelf(self) -> Shelf:
        """What is remembered of this version of the survey."""
        return Shelf(self.store.memory, (self.folder, self.version))

    def recall(self, name: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what is remembered under a name, made where it is not there."""
        return self.shelf.recall(name, make)

    def known(self, name: Hashable) -> object | None:
        """Return what is remembered under a name, None where nothing is."""
        return self.shelf.known(name)

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The DuckDB types of the columns by name, with those that a recipe makes.

        Raises
        ------
        DataError
            If the file is absent, cut short or not Parquet.
        """
        if self.recoding is None or not self.recoding.changes_responses:
            return self.raw_types
        return self._types_of(self.file)

    @cached_property
    def raw_types(self) -> Mapping[str, str]:
        """The DuckDB types of the file's columns by name.

        Raises
        ------
        DataError
            If the file is absent, cut short or not Parquet.
        """
        if self.codebook.source_table is None and not self.responses.is_file():
            values = {"file": self.responses.name, "folder": self.folder.name}
            raise DataError(Fault("fault.no_responses", values))
        return self._types_of(self.raw_file)

    def _types_of(self, source: Sql) -> dict[str, str]:
        try:
            return {**self.of_one_version(lambda: self.engine.types(source)).types}
        except QueryError as error:
            raise self.not_parquet() from error

    def not_parquet(self) -> DataError:
        """Return the refusal of a file that cannot be read."""
        values = {"file": self.responses.name, "survey": self.id}
        return DataError(Fault("fault.not_parquet", values))

    def ambiguous(self) -> dict[str, list[str]]:
        """Columns that differ in case only, which SQL cannot tell apart, by the name in small."""
        names: dict[str, list[str]] = {}
        at_hand = self.codebook.source_table is None
        for name in pq.read_schema(self.responses).names if at_hand else self.raw_types:
            names.setdefault(name.lower(), []).append(name)
        return {
            small: clash
            for small, clash in names.items()
            if len(clash) > len({name for name in self.raw_types if name in clash})
        }

    def select(self, columns: Iterable[str]) -> Sql:
        """SQL for the named columns, each in a type in which it can be compared.

        Integers stay as they are, because a cast of every row costs more than the rest of most
        queries.
        """
        casts = self._casts
        chosen = dict.fromkeys(columns)
        listed = ", ".join(
            _comparable(column, self.types.get(column, ""), casts.get(column)) for column in chosen
        )
        source = self._source(chosen)
        return Sql(f"SELECT {listed or '1 AS row'} FROM {source.text}", source.values)

    @cached_property
    def _casts(self) -> Mapping[str, str]:
        return _casts(self.codebook)

    def typed(self, variable: Variable, codes: Sequence[int | str]) -> list[Value]:
        """Codes as parameters of the type of their column, so that no row need be converted."""
        sql_type = self.types.get(variable.id, "") if codes else ""
        within = INTEGERS.get(sql_type, range(0))
        if codes and all(isinstance(code, int) and code in within for code in codes):
            parameter_type = getattr(sqltypes, sql_type)
            return [duckdb.Value(code, parameter_type) for code in codes]
        return list(codes)

    def predicate(self, where: Filter) -> Sql:
        """SQL for the condition that a respondent meets a filter."""
        conditions = [
            self._condition(condition, f"where{number}")
            for number, condition in enumerate(where.conditions)
        ]
        text = " AND ".join(condition.text for condition in conditions)
        return Sql(text or "TRUE", bindings(*conditions))

    def _condition(self, condition: Condition, part: str) -> Sql:
        variable = condition.variable
        if variable.kind == "multiple":
            columns = [variable.category(code).column or "" for code in condition.codes]
            return Sql("(" + " OR ".join(f"{quote(column)} = 1" for column in columns) + ")")
        codes = self.typed(variable, variable.values_of(condition.codes))
        return is_among(quote(variable.id), part, codes)


def _comparable(column: str, sql_type: str, wanted: str | None) -> str:
    """SQL for a column in a type in which it can be compared; `wanted` is that of its codes."""
    as_it_is = sql_type == (wanted or "VARCHAR")
    if as_it_is or (sql_type in INTEGERS and wanted in ("BIGINT", None)):
        return quote(column)
    text = f"CAST({quote(column)} AS VARCHAR)"
    return f"{cast_to(wanted, column, sql_type) if wanted else text} AS {quote(column)}"


def _casts(codebook: Codebook) -> dict[str, str]:
    casts: dict[str, str] = {}
    for variable in codebook.variables.values():
        casts |= dict.fromkeys(variable.columns, code_type(variable))
    if codebook.design.weight:
        casts[codebook.design.weight] = "DOUBLE"
    numbers = (*codebook.design.fpc, *codebook.design.replicate_columns)
    return casts | dict.fromkeys(numbers, "DOUBLE")
