"""Readings behind a figure: what was read, from where, how many rows, how many queries, how long.

They are for ``insight explain``, a command of whoever has the files anyway. The number of rows of a
cube tells how many combinations of answers there are, which disclosure has not looked at: no page,
address or file for visitors may show readings. Where nobody listens, to note one costs next to
nothing, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Literal, get_args

from insight.survey.folders import Survey

# Figures are read from a cube of sums, a table in memory, responses in order on disk, or the file
# of responses, which may be a table of a database. A table that is kept on disk is made for that,
# or loaded from there.
Source = Literal["cube", "memory", "in order", "file"]
Kind = Literal["cube", "memory", "in order", "file", "database", "made", "loaded"]
SOURCES: tuple[Kind, ...] = (*get_args(Source), "database")


@dataclass
class Reading:
    """Something that was read, or a table that was made or loaded to be read.

    Attributes
    ----------
    kind
        From where, or how the table came to be there.
    survey, what
        The id of the survey, and what of it.
    rows
        The rows that each query goes through, or that the table has.
    queries, seconds
        How many queries the database answered for it, and how long they took. A table that was made
        or loaded has the time of all that this took, its own queries included.
    path, nbytes
        The file on disk that the table is kept in, and its size; None and 0 of none.
    """

    kind: Kind
    survey: str
    what: str
    rows: int = 0
    queries: int = 0
    seconds: float = 0.0
    path: Path | None = None
    nbytes: int = 0


@dataclass
class Explanation:
    """The readings of a request, in their order.

    Attributes
    ----------
    readings
        What was read.
    queries, query_seconds
        All its queries, those too that read no responses or before anything was noted.
    seconds
        How long the request took.
    """

    readings: list[Reading] = field(default_factory=list)
    queries: int = 0
    query_seconds: float = 0.0
    seconds: float = 0.0
    _open: list[Reading] = field(default_factory=list, repr=False)

    def of(self, *kinds: Kind) -> list[Reading]:
        """Return the readings of some kinds."""
        return [reading for reading in self.readings if reading.kind in kinds]


_now: ContextVar[Explanation | None] = ContextVar("explanation", default=None)


@contextmanager
def explained() -> Iterator[Explanation]:
    """Collect what is read meanwhile in this thread."""
    own = Explanation()
    token, start = _now.set(own), perf_counter()
    try:
        yield own
    finally:
        _now.reset(token)
        own.seconds = perf_counter() - start


def note_read(source: Source, rows: int, survey: Survey, what: str) -> None:
    """Note what the next queries read.

    Parameters
    ----------
    source
        From where. Responses that stand in a database are in no file, and are told so.
    rows
        The rows that a query goes through.
    survey, what
        Of which survey, and what of it: an item, columns.
    """
    if own := _now.get():
        in_database = source == "file" and survey.codebook.source_table is not None
        kind: Kind = "database" if in_database else source
        own.readings.append(Reading(kind, survey.id, what, rows))


def note_loaded(reading: Reading) -> None:
    """Note that a table was loaded from disk."""
    if own := _now.get():
        own.readings.append(reading)


@contextmanager
def making(survey: Survey, what: str) -> Iterator[Reading]:
    """Time the making of a table; what it reads for that stands after it."""
    reading = Reading("made", survey.id, what)
    own = _now.get()
    if own is None:
        yield reading
        return
    own.readings.append(reading)
    own._open.append(reading)
    start = perf_counter()
    try:
        yield reading
    finally:
        reading.seconds = perf_counter() - start
        own._open.remove(reading)


@contextmanager
def query() -> Iterator[None]:
    """Time a query for whoever listens."""
    own = _now.get()
    if own is None:
        yield
        return
    start = perf_counter()
    try:
        yield
    finally:
        _count(own, perf_counter() - start)


def _count(own: Explanation, seconds: float) -> None:
    own.queries += 1
    own.query_seconds += seconds
    for reading in own._open:
        reading.queries += 1
    # What was noted before a table is being made is not what that is made of: this is listed later.
    last = own.readings[-1] if own.readings else None
    if last is not None and last.kind in SOURCES:
        last.queries += 1
        last.seconds += seconds
