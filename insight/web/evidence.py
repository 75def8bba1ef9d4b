"""Evidence for needs: survey answers under the reader's filter, and printed figures.

The links are hand-made and reasoned; they stand in ``data/facts/evidence_links.csv``. What an item
says is estimated anew for the respondents that the reader has chosen. Of a simulated survey only
what was published may bear on a need: under a filter its levels are assumed, and claim nothing. An
answer of any other survey is shown beside the need and claims nothing either, for the relation and
its reason were written for the value that was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from insight.analysis.basis import Basis
from insight.analysis.estimates import Estimate, Table
from insight.documents.fact_kinds import Evidence, Fact, Need
from insight.documents.fact_tables import Ground
from insight.documents.facts import Facts, facts
from insight.documents.published import PublishedFigure, levels
from insight.language.catalogue import Language
from insight.language.search import matches
from insight.reporting import need_sentences
from insight.survey.codebook import ANCHORINGS, Codebook, Variable
from insight.survey.constructs import Alike
from insight.survey.folders import Survey
from insight.views import answers
from insight.views.view import View

Standing = Literal["any", "item", "no_item", "published", "unpublished", "only_asked", "none"]


@dataclass(frozen=True)
class Answered:
    """An item's answer that bears on a need, estimated for the reader's respondents.

    `published` is what was published of just this answer, respondents and wave; None where nothing
    was. `aside` tells whether a part of the reader's filter is one that the survey does not have,
    `unpublished_wave` which wave of it the reader has chosen, where only others have a published
    level.
    """

    table: Table
    estimate: Estimate
    published: PublishedFigure | None
    aside: bool
    unpublished_wave: str | None

    @property
    def bears(self) -> bool:
        """Whether it may support, nuance or contradict a need: only where it was published."""
        return self.estimate.shown and self.published is not None


def estimate_answer(view: View, link: Evidence) -> Answered | None:
    """Estimate what a link points to, in a wave of which its level was published.

    Parameters
    ----------
    view
        What the reader looks at; of the filter each survey understands its part.
    link
        A link to a survey's item.

    Returns
    -------
    Answered or None
        None where the survey, the item or the answer is not there.
    """
    survey = next((survey for survey in view.surveys if survey.id == link.survey), None)
    if survey is None or not has_item(survey, link):
        return None
    if survey.id == view.survey.id:
        kept, aside = view.respondents, False
    else:
        kept, conditions = view.respondents.carried_to(survey.codebook)
        aside = bool(conditions)
    item, target = survey.codebook.variables[link.item or ""], link.target or ""
    waves = published_waves(survey.codebook, item, target)
    elsewhere = bool(waves) and view.wave not in waves
    looked_at = replace(view, wave=waves[-1]) if elsewhere else view
    table = answers.in_wave(looked_at, Alike(survey, item, kept, ()))
    estimate = table.at((), target)
    published = published_of(table, estimate)
    own = view.wave if elsewhere and survey.id == view.survey.id else None
    return Answered(table, estimate, published, aside, own)


def published_waves(codebook: Codebook, item: Variable, target: str) -> list[str]:
    """Return the waves of which an answer's level or a bound of it was published, in their order.

    Examples
    --------
    >>> from insight.query.opened import open_survey
    >>> book = open_survey("citizens").codebook
    >>> published_waves(book, book.variable("worried_emergency"), "worried")
    ['2019', '2020']
    """
    anchored = {anchor.wave for anchor in item.anchors if anchor.target == target}
    return [code for code in codebook.wave.by_key if code in anchored] if codebook.wave else []


def published_of(table: Table, estimate: Estimate) -> PublishedFigure | None:
    """Return what was published of just an estimate, the most exact of it; None where nothing."""
    if estimate.basis not in ANCHORINGS:
        return None
    wave = table.codebook.wave
    codes = table.request.where.codes(wave.id) if wave else ()
    about = [
        figure
        for figure in answers.figures_about([table], estimate.key)
        if not figure.where and (wave is None or (str(figure.wave),) == codes)
    ]
    limits = [figure for figure in about if not figure.is_level]
    return next(iter([*levels(about), *limits]), None)


def claims(link: Evidence, answer: Answered | None) -> bool:
    """Tell whether a link supports, nuances or contradicts its need: as printed, or as answered."""
    return link.bears and (link.kind == "figure" or bool(answer and answer.bears))


def ground(view: View, link: Evidence) -> Ground:
    """Return how a link bears on its need under the reader's filter, and what it rests on."""
    if link.kind == "figure":
        basis: Basis = "bound" if facts().figure[link.figure or ""].is_bound else "published"
        return Ground(link.relation, basis if link.bears else "", simulated=False)
    answer = estimate_answer(view, link)
    if answer is None:
        return Ground("asked", "", simulated=False)
    relation = link.relation if claims(link, answer) else "asked"
    basis, published = answer.estimate.basis, answer.published
    return Ground(
        relation, basis, answer.table.codebook.simulated, published.figure_id if published else None
    )


