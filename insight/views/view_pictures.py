"""Pictures of a view at an address: those that the page saves, remembered.

A picture says when it was made, so that it is another one on another day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from insight.language.catalogue import Language
from insight.query.memory import Memory
from insight.reporting.pictures.draw_picture import FINER
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Format, Picture, draw_picture
from insight.reporting.pictures.picture_shapes import Shape
from insight.views.at_address.drawable import Drawable, Drawing

WIDTHS = (600, 1200, 2400)
USUAL_WIDTH = 1200
# What an answer looks like; with it the marks change by which clients know that theirs is old.
EDITION = "1"
# Of their own, so that no picture takes room from what pages remember.
_KEPT = Memory(60_000_000)
_KEPT.watch("pictures")


@dataclass(frozen=True)
class ViewPictures:
    """What can be drawn of a view on a day."""

    seen: Drawable
    day: date

    @cached_property
    def drawing(self) -> Drawing:
        """The picture with the words around it, and its table.

        Raises
        ------
        RequestError
            If there is nothing that can be shown.
        """
        return self.seen.drawn(self.day)

    @property
    def language(self) -> Language:
        """Language of the words."""
        return self.seen.language

    def bare(self) -> bytes:
        """Return what is drawn as SVG, for a page that has the words itself."""
        return self._bare(self.drawing.picture)

    def bare_below(self) -> list[bytes]:
        """Return what stands below it likewise; nothing of what is words alone."""
        return [
            self._bare(each.picture) if each.picture.shown else b"" for each in self.drawing.below
        ]

    def _bare(self, picture: Picture) -> bytes:
        alone = Picture(picture.shown, Words("", alternative=picture.words.alternative))
        return draw_picture(alone, "svg", self.language)

    def picture(self, kind: Format, width: int, shape: Shape = "page") -> bytes:
        """Return the picture that the page saves, so many pixels wide.

        Parameters
        ----------
        kind
            ``svg`` or ``png``.
        width
            One of :data:`WIDTHS`.
        shape
            As high as it needs to be, or 16:9 or square.

        Raises
        ------
        RequestError
            When it holds more than a picture of its shape has room for.
        """
        pixels = width / FINER if kind == "png" else width

        def drawn() -> bytes:
            return draw_picture(self.drawing.picture, kind, self.language, pixels, shape)

        return self.recalled(f"{kind}{width}{shape}", drawn)

    def recalled(self, part: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes that are remembered of the view under a name, made where none are."""
        key = (self.seen.kept_with, part, *self._key)
        return bytes(_KEPT.recall(key, lambda: memoryview(make())))

    def mark(self, *more: str) -> str:
        """Return a mark that changes when the view or the day does, and tells nothing of it."""
        parts = [*map(str, self._key), *more]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]

    @property
    def _key(self) -> tuple[str, ...]:
        seen = self.seen
        return (EDITION, seen.page, seen.query, self.day.isoformat(), *seen.versions)


def today() -> date:
    """Return the server's day."""
    return datetime.now().astimezone().date()
