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
    chosen: Sequence[Fact],
    facts: Facts,
    language: Language,
    kinds: str = "",
    more: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Return one row per fact, with every column of its record.

    Parameters
    ----------
    chosen
        Facts of one kind.
    facts
        All facts, for words and sources.
    language
        Of the words; codes, ids and quotes are the same in both.
    kinds
        The vocabulary's name for what these facts have in `kind`.
    more
        Further columns.
    """
    coded = {**CODED, "kind": kinds} if kinds else CODED
    frame = pd.DataFrame([_row(fact, facts, language, coded) for fact in chosen])
    return frame.assign(**(more or {}), simulated="false")


def _row(fact: Fact, facts: Facts, language: Language, coded: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in dataclasses.fields(fact):
        value = getattr(fact, field.name)
        if field.name == "source":
            row |= {"source": value, "source_title": facts.sources[value].title}
        elif field.name == "themes":
            row["themes"] = " ".join(value)
        elif isinstance(value, Text):
            row[field.name] = value[language]
        else:
            row[field.name] = "" if value is None else value
            if value and field.name in coded:
                row[f"{field.name}_label"] = facts.word(coded[field.name], value)[language]
    return row


def needs(chosen: Sequence[Need], facts: Facts, language: Language) -> pd.DataFrame:
    """Return one row per need: its segments, the evidence that bears on it and why."""
    columns = _segments(chosen, facts, language)
    columns |= {"evidence": [], "reasons": []}
    for need in chosen:
        links = facts.evidence_of.get(need.id, ())
        columns["evidence"].append(
            "; ".join(
                f"{link.relation}: {link.figure or f'{link.survey}.{link.item}.{link.target}'}"
                for link in links
            )
        )
        columns["reasons"].append("; ".join(link.reason[language] for link in links))
    return table(chosen, facts, language, more=columns)


def _segments(chosen: Sequence[Need], facts: Facts, language: Language) -> dict[str, list[str]]:
    """Whom each need is about: segments, their names, how that is known, and remarks."""
    of_each = [facts.segments.of_need[need.id] for need in chosen]
    names = [facts.segments.names(need.id) for need in chosen]
    return {
        "segments": [" ".join(link.segment for link in links) for links in of_each],
        "segment_labels": ["; ".join(name[language] for name in some) for some in names],
        "segment_basis": [" ".join(link.basis for link in links) for links in of_each],
        "segment_notes": [
            " ".join(dict.fromkeys(link.note[language] for link in links if link.note))
            for links in of_each
        ],
    }
