"""Choice of needs: what a reader may ask of them, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insight.documents.fact_kinds import LEVELS, Need
from insight.documents.facts import Facts
from insight.documents.segment_respondents import with_needs
from insight.language.catalogue import Language, say
from insight.web import evidence
from insight.web.evidence import Standing
from insight.web.html.needs import POPULATIONS

WHOSE = ("population", "segment")
STANDINGS: tuple[Standing, ...] = (
    "published", "only_asked", "none", "item", "no_item", "unpublished",
)  # fmt: skip
ORIGINS = ("mapping", "scenarios")


def facets(facts: Facts, language: Language) -> dict[str, dict[str, str]]:
    """Return the names of the choices, by code and facet, in the order in which they stand."""
    populations = {code: facts.word("population", code)[language] for code in POPULATIONS}
    return {
        "population": populations | {"both": say(language, "needs.shared")},
        "segment": {segment.id: segment.name[language] for segment, _ in with_needs(facts)},
        "level": {code: facts.word("level", code)[language] for code in LEVELS},
        "theme": {theme.id: theme.name[language] for theme in facts.themes.values()},
        "evidence": {code: say(language, f"standing.{code}") for code in STANDINGS},
        "origin": {code: say(language, f"needs.origin_{code}") for code in ORIGINS},
    }


def is_of(need: Need, facet: str, code: str, facts: Facts) -> bool:
    """Tell whether a need is one of those that a code of a facet stands for."""
    match facet:
        case "population":
            return evidence.concerns(need, code)
        case "segment":
            return facts.segments.named_by(need.id, [code])
        case "level":
            return need.level == code
        case "theme":
            return code in need.themes
        case "evidence":
            standing = next(known for known in STANDINGS if known == code)
            return evidence.has_standing(facts.evidence_of.get(need.id, ()), standing)
        case "origin":
            return (need.evidence_kind == "needs_mapping") == (code == "mapping")
    raise ValueError(f"no facet of needs: {facet}")


def narrow(needs: Iterable[Need], wanted: Mapping[str, str], facts: Facts) -> list[Need]:
    """Return the needs that are of every code chosen, by facet."""
    return [
        need
        for need in needs
        if all(is_of(need, facet, code, facts) for facet, code in wanted.items())
    ]


def count_left(
    needs: Sequence[Need], wanted: Mapping[str, str], facet: str, codes: Iterable[str], facts: Facts
) -> dict[str, int]:
    """Return how many needs each code of a facet would leave beside what else is chosen."""
    others = {name: code for name, code in wanted.items() if name != facet}
    left = narrow(needs, others, facts)
    return {code: sum(is_of(need, facet, code, facts) for need in left) for code in codes}
