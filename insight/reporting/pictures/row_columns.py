"""Columns of a picture of rows: which there are, their heads, and how wide words make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insight.language.catalogue import Language, say
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.tested import Told
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.pictures.letters import Letters, fits_in, fold, width

_LIGHT = PALETTES["light"]
NAME = Letters(14.5, 17, _LIGHT.ink)
NAME_STRONG = Letters(14.5, 17, _LIGHT.ink, 600)
VALUE = Letters(15.5, 18, _LIGHT.ink, 700)
FIRM = Letters(13.5, 16, _LIGHT.ink, 600)
PLAIN = Letters(13.5, 16, _LIGHT.secondary)
SMALL = Letters(13, 15, _LIGHT.secondary)
HEAD = Letters(13, 16, _LIGHT.secondary)
HEAD_FIRM = Letters(13, 16, _LIGHT.ink, 600)

GAP = 15
PIN = 16  # what the sign before the name of those beside takes
MOST_LINES = 3  # of a name, and of a head
NARROWEST = 90  # what names have at least
# A name that is not longer keeps its line, beside bars and where there are none; and how much of
# the whole the longest names may take.
ONE_LINE = {True: 180, False: 240}
LARGEST_NAMES = {True: 0.3, False: 0.4}
INTERVALS = 152  # how wide they are beside bars; else they have what is left
LARGEST_TOLD = 132
LARGEST_VALUE = 110
NARROWEST_WORDS = 30
NARROWEST_MARKS = {True: 210, False: 170}  # bars, and points where there are none
NARROWEST_BESIDE = 140  # what marks have at least on a sheet of a fixed shape
CAN_SPARE = ("change", "unknown", "against")  # what the table has too, the first to go first


@dataclass(frozen=True)
class Column:
    """Where a column begins and ends, and the lines of its head."""

    left: float
    right: float
    head: Sequence[str] = ()

    @property
    def wide(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Where its middle is."""
        return (self.left + self.right) / 2


def columns_of(
    rows: Rows, language: Language, room: float, *, marks_first: bool = False
) -> dict[str, Column]:
    """Return the columns of a picture by name, in the order of the page.

    Parameters
    ----------
    rows
        The rows.
    language
        Language of the heads.
    room
        How many pixels there are for all of them.
    marks_first
        Whether columns of words are left out that leave the marks too little room.
    """
    wide, heads = {}, {}
    for name, head, told in _written(rows, language):
        longest = max((width(word, HEAD) for word in head.split(" ")), default=0.0)
        wide[name] = min(max([*told, longest, NARROWEST_WORDS]), LARGEST_TOLD)
        heads[name] = fold(head, HEAD, wide[name], MOST_LINES)
    value = _value_wide(rows)
    heads["value"] = fold(rows.measure, HEAD_FIRM, value, MOST_LINES)
    heads["interval"] = [rows.level]
    wide["value"] = value
    if rows.bars:
        wide["interval"] = INTERVALS
    wide["name"] = _names_wide(rows, room)
    order = _order(rows)
    marks = "bar" if rows.bars else "interval"
    wide[marks] = _left_over(wide, order, room)
    for name in CAN_SPARE if marks_first else ():
        if name in order and wide[marks] < NARROWEST_MARKS[rows.bars]:
            order.remove(name)
            wide[marks] += wide[name] + GAP
    columns, left = {}, 0.0
    for name in order:
        columns[name] = Column(left, left + wide[name], heads.get(name, ()))
        left += wide[name] + GAP
    return columns


def _left_over(wide: Mapping[str, float], order: Sequence[str], room: float) -> float:
    """What is left for the marks beside all other columns."""
    return room - sum(wide.values()) - GAP * (len(order) - 1)


def _order(rows: Rows) -> list[str]:
    if rows.bars:
        order = ["name", "bar", "value", "interval"]
    else:
        order = ["name", "interval", "value", *(["against"] if rows.has_against else [])]
    if rows.since:
        order.append("change")
    if rows.has_unknown and rows.bars:
        order.append("unknown")
    return [*order, "n"]


def _written(rows: Rows, language: Language) -> Iterator[tuple[str, str, list[float]]]:
    """The columns that hold nothing but words: name, head, and how wide what stands in them is."""
    order, shown = _order(rows), [row for row in rows.rows if not row.hidden]
    if "against" in order:
        yield "against", rows.against, [in_one_line(row.against) for row in shown]
    if "change" in order:
        yield "change", rows.since, [in_one_line(row.change) for row in shown]
    if "unknown" in order:
        head = say(language, "chart.dont_know")
        yield "unknown", head, [width(row.unknown, PLAIN) for row in shown]
    yield "n", "n", [width(row.n, PLAIN) for row in shown]


def told_lines(told: Told) -> list[tuple[str, Letters]]:
    """Return a difference as it is written: its size, its interval, or why there is none."""
    if not told.words:
        return [(told.found, PLAIN)] if told.found else []
    size, _, between = told.words.partition(" (")
    return [(size, FIRM), *([(f"({between}", PLAIN)] if between else [])]


def in_one_line(told: Told) -> float:
    """Return how wide a difference is whose interval stands beside its size."""
    parts = told_lines(told)
    return sum(width(words, letters) for words, letters in parts) + 5 * (len(parts) - 1)


def _value_wide(rows: Rows) -> float:
    told = [(row.value, VALUE) for row in rows.rows]
    told += [(row.against.found, SMALL) for row in rows.rows if row.against.apart and rows.bars]
    words = max(width(words, letters) for words, letters in told)
    head = max(width(word, HEAD_FIRM) for word in rows.measure.split(" "))
    return min(max(words, head, 48.0), LARGEST_VALUE)


def _names_wide(rows: Rows, room: float) -> float:
    """As wide as names are, or so wide that they stand in few lines, with a sign before some."""
    pin = PIN if any(row.kind == "beside" for row in rows.rows) else 0
    one_line, largest = ONE_LINE[rows.bars], LARGEST_NAMES[rows.bars] * room - pin
    names = [row.name for row in rows.rows]
    longest = max(width(name, NAME_STRONG) for name in names)
    if longest <= one_line:
        return pin + max(longest, NARROWEST)
    for lines in range(2, MOST_LINES + 1):
        for wide in range(one_line - 30, int(largest), 10):
            if all(fits_in(lines, name, NAME_STRONG, wide) for name in names):
                return pin + wide
    return pin + largest
