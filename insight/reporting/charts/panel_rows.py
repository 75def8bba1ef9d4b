"""Rows of small charts alike: a panel per group, of lines over time or of points.

A place in a panel is `fx`, from left to right, and `slot`, in lines from its top. Where the panel
itself stands depends on the width of the screen, so the specification says that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.language.catalogue import Language
from insight.reporting import basis_words, labels
from insight.reporting.charts.bar_rows import wrap
from insight.reporting.charts.line_rows import (
    Point,
    Row,
    Run,
    bounds,
    in_words,
    place_of_wave,
    points,
    runs,
)
from insight.reporting.charts.scales import window
from insight.reporting.layout import Layout
from insight.survey.codebook import Variable

TOP, PLOT, LINE_SLOTS = 1.7, 4.0, 7
TICKS = (0.0, 0.5, 1.0)


def panels_of_lines(
    table: Table,
    everyone: Table,
    key: str,
    order: Sequence[str],
    layout: Layout,
    language: Language,
) -> pd.DataFrame:
    """Rows of a panel per group, each a line over time, with that of all groups behind it.

    Parameters
    ----------
    table
        The item broken down by the wave and one variable more.
    everyone
        The item broken down by the wave only.
    key
        The answer that is followed; empty for a mean.
    order
        Codes of the variable that is not the wave, in order.
    layout
        What tests found of each figure.
    language
        Language of the words in the chart.
    """
    panels, [behind] = runs(table, key, order, language), runs(everyone, key, (), language)
    share = table.statistic == "share"
    scale = _Scale(*window(bounds([*table.of(key), *everyone.of(key)]), share=share))
    reference = list(points(everyone, behind, language))
    rows: list[Row] = []
    for panel, run in enumerate(panels):
        marks = [*_frame(table, run, scale, language)]
        marks += [row | {"mark": "reference"} for row in _line(reference, scale)]
        marks += _run(table, run, scale, layout, language)
        rows += _panel(panel, marks, LINE_SLOTS)
    return pd.DataFrame(_complete(rows, len(panels), LINE_SLOTS))


_PLAIN: Row = {"fx": 0.0, "slot": 0.0, "dx": 0, "words": "", "segment": 0, "align": "center"}


class _Scale:
    """Where figures stand in a panel."""

    def __init__(self, low: float, upp: float) -> None:
        self.low, self.upp = low, upp

    def share(self, value: float) -> float:
        """How far along the scale a value is, from 0 to 1."""
        return (value - self.low) / (self.upp - self.low)

    def slot(self, value: float) -> float:
        """How far down a panel of lines a value is."""
        return TOP + (1 - self.share(value)) * PLOT

    def ticks(self) -> Iterator[tuple[float, float]]:
        """The values that stand beside the scale, and how far along it."""
        return ((self.low + tick * (self.upp - self.low), tick) for tick in TICKS)


def _panel(panel: int, marks: Iterable[Row], slots: int) -> list[Row]:
    """The marks of a panel, and the room that it takes."""
    room = ({"mark": "space", "slot": float(slot)} for slot in range(slots))
    return [_PLAIN | row | {"panel": panel} for row in (*marks, *room)]


def _complete(rows: Sequence[Row], panels: int, slots: int) -> list[Row]:
    """Fill in the second place of marks that have one place only."""
    size: Row = {"panels": panels, "slots": slots}
    return [{"fx2": row["fx"], "slot2": row["slot"]} | row | size for row in rows]


def _panel_name(variable: Variable, group: str, longest: int, language: Language) -> str:
    """A group with the variable that it is of, where there is room for both."""
    name = f"{variable.label[language]}: {group}"
    return name if len(name) <= longest else group


def _frame(table: Table, run: Run, scale: _Scale, language: Language) -> Iterator[Row]:
    """The name of a panel of lines, its grid, and the first and last wave under it."""
    place = place_of_wave(table)
    name = _panel_name(table.request.by[1 - place], run.name, 2 * 26, language)
    yield {"mark": "title", "fx": -2.0, "slot": 0.1, "words": wrap(name, 26, 2)}
    for value, along in scale.ticks():
        slot = TOP + (1 - along) * PLOT
        yield {"mark": "grid", "slot": slot, "fx2": 1.0}
        words = labels.value(value, table, language)
        yield {"mark": "tick", "slot": slot, "dx": -8, "words": words, "align": "right"}
    last = len(run.estimates) - 1
    for place in sorted({0, last}):
        words = labels.wave_label(table, run.estimates[place], language)
        along = place / last if last else 0.5
        yield {"mark": "wave", "fx": along, "slot": TOP + PLOT + 0.5, "words": words}
    if not any(estimate.shown for estimate in run.estimates):
        words = labels.hidden_word(run.estimates[last], language)
        yield {"mark": "reason", "slot": TOP + PLOT / 2, "dx": 4, "words": words}


def _line(shown: Sequence[Point], scale: _Scale) -> Iterator[Row]:
    """Where the points of a line are."""
    for point in shown:
        yield {"fx": point.along, "slot": scale.slot(point.value), "segment": point.segment}


def _run(
    table: Table, run: Run, scale: _Scale, layout: Layout, language: Language
) -> Iterator[Row]:
    """A line with its band and points, and the last value in words."""
    shown = list(points(table, run, language))
    for point, at in zip(shown, _line(shown, scale), strict=True):
        ends: Row = {"slot": scale.slot(point.low), "slot2": scale.slot(point.upp)}
        yield at | ends | {"mark": "interval" if point.alone else "band"}
        yield at | {"mark": "line"}
        yield at | {"mark": "point", "name": run.name, "hover": point.hover}
        if point is shown[-1]:
            words = in_words(table, point, layout, language)
            yield at | {"mark": "number", "dx": 9, "words": words}


def panels_of_points(
    table: Table,
    key: str,
    order: Sequence[str],
    reference: Mapping[str, Estimate],
    layout: Layout,
    language: Language,
) -> pd.DataFrame:
    """Rows of a panel per group of the second variable, with a point per group of the first.

    Parameters
    ----------
    table
        The item broken down by two variables.
    key
        The answer that is shown; empty for a mean.
    order
        Codes of the first variable, in order.
    reference
        By code of the second variable, the figure of all its respondents: a line in its panel.
    layout
        What tests found of each group.
    language
        Language of the words in the chart.
    """
    estimates = {estimate.group: estimate for estimate in table.of(key)}
    every = bounds([*estimates.values(), *reference.values()])
    scale = _Scale(*window(every, share=table.statistic == "share"))
    codes, slots = table.request.levels[1], len(order) + 2
    rows: list[Row] = []
    for panel, code in enumerate(codes):
        marks = list(_points_frame(table, code, len(order), scale, language))
        marks += _reference(reference.get(code), len(order), scale)
        for place, row in enumerate(order):
            marks += _point(table, estimates[row, code], place + 1.1, scale, layout, language)
        rows += _panel(panel, marks, slots)
    return pd.DataFrame(_complete(rows, len(codes), slots))


def _points_frame(
    table: Table, code: str, count: int, scale: _Scale, language: Language
) -> Iterator[Row]:
    """The name of a panel of points, its grid, and the scale under it."""
    variable = table.request.by[1]
    name = _panel_name(variable, variable.category(code).label[language], 40, language)
    yield {"mark": "title", "fx": -2.0, "slot": 0.05, "words": wrap(name, 40, 1)}
    for value, along in scale.ticks():
        yield {"mark": "grid", "fx": along, "slot": 0.75, "slot2": count + 0.55}
        words = labels.value(value, table, language)
        yield {"mark": "tick", "fx": along, "slot": count + 0.85, "words": words}


def _reference(estimate: Estimate | None, count: int, scale: _Scale) -> Iterator[Row]:
    if estimate is not None and estimate.value is not None:
        for slot in (0.75, count + 0.55):
            yield {"mark": "reference", "fx": scale.share(estimate.value), "slot": slot}


def _point(
    table: Table,
    estimate: Estimate,
    slot: float,
    scale: _Scale,
    layout: Layout,
    language: Language,
) -> Iterator[Row]:
    """A group in a panel: its name, its point and interval, and its figure with the test's mark."""
    first = table.request.by[0]
    name = wrap(first.category(estimate.group[0]).label[language], 22, 2)
    yield {"mark": "row", "slot": slot, "dx": -10, "words": name, "lines": name.count("\n") + 1}
    if estimate.value is None:
        words = labels.hidden_word(estimate, language)
        yield {"mark": "reason", "slot": slot, "dx": 4, "words": words}
        return
    low, upp = (
        estimate.value if bound is None else bound for bound in (estimate.low, estimate.upp)
    )
    yield {"mark": "interval", "slot": slot, "fx": scale.share(low), "fx2": scale.share(upp)}
    hover = basis_words.hover(table, estimate.key, estimate.group, language)
    where = labels.group_label(table, estimate.group, language)
    at: Row = {"fx": scale.share(estimate.value), "slot": slot, "name": where, "hover": hover}
    yield at | {"mark": "point"}
    value = labels.value(estimate.value, table, language)
    words = f"{value} {layout.verdict(estimate.group).mark}".strip()
    yield {"mark": "number", "fx": 1.0, "dx": 10, "slot": slot, "words": words}
