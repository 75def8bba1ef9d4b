"""An answer: the finding, whom it is about, and the chart or the rows that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from insight.analysis.estimates import Table
from insight.language.catalogue import Language, say
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.combined.further_answer import FurtherAnswer


@dataclass(frozen=True)
class Caption:
    """What is said below an answer in two lines.

    Attributes
    ----------
    base
        Whom the figures are about, and whether they are weighted.
    assumed
        What of them nobody has published; empty where that is nothing.
    marks
        What the marks mean, a sentence for each.
    source
        Where the figures are from; empty where that stands elsewhere.
    """

    base: str
    assumed: str = ""
    marks: Sequence[str] = ()
    source: str = ""


@dataclass(frozen=True)
class Answer:
    """What a page shows of an item, and what can be taken away of it.

    `name` tells survey, item and breakdown, for files; no two answers of a page share it. `label`
    is the item's. `tables` hold the estimates of the chart; their filter is in files' names too.
    `basis` says what the simulated levels of the chart rest on. `title` and `subtitle` stand above
    what is taken away, in place of finding and label; `table` has its figures in words, where they
    are not those of the chart. `rows` are drawn in place of the chart, on the page and in a
    picture, where there are any. `replaced` is the finding that a title of the reader's own stands
    in place of: it stays among the notes. `further` is what is told of its groups besides.
    """

    name: str
    label: str
    finding: str
    base: str
    chart: Drawing
    tables: Sequence[Table]
    basis: str = ""
    title: str = ""
    subtitle: str = ""
    table: pd.DataFrame | None = None
    rows: Rows | None = None
    replaced: str = ""
    further: Sequence[FurtherAnswer] = ()

    def titled(self, own: str) -> Answer:
        """Return the answer with a title of the reader's own; the same where there is none."""
        there = self.title or self.finding
        return self if own in ("", there) else replace(self, title=own, replaced=there)

    def notes_on_title(self, language: Language) -> list[str]:
        """Return what the notes say of the title: the finding, where it is another one."""
        finding = self.replaced
        return [say(language, "picture.title_replaced", finding=finding)] if finding else []

    @property
    def alternative(self) -> str:
        """The chart in words, for those who cannot see it."""
        return f"{self.finding} {self.chart.description} {self.basis}".strip()
