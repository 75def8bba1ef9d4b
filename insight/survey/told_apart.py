"""A codebook whose labels differ: where a reader meets them no two mean different things.

Variables that have the same label get their id behind it, categories their code, nets their id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from insight.language.distinct import distinct_texts
from insight.survey.codebook import Category, Codebook, Net, Variable
from insight.survey.folders import Survey

AnySurvey = TypeVar("AnySurvey", bound=Survey)


def tell_apart(book: Codebook) -> Codebook:
    """Return the codebook with labels that differ; the same one where they do already."""
    variables = [*book.variables.values()]
    labels = distinct_texts([each.label for each in variables], book.variables)
    told = {
        variable.id: _tell_answers_apart(
            variable if label == variable.label else replace(variable, label=label)
        )
        for variable, label in zip(variables, labels, strict=True)
    }
    same = all(told[variable.id] is variable for variable in variables)
    return book if same else replace(book, variables=told)


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
