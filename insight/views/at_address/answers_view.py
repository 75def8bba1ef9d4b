"""The view of answers at an address: what the page of answers draws."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from insight.language.capitals import within_sentence
from insight.language.catalogue import Language
from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.labels import short_title
from insight.views.answer_picture import answered, picture_of
from insight.views.at_address.drawable import Drawing
from insight.views.further.further_answers import further_headings
from insight.views.linked_view import PAGE, LinkedView

# Pixels of a frame: of its words, of each row, and with a chart.
_HEIGHT, _ROW, CHART = 560, 34, 860
_FURTHER, _FURTHER_ROW = 300, 46  # of what is told besides, and of each group in it


@dataclass(frozen=True)
class AnswersView:
    """A view of the page of answers."""

    linked: LinkedView

    @property
    def page(self) -> str:
        """Its page."""
        return PAGE

    @property
    def query(self) -> str:
        """The link to it, after the question mark."""
        return self.linked.query

    @property
    def language(self) -> Language:
        """Language of the words."""
        return self.linked.view.language

    @property
    def title(self) -> str:
        """What it is about, without a figure."""
        view, asked = self.linked.view, self.linked.asked
        label = asked.breakdown.item.label[view.language]
        if asked.items:
            label = view.say("answers.several", count=len(asked.items))
        survey = short_title(view.survey.codebook)[view.language]
        besides = map(within_sentence, further_headings(view, asked.further))
        return " – ".join([label, *besides, survey])

    @property
    def about(self) -> tuple[str, ...]:
        """The question, and whether answers are simulated."""
        view, asked = self.linked.view, self.linked.asked
        question = asked.breakdown.item.question
        first = question if question and not asked.items else view.survey.codebook.title
        simulated = view.say("embed.simulated") if view.survey.codebook.simulated else ""
        return tuple(filter(None, (first[view.language], simulated)))

    @property
    def height(self) -> int:
        """How many pixels of height a frame needs, about."""
        asked = self.linked.asked
        further = sum(map(bool, (asked.further.given, asked.further.standard)))
        return self._height + further * (_FURTHER + _FURTHER_ROW * asked.compared.groups)

    @property
    def _height(self) -> int:
        asked = self.linked.asked
        if asked.show not in ("bars", "dots") or (asked.items and asked.breakdown.by):
            return CHART
        rows = len(asked.items) or asked.breakdown.groups + 2
        if not asked.items and not asked.breakdown.by:
            rows = len(asked.breakdown.answers)
        return _HEIGHT + _ROW * min(rows, asked.limit or rows)

    @property
    def kept_with(self) -> Hashable:
        """The survey's folder."""
        return self.linked.view.survey.folder

    @property
    def versions(self) -> tuple[str, ...]:
        """Those of all surveys that it may show beside each other."""
        return tuple(survey.version for survey in self.linked.view.surveys)

    def answered(self) -> tuple[Answer, Caption]:
        """Return the answer as the page shows it, and what stands below it."""
        return answered(self.linked)

    def drawn(self, day: date) -> Drawing:
        """Return what the page draws of it, made on a day."""
        answer, caption = self.answered()
        table = answer.chart.table if answer.table is None else answer.table
        picture = picture_of(answer, caption, self.language, day)
        parts = [part for part in answer.further if part.chosen]
        below = [
            Drawing(drawn, pd.DataFrame() if part.table is None else part.table)
            for drawn, part in zip(picture.below, parts, strict=True)
        ]
        return Drawing(picture, table, below)
