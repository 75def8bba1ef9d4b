"""Choice of needs: what a reader may ask of them, and how many each further choice would leave.

Whose needs are chosen goes before the respondents, whose needs all other choices narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from insight.documents.fact_kinds import LEVELS, Need
from insight.documents.facts import Facts, facts
from insight.documents.segment_respondents import respondents_of, with_needs
from insight.language.catalogue import Language, say
from insight.reporting import need_sentences
from insight.survey.filters import Condition
from insight.views.view import View
from insight.web import choices, evidence, ui
from insight.web.evidence import Standing
from insight.web.frame import chosen_respondents
from insight.web.html.needs import POPULATIONS
from insight.web.parts import facets

FOLDED = ("segment", "theme")
WHOSE = ("population", "segment")
STANDINGS: tuple[Standing, ...] = (
    "published", "only_asked", "none", "item", "no_item", "unpublished",
)  # fmt: skip
ORIGINS = ("mapping", "scenarios")


def named_facets(facts: Facts, language: Language) -> dict[str, dict[str, str]]:
    """Return the names of the choices, by code and facet, in the order in which they stand."""
    populations = {code: facts.word("population", code)[language] for code in POPULATIONS}
    return {
        "population": populations | {"both": say(language, "needs.shared")},
        "segment": {segment.id: segment.name[language] for segment, _ in with_needs(facts)},
        "level": {code: facts.word("level", code)[language] for code in LEVELS},
        "theme": facts.theme_names(language),
        "evidence": {code: say(language, f"standing.{code}") for code in STANDINGS},
        "origin": {code: say(language, f"needs.origin_{code}") for code in ORIGINS},
    }


def choose(view: View, named: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Offer the facets, and return the codes chosen by facet."""
    chosen = {
        facet: facets.choose(
            view, view.say(f"needs.facet_{facet}"), facet, codes, folded=facet in FOLDED
        )
        for facet, codes in named.items()
    }
    return {facet: code for facet, code in chosen.items() if code != choices.ANY}


def draw_counts(
    view: View,
    named: Mapping[str, Mapping[str, str]],
    wanted: Mapping[str, str],
    everyones: Sequence[Need],
    followed: Sequence[Need],
) -> None:
    """Write beside each choice how many needs it would leave.

    Parameters
    ----------
    view
        What the reader looks at.
    named
        The names of the choices, by code and facet.
    wanted
        What is chosen, by facet.
    everyones
        The needs of all that the search leaves.
    followed
        Those of them that are the needs of the reader's respondents.
    """
    for facet, codes in named.items():
        among = everyones if facet in WHOSE else followed
        facets.draw_counts(view, facet, count_left(among, wanted, facet, codes, facts()))


def offer_respondents(view: View, wanted: Mapping[str, str]) -> None:
    """Offer the respondents that the segment chosen among the needs stands for."""
    segment = facts().segments.by_id.get(wanted.get("segment", wanted.get("population", "")))
    if segment is None or segment.population is None:
        return
    who = need_sentences.in_sentence([segment], view.language)
    survey = next((survey for survey in view.surveys if survey.id == segment.survey), None)
    condition = respondents_of(segment, survey.codebook) if survey else None
    if survey is None or (condition is None and segment.parent):
        ui.secondary(view.say("needs.no_respondents", who=who))
    elif survey.id != view.survey.id or not _meet(view, condition):
        label = view.say("needs.respondents", who=who)
        chosen_respondents.offer(view, label, survey, condition)


def _meet(view: View, condition: Condition | None) -> bool:
    """Whether the reader has chosen the respondents who meet a condition of the survey shown."""
    return condition is None or view.respondents.codes(condition.variable.id) == condition.codes


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
            return evidence.has_standing(facts.evidence_of.get(need.id, ()), cast(Standing, code))
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
