"""The banner of a book: its columns, made of background variables, alone or one within another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from insight.analysis.table import request_for
from insight.language.errors import Fault, RequestError
from insight.query.cell_request import Request
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Filter

NESTED = "*"
LETTERS = 26


@dataclass(frozen=True)
class Column:
    """A column of a banner: its letter, its heading's number, and its codes."""

    letter: str
    heading: int
    group: tuple[str, ...]

    @property
    def block(self) -> tuple[str, ...]:
        """The codes that it shares with the columns that it is tested against."""
        return self.group[:-1]


@dataclass(frozen=True)
class Banner:
    """The columns of a book.

    Attributes
    ----------
    headings
        The variables of each heading, the outer one first.
    where
        The respondents, whose codes are columns.
    """

    headings: tuple[tuple[Variable, ...], ...]
    where: Filter

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in order, with letters that run through the book."""
        groups = [
            (number, group)
            for number, by in enumerate(self.headings)
            for group in Request(by[0], by, self.where).groups
        ]
        return tuple(
            Column(letters(place), number, group) for place, (number, group) in enumerate(groups)
        )

    @cached_property
    def place_of(self) -> Mapping[tuple[int, tuple[str, ...]], int]:
        """The place of each column among all, by its heading's number and its codes."""
        return {(column.heading, column.group): at for at, column in enumerate(self.columns)}

    def blocks(self) -> Iterator[tuple[int, tuple[str, ...], Filter]]:
        """Return what columns are tested together: a heading, their shared codes, a filter."""
        seen = dict.fromkeys((column.heading, column.block) for column in self.columns)
        for heading, block in seen:
            where = self.where
            for variable, code in zip(self.headings[heading], block, strict=False):
                where = where.narrowed(variable, [code])
            yield heading, block, where


def letters(place: int) -> str:
    """Return the letters of a column: A to Z, then AA, AB and on.

    Examples
    --------
    >>> [letters(place) for place in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    written = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, LETTERS)
        written = chr(ord("A") + digit) + written
    return written


def read_banner(codebook: Codebook, headings: Sequence[str], where: Filter) -> Banner:
    """Read a banner such as ``["gender", "region*age_group"]``.

    Parameters
    ----------
    codebook
        The survey's.
    headings
        Ids of background variables, two with ``*`` between for the second within each group of the
        first; all of few groups where none are named.
    where
        The respondents.

    Raises
    ------
    UnknownNameError
        If the survey has no such variable; the sentence suggests near ones.
    RequestError
        If a variable is no background, or more than two are nested.
    """
    named = list(dict.fromkeys(headings))
    by = [tuple(codebook.variable(name) for name in heading.split(NESTED)) for heading in named]
    if not named:
        by = [(variable,) for variable in codebook.segments if variable.kind == "single"]
    for heading, variables in zip(named, by, strict=False):
        if len(variables) > 2 or len(variables) != len(dict.fromkeys(variables)):
            raise RequestError(Fault("fault.book_nested", {"heading": heading}))
    for variables in by:
        for variable in variables:
            if variable.role != "segment" and variable != codebook.wave:
                values = {"variable": variable.id}
                raise RequestError(Fault("fault.book_not_background", values))
        first = variables[0].id
        request_for(codebook, first, [variable.id for variable in variables], where, "all")
    if not by:
        raise RequestError(Fault("fault.book_no_background", {"survey": codebook.id}))
    return Banner(tuple(by), where)
