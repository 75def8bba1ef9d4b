"""Pages whose views a report can hold: the words of their addresses, and those no view lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insight.views.at_address import maturity_view, series_view, timeline_view
from insight.views.further.further_choice import WORDS
from insight.views.linked_view import PAGE

ANSWERS = PAGE
OF_VIEW = ("survey", "wave", "where", "base", "item")
# The words of a page's links that a view is told by, in the order of the file.
PARAMETERS: Mapping[str, Sequence[str]] = {
    ANSWERS: (
        *OF_VIEW,
        "items",
        "target",
        "nets",
        "by",
        "by2",
        "show",
        "order",
        "against",
        "limit",
        "mark",
        "turn",
        *WORDS,
    ),
    maturity_view.PAGE: (*OF_VIEW, "by"),
    series_view.PAGE: ("series", "kind"),
    timeline_view.PAGE: ("theme", "actor_level", "event", "rows", "find", "from", "to"),
}
REQUIRED: Mapping[str, Sequence[str]] = {
    ANSWERS: ("survey", "item"),
    maturity_view.PAGE: ("item",),
    series_view.PAGE: ("series",),
    timeline_view.PAGE: (),
}
PAGES = tuple(PARAMETERS)
OF_FACTS = (series_view.PAGE, timeline_view.PAGE)
