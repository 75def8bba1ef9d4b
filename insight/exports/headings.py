"""Headings of a table in words, for a spreadsheet that somebody reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from insight.analysis.estimates import Table
from insight.documents.facts import Facts
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names

MEASURES = ("share", "mean", "total", "quantile")


def in_words(columns: Iterable[str], tables: Sequence[Table], language: Language) -> dict[str, str]:
    """Return what each column of stacked tables is called in words; all of them differ.

    Parameters
    ----------
    columns
        Names of the tidy columns.
    tables
        The results that were stacked, whose variables have columns of their own.
    language
        Language of the words.
    """
    labels = {by.id: by.label[language] for table in tables for by in table.request.by}
    names = list(columns)
    words = [_heading(name, labels, language) for name in names]
    return dict(zip(names, distinct_names(words, names), strict=True))


def _heading(name: str, labels: dict[str, str], language: Language) -> str:
    variable = name.removesuffix("_label")
    if name in labels:
        return say(language, "column.code_of", label=labels[name])
    if variable in labels:
        return labels[variable]
    measure, _, part = name.partition("_")
    if measure in MEASURES and part:
        return say(language, f"column.{part}", label=say(language, f"column.{measure}"))
    return say(language, f"column.{name}")


def of_facts(columns: Iterable[str], facts: Facts, language: Language) -> dict[str, str]:
    """Return what each column of a table of facts is called in words; all of them differ.

    Parameters
    ----------
    columns
        Names of the columns; the id of a document is that of the column that counts in it.
    facts
        All facts, for the names of documents.
    language
        Language of the words.
    """
    names = list(columns)
    words = [_heading_of_facts(name, names, facts, language) for name in names]
    return dict(zip(names, distinct_names(words, names), strict=True))


def _heading_of_facts(name: str, names: Sequence[str], facts: Facts, language: Language) -> str:
    if name in facts.sources:
        return facts.sources[name].short[language]
    if f"{name}_label" in names:
        label = say(language, f"fact_column.{name}")
        return say(language, "column.code_of", label=label)
    return say(language, f"fact_column.{name.removesuffix('_label')}")
