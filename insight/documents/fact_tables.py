"""Facts as tables to take away: codes, the reader's words for them, sources and quotes."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from insight.analysis.basis import Basis
from insight.documents.fact_kinds import Evidence, Fact, Figure, Need, Relation
from insight.documents.facts import Facts
from insight.documents.later.later_figures import WebPage
from insight.language.catalogue import Language, Text, say

SEPARATOR = " | "
NOTHING = "–"
CODED = {
    "topic": "topic",
    "population": "population",
    "unit": "unit",
    "level": "level",
    "framework": "framework",
    "part": "part",
    "category": "category",
    "evidence_kind": "evidence_kind",
    "actor_level": "actor_level",
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
        Further columns; `simulated` among them where rows rest on simulated responses.
    """
    coded = {**CODED, "kind": kinds} if kinds else CODED
    rows = [_row(fact, facts, language, coded) for fact in chosen]
    columns = dict.fromkeys(column for row in rows for column in row)
    frame = pd.DataFrame([{column: row.get(column, "") for column in columns} for row in rows])
    further = dict(more or {})
    further.setdefault("simulated", "false")
    return frame.assign(**further)


def _row(fact: Fact, facts: Facts, language: Language, coded: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    source = facts.sources[fact.source]
    for field in dataclasses.fields(fact):
        value = getattr(fact, field.name)
        if field.name == "source":
            row |= {"source": value, "source_title": source.title}
            if isinstance(fact, Figure):
                row |= {"source_kind": source.kind}
        elif field.name == "themes":
            row["themes"] = " ".join(value)
        elif field.name == "theme_ids":
            continue
        elif isinstance(value, Text):
            row[field.name] = value[language]
        else:
            row[field.name] = "" if value is None else value
            if value and field.name in coded:
                row[f"{field.name}_label"] = SEPARATOR.join(
                    facts.word(coded[field.name], code)[language]
                    for code in _codes(field.name, value)
                )
    if isinstance(source, WebPage):
        row |= {
            "publisher": source.publisher or "",
            "url": source.url,
            "page_date": source.published or "",
        }
    return row


def _codes(field: str, value: str) -> list[str]:
    """The codes of a cell; only of actors' levels may there be several."""
    return value.split() if field == "actor_level" else [value]


@dataclasses.dataclass(frozen=True)
class Ground:
    """How a piece of evidence bears on a need as it is shown, and what it rests on.

    `basis` is ``published`` or ``bound`` where a figure was printed, ``assumed`` of a level that
    nobody has published, and empty of a survey that is not simulated, or not there. `published` is
    the figure that was published of an answer.
    """

    relation: Relation
    basis: Basis
    simulated: bool
    published: str | None = None


def needs(
    chosen: Sequence[Need], facts: Facts, language: Language, ground: Callable[[Evidence], Ground]
) -> pd.DataFrame:
    """Return one row per need: its segments, its evidence, what that rests on, and why.

    The columns of evidence have a part for each piece, in the same order, with `SEPARATOR` between
    them. A reason stands only where the relation that it was written for is claimed. A row is
    `simulated` where any of its evidence was estimated from simulated responses.
    """
    columns: dict[str, list[str]] = defaultdict(list, _segments(chosen, facts, language))
    for need in chosen:
        links = facts.evidence_of.get(need.id, ())
        grounds = [ground(link) for link in links]
        parts: dict[str, list[str]] = {
            "evidence": [
                f"{each.relation}: {link.figure or f'{link.survey}.{link.item}.{link.target}'}"
                for link, each in zip(links, grounds, strict=True)
            ],
            "evidence_basis": [each.basis or NOTHING for each in grounds],
            "evidence_simulated": [_truth(each.simulated) for each in grounds],
            "reasons": [
                reason(link, each.published, links, language)
                if each.relation == link.relation
                else NOTHING
                for link, each in zip(links, grounds, strict=True)
            ],
        }
        for name, words in parts.items():
            columns[name].append(SEPARATOR.join(words))
        columns["simulated"].append(_truth(any(each.simulated for each in grounds)))
    return table(chosen, facts, language, more=columns)


def reason(
    link: Evidence, published: str | None, links: Sequence[Evidence], language: Language
) -> str:
    """Return why a link bears on its need, and that its figure stands beside it on its own.

    Parameters
    ----------
    link
        The link.
    published
        The id of the figure that was published of an answer; None where there is none.
    links
        All evidence for the need.
    language
        Of the words.
    """
    why = link.reason[language]
    if published and any(other.figure == published for other in links):
        return f"{why} {say(language, 'needs.same_figure')}"
    return why


def _truth(holds: bool) -> str:
    return "true" if holds else "false"


def _segments(chosen: Sequence[Need], facts: Facts, language: Language) -> dict[str, list[str]]:
    """Whom each need is about: segments, their names, how that is known, and remarks."""
    of_each = [facts.segments.of_need[need.id] for need in chosen]
    names = [facts.segments.names(need.id) for need in chosen]
    return {
        "segments": [" ".join(link.segment for link in links) for links in of_each],
        "segment_labels": [SEPARATOR.join(name[language] for name in some) for some in names],
        "segment_basis": [" ".join(link.basis for link in links) for links in of_each],
        "segment_notes": [
            " ".join(dict.fromkeys(link.note[language] for link in links if link.note))
            for links in of_each
        ],
    }
