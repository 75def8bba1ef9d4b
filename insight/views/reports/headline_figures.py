"""Headline figures of a view: what it told on a day, to tell later what of it has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from insight.analysis.estimates import Estimate, Table
from insight.language.catalogue import Language
from insight.reporting import labels
from insight.reporting.breakdown.answer import Answer
from insight.views.at_address.facts_view import FactsView, written
from insight.views.at_address.series_view import SeriesView
from insight.views.linked_view import LinkedView
from insight.views.reports.report_plan import Found
from insight.views.reports.report_reader import LONGEST_FIGURE, MOST_FIGURES


def found_in(linked: LinkedView, answer: Answer, day: date) -> Found:
    """Return what the answer to a view tells on a day: its finding, and its protected figures."""
    view = linked.view
    figures: dict[str, str] = {}
    for name, words in _figures(linked, answer, view.language):
        if len(figures) < MOST_FIGURES:
            figures.setdefault(_plain(name), _plain(words))
    return Found(day, view.language, mark_of(view.survey.version), _plain(answer.title), figures)


def found_in_facts(seen: FactsView, day: date) -> Found:
    """Return what a chart of facts tells on a day: its finding, and each printed figure."""
    figures: dict[str, str] = {}
    if isinstance(seen, SeriesView):
        for when, value, _, whom, source in seen.words().itertuples(index=False):
            name = ", ".join(filter(None, map(_plain, (when, whom, source))))
            if len(figures) < MOST_FIGURES:
                figures.setdefault(name[:LONGEST_FIGURE], _plain(value))
    finding = _plain(seen.finding or seen.title)
    return Found(day, seen.language, mark_of(written()), finding, figures)


def mark_of(version: str) -> str:
    """Return a mark that changes with a version of survey or facts, and tells no more."""
    return hashlib.sha256(version.encode("utf-8", "replace")).hexdigest()[:16]


def _figures(linked: LinkedView, answer: Answer, language: Language) -> Iterator[tuple[str, str]]:
    if linked.asked.items:
        yield from _of_questions(answer, language)
        return
    for table in answer.tables:
        for estimate in table.of(linked.asked.breakdown.target):
            yield (
                labels.group_label(table, estimate.group, language),
                _words(estimate, table, language),
            )
    for further in answer.further:
        yield from further.figures.items()


def _of_questions(answer: Answer, language: Language) -> Iterator[tuple[str, str]]:
    """The figure of all together, question by question."""
    for table in answer.tables:
        followed = [one for one in table.estimates if one.key in answer.chart.keys]
        if not table.request.by and followed:
            yield table.item.label[language], _words(followed[0], table, language)


def _plain(words: str) -> str:
    """Words as a person writes them, and as the file reads them again."""
    return re.sub(r"\s+", " ", words).strip()[:LONGEST_FIGURE]


def _words(estimate: Estimate, table: Table, language: Language) -> str:
    hidden = labels.hidden_word(estimate, language)
    return labels.value_of(estimate, table, language, hidden)
