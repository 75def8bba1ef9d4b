"""Parts of a draft: its variables, the columns to write, and the work while it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from insight.importers.drafting.categories import Answer, LeftOut
from insight.importers.drafting.naming import Names
from insight.importers.drafting.proposals import Proposal
from insight.importers.drafting.tallies import Tally
from insight.importers.readers.source import SourceFile
from insight.language.catalogue import Text
from insight.language.errors import Fault
from insight.survey.codebook import Kind, Role


@dataclass(frozen=True)
class DraftVariable:
    """A variable as it is proposed; `source` is the column's name in the file where it differs."""

    id: str
    role: Role
    kind: Kind
    label: str
    categories: tuple[Answer, ...] = ()
    ordered: bool = False
    source: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Piece:
    """Columns to write, and how to make them; made when written, so that few are in memory."""

    names: tuple[str, ...]
    make: Callable[[], Sequence[pa.Array | pa.ChunkedArray]]


@dataclass(frozen=True)
class Draft:
    """A survey as it is proposed from a file."""

    title: str
    rows: int
    variables: tuple[DraftVariable, ...]
    pieces: tuple[Piece, ...]
    left_out: Mapping[str, LeftOut]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Fault, ...]


@dataclass
class Work:
    """What is drafted so far, by position in the file."""

    source: SourceFile
    tallies: list[Tally]
    names: Names
    ids: list[str]
    variables: dict[int, list[DraftVariable]] = field(default_factory=dict)
    pieces: dict[int, Piece] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    guessed: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Fault] = field(default_factory=list)

    def values(self, position: int) -> pa.ChunkedArray:
        """The values of a column."""
        return self.source.values(position)

    def origin(self, position: int) -> str | None:
        """The name of a column in the file, where it has another now."""
        name = self.source.columns[position].name
        return name if name != self.ids[position] else None
