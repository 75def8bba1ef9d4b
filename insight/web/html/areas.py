"""The strategic areas as HTML: goal, efforts, status, and indicators with their printed figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from insight.documents import printed
from insight.documents.facts import AreaEntry, Figure
from insight.documents.strategy import Entry, printed_figures, words
from insight.language.catalogue import Text
from insight.web.html.cards import Reading, line
from insight.web.html.text import marked

TOLD = ("priority", "status_indicator", "status_comment", "overall_assessment")


def areas(some: Iterable[AreaEntry], reading: Reading) -> str:
    """Return the strategic areas, one section each."""
    return "".join(_area(list(one), reading) for _, one in groupby(some, lambda one: one.area))


def _area(entries: Sequence[AreaEntry], reading: Reading) -> str:
    first = entries[0]
    kinds = {one.kind: [entry for entry in entries if entry.kind == one.kind] for one in entries}
    goals = kinds["goal"]
    several = f"<p>{reading.say('strategy.wordings')}</p>" if len(goals) > 1 else ""
    said = [one.note for one in kinds["status_indicator"] if one.note]
    blocks = "".join(
        _block(reading.word("area_kind", kind), lines(kinds[kind], reading, said)) for kind in TOLD
    )
    efforts = "".join(
        f"<li>{line(one, words(one), reading)}</li>" for one in kinds["innsatsomrade"]
    )
    return (
        f"<section class='sy-area' id='area-{escape(first.area)}'>"
        f"<h3><span>{first.number}</span> {escape(first.area_name[reading.language])}</h3>"
        + _block(reading.word("area_kind", "goal"), several + _goals(goals, reading), "goal")
        + f"<div>{_block(reading.say('strategy.efforts'), f'<ol>{efforts}</ol>')}{blocks}</div>"
        + _block(reading.say("strategy.kpis"), _indicators(kinds["kpi"], reading))
        + "</section>"
    )


def _block(title: str, body: str, name: str = "block") -> str:
    """A part of an area; `title` and `body` are HTML."""
    return f"<div class='{name}'><h4>{title}</h4>{body}</div>"


def _goals(goals: Sequence[AreaEntry], reading: Reading) -> str:
    """The goal; where the document words it twice, each time with where it stands."""
    if len(goals) == 1:
        return lines(goals, reading)
    return "".join(
        line(
            one,
            words(one),
            reading,
            above=_small(one.note, reading),
            remark=False,
        )
        for one in goals
    )


def _small(text: Text | None, reading: Reading) -> str:
    return f"<small>{marked(text[reading.language], reading.find)}</small>" if text else ""


def lines(some: Iterable[Entry], reading: Reading, said: Sequence[Text] = ()) -> str:
    """Return lines, each of which points to its remark unless that is among what has been said."""
    return "".join(line(one, words(one), reading, remark=one.note not in said) for one in some)


def _indicators(some: Sequence[AreaEntry], reading: Reading) -> str:
    """The indicators of an area: printed figures, and the sentence that prints them."""
    drawn = []
    for _, same in groupby(some, lambda one: words(one)[reading.language]):
        rows = list(same)
        values = "".join(
            f"<p id='{escape(one.id)}'>{_value(one, rows, reading)}</p>" for one in rows
        )
        sentence = line(rows[0], words(rows[0]), reading, anchor=False)
        drawn.append(f"<li><div class='values'>{values}</div>{sentence}</li>")
    return f"<ul class='sy-kpis'>{''.join(drawn)}</ul>"


def _value(one: AreaEntry, rows: Sequence[AreaEntry], reading: Reading) -> str:
    """The figures behind an indicator, and what tells them from others in the same sentence."""
    figures = printed_figures(one, reading.known)
    if not figures:
        return reading.say("strategy.no_number")
    others = [figure for row in rows for figure in printed_figures(row, reading.known)]
    return " ".join(
        figure_html(figure, reading, _apart(figure, others, reading)) for figure in figures
    )


def _apart(figure: Figure, others: Sequence[Figure], reading: Reading) -> str:
    if len({one.population for one in others}) > 1:
        return reading.known.word("population", figure.population)[reading.language]
    if len({one.when for one in others}) < len(others):
        return figure.indicator[reading.language]
    return ""


def figure_html(figure: Figure, reading: Reading, about: str = "") -> str:
    """Return a printed figure: its value, when, and where needed what it is about."""
    when = printed.when(figure, reading.language) if figure.when else ""
    small = " · ".join(one for one in (about, when) if one)
    value = escape(printed.value(figure, reading.known, reading.language))
    return f"<strong>{value}</strong>" + (f" <small>{escape(small)}</small>" if small else "")


def jumps(some: Iterable[AreaEntry], reading: Reading) -> str:
    """Return links to the areas on the page, with the goal-setting name of each."""
    named = {one.area: one for one in some}
    links = "".join(
        f"<li><a href='#area-{escape(area)}'>{escape(one.area_name[reading.language])}</a></li>"
        for area, one in named.items()
    )
    return f"<ol class='sy-jumps'>{links}</ol>"
