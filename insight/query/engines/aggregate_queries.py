"""Aggregate queries: what a query groups by written out, and those that are none refused.

A query whose answer has a row for a respondent never reaches an engine, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import sqlglot
from sqlglot import exp

from insight.query.engines.engine import RowsRefusedError

# What sums up many rows into one figure; lists and texts of values do not.
SUMMED = (
    *(exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.AnyValue, exp.StddevPop),
    *(exp.LogicalOr, exp.LogicalAnd, exp.Median),
)
EXACT_SUM = "fsum"
MOST_QUERIES = 400


def parsed(sql: str) -> exp.Expr:
    """Return an aggregate query as a tree of its own, each GROUP BY and ORDER BY written out.

    Parameters
    ----------
    sql
        The query in DuckDB's SQL.

    Raises
    ------
    RowsRefusedError
        If the query would bring out rows.
    """
    return _parsed(sql).copy()


@lru_cache(maxsize=MOST_QUERIES)
def _parsed(sql: str) -> exp.Expr:
    tree = sqlglot.parse_one(sql, read="duckdb")
    for select in tree.find_all(exp.Select):
        _write_out(select)
    if not isinstance(tree, exp.Query) or not is_aggregate(tree):
        raise RowsRefusedError
    return tree


def is_aggregate(query: exp.Expr) -> bool:
    """Whether each row of a query's answer sums up a group of rows.

    Its GROUP BY is written out.
    """
    if isinstance(query, exp.Union):
        return is_aggregate(query.left) and is_aggregate(query.right)
    if isinstance(query, exp.Subquery):
        return is_aggregate(query.this)
    if not isinstance(query, exp.Select):
        return False
    if [*map(type, query.expressions)] == [exp.Star]:
        source = query.args["from_"].this
        return not query.args.get("joins") and is_aggregate(source)
    keys = query.args.get("group")
    grouped = [*keys.expressions, *_named(query, keys)] if keys else []
    summed = [_sums_up(column) for column in query.expressions]
    others = (column for column, one in zip(query.expressions, summed, strict=True) if not one)
    return any(summed) and all(
        column.unalias() in grouped or _is_given(column) for column in others
    )


def _named(query: exp.Select, keys: exp.Group) -> Iterator[exp.Expr]:
    """The columns of an answer that a GROUP BY means by their names."""
    names = {key.name for key in keys.expressions if isinstance(key, exp.Column)}
    yield from (each.unalias() for each in query.expressions if each.alias in names)


def _write_out(select: exp.Select) -> None:
    group, order = select.args.get("group"), select.args.get("order")
    if group is not None and group.args.get("all"):
        keys = [
            column.unalias().copy()
            for column in select.expressions
            if not _sums_up(column) and not _is_given(column)
        ]
        select.set("group", exp.Group(expressions=keys) if keys else None)
    if order is not None and [one.name.upper() for one in order.expressions] == ["ALL"]:
        names = (exp.column(column.alias_or_name) for column in select.expressions)
        select.set("order", exp.Order(expressions=[exp.Ordered(this=name) for name in names]))


def _sums_up(column: exp.Expr) -> bool:
    """Whether a column of an answer is a figure of a group of rows."""
    return any(
        isinstance(node, SUMMED) or is_exact_sum(node)
        for node in column.walk(prune=lambda node: isinstance(node, exp.Query | exp.Window))
        if not isinstance(node, exp.Query | exp.Window)
    )


def is_exact_sum(node: exp.Expr) -> bool:
    """Whether a node is a sum that loses no digits."""
    return isinstance(node, exp.Anonymous) and node.name.lower() == EXACT_SUM


def _is_given(column: exp.Expr) -> bool:
    """Whether a column of an answer is the same whatever the rows are."""
    return column.find(exp.Column, exp.Query, exp.Star) is None
