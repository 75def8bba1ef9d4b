"""Facts as tables to take away: codes, the reader's words for them, sources and quotes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insight.documents.facts import Fact, Facts, Need
from insight.language.catalogue import Language, Text

CODED = {
    "topic": "topic",
    "population": "population",
    "unit": "unit",
    "level": "level",
    "framework": "framework",
    "part": "part",
    "category": "category",
    "evidence_kind": "evidence_kind",
}


def table(
    facts: Sequence[Fact],
    known: Facts,
    language: Language,
    kinds: str = "",
    more: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Return one row per fact, with every column of its record.

    Parameters
    ----------
    facts
        Facts of one kind.
    known
        All facts, for words and sources.
    language
        Of the words; codes, ids and quotes are the same in both.
    kinds
        The vocabulary's name for what these facts have in `kind`.
    more
        Further columns.
    """
    coded = {**CODED, "kind": kinds} if kinds else CODED
    frame = pd.DataFrame([_row(one, known, language, coded) for one in facts])
    return frame.assign(**(more or {}), simulated="false")


def _row(fact: Fact, known: Facts, language: Language, coded: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in dataclasses.fields(fact):
        value = getattr(fact, field.name)
        if field.name == "source":
            row |= {"source": value, "source_title": known.sources[value].title}
        elif field.name == "themes":
            row["themes"] = " ".join(value)
        elif isinstance(value, Text):
            row[field.name] = value[language]
        else:
            row[field.name] = "" if value is None else value
            if value and field.name in coded:
                row[f"{field.name}_label"] = known.word(coded[field.name], value)[language]
    return row


def needs(found: Sequence[Need], known: Facts, language: Language) -> pd.DataFrame:
    """Return one row per need, with the evidence that bears on it and why."""
    columns: dict[str, list[str]] = {"evidence": [], "reasons": []}
    for need in found:
        links = known.evidence_of.get(need.id, ())
        columns["evidence"].append(
            "; ".join(
                f"{one.relation}: {one.figure or f'{one.survey}.{one.item}.{one.target}'}"
                for one in links
            )
        )
        columns["reasons"].append("; ".join(one.reason[language] for one in links))
    return table(found, known, language, more=columns)
