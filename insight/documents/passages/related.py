"""Facts that belong with a trend: those that its passages name, and those of the same themes.

Named is what stands in the trend's own lines, what its passages are related to, and the needs on
which its figures bear. The themes are our own reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.documents.fact_kinds import Fact, Figure
from insight.documents.facts import Facts
from insight.documents.passages.trends import Trend, main_themes, passages_of

BESIDE: Mapping[str, tuple[str, ...]] = {
    "figures": ("figure", "statement"),
    "needs": ("need",),
    "areas": ("area", "analysis"),
    "scenarios": ("scenario",),
    "systems": ("system",),
}
BY_THEME = ("figures", "needs", "areas", "scenarios")


@dataclass(frozen=True, slots=True)
class Related:
    """Facts beside a trend: `named` by it, and `akin`, which only share its themes.

    What its passages name comes first, then what stands in its lines; of those akin, what shares
    the most themes.
    """

    named: tuple[Fact, ...]
    akin: tuple[Fact, ...]


def related(trend: Trend, facts: Facts) -> dict[str, Related]:
    """Return what belongs with a trend, by each of :data:`BESIDE`, which may have nothing.

    Parameters
    ----------
    trend
        The trend.
    facts
        All facts.
    """
    direct, themes = _named(trend, facts), main_themes(passages_of(trend, facts))
    return {part: _of_part(part, direct, themes, facts) for part in BESIDE}


def _of_part(part: str, direct: Mapping[str, Fact], themes: Sequence[str], facts: Facts) -> Related:
    everything = [
        fact for kind in BESIDE[part] for fact in facts.of_kind(kind) if _is_content(fact)
    ]
    there = {fact.id for fact in everything}
    named = tuple(fact for id, fact in direct.items() if id in there)
    shared = {
        fact.id: len({*fact.themes} & {*themes})
        for fact in everything
        if part in BY_THEME and fact.id not in direct
    }
    akin = [fact for fact in everything if shared.get(fact.id)]
    return Related(named, tuple(sorted(akin, key=lambda fact: -shared[fact.id])))


def _is_content(fact: Fact) -> bool:
    """Whether a fact says something of its own, unlike a year or a count of headings."""
    return not isinstance(fact, Figure) or fact.is_measurement


def _named(trend: Trend, facts: Facts) -> dict[str, Fact]:
    """What the passages of a trend name, what stands in its lines, and the needs of its figures."""
    ids = [id for passage in passages_of(trend, facts) for id in passage.relations]
    named = {id: facts.fact[id] for id in ids}
    for kinds in BESIDE.values():
        for kind in kinds:
            named |= {fact.id: fact for fact in facts.of_kind(kind) if trend.holds(fact)}
    bearing = [link.need for link in facts.evidence if link.bears and link.figure in named]
    return named | {need: facts.fact[need] for need in bearing}
