"""Lines that *Share* offers beside the link: data, pictures, and a code for other sites."""

from __future__ import annotations

import os
from urllib.parse import parse_qsl

from insight.api.listing import listing
from insight.api.problems import Problem
from insight.api.settings import settings_from
from insight.language.errors import InsightError
from insight.views.asked import Asked
from insight.views.linked_view import LinkedView
from insight.views.view import View
from insight.web import choices
from insight.web.addresses.addressed_view import addressed_view
from insight.web.addresses.data_address import data_address
from insight.web.addresses.view_places import Places, frames_from

# In place of these the browser puts where the page is, and what its address says.
HERE, LINK = "{here}", "{link}"


def share_lines(view: View, asked: Asked) -> list[tuple[str, str]]:
    """Return names and addresses; none of what the reader of an address is not shown.

    That is a visitor's own survey, those beside of such a survey, and what is too much to be asked
    for.
    """
    there = {survey.id for survey in listing().surveys}
    if choices.is_own(view.survey) or view.survey.id not in there:
        return []
    linked = LinkedView(view, asked)
    try:
        read = addressed_view(parse_qsl(linked.query))
    except (InsightError, Problem):
        return []
    if read.asked.beside != asked.beside:
        return []
    start = settings_from().address or HERE
    places = Places(linked, start)
    lines = [(view.say("embed.link"), LINK)]
    if data := data_address(linked):
        lines.append((view.say("embed.csv"), f"{start}/{data}&outputFormat=csv"))
        lines.append((view.say("embed.jsonstat"), f"{start}/{data}"))
    lines += [(view.say(f"embed.{kind}"), places.picture(kind)) for kind in ("svg", "png")]
    framed = bool(frames_from(os.environ))
    return [*lines, (view.say("embed.code"), places.code(framed=framed))]
