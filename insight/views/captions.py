"""Captions of answers: whom they are about, what is assumed, what marks mean, and the source."""

from __future__ import annotations

from collections.abc import Iterator

from insight.language import numbers
from insight.reporting.breakdown.answer import Caption
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.heading.group_wordings import groups_of
from insight.reporting.breakdown.request import Figures
from insight.views import breakdown_answers
from insight.views.several import Several
from insight.views.shown import Shown
from insight.views.view import View


def caption(view: View, shown: Shown) -> Caption:
    """Return who the figures are about, what is assumed, what the marks are, and the source."""
    base = breakdown_answers.base_words(view, shown.seen.whole)
    marks = [*_marks(view, shown.answer.rows)]
    return Caption(f"{base}.", _assumed(view, shown.figures), marks, _source(view))


def caption_of_several(view: View, shown: Several) -> Caption:
    """Return the same of several questions."""
    tables = [(table, one.key) for one in shown.questions for table in (one.whole, one.grouped)]
    bases = {estimate.basis for table, key in tables for estimate in table.of(key)}
    level = "level" if "published" not in bases else "some"
    assumed = view.say(f"answers.assumed_{level}") if bases & {"assumed", "bound"} else ""
    answer = shown.answer
    return Caption(f"{answer.base}.", assumed, [*_marks(view, answer.rows)], _source(view))


def _marks(view: View, rows: Rows | None) -> Iterator[str]:
    """Say that an axis is cut, and what diamonds and dashed lines mean, where there are any."""
    if rows is None:
        return
    if rows.note:
        yield rows.note
    if any(row.dot and row.dot.half for row in rows.rows):
        yield view.say("quantile.line")
    if rows.published:
        yield view.say("answers.diamond")
    named = [row.name for row in rows.rows if row.kind != "group" and row.dot]
    if named and len(rows.rows) > 1:
        yield view.say("answers.dashed", names=numbers.list_names(named, view.language))


def _source(view: View) -> str:
    """Say which survey the figures are from, and that its answers are simulated."""
    book = view.survey.codebook
    source = (book.source or book.title)[view.language]
    if book.simulated:
        source = view.say("answers.simulated_source", title=book.title)
    return view.say("answers.source", source=source.rstrip("."))


def _assumed(view: View, figures: Figures) -> str:
    """Say that the differences between groups, or the level itself, are nobody's findings."""
    bases = {estimate.basis for table in figures.shown for estimate in table.of(figures.key)}
    if "assumed" not in bases and "bound" not in bases:
        return ""
    segments = [variable for variable in figures.breakdown.by if variable != figures.breakdown.wave]
    whole = {estimate.basis for estimate in figures.whole.of(figures.key)}
    if segments and whole == {"published"}:
        groups = groups_of(segments[0], view.language)
        return view.say("answers.assumed_groups", groups=groups)
    return view.say("answers.assumed_level" if "published" not in bases else "answers.assumed_some")
