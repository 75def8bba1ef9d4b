"""A chart of facts with its heading, its table and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st
from markupsafe import Markup

from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Chart
from insight.reporting.pictures.picture_shapes import Shape
from insight.views.at_address.facts_view import FactMarks, FactsView, with_sources
from insight.views.view import View
from insight.web import downloads, ui
from insight.web.addresses.share_lines import fact_lines
from insight.web.basket import basket_button
from insight.web.downloads import FactRows, Offer
from insight.web.parts import action_row, file_menu
from insight.web.parts.action_row import Taken


@dataclass(frozen=True)
class FactChart:
    """A chart of facts, and what can be taken away of it.

    Attributes
    ----------
    title, finding, line
        What stands above it: a heading, what the facts are, and in grey what to know of them.
    drawn
        The chart; None where the facts have nothing that could be drawn, and are a table only.
    table
        The same as a table.
    facts
        The facts as rows to take away.
    sources
        Names of the documents that they are from.
    is_open
        Whether the table is in sight before anybody asks for it.
    is_long
        Whether the table is so long that paper shows it only where it is in sight.
    """

    title: str
    finding: str
    line: str
    drawn: FactMarks | None
    table: Markup
    facts: FactRows
    sources: Sequence[str]
    is_open: bool = False
    is_long: bool = False


def draw(view: View, chart: FactChart, seen: FactsView, *, top: bool = False) -> None:
    """Draw a chart of facts with its buttons at its corner.

    Parameters
    ----------
    view, chart, seen
        What the reader looks at, the chart, and the same as its address leads to it.
    top
        Whether its title is the page's own.
    """
    with st.container(key="fact_chart"):
        with st.container(key="head"):
            ui.heading(chart.title, chart.finding, chart.line, top=top)
        with st.container(key="toolbar", horizontal=True, horizontal_alignment="right"):
            buttons = st.container(key="buttons", horizontal=True, width="content")
        if drawn := chart.drawn:
            with st.container(key="drawn"):
                spec = drawn.spec(view.theme)
                ui.chart(view, drawn.rows, spec, drawn.alternative, chart.facts.name)
                if drawn.read or drawn.hint:
                    ui.secondary(drawn.read, drawn.hint)
            action_row.table(chart.table, on_paper=not chart.is_long, is_open=chart.is_open)
        else:
            st.html(chart.table)
        with buttons:
            there = chart.drawn is not None
            lines = fact_lines(seen, drawn=there)
            action_row.row(view, lambda: _files(view, chart), table=there, lines=lines)
            if there:
                basket_button.draw_button(view, seen)


def _files(view: View, chart: FactChart) -> Taken:
    """Offer the facts as files and as a picture; return what can be copied of them."""
    name, language, sources, drawn = chart.facts.name, view.language, chart.sources, chart.drawn
    words, today = _words(chart, drawn), datetime.now().astimezone().date()
    shown = Chart(drawn.spec("light"), drawn.rows) if drawn else None

    def pictures(day: date, shape: Shape) -> Iterator[Offer]:
        if shown:
            yield from downloads.of_fact_chart(name, shown, words, sources, language, day, shape)

    def offered(shape: Shape) -> Iterator[Offer]:
        yield from pictures(today, shape)
        yield from downloads.of_fact_rows(chart.facts, language)

    shape = file_menu.draw(view, name, offered, pictures=shown is not None)

    def picture(day: date) -> Offer:
        return next(offer for offer in pictures(day, shape) if offer.kind == "png")

    around = with_sources(words, sources, language, today)
    return Taken(around, picture if shown else None)


def _words(chart: FactChart, drawn: FactMarks | None) -> Words:
    """What stands around the chart in a picture of it, and around its table where it is copied."""
    lines = [words for words in (chart.finding, chart.line) if words]
    marks = [drawn.read] if drawn and drawn.read else []
    return Words(chart.title, lines, notes=marks, alternative=drawn.alternative if drawn else "")
