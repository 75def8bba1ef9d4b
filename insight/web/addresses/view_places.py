"""Places of a view: its page, its picture, its embedding, and what other sites paste of it.

All begin where the app is seen from outside; where nobody has said that, they begin with a slash,
but on the page for other sites, which lies a level deeper, with `..`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from insight.language.errors import Fault, RequestError
from insight.reporting.labels import short_title
from insight.reporting.pictures.picture import Format
from insight.views.linked_view import PAGE, LinkedView
from insight.web.html.templates import draw

PICTURE, EMBED, OEMBED = "api/picture", "embed", "api/oembed"
FRAME_SETTING = "INSIGHT_EMBED"
_ORIGIN = re.compile(
    r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:([0-9]{1,5}|[*]))?", re.IGNORECASE
)
_HEIGHT, _ROW, _CHART = 560, 34, 860  # pixels of a frame: of its words, each row, with a chart


def frames_from(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Read which sites may show a view in a frame; none until the operator names them.

    Raises
    ------
    RequestError
        If something else than an origin is named.

    Examples
    --------
    >>> frames_from({"INSIGHT_EMBED": "https://example.no https://*.example.org"})
    ('https://example.no', 'https://*.example.org')
    >>> frames_from({})
    ()
    """
    named = tuple(environment.get(FRAME_SETTING, "").split())
    for origin in named:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise RequestError(
                Fault("fault.setting_origin", {"name": FRAME_SETTING, "value": origin})
            )
    return named


@dataclass(frozen=True)
class Places:
    """Where a view is.

    Attributes
    ----------
    linked
        The view.
    start
        What stands before each address.
    """

    linked: LinkedView
    start: str = ""

    @property
    def page(self) -> str:
        """Its page."""
        return f"{self.start}/{PAGE}?{self.linked.query}"

    @property
    def embed(self) -> str:
        """The page for other sites."""
        return f"{self.start}/{EMBED}/{PAGE}?{self.linked.query}"

    def picture(self, kind: Format) -> str:
        """Its picture."""
        return f"{self.start}/{PICTURE}/{PAGE}.{kind}?{self.linked.query}"

    @property
    def title(self) -> str:
        """What it is about, without a figure."""
        view, asked = self.linked.view, self.linked.asked
        label = asked.breakdown.item.label[view.language]
        if asked.items:
            label = view.say("answers.several", count=len(asked.items))
        return f"{label} – {short_title(view.survey.codebook)[view.language]}"

    @property
    def height(self) -> int:
        """How many pixels of height a frame needs, about."""
        asked = self.linked.asked
        if asked.show not in ("bars", "dots") or (asked.items and asked.breakdown.by):
            return _CHART
        rows = len(asked.items) or asked.breakdown.groups + 2
        if not asked.items and not asked.breakdown.by:
            rows = len(asked.breakdown.answers)
        return _HEIGHT + _ROW * min(rows, asked.limit or rows)

    def code(self, *, framed: bool) -> str:
        """Return what other sites paste: a frame where they may have one, else the picture."""
        if framed:
            return str(draw("embed", "frame", self.embed, self.title, self.height)).strip()
        picture = self.picture("svg")
        return str(draw("embed", "linked_picture", self.page, picture, self.title)).strip()