def has_item(survey: Survey, link: Evidence) -> bool:
    """Tell whether a survey has the item and the answer that a link names."""
    item = survey.codebook.variables.get(link.item or "")
    if item is None or item.role != "item":
        return False
    return link.target in {*item.by_key, *(net.id for net in item.nets)}


def has_standing(links: Sequence[Evidence], standing: Standing) -> bool:
    """Tell whether a need with these links has the answers or the evidence that a reader asks for.

    Answers are there where a survey asks about the need, evidence where something published bears
    on it; a need may have either without the other.

    Examples
    --------
    >>> has_standing((), "none"), has_standing((), "item")
    (True, False)
    """
    asked = any(link.kind == "item" for link in links)
    published = any(link.bears for link in links)
    return {
        "any": True,
        "item": asked,
        "no_item": not asked,
        "published": published,
        "unpublished": not published,
        "only_asked": asked and not published,
        "none": not asked and not published,
    }[standing]


def standing_of(need: Need, facts: Facts) -> Standing:
    """Return what there is about a need: published evidence, only a question, or neither."""
    links = facts.evidence_of.get(need.id, ())
    known: tuple[Standing, ...] = ("published", "only_asked", "none")
    return next(standing for standing in known if has_standing(links, standing))


def title(needs: Sequence[Need], facts: Facts, language: Language) -> str:
    """Say on how many of the needs published figures bear, and on how many nothing; "" of none."""
    links = [facts.evidence_of.get(need.id, ()) for need in needs]
    published = sum(has_standing(some, "published") for some in links)
    nothing = sum(has_standing(some, "none") for some in links)
    return need_sentences.title(len(needs), published, nothing, language)


def concerns(need: Need, population: str) -> bool:
    """Tell whether a need is one of a population's; a common need is one of both."""
    shared = population in ("citizens", "health_personnel") and need.population == "both"
    return population == "any" or need.population == population or shared


def is_found(need: Need, words: str, facts: Facts) -> bool:
    """Tell whether every word occurs in a need, its quote or the names of its segments.

    Examples
    --------
    >>> [is_found(need, "GENERAL practitioners", facts()) for need in facts().needs].count(True)
    1
    """
    return matches(words, [need.text, need.quote, *facts.segments.names(need.id)])


@lru_cache(maxsize=1000)
def needs_of_item(survey: str, item: str) -> tuple[Need, ...]:
    """Return the needs that a survey's item bears on.

    Examples
    --------
    >>> needs_of_item("citizens", "no_such_item")
    ()
    """
    all_facts = facts()
    borne_on = {
        link.need for link in all_facts.evidence if (link.survey, link.item) == (survey, item)
    }
    return tuple(need for need in all_facts.needs if need.id in borne_on)


def by_theme(needs: Sequence[Need], facts: Facts) -> dict[str, dict[str, list[Fact]]]:
    """Sort needs by theme and population, themes in their own order; empty themes left out."""
    needs_of: dict[str, dict[str, list[Fact]]] = {theme: {} for theme in facts.themes}
    for need in needs:
        for theme in need.themes:
            needs_of[theme].setdefault(need.population, []).append(need)
    return {theme: groups for theme, groups in needs_of.items() if groups}
