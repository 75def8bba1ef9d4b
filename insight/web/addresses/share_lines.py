"""Lines that *Share* offers beside the link: data, pictures, and a code for other sites."""

from __future__ import annotations

import os
from collections.abc import Sequence
from urllib.parse import parse_qsl

from insight.api.listing import listing
from insight.api.problems import Problem
from insight.api.settings import settings_from
from insight.language.catalogue import say
from insight.language.errors import InsightError
from insight.reporting.pictures.picture import Format
from insight.views.asked import Asked
from insight.views.at_address.answers_view import AnswersView
from insight.views.at_address.drawable import Drawable
from insight.views.at_address.facts_view import FactsView
from insight.views.further.further_answers import Further
from insight.views.linked_view import LinkedView
from insight.views.view import View
from insight.web import choices
from insight.web.addresses.addressed_view import drawable
from insight.web.addresses.analysis_address import analysis_address
from insight.web.addresses.data_address import data_address
from insight.web.addresses.view_places import FACT_ROWS, Places, frames_from
from insight.web.frame import signed_in

# In place of these the browser puts where the page is, and what its address says.
HERE, LINK = "{here}", "{link}"
_SHOWN: tuple[Format, ...] = ("svg", "png")


def share_lines(
    view: View,
    asked: Asked,
    of_page: type[AnswersView] = AnswersView,
    further: Sequence[Further] = (),
) -> list[tuple[str, str]]:
    """Return names and addresses; none of what the reader of an address is not shown.

    That is a visitor's own survey, those beside of such a survey, and what is too much to be asked
    for.

    Parameters
    ----------
    view, asked
        What the reader looks at, and what the page shows of it.
    of_page
        The page's kind of view.
    further
        What the page tells of its groups besides; what it refuses has no address.
    """
    linked = LinkedView(view, asked)
    seen = of_page(linked)
    there = {survey.id for survey in listing(signed_in.current_person()).surveys}
    if choices.is_own(view.survey) or view.survey.id not in there:
        return []
    read = _read(seen)
    if not isinstance(read, AnswersView) or read.linked.asked.beside != linked.asked.beside:
        return []
    start = settings_from().address or HERE
    data = _csv_and_json(view, data_address(linked), "csv", "jsonstat")
    for each in further:
        if each.found:
            at = analysis_address(linked, each.found, signed_in.current_person())
            words = {"what": each.answer.heading}
            data += _csv_and_json(view, at, "further_csv", "further_json", **words)
    return _lines(seen, data, start=start)


def _csv_and_json(
    view: View, address: str, csv: str, json: str, **words: str
) -> list[tuple[str, str]]:
    """Names and addresses of figures in the two formats; none where they have no address."""
    if not address:
        return []
    both = ((csv, f"{address}&outputFormat=csv"), (json, address))
    return [(view.say(f"embed.{key}", **words), there) for key, there in both]


def fact_lines(seen: FactsView, *, drawn: bool) -> list[tuple[str, str]]:
    """Return names and addresses of a chart of facts, or of its rows where none is drawn."""
    if not isinstance(_read(seen), FactsView):
        return []
    endings = (("csv", "csv"), ("jsonstat", "json"))
    data = [
        (say(seen.language, f"embed.{key}"), f"{FACT_ROWS}/{seen.page}.{ending}?{seen.query}")
        for key, ending in endings
    ]
    start = settings_from().address or HERE
    return _lines(seen, data, start=start, drawn=drawn)


def _read(seen: Drawable) -> Drawable | None:
    """The view that its own address leads to."""
    try:
        return drawable(seen.page, parse_qsl(seen.query), signed_in.current_person())
    except (InsightError, Problem):
        return None


def _lines(
    seen: Drawable, data: Sequence[tuple[str, str]], *, start: str, drawn: bool = True
) -> list[tuple[str, str]]:
    """The lines: data where there are some, pictures and a code where there is a drawing."""

    def named(key: str) -> str:
        return say(seen.language, f"embed.{key}")

    places = Places(seen, start)
    lines = [(named("link"), LINK)]
    lines += [(name, f"{start}/{address}") for name, address in data]
    if not drawn:
        return lines
    lines += [(named(kind), places.picture(kind)) for kind in _SHOWN]
    framed = bool(frames_from(os.environ))
    return [*lines, (named("code"), places.code(framed=framed))]
