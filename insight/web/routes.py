"""The pages, which survey each is about, and links to them that say everything.

What shapes a page stands in its address as ids and codes, so a link is the view. The navigation
leads to some of the pages; those of the documents lead to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from insight.documents.fact_kinds import (
    EVERY_SCENARIO,
    AreaEntry,
    Fact,
    Figure,
    Need,
    Observation,
    Passage,
    Question,
    ScenarioEntry,
    Statement,
    System,
)
from insight.documents.facts import facts
from insight.documents.inventories.actors import code_of
from insight.documents.passages.of_strategy.chapters import area_of, group_of
from insight.documents.passages.trends import trend_of
from insight.documents.segment_respondents import narrowing
from insight.documents.strategy import part_of
from insight.language.catalogue import Language, say
from insight.reporting.labels import short_title
from insight.survey.constructs import like
from insight.survey.disk.publication import version_link
from insight.survey.folders import Survey
from insight.views.view import FIXED, View

NAVIGATION = (
    "overview",
    "answers",
    "maturity",
    "needs",
    "figures",
    "strategy",
    "codebook",
    "own_survey",
)
OF_DOCUMENTS = ("strategy", "trends", "timeline", "actors", "sources", "missing")
REPORT = "report"
PAGES = tuple(dict.fromkeys((*NAVIGATION, *OF_DOCUMENTS, REPORT)))
MOVED = {"trust": "answers", "breakdown": "answers"}
PUBLISHED = ("figures", *OF_DOCUMENTS)
PUBLISHED_PARTS = {"maturity": {"part": ["told"]}}
OWN = "own_survey"
WITHOUT_SURVEY = (*PUBLISHED, OWN)
OF_FACTS = (*PUBLISHED, "needs", "maturity")  # pages that are something where no survey is there
ABOUT_ALL = ("overview", "needs", REPORT)
WITHOUT_GROUP = ("codebook", REPORT)
WITH_SHARE = (NAVIGATION[0], "answers")
WITH_FACETS = ("needs",)
WITHOUT_SIDEBAR = ("overview", "trends", "actors", "sources", "missing", OWN, REPORT)
# What a page's sidebar narrows it by, as the link says it.
IN_SIDEBAR = (
    "where",
    "base",
    "population",
    "segment",
    "level",
    "theme",
    "evidence",
    "origin",
    "actor_level",
)


def link(view: View, page: str, **local: str) -> dict[str, list[str]]:
    """Return the parameters of a page's address: the reader's view, and what the page adds.

    Parameters
    ----------
    view
        What the reader is looking at.
    page
        One of the pages.
    **local
        The page's own parameters. `survey` or `wave` among them replaces that of the view; with
        another survey the filter stays behind, for its codes are those of the survey.
    """
    kept = dict(view.link)
    survey = FIXED.get(page) or local.get("survey") or view.reader_survey
    if survey != view.survey.id:
        kept = {name: kept[name] for name in ("lang", "base") if name in kept}
        there = next((one for one in view.surveys if one.id == survey), None)
        kept |= version_link(there) if there else {}
    own = {name: [value] for name, value in local.items() if value and name != "survey"}
    return {**kept, **({"survey": [survey]} if survey else {}), **own}


def href(view: View, page: str, **local: str) -> str:
    """Return the address of a page, relative to any other page.

    Examples
    --------
    An address is written as codes: ``needs?lang=nb&survey=citizens&need=c_trust_and_safety``.
    """
    path = "./" if page == PAGES[0] else page
    return f"{path}?{urlencode(link(view, page, **local), doseq=True)}"


def place(view: View, fact: str) -> str:
    """Return the address where a fact is read in its place in the document, by its id."""
    return href(view, "sources", at=fact)


def home(view: View, fact: Fact) -> str:
    """Return the address of the page that a fact belongs on; of most passages it is their place.

    Where the page shows many, the address names the one that the page brings into view.
    """
    match fact:
        case Need():
            return href(view, "needs", need=fact.id, **unnarrowed(view))
        case Figure() | Statement():
            return href(view, "figures", figure=fact.id)
        case AreaEntry():
            return href(view, "strategy", area=fact.area, fact=fact.id)
        case Observation():
            return href(view, "strategy", part=part_of(fact), fact=fact.id)
        case ScenarioEntry():
            scenario = "" if fact.scenario == EVERY_SCENARIO else fact.scenario
            return href(view, "strategy", part="scenarios", scenario=scenario, fact=fact.id)
        case Question():
            return href(view, "maturity", item=fact.id)
        case System():
            return href(view, "actors", actor=code_of()[fact.id])
        case Passage(kind="recommendation"):
            return href(view, "trends", list="recommendations", fact=fact.id)
        case Passage(kind="knowledge_gap"):
            return href(view, "trends", list="gaps", fact=fact.id)
        case Passage() if trend := trend_of(fact):
            return href(view, "trends", trend=trend.id, fact=fact.id)
    return place(view, fact.id)


def in_strategy(fact: Fact) -> dict[str, str] | None:
    """Return what a link to the page on strategy adds, to where a passage stands there.

    None of what does not stand there.
    """
    if not isinstance(fact, Passage) or group_of(fact) is None:
        return None
    if area := area_of(fact):
        return {"area": area}
    part = part_of(fact)
    return {"part": "" if part == "areas" else part}


def unnarrowed(view: View) -> dict[str, str]:
    """Return what a link to the page of needs adds, so that those of all are there.

    Without it the page shows the needs of the reader's respondents, where these are known.
    """
    narrows = narrowing(view.survey.codebook, view.respondents, facts()).narrows
    return {"follow": "off"} if narrows else {}


def surveys_on(view: View, page: str) -> tuple[Survey, ...]:
    """Return the surveys whose answers a page may show."""
    if page in WITHOUT_SURVEY:
        return ()
    if page in ABOUT_ALL:
        return view.surveys
    others = (survey for survey in view.surveys if survey.id != view.survey.id)
    items = view.survey.codebook.items if page == "answers" else ()
    beside = (survey for survey in others if any(like(survey.codebook, item) for item in items))
    return (view.survey, *beside)


def is_published(page: str, link: Mapping[str, Sequence[str]]) -> bool:
    """Whether nothing is simulated on a page, or in that part of it which a link is to.

    Examples
    --------
    >>> is_published("figures", {}), is_published("maturity", {"part": ["survey"]})
    (True, False)
    >>> is_published("maturity", {"part": ["told"], "lang": ["nb"]})
    True
    """
    part = PUBLISHED_PARTS.get(page)
    whole = page in PUBLISHED
    return whole or (part is not None and all(link.get(name) == part[name] for name in part))


def which_simulated(there: Sequence[Survey], language: Language) -> str:
    """Say which surveys are simulated where others are not; empty where it need not be said."""
    simulated = [survey.codebook for survey in there if survey.codebook.simulated]
    if len(simulated) in (0, len(there)):
        return ""
    names = ", ".join(short_title(book)[language] for book in simulated)
    return say(language, "shell.simulated_only", surveys=names)
