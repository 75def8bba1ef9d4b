"""Rows of small charts alike: a panel per group, of lines over time or of points.

A place in a panel is `fx`, from left to right, and `slot`, in lines from its top. Where the panel
itself stands depends on the width of the screen, so the specification says that.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.language.catalogue import Language, say
from insight.reporting import boxes, labels
from insight.reporting.charts.elements import rows_of_chart
from insight.reporting.charts.line_rows import (
    Point,
    Row,
    Run,
    in_words,
    place_of_wave,
    points,
    runs,
)
from insight.reporting.charts.palettes import hue_of
from insight.reporting.charts.row_words import wrap
from insight.reporting.charts.scales import bounds, window, words_of_axis
from insight.reporting.layout import Layout
from insight.reporting.time_axis import fractions, moments_of
from insight.survey.codebook import Variable

TOP, PLOT, LINE_SLOTS = 1.7, 4.0, 7
TICKS = (0.0, 0.5, 1.0)
BEYOND = 0.08  # how far before the first and after the last wave they can be pointed at


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
    reference = list(points(everyone, behind))
    rows: list[Row] = []
    for panel, run in enumerate(panels):
        marks = [*_frame(table, run, scale, language)]
        marks += [row | {"mark": "reference"} for row in _line(reference, scale)]
        marks += _run(table, run, scale, layout, language)
        marks += _waves(table, run, (everyone, behind), layout, language)
        rows += _panel(panel, marks, LINE_SLOTS)
    return _complete(rows, len(panels), LINE_SLOTS, scale.words(table, language), table)


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

    def words(self, table: Table, language: Language) -> str | None:
        """What there is to say of where the scale starts."""
        return words_of_axis(table, self.low, self.upp, language)

    def ticks(self) -> Iterator[tuple[float, float]]:
        """The values that stand beside the scale, and how far along it."""
        return ((self.low + tick * (self.upp - self.low), tick) for tick in TICKS)


def _panel(panel: int, marks: Iterable[Row], slots: int) -> list[Row]:
    """The marks of a panel, and the room that it takes."""
    room = ({"mark": "space", "slot": float(slot)} for slot in range(slots))
    return [_PLAIN | row | {"panel": panel} for row in (*marks, *room)]


def _complete(
    rows: Sequence[Row], panels: int, slots: int, axis: str | None, table: Table
) -> pd.DataFrame:
    """Fill in the second place of marks that have one place only, and what all rows share."""
    size: Row = {"panels": panels, "slots": slots, "hue": hue_of([table.codebook.id])[0]}
    rows = [{"fx2": row["fx"], "slot2": row["slot"]} | row | size for row in rows]
    return rows_of_chart([rows[0] | {"axis": axis}, *rows[1:]])


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
    shown = list(points(table, run))
    for point, at in zip(shown, _line(shown, scale), strict=True):
        ends: Row = {"slot": scale.slot(point.low), "slot2": scale.slot(point.upp)}
        yield at | ends | {"mark": "interval" if point.alone else "band"}
        yield at | {"mark": "line"}
        yield at | {"mark": "point", "order": point.order}
        if point is shown[-1]:
            words = in_words(table, point, layout, language)
            yield at | {"mark": "number", "dx": 9, "words": words}


def _waves(
    table: Table, run: Run, together: tuple[Table, Run], layout: Layout, language: Language
) -> Iterator[Row]:
    """What takes the pointer for each wave of a panel: from half way to the one before and after.

    Its box has the group's figure, and that of all groups, the grey line.
    """
    along = fractions(moments_of(table))
    middles = [(one + other) / 2 for one, other in itertools.pairwise(along)]
    edges = [-BEYOND, *middles, 1 + BEYOND]
    everyone, behind = together
    for order, estimate in enumerate(run.estimates):
        box = boxes.of_figure(table, estimate.key, estimate.group, language, layout)
        whole = labels.figure(behind.estimates[order], everyone, language)
        lines = [*box.lines[:-1], (say(language, "box.together"), whole), *box.lines[-1:]]
        yield {
            "mark": "strip",
            "order": order,
            "fx": edges[order],
            "fx2": edges[order + 1],
            "slot": TOP,
            "slot2": TOP + PLOT,
            "said": boxes.make(box.heading, lines),
        }


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
    return _complete(rows, len(codes), slots, scale.words(table, language), table)


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
    said = boxes.of_figure(table, estimate.key, estimate.group, language, layout)
    yield {"mark": "point", "fx": scale.share(estimate.value), "slot": slot, "said": said}
    value = labels.value(estimate.value, table, language)
    words = f"{value} {layout.verdict(estimate.group).mark}".strip()
    yield {"mark": "number", "fx": 1.0, "dx": 10, "slot": slot, "words": words}
