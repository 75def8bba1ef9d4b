"""Expressions that select values: codes, patterns such as ``20*``, and ``top(3)`` and its kin.

``top`` counts from the newest wave, and from the first value elsewhere. No code holds a sign of
which an expression is made, so none is mistaken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from insight.api.cube import Dimension, Value
from insight.api.problems import Problem
from insight.language.errors import shorten

_CALL = re.compile(r"(top|bottom|from|to|range)\((.*)\)", re.IGNORECASE | re.DOTALL)
_KINDS = "*, a*, *a, *a*, ?, top(n), bottom(n), from(a), to(a), range(a,b)"
_NUMBER = re.compile(r"\s*([0-9]{1,6})\s*")


def split_expressions(written: str) -> list[str]:
    """Split expressions at commas, except within brackets; ``[a,b]`` is one code with a comma.

    Examples
    --------
    >>> split_expressions("2019,range(2020,2021), [a,b]")
    ['2019', 'range(2020,2021)', '[a,b]']
    """
    parts, depth = [""], 0
    for mark in written:
        if mark == "," and depth == 0:
            parts.append("")
            continue
        depth = max(depth + (mark in "([") - (mark in ")]"), 0)
        parts[-1] += mark
    return [part.strip() for part in parts if part.strip()]


def expand(
    expressions: Iterable[str],
    dimension: Dimension,
    among: Sequence[Value],
    *,
    newest_first: bool = False,
) -> tuple[Value, ...]:
    """Return the values that expressions select, in the order of the dimension.

    Parameters
    ----------
    expressions
        What is selected, each a code, a pattern or a call.
    dimension
        Whose values they are.
    among
        The values that can be selected: all, or those of a code list.
    newest_first
        Whether ``top`` counts from the end.

    Raises
    ------
    Problem
        If an expression cannot be read, or selects no value.
    """
    chosen: set[str] = set()
    for expression in expressions:
        found = _selected(expression, dimension, among, newest_first=newest_first)
        if not found:
            raise Problem("unknown_value", code=shorten(expression), variable=dimension.id, hint="")
        chosen |= {value.code for value in found}
    return tuple(value for value in among if value.code in chosen)


def _selected(
    expression: str, dimension: Dimension, among: Sequence[Value], *, newest_first: bool
) -> Sequence[Value]:
    if call := _CALL.fullmatch(expression):
        name, written = call[1].lower(), call[2]
        arguments = [part.strip() for part in written.split(",")]
        if name in ("top", "bottom"):
            from_end = (name == "bottom") != newest_first
            return _ends(expression, dimension, among, arguments, from_end=from_end)
        return _between(name, expression, dimension, among, arguments)
    if "*" in expression or "?" in expression:
        return _matching(expression, dimension, among)
    inner = expression[1:-1] if expression[:1] == "[" and expression[-1:] == "]" else expression
    value = dimension.value(inner)
    return [value] if value in among else []


def _ends(
    expression: str,
    dimension: Dimension,
    among: Sequence[Value],
    arguments: Sequence[str],
    *,
    from_end: bool,
) -> Sequence[Value]:
    numbers = [_NUMBER.fullmatch(argument) for argument in arguments]
    read = [int(number[1]) for number in numbers if number]
    if len(read) != len(arguments) or len(read) > 2 or read[0] == 0:
        raise _illegal(expression, dimension)
    many, skipped = read[0], read[1] if len(read) > 1 else 0
    ordered = among[::-1] if from_end else among
    return ordered[skipped : skipped + many]


def _between(
    name: str,
    expression: str,
    dimension: Dimension,
    among: Sequence[Value],
    arguments: Sequence[str],
) -> Sequence[Value]:
    if len(arguments) != (2 if name == "range" else 1):
        raise _illegal(expression, dimension)
    places = []
    for argument in arguments:
        value = dimension.value(argument)
        if value not in among:
            raise Problem("unknown_value", code=shorten(argument), variable=dimension.id, hint="")
        places.append(among.index(value))
    if name == "from":
        return among[places[0] :]
    return among[min(places) if name == "range" else 0 : max(places) + 1]


def _matching(expression: str, dimension: Dimension, among: Sequence[Value]) -> Sequence[Value]:
    """The values whose code a pattern fits, with a star at its beginning, its end or both."""
    inner = expression.removeprefix("*").removesuffix("*")
    if "*" in inner:
        raise _illegal(expression, dimension)
    body = "".join("." if mark == "?" else re.escape(mark) for mark in inner)
    start = ".*" if expression.startswith("*") else ""
    end = ".*" if expression.endswith("*") else ""
    pattern = re.compile(f"{start}{body}{end}", re.IGNORECASE)
    return [value for value in among if pattern.fullmatch(value.code)]


def _illegal(expression: str, dimension: Dimension) -> Problem:
    return Problem(
        "illegal_expression", expression=shorten(expression), variable=dimension.id, known=_KINDS
    )
