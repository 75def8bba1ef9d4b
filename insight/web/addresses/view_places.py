"""Places of a view: its page, its picture, its embedding, and what other sites paste of it.

All begin where the app is seen from outside; where nobody has said that, they begin with a slash,
but on the page for other sites, which lies a level deeper, with `..`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from insight.language.errors import Fault, RequestError
from insight.reporting.pictures.picture import Format
from insight.views.at_address.drawable import Drawable
from insight.web.html.templates import draw

PICTURE, EMBED, OEMBED, FACT_ROWS = "api/picture", "embed", "api/oembed", "api/facts"
FRAME_SETTING = "INSIGHT_EMBED"
_ORIGIN = re.compile(
    r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:([0-9]{1,5}|[*]))?", re.IGNORECASE
)


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
    seen
        The view.
    start
        What stands before each address.
    """

    seen: Drawable
    start: str = ""

    @property
    def page(self) -> str:
        """Its page."""
        return f"{self.start}/{self.seen.page}?{self.seen.query}"

    @property
    def embed(self) -> str:
        """The page for other sites."""
        return f"{self.start}/{EMBED}/{self.seen.page}?{self.seen.query}"

    def picture(self, kind: Format) -> str:
        """Its picture."""
        return f"{self.start}/{PICTURE}/{self.seen.page}.{kind}?{self.seen.query}"

    def code(self, *, framed: bool) -> str:
        """Return what other sites paste: a frame where they may have one, else the picture."""
        if framed:
            code = draw("embed", "frame", self.embed, self.seen.title, self.seen.height)
        else:
            shown = (self.page, self.picture("svg"), self.seen.title)
            code = draw("embed", "linked_picture", *shown)
        return str(code).strip()
