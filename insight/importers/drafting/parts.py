"""Parts of a draft: its variables, the columns to write, and the work while it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from insight.importers.drafting.categories import Answer, LeftOut
from insight.importers.drafting.naming import Names
from insight.importers.drafting.proposals import Proposal
from insight.importers.drafting.tallies import Tally
from insight.importers.meaning.answers.meaning_report import Meanings
from insight.importers.meaning.personal_content import Personal
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
class Together:
    """A question with several answers that was made of columns, or of cells of one column.

    Also a column whose cells may hold several answers, with the reason why nobody can tell.

    Attributes
    ----------
    variable, label
        Of the question.
    columns
        The columns that it was made of.
    reason
        Why they were taken together, and who counts as asked.
    """

    variable: str
    label: str
    columns: tuple[str, ...]
    reason: Fault

    @property
    def of_cells(self) -> bool:
        """Whether it is made of the cells of one column."""
        return self.columns == (self.variable,)


@dataclass(frozen=True)
class Piece:
    """Columns to write, and how to make them; made when written, so that few are in memory."""

    names: tuple[str, ...]
    make: Callable[[], Sequence[pa.Array | pa.ChunkedArray]]


@dataclass(frozen=True)
class Draft:
    """A survey as it is proposed from a file.

    `personal` are the columns that tell who a respondent is, whether they are written or not.
    `together` are the questions with several answers, `undecided` the columns that may hold some,
    and `heeded` what a person said of either that applied.
    """

    title: str
    rows: int
    variables: tuple[DraftVariable, ...]
    pieces: tuple[Piece, ...]
    left_out: Mapping[str, LeftOut]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Fault, ...]
    personal: tuple[str, ...] = ()
    together: tuple[Together, ...] = ()
    undecided: tuple[Together, ...] = ()
    heeded: frozenset[str] = frozenset()


@dataclass
class Work:
    """What is drafted so far, by position in the file.

    `separate` and `split` are names of columns and questions that a person says hold one answer,
    or several; `heeded` are those of them that there are.
    """

    source: SourceFile
    tallies: list[Tally]
    names: Names
    ids: list[str]
    variables: dict[int, list[DraftVariable]] = field(default_factory=dict)
    pieces: dict[int, Piece] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=Meanings)
    notes: list[Fault] = field(default_factory=list)
    personal: dict[Personal, list[str]] = field(default_factory=dict)
    paradata: set[int] = field(default_factory=set)
    replicates: set[str] = field(default_factory=set)
    replicate_proposals: list[Proposal] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    without_personal: bool = False
    together: list[Together] = field(default_factory=list)
    undecided: list[Together] = field(default_factory=list)
    separate: Collection[str] = ()
    split: Collection[str] = ()
    heeded: set[str] = field(default_factory=set)

    def values(self, position: int) -> pa.ChunkedArray:
        """The values of a column."""
        return self.source.values(position)

    def origin(self, position: int) -> str | None:
        """The name of a column in the file, where it has another now."""
        name = self.source.columns[position].name
        return name if name != self.ids[position] else None

    def label(self, position: int) -> str:
        """The label of a column, else its name in one line."""
        return self.source.columns[position].words or self.ids[position]

    def is_separate(self, position: int) -> bool:
        """Whether a person says that a column is a question of its own, with one answer."""
        return self.wants_separate(self.source.columns[position].name, self.ids[position])

    def wants_separate(self, *names: str) -> bool:
        """Whether a person says that what goes by one of these names is not one question."""
        return self._heed(self.separate, names)

    @property
    def left_to_a_person(self) -> list[Together]:
        """Columns whose cells may hold several answers, but for what is free text after all."""
        return [question for question in self.undecided if question.variable not in self.left_out]

    def wants_split(self, position: int) -> bool:
        """Whether a person says that the cells of a column hold several answers."""
        return self._heed(self.split, (self.source.columns[position].name, self.ids[position]))

    def _heed(self, wanted: Collection[str], names: Collection[str]) -> bool:
        meant = {name for name in names if name in wanted}
        self.heeded |= meant
        return bool(meant)
