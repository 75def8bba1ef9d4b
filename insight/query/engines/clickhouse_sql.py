"""ClickHouse's SQL: what sqlglot leaves to be written otherwise, and parameters with types."""

from __future__ import annotations

from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from insight.query.engines.aggregate_queries import is_exact_sum
from insight.query.engines.translation import Bound, Dialect, Node
from insight.query.sql import Value, quote

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
    columns = [column.name for column in pivot.expressions]
    pairs = exp.Array(
        expressions=[
            exp.Tuple(expressions=[exp.Literal.string(name), exp.column(name, quoted=True)])
            for name in columns
        ]
    )
    into = pivot.args["into"]
    text = (
        f"SELECT *, tupleElement({quote(EACH)}, 1) AS {quote(into.this.name)}, "
        f"tupleElement({quote(EACH)}, 2) AS {quote(into.expressions[0].name)} "
        f"FROM (SELECT *, arrayJoin(NULL) AS {quote(EACH)} FROM {quote(pivot.this.name)}) "
        f"WHERE NOT tupleElement({quote(EACH)}, 2) IS NULL"
    )
    tree = sqlglot.parse_one(text, read="clickhouse")
    found = tree.find(exp.Null)
    assert found is not None
    found.replace(pairs)
    return exp.Subquery(this=tree)


def _side_by_side(select: exp.Select) -> Node:
    """Lists as columns beside each other, a row for each place."""
    lists = [column.unalias().this for column in select.expressions]
    names = [column.alias for column in select.expressions]
    joined = exp.alias_(_function("arrayJoin", _function("arrayZip", *lists)), EACH, quoted=True)
    each = exp.column(EACH, quoted=True)
    columns = [
        exp.alias_(_function("tupleElement", each.copy(), exp.Literal.number(place)), name)
        for place, name in enumerate(names, 1)
    ]
    return exp.select(*columns).from_(exp.select(joined).subquery())


CLICKHOUSE = Dialect("clickhouse", bind, rewrite)
