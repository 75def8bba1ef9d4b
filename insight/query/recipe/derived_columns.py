"""Derived columns: the expressions of a recipe as SQL, in the one place where responses are read.

Nothing is stored: the raw columns stay in the file, and each query computes what it needs. Names
reach the database quoted, values as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import singledispatchmethod

from insight.query.column_types import INTEGERS, cast_to
from insight.query.sql import Sql, Value, quote
from insight.survey.recipe.application import Recoding
from insight.survey.recipe.expressions import (
    AllHold,
    AnyHolds,
    AnyMark,
    Cases,
    Code,
    Column,
    Expression,
    IsAmong,
    IsAnswer,
    IsBlank,
    IsWithin,
    Listed,
    Mark,
    MeanOf,
    Recoded,
    Reflected,
    Without,
)
from insight.survey.recipe.mark_operations import between

_BLANK = r"[\s\p{Z}]"  # what Python means by white space, in the database's expressions
_TYPES = {"integer": "BIGINT", "text": "VARCHAR", "number": "DOUBLE"}


def recoded_source(
    file: Sql,
    types: Mapping[str, str],
    recoding: Recoding,
    only: Collection[str] | None = None,
) -> Sql:
    """Return SQL for the responses with a recipe carried out.

    Parameters
    ----------
    file
        SQL for the raw responses.
    types
        The DuckDB types of the raw columns by name.
    recoding
        The recipe carried out on the codebook.
    only
        The columns that are needed; all where it is None. To plan hundreds takes longer than most
        queries.
    """
    writer = ExpressionWriter(types)
    hidden = {name.lower() for name in (*recoding.derived, *recoding.gone)}
    columns = [
        quote(name)
        for name in types
        if name.lower() not in hidden and (only is None or name in only)
    ]
    columns += [
        f"{writer.text(expression)} AS {quote(name)}"
        for name, expression in recoding.derived.items()
        if only is None or name in only
    ]
    where = f" WHERE {_kept(writer, recoding)}" if recoding.left_out is not None else ""
    sql = f"(SELECT {', '.join(columns) or '1 AS row'} FROM {file.text}{where})"
    return Sql(sql, {**file.values, **writer.values})


def kept_condition(types: Mapping[str, str], recoding: Recoding | None) -> Sql:
    """Return SQL for whether a raw row is of a respondent who is not left out."""
    if recoding is None or recoding.left_out is None:
        return Sql("TRUE")
    writer = ExpressionWriter(types)
    return Sql(_kept(writer, recoding), writer.values)


def _kept(writer: ExpressionWriter, recoding: Recoding) -> str:
    assert recoding.left_out is not None
    return f"NOT coalesce({writer.text(recoding.left_out)}, false)"


class ExpressionWriter:
    """Writes expressions as SQL; the values in them become parameters, each once.

    Parameters
    ----------
    types
        The DuckDB types of the raw columns by name.
    part
        The part of the query that the parameters are named for.
    """

    def __init__(self, types: Mapping[str, str], part: str = "recipe") -> None:
        self._types = types
        self._part = part
        self._names: dict[tuple[type, Code | float | tuple[Code, ...]], str] = {}
        self._columns: dict[int, str] = {}

    def named(self, expressions: Iterable[Expression]) -> list[str]:
        """Return expressions as columns of a selection, by whose names they are written after."""
        by_id = {id(expression): expression for expression in expressions}
        columns = [f"{self.text(each)} AS c{n}" for n, each in enumerate(by_id.values())]
        self._columns = {key: f"c{number}" for number, key in enumerate(by_id)}
        return columns

    @property
    def values(self) -> dict[str, Value]:
        """The parameters by name."""
        return {
            name: [*value] if isinstance(value, tuple) else value
            for (_, value), name in self._names.items()
        }

    def _bind(self, value: Code | float) -> str:
        name = self._names.setdefault((type(value), value), f"{self._part}_{len(self._names)}")
        if isinstance(value, str):
            return f"${name}"
        return f"CAST(${name} AS {'DOUBLE' if isinstance(value, float) else 'BIGINT'})"

    def _bind_list(self, values: Sequence[Code]) -> str:
        name = self._names.setdefault((list, tuple(values)), f"{self._part}_{len(self._names)}")
        return f"CAST(${name} AS {'VARCHAR' if isinstance(values[0], str) else 'BIGINT'}[])"

    def _all(self, values: Sequence[Code | float]) -> str:
        return ", ".join(self._bind(value) for value in values)

    def text(self, expression: Expression) -> str:
        """Return an expression as SQL, in brackets where it needs any."""
        return self._columns.get(id(expression)) or self._text(expression)

    @singledispatchmethod
    def _text(self, expression: Expression) -> str:
        raise NotImplementedError(type(expression))

    @_text.register
    def _(self, column: Column) -> str:
        wanted, there = _TYPES[column.type], self._types.get(column.name, "")
        if there == wanted or (there in INTEGERS and wanted == "BIGINT"):
            return quote(column.name)
        return f"({cast_to(wanted, column.name, there)})"

    @_text.register
    def _(self, recoded: Recoded) -> str:
        of = self.text(recoded.of)
        if recoded.looked_up:
            kept = {old: new for old, new in recoded.codes.items() if new is not None}
            there, wanted = self._bind_list([*kept]), self._bind_list([*kept.values()])
            return f"({wanted}[list_position({there}, {of})])"
        groups: dict[Code, list[Code]] = {}
        for old, new in recoded.codes.items():
            if new is not None:
                groups.setdefault(new, []).append(old)
        cases = [
            f"WHEN {of} IN ({self._all(old)}) THEN {self._bind(new)}" for new, old in groups.items()
        ]
        return f"(CASE {' '.join(cases)} END)" if cases else "NULL"

    @_text.register
    def _(self, cases: Cases) -> str:
        conditions = [(self.text(condition), code) for condition, code in cases.cases]
        written = [f"WHEN {text} THEN {self._bind(code)}" for text, code in conditions]
        if cases.otherwise is not None:
            unknown = " OR ".join(text for text, _ in conditions)
            written.append(f"WHEN NOT ({unknown}) THEN {self._bind(cases.otherwise)}")
        return f"(CASE {' '.join(written)} END)"

    @_text.register
    def _(self, reflected: Reflected) -> str:
        return f"({self._bind(float(reflected.ends))} - {self.text(reflected.of)})"

    @_text.register
    def _(self, without: Without) -> str:
        of = self.text(without.of)
        return f"(CASE WHEN {of} NOT IN ({self._all(without.codes)}) THEN {of} END)"

    @_text.register
    def _(self, mean: MeanOf) -> str:
        numbers = [f"CAST({self.text(part)} AS DOUBLE)" for part in mean.of]
        count = " + ".join(f"CAST({number} IS NOT NULL AS BIGINT)" for number in numbers)
        total = " + ".join(f"coalesce({number}, 0)" for number in numbers)
        enough = f"({count}) >= {self._bind(mean.at_least)}"
        return f"(CASE WHEN {enough} THEN ({total}) / ({count}) END)"

    @_text.register
    def _(self, any_mark: AnyMark) -> str:
        return f"greatest({', '.join(self.text(part) for part in any_mark.of)})"

    @_text.register
    def _(self, mark: Mark) -> str:
        return f"(CASE {' '.join(self._mark_cases(mark))} END)"

    def _mark_cases(self, mark: Mark) -> Iterator[str]:
        of = self.text(mark.of)
        yield f"WHEN {of} IN ({self._all(mark.chosen)}) THEN CAST(1 AS TINYINT)"
        if mark.unasked:
            yield f"WHEN {of} IN ({self._all(mark.unasked)}) THEN NULL"
        yield f"WHEN {of} IS NOT NULL THEN CAST(0 AS TINYINT)"
        if mark.asked_by:
            asked = " OR ".join(f"{self.text(part)} IS NOT NULL" for part in mark.asked_by)
            yield f"WHEN {asked} THEN CAST(0 AS TINYINT)"

    @_text.register
    def _(self, listed: Listed) -> str:
        cell, separator = self.text(listed.of), listed.separator
        mark = self._bind(separator)
        blanks = self._bind(f"{_BLANK}*{re.escape(separator)}{_BLANK}*")
        new = self._bind(separator.replace("\\", "\\\\"))
        whole = f"regexp_replace({mark} || {cell} || {mark}, {blanks}, {new}, 'g')"
        for other in listed.longer:
            whole = f"replace({whole}, {self._bind(between(other, separator))}, {mark})"
        found = f"contains({whole}, {self._bind(between(listed.text, separator))})"
        blank = f"regexp_full_match({cell}, {self._bind(f'{_BLANK}*')})"
        return f"(CASE WHEN NOT {blank} THEN CAST({found} AS TINYINT) END)"

    @_text.register
    def _(self, among: IsAmong) -> str:
        return f"({self.text(among.of)} IN ({self._all(among.codes)}))"

    @_text.register
    def _(self, within: IsWithin) -> str:
        of = self.text(within.of)
        limits = [
            f"{of} {sign} {self._bind(float(limit))}"
            for sign, limit in ((">=", within.low), ("<", within.high))
            if limit is not None
        ]
        return f"({' AND '.join(limits)})"

    @_text.register
    def _(self, blank: IsBlank) -> str:
        return f"({self.text(blank.of)} IS NULL)"

    @_text.register
    def _(self, answer: IsAnswer) -> str:
        of = self.text(answer.of)
        others = f" AND {of} NOT IN ({self._all(answer.missing)})" if answer.missing else ""
        return f"({of} IS NOT NULL{others})"

    @_text.register
    def _(self, conditions: AllHold) -> str:
        return f"({' AND '.join(self.text(part) for part in conditions.of) or 'TRUE'})"

    @_text.register
    def _(self, conditions: AnyHolds) -> str:
        return f"({' OR '.join(self.text(part) for part in conditions.of) or 'FALSE'})"
