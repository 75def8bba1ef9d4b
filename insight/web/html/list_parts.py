"""Parts of lists: what is shown at once and what unfolds, and what stands before and after one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from markupsafe import Markup

from insight.web.html.cards import Reading
from insight.web.html.templates import draw

T = TypeVar("T")
SPARED = 2  # so many more are not worth unfolding


def divide(
    some: Sequence[T], at_once: int, spared: int = SPARED
) -> tuple[Sequence[T], Sequence[T]]:
    """Return what is shown at once, and what unfolds; nothing does where only `spared` would.

    Examples
    --------
    >>> divide("12345678", 6), divide("123456789", 6)
    (('12345678', ''), ('123456', '789'))
    """
    at_once = len(some) if len(some) <= at_once + spared else at_once
    return some[:at_once], some[at_once:]


def first_few(
    drawn: Sequence[Markup], at_once: int, reading: Reading, spared: int = SPARED
) -> Markup:
    """Return the first of some pieces of HTML, and below them the others, to unfold."""
    return first_together(drawn, at_once, Markup("").join, reading, spared)


def first_together(
    some: Sequence[T],
    at_once: int,
    draw_together: Callable[[Sequence[T]], Markup],
    reading: Reading,
    spared: int = SPARED,
) -> Markup:
    """Return the first of some things as one piece of HTML, and below it the others as another."""
    first, rest = divide(some, at_once, spared)
    others = draw_together(rest) if rest else Markup("")
    return unfolding(draw_together(first), others, len(rest), reading)


def unfolding(first: Markup, rest: Markup, count: int, reading: Reading) -> Markup:
    """Return what is shown at once, and below it the `count` others, to unfold."""
    return draw("lists", "unfolding", first, rest, reading.say("fact.more", count=count))


def neighbours(some: Sequence[T], here: T) -> list[tuple[str, T]]:
    """Return what stands before and after one of some things, as ``previous`` and ``next``.

    Examples
    --------
    >>> neighbours("abc", "b"), neighbours("abc", "c")
    ([('previous', 'a'), ('next', 'c')], [('previous', 'b')])
    """
    place = some.index(here)
    sides = {"previous": some[max(place - 1, 0) : place], "next": some[place + 1 : place + 2]}
    return [(name, each) for name, side in sides.items() for each in side]
