"""Rows of the chart of a series: printed figures with every position and every word.

The specification in :mod:`insight.reporting.charts.series_specs` only draws these rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pandas as pd

from insight.documents import printed
from insight.documents.agreement import amount
from insight.documents.fact_kinds import Figure
from insight.documents.later.lines import lines
from insight.documents.series import Series
from insight.documents.series_words import Wording, break_sentences
from insight.reporting import boxes
from insight.reporting.boxes import Box
from insight.reporting.charts.elements import rows_of_chart
from insight.reporting.charts.palettes import NEITHER, SURVEYS
from insight.reporting.charts.series_marks import LINE, Mark, marks, year_label

HEADROOM = 1.18
SIDEROOM = 0.1
ARROW = 0.09
UNDER_LINE = 8
ALIGN = {"above": "center", "below": "center", "left": "right", "right": "left"}


def series_rows(series: Series, wording: Wording) -> pd.DataFrame:
    """Return the rows of the chart of a series whose values are no dates."""
    drawn = marks(series, wording)
    years = sorted({int(mark.figure.when[:4]) for mark in drawn})
    top = max(mark.y for mark in drawn) * HEADROOM
    room = SIDEROOM * (years[-1] + 1 - years[0])
    names = 2 * room if len(series.populations) > 1 else room
    rows: list[dict[str, object]] = [
        {"mark": "room", "x": years[0] - room, "y": 0.0},
        {"mark": "room", "x": years[-1] + 1 + names, "y": top},
        {"mark": "unit", "label": unit(series, wording)},
    ]
    rows += [{"mark": "year", "x": year + 0.5, "label": year_label(year, series)} for year in years]
    rows += [{"mark": "break", "x": float(each.year)} for each in series.breaks]
    rows += _lines(series)
    for place, mark in enumerate(drawn):
        said = _box(mark.figure, series, wording)
        rows.append(_row(mark, top, wording) | {"place": place, "said": said})
    return rows_of_chart(rows)


def documents(series: Series, wording: Wording) -> tuple[tuple[int, str], ...]:
    """Return what the marks in the chart of a series are told apart by: a place and a name.

    Each document has its own place, and all web pages one behind them.
    """
    drawn = [mark.figure for mark in marks(series, wording)]
    there = {figure.source for figure in drawn}
    printed_in = [source for source in wording.facts.sources.values() if source.kind == "document"]
    named = [
        (place, source.short[wording.language])
        for place, source in enumerate(printed_in)
        if source.id in there
    ]
    if any(wording.is_web(figure) for figure in drawn):
        named.append((len(printed_in), wording.say("series.web")))
    return tuple(named)


def is_percent(series: Series) -> bool:
    """Whether the axis is one of per cent; growth is, however it is printed."""
    return series.figures[0].unit in (*printed.PERCENT, "factor")


def unit(series: Series, wording: Wording) -> str:
    """Return the unit of the axis; empty for plain counts and per cent."""
    code = series.figures[0].unit
    if code in printed.NO_WORD or is_percent(series):
        return ""
    return wording.facts.word("unit", code)[wording.language]


def _lines(series: Series) -> Iterator[dict[str, object]]:
    for line in lines(series):
        for earlier, later in itertools.pairwise(line.figures):
            yield {
                "mark": "line",
                "x": printed.place(earlier),
                "y": earlier.value,
                "x2": printed.place(later),
                "y2": later.value,
                "dashed": not (earlier.year and later.year),
            }


def _row(mark: Mark, top: float, wording: Wording) -> dict[str, object]:
    lines = mark.label.count("\n") + 1
    dx = {"left": -14, "right": 14}.get(mark.side, 0)
    middle = -LINE * (lines - 1) / 2
    dy = {"above": -19 - LINE * (lines - 1), "below": 21}.get(mark.side, middle)
    is_web, code = wording.is_web(mark.figure), mark.figure.population
    dy += UNDER_LINE if mark.side == "right" and mark.rises else 0
    return {
        "mark": _kind(mark.figure),
        "x": mark.x,
        "y": mark.y,
        "y2": _arrow_head(mark, top),
        "dx": mark.dx,
        "document": wording.say("series.web") if is_web else wording.document(mark.figure),
        "hue": SURVEYS.index(code) if code in SURVEYS else NEITHER,
        "label": mark.label,
        "align": ALIGN[mark.side],
        "label_dx": mark.dx + mark.label_dx + dx,
        "label_dy": mark.label_dy + dy,
    }


def _box(figure: Figure, series: Series, wording: Wording) -> Box:
    """What a figure's mark says: whom it is about and when, its value, and who prints it."""
    language, when = wording.language, printed.when(figure, wording.language)
    has_who = figure.population in SURVEYS or len(series.populations) > 1
    heading = f"{wording.population(figure.population)}, {when}" if has_who else when
    kind = wording.facts.word("figure_kind", "target")[language]
    value = kind if figure.kind == "target" else wording.say("series.value")
    source, name = wording.document(figure), series.name[language]
    what = figure.indicator[language]
    return boxes.make(
        heading,
        [
            (value, printed.value(figure, wording.facts, language)),
            (wording.say("series.what"), what if what != name else ""),
            (
                wording.say("table.source"),
                f"{wording.say('series.on_web')}: {source}" if wording.is_web(figure) else source,
            ),
            (wording.say("table.year"), "" if figure.year else wording.say("box.inferred")),
        ],
    )


