"""Tables that a session has asked for: how many different ones, for an operator to limit or log."""

from __future__ import annotations

from collections.abc import Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class TablesAsked:
    """The different protected tables, comparisons and counts that a session has asked for."""

    _marks: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self._marks)

    def note(self, table: Hashable) -> None:
        """Note a table, also one whose answer is remembered from others."""
        self._marks.add(hash(table))


_OF_SESSION: ContextVar[TablesAsked | None] = ContextVar("tables asked", default=None)


def begin(asked: TablesAsked) -> None:
    """Note from here on what is asked in this run of the page."""
    _OF_SESSION.set(asked)


def note(*table: Hashable) -> None:
    """Note a table for the session whose run this is, if it is one's.

    Examples
    --------
    >>> begin(asked := TablesAsked())
    >>> for item in ("trust", "trust", "contact"):
    ...     note("citizens", item)
    >>> len(asked)
    2
    """
    asked = _OF_SESSION.get()
    if asked is not None:
        asked.note(table)
