"""Places: the address at which whatever a search has found is shown."""

from __future__ import annotations

from insight.documents import strategy
from insight.documents.facts import (
    AreaEntry,
    Fact,
    Figure,
    Need,
    Observation,
    Question,
    ScenarioEntry,
    Statement,
    System,
)
from insight.documents.glossary import Term
from insight.documents.references import Theme
from insight.language.text_index import Entry
from insight.reporting.searching.codebook_entries import Asked
from insight.web import routes
from insight.web.answers import View


def address(view: View, entry: Entry) -> str:
    """Return the address of what an entry of the search is about, relative to any page."""
    match entry.key:
        case Asked(survey, variable):
            return routes.href(view, page_of(entry), survey=survey, item=variable)
        case Term():
            return f"{routes.href(view, 'codebook', find=entry.key.name[view.language])}#glossary"
        case Theme(id=theme):
            return routes.href(view, "strategy", theme=theme)
        case Fact():
            return f"{_page_of(view, entry.key)}#{entry.key.id}"
        case _:
            raise TypeError(f"nowhere to show {entry.kind}")


def page_of(entry: Entry) -> str:
    """Return the page that shows a variable: the answers of a question, the codebook of others."""
    return "breakdown" if entry.kind == "question" else "codebook"


def _page_of(view: View, fact: Fact) -> str:
    match fact:
        case Need():
            return routes.href(view, "needs", **routes.unnarrowed(view))
        case Figure() | Statement():
            measured = not isinstance(fact, Figure) or fact.is_measurement
            series = fact.series if isinstance(fact, Figure) and fact.series else ""
            return routes.href(view, "figures", series=series, kind="" if measured else "any")
        case Question():
            return routes.href(view, "maturity")
        case ScenarioEntry(scenario=scenario):
            chosen = "" if scenario == "all" else scenario
            return routes.href(view, "strategy", part="scenarios", scenario=chosen)
        case AreaEntry() | Observation() | System():
            return routes.href(view, "strategy", part=_part(strategy.group(fact)))
        case _:
            raise TypeError(f"nowhere to show {fact.id}")


def _part(group: str) -> str:
    """The part of the page of strategy, which opens with the areas."""
    part = next(name for name, groups in strategy.PARTS.items() if group in groups)
    return "" if part == "areas" else part
