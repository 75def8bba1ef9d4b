"""Translation of a query: from DuckDB's SQL to that of another engine, values kept apart.

Every name is quoted by the rules of the engine, and every value stays a parameter that is bound
there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from insight.query.engines.aggregate_queries import parsed
from insight.query.sql import Sql, Value, bindings

Node = exp.Expr
# What a parameter is bound as: its value, and the expression that stands for it in the query.
Bound = tuple[Any, Node]


@dataclass(frozen=True)
class Dialect:
    """An engine's SQL.

    Attributes
    ----------
    name
        What sqlglot calls it.
    bind
        Returns what stands for a parameter of a name with a value, and the value as it is bound.
    rewrite
        Returns what stands for an expression that sqlglot does not translate, else the same.
    """

    name: str
    bind: Callable[[str, Value], Bound]
    rewrite: Callable[[Node], Node]


@dataclass(frozen=True)
class Translated:
    """A query in the SQL of an engine, and the values of its parameters by name."""

    text: str
    values: Mapping[str, Any]


def translated(dialect: Dialect, sql: str, parts: Sequence[Sql] = ()) -> Translated:
    """Translate an aggregate query.

    Parameters
    ----------
    dialect
        The engine's SQL.
    sql
        The query in DuckDB's SQL.
    parts
        Its parts that have parameters.

    Raises
    ------
    RowsRefusedError
        If the query would bring out rows.
    """
    tree, given = parsed(sql), bindings(*parts)
    values: dict[str, Any] = {}
    # From the innermost outwards, so that what stands in an expression is written before it is.
    for node in reversed([*tree.walk(bfs=False)]):
        if isinstance(node, exp.Placeholder):
            values[node.name], stands = dialect.bind(node.name, given[node.name])
        else:
            stands = dialect.rewrite(node)
        if stands is not node:
            node.replace(stands)
    for written in tree.find_all(exp.CTE):
        written.set("materialized", None)
    return Translated(tree.sql(dialect=dialect.name, identify=True), values)
