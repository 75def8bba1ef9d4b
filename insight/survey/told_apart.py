"""A codebook whose labels differ: where a reader meets them no two mean different things.

Variables that have the same label get their id behind it, categories their code, nets their id. As
in the menus, what is asked is told apart from what else is asked, and background from background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from insight.language.catalogue import Text
from insight.language.distinct import distinct_texts
from insight.survey.codebook import ROLES, Category, Codebook, Net, Role, Variable
from insight.survey.folders import Survey

AnySurvey = TypeVar("AnySurvey", bound=Survey)


def tell_apart(book: Codebook) -> Codebook:
    """Return the codebook with labels that differ; the same one where they do already."""
    labels: dict[str, Text] = {}
    for role in ROLES:
        variables = [each for each in book.variables.values() if _is_among(book, each, role)]
        ids = [variable.id for variable in variables]
        of_role = distinct_texts([variable.label for variable in variables], ids)
        labels |= dict(zip(ids, of_role, strict=True))
    told = {
        name: _tell_answers_apart(
            variable if labels[name] == variable.label else replace(variable, label=labels[name])
        )
        for name, variable in book.variables.items()
    }
    same = all(told[name] is variable for name, variable in book.variables.items())
    return book if same else replace(book, variables=told)


def _is_among(book: Codebook, variable: Variable, role: Role) -> bool:
    """Whether a variable stands among those of a role; the wave does so among the background."""
    return ("segment" if variable.id == book.design.wave else variable.role) == role


def _tell_answers_apart(variable: Variable) -> Variable:
    categories = _apart(variable.categories, [category.key for category in variable.categories])
    nets = _apart(variable.nets, [net.id for net in variable.nets])
    if (categories, nets) == (variable.categories, variable.nets):
        return variable
    return replace(variable, categories=categories, nets=nets)


Labelled = TypeVar("Labelled", Category, Net)


def _apart(labelled: Sequence[Labelled], marks: Sequence[str]) -> tuple[Labelled, ...]:
    labels = distinct_texts([each.label for each in labelled], marks)
    return tuple(
        each if label == each.label else replace(each, label=label)
        for each, label in zip(labelled, labels, strict=True)
    )


def tell_surveys_apart(surveys: Sequence[AnySurvey]) -> tuple[AnySurvey, ...]:
    """Return surveys whose titles, and what they are called beside others, differ by their ids."""
    books = [survey.codebook for survey in surveys]
    ids = [book.id for book in books]
    titles = distinct_texts([book.title for book in books], ids)
    short = distinct_texts([book.short_title or book.title for book in books], ids)
    return tuple(
        survey
        if (title, name) == (book.title, book.short_title or book.title)
        else replace(survey, codebook=replace(book, title=title, short_title=name))
        for survey, book, title, name in zip(surveys, books, titles, short, strict=True)
    )
