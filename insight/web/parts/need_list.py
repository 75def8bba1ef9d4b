"""The list of needs: its rows in the order asked for, and how many published figures bear on each.

Counting needs no estimate: an item's answer bears on a need only while it is of everyone of whom
its level was published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from insight.documents.fact_kinds import LEVELS, Evidence, Need, Relation
from insight.documents.facts import Facts, facts
from insight.documents.published import levels, published_figures
from insight.language.alphabet import sort_key
from insight.views.view import View
from insight.web import evidence
from insight.web.html.evidence_pieces import MARKS
from insight.web.html.needs import POPULATIONS

COLUMNS = ("need", "who", "level", "theme", "figures")
BACKWARDS = "-"
Key = str | int | tuple[int, ...]
SORTS = tuple(f"{way}{column}" for column in COLUMNS for way in ("", BACKWARDS))
FIRST_ROWS = 12


def figures_of(view: View, need: Need, facts: Facts) -> dict[Relation, int]:
    """Return how many published figures support, nuance or contradict a need.

    A figure that stands for itself and behind an answer too is one.
    """
    links = facts.evidence_of.get(need.id, ())
    by_relation = {
        relation: {bearing_figure(view, link) for link in links if link.relation == relation}
        for relation in MARKS
    }
    counts = {relation: len(named - {None}) for relation, named in by_relation.items()}
    return {relation: count for relation, count in counts.items() if count}


def bearing_figure(view: View, link: Evidence) -> str | None:
    """Return the published figure by which a link bears on its need for the reader's respondents.

    None where it claims nothing of these, as :func:`insight.web.evidence.claims` tells of the
    estimated answer.
    """
    if not link.bears or link.kind == "figure":
        return link.figure if link.bears else None
    survey = next((survey for survey in view.surveys if survey.id == link.survey), None)
    if survey is None or view.base != "all" or not evidence.has_item(survey, link):
        return None
    is_chosen = survey.id == view.survey.id
    kept = view.respondents if is_chosen else view.respondents.carried_to(survey.codebook)[0]
    item, target = survey.codebook.variables[link.item or ""], link.target or ""
    anchored = any(anchor.target == target for anchor in item.anchors)
    if kept.conditions or not anchored or not survey.codebook.simulated:
        return None
    waves = evidence.published_waves(survey.codebook, item, target)
    wave = view.wave if view.wave in waves else waves[-1] if waves else None
    about = [
        figure
        for figure in published_figures()
        if (figure.survey, figure.item, figure.target) == (survey.id, item.id, target)
        and figure.measure == "share"
        and not figure.where
        and (survey.codebook.wave is None or str(figure.wave) == wave)
    ]
    limits = [figure for figure in about if not figure.is_level]
    return next((figure.figure_id for figure in [*levels(about), *limits]), None)


def in_order(needs: Sequence[Need], sort: str, view: View) -> list[Need]:
    """Return needs in the order asked for; those that are alike in the documents' order.

    Parameters
    ----------
    needs
        The needs, in the documents' order.
    sort
        One of :data:`SORTS`: the column, and whether it is the other way round.
    view
        What the reader looks at.
    """
    column = sort.removeprefix(BACKWARDS)
    return sorted(needs, key=_keys(view)[column], reverse=sort.startswith(BACKWARDS))


def _keys(view: View) -> dict[str, Callable[[Need], Key]]:
    """What the needs are sorted by in each column; most figures come first, most support before."""
    all_facts = facts()
    themes = list(all_facts.themes)

    def by_figures(need: Need) -> tuple[int, int]:
        counts = figures_of(view, need, all_facts)
        return -sum(counts.values()), -counts.get("supports", 0)

    return {
        "need": lambda need: sort_key(need.text[view.language]),
        "who": lambda need: POPULATIONS.index(need.population),
        "level": lambda need: LEVELS.index(need.level),
        "theme": lambda need: tuple(map(themes.index, need.themes)) or (len(themes),),
        "figures": by_figures,
    }
