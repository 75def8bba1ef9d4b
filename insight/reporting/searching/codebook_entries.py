"""Entries of the search for what a survey asked: questions, answers and the names of columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from insight.language.catalogue import Text
from insight.language.text_index import Entry
from insight.reporting.labels import short_title
from insight.survey.codebook import Codebook, Variable

QUESTION, VARIABLE = 1.25, 0.85  # what was asked goes before what it is grouped by


@dataclass(frozen=True)
class Asked:
    """A variable of a survey."""

    survey: str
    variable: str


def codebook_entries(codebook: Codebook) -> Iterator[Entry]:
    """Yield an entry for each variable: its label and id, its wording, and its answers."""
    where = short_title(codebook)
    for variable in codebook.variables.values():
        is_asked = variable.role == "item"
        yield Entry(
            "question" if is_asked else "variable",
            Asked(codebook.id, variable.id),
            (variable.label, Text(variable.id, variable.id)),
            variable.question,
            where,
            tuple(_more(variable)),
            QUESTION if is_asked else VARIABLE,
        )


def _more(variable: Variable) -> Iterator[Text]:
    """The answers, each for itself, and the names of their columns."""
    yield from (category.label for category in variable.categories)
    yield from (net.label for net in variable.nets)
    if variable.kind == "multiple":
        columns = " ".join(variable.columns)
        yield Text(columns, columns)
    if variable.note:
        yield variable.note
