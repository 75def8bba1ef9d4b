"""The data dictionary: what every column and code of a survey means, one row per category.

It says what the codebook says, in one language and in a form that a spreadsheet or a program reads.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from insight.exports.files import csv_bytes
from insight.language.catalogue import Language, Text
from insight.language.search import matches
from insight.reporting import basis_words
from insight.survey.codebook import Category, Codebook, Role, Variable

COLUMNS = (
    "survey",
    "variable",
    "role",
    "kind",
    "ordered",
    "column",
    "label",
    "short",
    "question",
    "base",
    "code",
    "category_label",
    "missing",
    "nets",
    "breaks",
    "published",
    "construct",
    "note",
    "assumption",
)
ASKED_FIRST: tuple[Role, ...] = ("item", "segment", "other")
_BETWEEN = "; "


def dictionary(codebook: Codebook, language: Language) -> pd.DataFrame:
    """Return the data dictionary of a survey.

    Parameters
    ----------
    codebook
        The survey's codebook.
    language
        Language of labels, questions and notes.

    Returns
    -------
    pandas.DataFrame
        One row per variable and category, or per variable where it has none; columns `COLUMNS`.
        `question` is empty where the wording is not published, `nets` lists the nets that the
        category belongs to, `breaks` the waves from which figures are not comparable, and
        `published` the levels of a simulated survey that rest on a published figure or bound.
    """
    rows = [
        {"survey": codebook.id, **row}
        for variable in codebook.variables.values()
        for row in _rows(codebook, variable, language)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def dictionary_csv(codebook: Codebook, language: Language) -> bytes:
    """Write the data dictionary as CSV: UTF-8, comma, the header first."""
    frame = dictionary(codebook, language)
    words = frame["ordered"].map({True: "true", False: "false"})
    return csv_bytes(frame.assign(ordered=words))


def search(codebook: Codebook, query: str, role: Role | None = None) -> tuple[Variable, ...]:
    """Return the variables of a role in which every word of the query stands, in either language.

    Looked through are id, label, question, base, notes, categories with their codes, nets and
    breaks. What was asked comes first, then segments, then the rest.
    """
    matching = (
        variable
        for variable in codebook.variables.values()
        if role in (None, variable.role) and matches(query, _words(variable))
    )
    return tuple(sorted(matching, key=lambda variable: ASKED_FIRST.index(variable.role)))


def _rows(
    codebook: Codebook, variable: Variable, language: Language
) -> Iterator[dict[str, object]]:
    shared = {
        "variable": variable.id,
        "role": variable.role,
        "kind": variable.kind,
        "ordered": variable.ordered,
        "column": variable.id,
        "label": variable.label[language],
        "short": _in(variable.short, language),
        "question": _in(variable.question, language),
        "base": _in(variable.base, language),
        "code": "",
        "category_label": "",
        "missing": "",
        "nets": "",
        "breaks": _BETWEEN.join(
            f"{wave_break.wave}: {wave_break.reason[language]}" for wave_break in variable.breaks
        ),
        "published": basis_words.anchors(codebook, variable, language),
        "construct": variable.construct or "",
        "note": _in(variable.note, language),
        "assumption": _in(variable.assumption, language),
    }
    if not variable.categories:
        yield shared
    for category in variable.categories:
        yield shared | _category(variable, category, language)


def _category(variable: Variable, category: Category, language: Language) -> dict[str, object]:
    nets = (net for net in variable.nets if category.key in net.codes)
    return {
        "column": category.column or variable.id,
        "code": category.key,
        "category_label": category.label[language],
        "missing": category.missing or "",
        "nets": _BETWEEN.join(f"{net.id}: {net.label[language]}" for net in nets),
    }


def _in(text: Text | None, language: Language) -> str:
    return text[language] if text else ""


def _words(variable: Variable) -> Iterator[str | Text | None]:
    yield from (variable.id, variable.construct)
    yield from (variable.label, variable.question, variable.base, variable.note)
    yield from (variable.short, variable.assumption)
    for category in variable.categories:
        yield from (category.key, category.column, category.label)
    for net in variable.nets:
        yield net.label
    for change in variable.breaks:
        yield change.reason