def _arrow_head(mark: Mark, top: float) -> float | None:
    """Where the arrow of a bound ends; below zero there is nothing to point to."""
    if _kind(mark.figure) == "over":
        return mark.y + ARROW * top
    return max(0.0, mark.y - ARROW * top) if mark.figure.qualifier == "under" else None


def _kind(figure: Figure) -> str:
    """How a figure is drawn: a bound as an arrow from its limit, never as a point."""
    if figure.is_bound:
        return "under" if figure.qualifier == "under" else "over"
    if figure.kind == "target":
        return "goal"
    return "approximate" if figure.is_approximate or figure.how == "derived" else "exact"


def how_to_read(series: Series, wording: Wording) -> str:
    """Explain the marks that the chart of a series has, and name the figures that it lacks."""
    drawn = [mark.figure for mark in marks(series, wording)]
    kinds = {_kind(figure) for figure in drawn}
    dashed = {bool(line["dashed"]) for line in _lines(series)}
    there = {
        "bound": kinds & {"over", "under"},
        "approximate": any(
            _kind(figure) == "approximate" and figure.how == "printed" for figure in drawn
        ),
        "derived": any(figure.how == "derived" for figure in drawn),
        "goal": "goal" in kinds,
        "break": series.breaks,
        "line": dashed,
        "dashed": True in dashed,
    }
    said = break_sentences(series, wording)
    said += [wording.say(f"series.mark_{name}") for name, shown in there.items() if shown]
    if words := _in_words(series, wording):
        said.append(wording.say("series.not_drawn", words=words))
    if any(wording.is_web(figure) for figure in series.figures):
        said.append(wording.say("series.read_in_excerpt"))
    for figure in series.figures:
        if figure.unit == "factor":
            growth = printed.number(amount(figure), "percent_change", wording.language)
            said.append(
                wording.say("series.mark_factor", words=wording.value(figure), growth=growth)
            )
    if any(figure.year_inferred and not figure.year for figure in series.figures):
        said.append(wording.say("fact.inferred"))
    said += [
        wording.say("series.undated", words=wording.value(figure), name=figure.indicator)
        for figure in series.undated
    ]
    return " ".join(said)


def _in_words(series: Series, wording: Wording) -> str:
    """What is printed in words only, with its time and source."""
    return "; ".join(
        f"{printed.bare_value(figure, wording.facts, wording.language)} "
        f"({printed.when(figure, wording.language)}, {wording.document(figure)})"
        for figure in series.figures
        if figure.how == "words" and figure.when
    )
