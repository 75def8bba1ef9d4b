"""Rows of answers: for each group its bar, figure, interval, change and base, as a page draws them.

The rows of those whom all others are seen beside stand first; a line through the intervals carries
their figures down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from insight.analysis.basis import nothing_published
from insight.analysis.estimates import Table
from insight.language import numbers
from insight.language.capitals import at_beginning
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.breakdown.row_marks import (
    Dot,
    Piece,
    Whose,
    dot,
    legend,
    palette,
    pieces,
    stacks,
)
from insight.reporting.breakdown.tested import Told
from insight.reporting.charts.scales import bounds, window

Kind = Literal["all", "beside", "group"]
MOST_TICKS = {True: 4, False: 7}  # beside bars, and where the points have their room


@dataclass(frozen=True)
class Row:
    """One row, with every word and place in it.

    Attributes
    ----------
    name, kind
        Whose answers it shows: all, those beside whom they are seen, or a group.
    marked
        Whether the reader has marked it.
    pieces, dot
        Its bar and its point; none where they are hidden.
    value, interval, unknown, n
        Its columns in words.
    change, against
        How it has changed, and how it differs from the others.
    hidden
        Why its figures are not shown.
    few
        That it rests on few answers.
    assumed
        Whether nobody has published a level of its survey, so that its marks are hatched.
    whose
        Whose answers they are, with the figures to the last digit.
    """

    name: str
    kind: Kind
    marked: bool
    pieces: Sequence[Piece]
    dot: Dot | None
    value: str
    interval: str
    unknown: str
    n: str
    change: Told
    against: Told
    hidden: str
    few: str
    assumed: bool = False
    whose: Whose | None = None


@dataclass(frozen=True)
class Rows:
    """Everything that a page draws of the rows of an answer.

    Attributes
    ----------
    rows
        The rows, those beside whom others are seen first.
    bars
        Whether the rows have bars; their points otherwise have the room.
    measure, level, since, against
        Heads of the columns: the measure, the level of the intervals, the wave since which
        changes are, and what each is held against; empty where there is no such column.
    palette, legend
        The colours of the pieces, and the answers that they stand for.
    room
        From where to where the bars reach.
    axis, ticks
        From where to where the points reach, and the numbers along it.
    note
        That the axis does not begin where the scale does.
    """

    rows: Sequence[Row]
    bars: bool
    measure: str
    level: str
    since: str
    against: str
    palette: str
    legend: Sequence[tuple[int, str]]
    room: tuple[float, float]
    axis: tuple[float, float]
    ticks: Sequence[tuple[float, str]]
    note: str
    has_unknown: bool
    has_against: bool

    @property
    def longest(self) -> int:
        """How many letters the longest name has."""
        return max(len(row.name) for row in self.rows)

    @property
    def published(self) -> bool:
        """Whether any of them has a published level."""
        return any(row.dot.published for row in self.rows if row.dot)

    @property
    def assumed(self) -> bool:
        """Whether all of them are hatched, and so the legend too."""
        return all(row.assumed for row in self.rows)

    def on_axis(self, value: float) -> float:
        """Where a figure stands along the axis, from 0 to 100."""
        low, upp = self.axis
        return round(100 * min(max((value - low) / (upp - low), 0.0), 1.0), 2)

    def in_bar(self, value: float) -> float:
        """Where something stands along the bars, from 0 to 100."""
        left, right = self.room
        return round(100 * (value - left) / (right - left), 2)


def rows_of(
    whose: Sequence[tuple[Kind, Whose]],
    language: Language,
    *,
    bars: bool,
    marked: str = "",
    measure: str | None = None,
    against: str = "",
) -> Rows:
    """Return the rows of an answer.

    Parameters
    ----------
    whose
        Whose answers they show, in their order.
    language
        Language of the words.
    bars
        Whether they have bars.
    marked
        Name of the one that the reader has marked.
    measure
        What stands above the figures; that of the first row unless said otherwise.
    against
        What stands above how each differs from the others; empty where nothing was tested.
    """
    first = whose[0][1]
    bars = bars and all(stacks(each.table) for _, each in whose)
    rows = [_row(kind, each, language, bars=bars, marked=marked) for kind, each in whose]
    if measure is None:
        measure = labels.figure_label(first.table, first.key, language)
    shown = [each.table.at(each.group, each.key) for _, each in whose]
    share = first.table.statistic == "share"
    spans = [end for row in rows if row.dot and row.dot.half for end in row.dot.half]
    axis = window([*bounds(shown), *spans], share=share)
    return Rows(
        rows=rows,
        bars=bars,
        measure=measure,
        level=say(language, "answers.interval", level=labels.level(first.table, language)),
        since=next((each.since for _, each in whose if each.since and each.change.whole), ""),
        against=against,
        palette=palette(first.table.item),
        legend=legend(first.table, language) if bars else [],
        room=_room(piece for row in rows for piece in row.pieces),
        axis=axis,
        ticks=_ticks(axis, first.table, language, most=MOST_TICKS[bars]),
        note=_axis_note(axis, first.table, language),
        has_unknown=any(row.unknown for row in rows),
        has_against=any(row.against.whole for row in rows),
    )


def _row(kind: Kind, whose: Whose, language: Language, *, bars: bool, marked: str) -> Row:
    table = whose.table
    estimate = table.at(whose.group, whose.key)
    rules = table.codebook.disclosure
    low = "low_base" in estimate.flags
    return Row(
        name=whose.name,
        kind=kind,
        marked=bool(marked) and whose.name == marked,
        pieces=pieces(whose, language) if bars and estimate.shown else [],
        dot=dot(whose, language),
        value=labels.value_of(estimate, table, language),
        interval=labels.interval(estimate, table, language),
        unknown=_unknown(whose, language),
        n="" if estimate.base is None else numbers.whole(estimate.base, language),
        change=whose.change,
        against=whose.against,
        hidden="" if estimate.shown else _hidden(whose, language),
        few=say(language, "answers.few", limit=rules.low_base) if low else "",
        assumed=nothing_published(table.codebook),
        whose=whose,
    )


def _hidden(whose: Whose, language: Language) -> str:
    estimate, rules = whose.table.at(whose.group, whose.key), whose.table.codebook.disclosure
    if "suppressed" in estimate.flags:
        return say(language, "answers.hidden", limit=rules.min_base)
    words = labels.reason(estimate, rules, language) or say(language, "flag.empty")
    return at_beginning(words)


def _unknown(whose: Whose, language: Language) -> str:
    table = whose.table
    if table.statistic != "share" or table.item.kind != "single":
        return ""
    if not table.at(whose.group, whose.key).shown:
        return ""
    for category in table.item.categories:
        if category.missing == "dont_know" and category.key in table.request.categories:
            share = table.at(whose.group, category.key)
            return labels.value_of(share, table, language) if share.shown else ""
    return ""


def _room(drawn: Iterable[Piece]) -> tuple[float, float]:
    ends = [(piece.left, piece.left + piece.width) for piece in drawn]
    if not ends:
        return (0.0, 1.0)
    return (min(left for left, _ in ends), max(right for _, right in ends))


def _ticks(
    axis: tuple[float, float], table: Table, language: Language, *, most: int
) -> list[tuple[float, str]]:
    low, upp = axis
    step = round_step(upp - low, most)
    if table.statistic == "share":  # the axis begins with a whole ten of per cents
        count = math.floor((upp - low) / step + 1e-9)
        values = [round(low + number * step, 9) for number in range(count + 1)]
        return [(value, numbers.whole_percent(value, language)) for value in values]
    first, last = math.ceil(low / step - 1e-9), math.floor(upp / step + 1e-9)
    values = [round(number * step, 9) for number in range(first, last + 1)]
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return [(value, numbers.decimal(value, language, places)) for value in values]


def round_step(width: float, most: int) -> float:
    """Return the smallest round step that makes few enough numbers.

    Examples
    --------
    >>> round_step(0.4, 7), round_step(5.0, 4)
    (0.1, 2.0)
    """
    size = 10.0 ** math.floor(math.log10(width / most))
    return next(
        size * times for times in (1, 2, 5, 10, 20) if width / (size * times) <= most - 1 + 1e-9
    )


def _axis_note(axis: tuple[float, float], table: Table, language: Language) -> str:
    if table.statistic == "share":
        if axis[0] <= 0:
            return ""
        return say(language, "answers.axis", low=numbers.whole_percent(axis[0], language))
    low, upp = (numbers.decimal(end, language, 1) for end in axis)
    return say(language, "answers.axis_means", low=low, upp=upp)
