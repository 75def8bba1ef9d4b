"""ClickHouse's SQL: what sqlglot leaves to be written otherwise, and parameters with types."""

from __future__ import annotations

from typing import Any

import duckdb
from sqlglot import exp

from insight.query.engines.aggregate_queries import is_exact_sum
from insight.query.engines.translation import Bound, Dialect, Node
from insight.query.sql import Value

_TYPES = {bool: "Bool", int: "Int64", float: "Float64", str: "String"}
EACH = "each one of"  # names a column for a while, as no column of a query is named


def bind(name: str, value: Value) -> Bound:
    """Return a parameter as ClickHouse takes it: a value, and a name with a type."""
    plain: Any = value.object if isinstance(value, duckdb.Value) else value
    kind = _TYPES[type(plain)] if not isinstance(plain, list) else f"Array({_item_type(plain)})"
    return plain, exp.Placeholder(this=name, kind=exp.DataType.build(kind, dialect="clickhouse"))


def _item_type(values: list[Any]) -> str:
    """The one type of a list's values; whole numbers among others are numbers too."""
    kinds = {_TYPES[type(value)] for value in values}
    return next(iter(kinds)) if len(kinds) == 1 else "Float64" if kinds else "String"


def rewrite(node: Node) -> Node:
    """Return what stands in ClickHouse's SQL for what sqlglot does not translate."""
    if is_exact_sum(node):
        return _function("sumKahan", _as_double(node.expressions[0]))
    if isinstance(node, exp.LogicalOr):
        return exp.Max(this=node.this)
    if isinstance(node, exp.LogicalAnd):
        return exp.Min(this=node.this)
    if isinstance(node, exp.Median):
        middle = [exp.Literal.number("0.5")]
        return exp.ParameterizedAgg(
            this="quantileExactInclusive", expressions=middle, params=[node.this]
        )
    if isinstance(node, exp.Anonymous) and node.name.lower() == "isfinite":
        return _function("isFinite", *node.expressions)
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Pivot):
        return _one_option_a_row(node.this)
    if isinstance(node, exp.Select) and node.expressions and all(map(_unnested, node.expressions)):
        return _side_by_side(node)
    return node


def _function(name: str, *arguments: Node) -> Node:
    return exp.Anonymous(this=name, expressions=[*arguments])


def _as_double(value: Node) -> Node:
    """A value as a number that may be NULL, for sums of whole numbers are no exact ones."""
    return exp.cast(value, "Nullable(Float64)", dialect="clickhouse")


def _unnested(column: Node) -> exp.Expr | None:
    """The list of which a column of an answer has a row for each value."""
    inner = column.unalias()
    return inner.this if isinstance(inner, exp.Explode) else None


def _one_option_a_row(pivot: exp.Pivot) -> Node:
    """UNPIVOT: for each respondent a row for every option that is not NULL."""
    pairs = [
        exp.Tuple(expressions=[exp.Literal.string(column.name), column.copy()])
        for column in pivot.expressions
    ]
    rows = _each_of(exp.Array(expressions=pairs)).select(exp.Star()).from_(pivot.this.copy())
    into = pivot.args["into"]
    names = [into.this.name, into.expressions[0].name]
    answered = exp.not_(exp.Is(this=_part(2), expression=exp.Null()))
    return _parts(names).select(exp.Star()).from_(rows.subquery()).where(answered).subquery()


def _side_by_side(select: exp.Select) -> Node:
    """Lists as columns beside each other, a row for each place."""
    lists = [column.unalias().this for column in select.expressions]
    names = [column.alias for column in select.expressions]
    return _parts(names).from_(_each_of(_function("arrayZip", *lists)).subquery())


def _each_of(tuples: Node) -> exp.Select:
    """A selection with a row for each tuple of a list."""
    return exp.select(exp.alias_(_function("arrayJoin", tuples), EACH, quoted=True))


def _parts(names: list[str]) -> exp.Select:
    """A selection of the parts of a tuple, by these names."""
    return exp.select(*(exp.alias_(_part(at), name) for at, name in enumerate(names, 1)))


def _part(place: int) -> Node:
    return _function("tupleElement", exp.column(EACH, quoted=True), exp.Literal.number(place))


CLICKHOUSE = Dialect("clickhouse", bind, rewrite)
