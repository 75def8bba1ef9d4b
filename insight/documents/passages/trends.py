"""Trends of the documents: what each is, where it is going, what it means, and where it stands.

A trend is a run of lines in a document; which lines is written by hand in ``trends.csv``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

from insight.documents import records
from insight.documents.fact_kinds import Fact, Passage
from insight.documents.facts import FOLDER, Facts, facts
from insight.language.catalogue import Text

Group = Literal["national", "international", "ai", "figures", "market", "other"]
GROUPS: tuple[Group, ...] = get_args(Group)
MARKET = "market_finding"
# What a trend is made of, each part with the kinds of passages that tell it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "is": ("trend", "international_trend", "ai_trend"),
    "market": (MARKET,),
    "outlook": ("trend_outlook", "outlook_summary"),
    "means": ("trend_implication",),
}
OF_TRENDS = tuple(kind for kinds in PARTS.values() for kind in kinds)
MAIN = 1 / 3


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend, as its document names it, and the lines that it stands in."""

    id: str
    group: Group
    name: Text
    source: str
    line: int
    last_line: int

    def holds(self, fact: Fact) -> bool:
        """Whether a fact stands in the trend's lines."""
        return (
            fact.source == self.source
            and fact.line is not None
            and self.line <= fact.line <= self.last_line
        )


@cache
def trends() -> tuple[Trend, ...]:
    """Return the bundled trends, in the order of the file.

    Examples
    --------
    >>> trends()[0].name.en
    'Digital platforms in strong growth'
    """
    return read_trends(FOLDER / "trends.csv", facts())


def read_trends(path: Path, facts: Facts) -> tuple[Trend, ...]:
    """Read trends.

    Raises
    ------
    ValueError
        If a row is not whole, an id stands twice or is no id, a document does not exist, or no
        passage was taken from the lines; the row and the column are named.
    """

    def contradictions(trend: Trend) -> Iterator[tuple[str, str]]:
        if not records.ID.fullmatch(trend.id):
            yield "id", f"{trend.id!r} is no id"
        if trend.source not in facts.sources:
            yield "source", f"unknown source: {trend.source}"
        if trend.last_line < trend.line:
            yield "last_line", "the last line stands before the first"
        if not passages_of(trend, facts):
            yield "line", "no passage was taken from these lines"

    read = records.read(path, Trend, contradictions)
    records.unique(read)
    return read


@lru_cache(maxsize=256)
def passages_of(trend: Trend, facts: Facts) -> tuple[Passage, ...]:
    """Return what was taken from the lines of a trend, in their order."""
    return tuple(passage for passage in facts.passages if trend.holds(passage))


def trend_of(passage: Passage) -> Trend | None:
    """Return the trend that a passage tells of; None where it tells of none."""
    if passage.kind not in OF_TRENDS:
        return None
    return next((trend for trend in trends() if trend.holds(passage)), None)


def in_groups(facts: Facts) -> Mapping[Group, tuple[Trend, ...]]:
    """Return the trends of each group.

    What a trend of another group says of the market belongs to the market too.
    """

    def belongs(trend: Trend, group: Group) -> bool:
        of_market = group == "market" and any(
            passage.kind == MARKET for passage in passages_of(trend, facts)
        )
        return trend.group == group or of_market

    return {group: tuple(trend for trend in trends() if belongs(trend, group)) for group in GROUPS}


def parts(passages: Sequence[Passage]) -> tuple[dict[str, list[Passage]], dict[str, list[Passage]]]:
    """Return the passages of each of :data:`PARTS` that is told, and the others by their kind."""
    told = {
        part: [passage for passage in passages if passage.kind in kinds]
        for part, kinds in PARTS.items()
    }
    beside: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.kind not in OF_TRENDS:
            beside.setdefault(passage.kind, []).append(passage)
    return {part: some for part, some in told.items() if some}, beside


def main_themes(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the themes that at least a third of the passages have, the most common first.

    Examples
    --------
    >>> main_themes(passages_of(next(each for each in trends() if each.id == "home"), facts()))
    ('remote_care',)
    """
    listed = list(passages)
    times = Counter(theme for passage in listed for theme in passage.themes)
    return tuple(theme for theme, count in times.most_common() if count >= MAIN * len(listed))
