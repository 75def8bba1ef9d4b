"""Tables that a session has asked for: how many different ones, and who is told of each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from insight.query.opened import OpenSurvey
from insight.survey.filters import EVERYONE, Filter


@dataclass
class TablesAsked:
    """The different protected tables, comparisons and counts that a session has asked for."""

    _marks: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self._marks)

    def note(self, table: Hashable, allow: Callable[[], None] | None = None) -> None:
        """Note a table, also one whose answer is remembered from others.

        Parameters
        ----------
        table
            Which.
        allow
            Raises where there may be no new one; then it is not noted.
        """
        mark = hash(table)
        if mark in self._marks:
            return
        if allow:
            allow()
        self._marks.add(mark)


@dataclass(frozen=True)
class Figures:
    """What a table has figures of."""

    survey: OpenSurvey
    item: str
    by: tuple[str, ...] = ()
    where: Filter = EVERYONE


@dataclass(frozen=True)
class _Run:
    """Who is told of what is asked."""

    asked: TablesAsked
    allow: Callable[[], None] | None = None
    seen: Callable[[Figures], None] | None = None


_OF_SESSION: ContextVar[_Run | None] = ContextVar("tables asked", default=None)


def begin(
    asked: TablesAsked,
    allow: Callable[[], None] | None = None,
    seen: Callable[[Figures], None] | None = None,
) -> None:
    """Note from here on what is asked in this run of the page.

    Parameters
    ----------
    asked
        The session's.
    allow
        Raises where the session may ask for no new table.
    seen
        Is told of all figures before they are given, and raises where they may not be.
    """
    _OF_SESSION.set(_Run(asked, allow, seen))


@contextmanager
def noted(
    asked: TablesAsked,
    allow: Callable[[], None] | None = None,
    seen: Callable[[Figures], None] | None = None,
) -> Iterator[None]:
    """Note what is asked meanwhile, as :func:`begin` does."""
    token = _OF_SESSION.set(_Run(asked, allow, seen))
    try:
        yield
    finally:
        _OF_SESSION.reset(token)


def note(figures: Figures, *how: Hashable) -> None:
    """Note a table for the session whose run this is, if it is one's.

    Parameters
    ----------
    figures
        What of; counts of respondents are of no item, and nobody is told of them.
    how
        What else tells it from others.

    Raises
    ------
    InsightError
        If the session may not have it.
    """
    run = _OF_SESSION.get()
    if run is None:
        return
    if run.seen and figures.item:
        run.seen(figures)
    of = (figures.survey.version, figures.item, figures.by, figures.where)
    run.asked.note((*of, *how), run.allow)
