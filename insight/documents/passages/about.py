"""Passages about a need: those that name it, with areas and trends of its themes."""

from __future__ import annotations

from collections.abc import Collection

from insight.documents.fact_kinds import AreaEntry, Need, Passage
from insight.documents.facts import Facts
from insight.documents.passages.trends import Trend, main_themes, passages_of, trends


def passages_about(fact_id: str, facts: Facts) -> list[Passage]:
    """Return the passages that say what they are about by a fact's id, in the documents' order.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [passage.id for passage in passages_about("c_remote_carers_flexibility", facts())]
    ['k_need_passage_1302']
    """
    return [passage for passage in facts.passages if fact_id in passage.relations]


def areas_about(themes: Collection[str], facts: Facts) -> list[AreaEntry]:
    """Return of each strategic area the first entry that has one of the themes."""
    by_area: dict[str, AreaEntry] = {}
    for entry in facts.areas:
        if set(themes) & set(entry.themes):
            by_area.setdefault(entry.area, entry)
    return sorted(by_area.values(), key=lambda entry: entry.number)


def trends_about(need: Need, facts: Facts) -> list[Trend]:
    """Return the trends that name a need or a figure bearing on it, then those of its themes.

    A trend is of the themes that most of its passages have.
    """
    figures = [
        facts.figure[link.figure]
        for link in facts.evidence_of.get(need.id, ())
        if link.figure and link.bears
    ]
    named: list[Trend] = []
    akin: list[Trend] = []
    for trend in trends():
        passages = passages_of(trend, facts)
        if any(need.id in passage.relations for passage in passages) or any(
            trend.holds(figure) for figure in figures
        ):
            named.append(trend)
        elif set(need.themes) & set(main_themes(passages)):
            akin.append(trend)
    return [*named, *akin]
