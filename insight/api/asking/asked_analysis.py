"""Analyses asked for by address: all that is told of answers besides the figures of a table.

Each kind says what its parameters are, what answers them, and how the answer is read. The answers
are told by :mod:`insight.api.formats.analysis_rows`, one way for all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, NamedTuple, Self, TypeVar

from insight.analysis.estimates import Base
from insight.analysis.tidy import Kind, TidyResult
from insight.api.calls import Call
from insight.api.cube import Cube, Value
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.filters import Filter

Json = dict[str, object]
Found = TypeVar("Found", bound=TidyResult)


class Seen(NamedTuple):
    """What of a survey an analysis shows: of which items, and of whom."""

    survey: OpenSurvey
    items: tuple[str, ...]
    where: Filter


@dataclass(frozen=True)
class Analysis(ABC, Generic[Found]):
    """What is asked of a cube.

    Attributes
    ----------
    name, about, parameters
        The last part of its address, what it gives, and the names of its parameters in the
        description.
    columns, words
        The columns of its rows that always stand in JSON, and by column the words that one may
        hold, each with the key of what it means.
    groups
        The columns of codes of groups that are compared.
    category
        The answer or net that is meant; None where means are, or all answers.
    where, base, level
        Of whom, on which base, at which confidence level.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]]
    columns: ClassVar[Mapping[str, Kind]]
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    groups: ClassVar[tuple[str, ...]] = ()

    cube: Cube
    category: Value | None
    where: Filter
    base: Base
    level: float

    @classmethod
    @abstractmethod
    def read(cls, cube: Cube, call: Call) -> Self:
        """Read what is asked, and hold it against a cube.

        Raises
        ------
        Problem
            If it names what the cube does not have, or asks for too much.
        """

    @abstractmethod
    def found(self) -> Found:
        """Return the answer, that of the pages and of the command."""

    @property
    @abstractmethod
    def by(self) -> tuple[str, ...]:
        """Ids of the variables that divide the respondents."""

    @property
    @abstractmethod
    def how(self) -> tuple[Hashable, ...]:
        """What else tells it from others of its kind."""

    @property
    @abstractmethod
    def rows(self) -> int:
        """About how many rows the answer has."""

    @property
    @abstractmethod
    def figure(self) -> str:
        """The column that has a status where it is empty."""

    @abstractmethod
    def title(self, language: Language) -> str:
        """Say what is told of whom."""

    @abstractmethod
    def asked(self, found: Found, language: Language) -> Json:
        """Return what was asked for beside answer, filter, base and level."""

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What tells it from others of the same survey."""
        answer = self.category.code if self.category else ""
        of_whom = (answer, self.where.written, self.base, self.level)
        return (self.name, self.cube.id, *of_whom, self.by, *self.how)

    @property
    def cubes(self) -> tuple[Cube, ...]:
        """The cubes that it is of, a cube for each survey."""
        return (self.cube,)

    @property
    def seen(self) -> Sequence[Seen]:
        """What it shows of each survey."""
        return (Seen(self.cube.survey, (self.cube.item.id,), self.where),)

    @property
    def coded(self) -> Mapping[str, str]:
        """Columns of variables, which are the same in all rows, as they stand in addresses."""
        return {}

    def keeps(self, row: Mapping[str, object]) -> bool:
        """Whether a row of the answer is asked for."""
        return True

    def is_of_all(self, row: Mapping[str, object]) -> bool:
        """Whether a row is a test of all groups together, which has no figure."""
        return False

    def reading(self, found: Found, language: Language) -> Sequence[str]:
        """Return how its rows are to be read."""
        return ()

    def told(self, found: Found, language: Language) -> Sequence[str]:
        """Return what the answer says, in sentences."""
        return ()

    def label(self, language: Language) -> str:
        """Return what was asked, with the answer that is meant."""
        label = self.cube.label[language]
        return f"{label}: {self.category.label[language]}" if self.category else label


def meanings(of: str, words: Iterable[str]) -> dict[str, str]:
    """Return words with the keys of what they mean."""
    return {word: f"api.{of}_{word.replace(' ', '_')}" for word in words}


def adjustment_in_words(adjustment: str, language: Language) -> str:
    """Say how p values are adjusted for the number of differences."""
    return say(language, f"api.adjustment_{adjustment}")


def names_within(variables: Iterable[Variable], language: Language) -> str:
    """Return what variables are called, within a sentence."""
    labels = [within_sentence(variable.label[language]) for variable in variables]
    return list_names(labels, language)


def ids_of(variables: Iterable[Variable]) -> tuple[str, ...]:
    """Return the ids of variables."""
    return tuple(variable.id for variable in variables)
