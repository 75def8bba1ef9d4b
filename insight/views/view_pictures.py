"""Pictures of a linked view, and the words around them: those that the page saves, remembered.

A picture says when it was made, so that it is another one on another day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from insight.language.catalogue import Language
from insight.query.memory import Memory
from insight.reporting.breakdown.answer import Answer
from insight.reporting.pictures.draw_picture import FINER
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Format, Picture, draw_picture
from insight.views.answer_picture import answered, picture_of
from insight.views.linked_view import LinkedView

WIDTHS = (600, 1200, 2400)
USUAL_WIDTH = 1200
# What an answer looks like; with it the marks change by which clients know that theirs is old.
EDITION = "1"
# Of their own, so that no picture takes room from what pages remember.
_KEPT = Memory(60_000_000)


@dataclass(frozen=True)
class ViewPictures:
    """What can be drawn of a view on a day."""

    linked: LinkedView
    day: date

    @cached_property
    def taken(self) -> tuple[Answer, Picture]:
        """The answer, and the picture of it with the words around it.

        Raises
        ------
        RequestError
            If no group has answers that can be shown.
        """
        answer, caption = answered(self.linked)
        return answer, picture_of(answer, caption, self.language, self.day)

    @property
    def language(self) -> Language:
        """Language of the words."""
        return self.linked.view.language

    @property
    def table(self) -> pd.DataFrame:
        """The figures in words."""
        answer, _ = self.taken
        return answer.chart.table if answer.table is None else answer.table

    def bare(self) -> bytes:
        """Return what is drawn as SVG, for a page that has the words itself."""
        _, picture = self.taken
        alone = replace(picture, words=Words("", alternative=picture.words.alternative))
        return draw_picture(alone, "svg", self.language)

    def picture(self, kind: Format, width: int) -> bytes:
        """Return the picture that the page saves, so many pixels wide.

        Parameters
        ----------
        kind
            ``svg`` or ``png``.
        width
            One of :data:`WIDTHS`.
        """
        pixels = width / FINER if kind == "png" else width
        return self.recalled(
            f"{kind}{width}", lambda: draw_picture(self.taken[1], kind, self.language, pixels)
        )

    def recalled(self, part: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes that are remembered of the view under a name, made where none are."""
        survey = self.linked.view.survey
        key = (survey.folder, part, *self._key)
        return bytes(_KEPT.recall(key, lambda: memoryview(make())))

    def mark(self, *more: str) -> str:
        """Return a mark that changes when any survey or the day does, and tells nothing of them."""
        parts = [*map(str, self._key), *more]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]

    @property
    def _key(self) -> tuple[str, ...]:
        versions = (survey.version for survey in self.linked.view.surveys)
        return (EDITION, self.linked.query, self.day.isoformat(), *versions)


def today() -> date:
    """Return the server's day."""
    return datetime.now().astimezone().date()
