"""The marks of a series in its chart, and where their labels stand so that none hides another.

Marks that would lie on top of each other stand side by side, with the one that carries the line at
its true place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from insight.documents import printed
from insight.documents.agreement import amount
from insight.documents.fact_kinds import Figure
from insight.documents.later.lines import distinct, leaders, lines
from insight.documents.series import Series
from insight.documents.series_words import Wording

Side = Literal["above", "below", "left", "right"]
ON_TOP = 0.05
CLOSE = 0.16
LOW = 0.12
WIDE_LABEL = 0.26
UNDER = 0.25
ASIDE = 22
HEAD = 8
FROM_AXIS, HIGHER = 12, 6
LINE = 17


@dataclass(frozen=True)
class Mark:
    """A figure in the chart; what one document repeats of one time is one mark.

    Attributes
    ----------
    figure
        The figure.
    x, y
        Its time and value.
    label
        Its words, in lines; empty where another label speaks for it.
    leads
        Whether it stands for its moment, so that a line may go through it.
    rises
        Whether the line goes on upwards.
    dx
        How many pixels it is moved aside.
    side
        Where its label stands.
    label_dx, label_dy
        How many pixels the label is moved further.
    """

    figure: Figure
    x: float
    y: float
    label: str
    leads: bool
    rises: bool
    dx: int = 0
    side: Side = "above"
    label_dx: int = 0
    label_dy: int = 0


def marks(series: Series, wording: Wording) -> list[Mark]:
    """Return the marks of a series, each with its words and its place."""
    rising = {
        id(figure)
        for line in lines(series)
        for figure, later in itertools.pairwise(line.figures)
        if later.value > figure.value
    }
    drawn = [
        Mark(
            figure=figure,
            x=printed.place(figure) or 0.0,
            y=amount(figure),
            label=_label(figure, series, wording),
            leads=figure is leader,
            rises=id(leader) in rising,
        )
        for moment, leader in leaders(series).items()
        for figure in distinct(moment, leader)
    ]
    if len(series.populations) == 1:
        return _place_labels(drawn)
    ends = _ends(drawn, series, wording)
    there = {id(mark.figure) for mark in ends}
    return [*_place_labels([mark for mark in drawn if id(mark.figure) not in there]), *ends]


def year_label(year: int, series: Series) -> str:
    """Return a year on the axis, with a star where no figure of it has its time printed."""
    here = [moment for moment in series.moments if moment.when[:4] == str(year)]
    return f"{year}*" if all(moment.is_inferred for moment in here) else str(year)


def _label(figure: Figure, series: Series, wording: Wording) -> str:
    """The value, its month or quarter if it has one, and a star that no year on the axis bears."""
    words = printed.short(figure, wording.facts, wording.language)
    if not figure.year and not year_label(int(figure.when[:4]), series).endswith("*"):
        words += "*"
    if "-" in figure.when:
        words += f"\n{printed.time(figure.when, wording.language)}"
    if figure.kind == "target":
        words = f"{wording.facts.word('figure_kind', 'target')[wording.language]}: {words}"
    return words


def _place_labels(drawn: Sequence[Mark]) -> list[Mark]:
    """Give every label its side, and move aside what would lie on top of another mark."""
    groups: list[list[Mark]] = []
    reach = _reach(drawn)
    for mark in sorted(drawn, key=lambda mark: (mark.x, mark.y)):
        group = next((near for near in groups if _is_near(mark, near[0], reach, ON_TOP)), None)
        if group is None:
            groups.append([mark])
        else:
            group.append(mark)
    start = min((mark.x for mark in drawn), default=0.0)
    end = max((mark.x for mark in drawn), default=0.0)
    return [
        placed
        for group in groups
        for placed in (
            _beside_each_other(
                group, reach, is_first=group[0].x == start, is_last=group[-1].x == end
            )
            if len(group) > 1
            else [replace(group[0], side=_side(group[0], drawn, reach))]
        )
    ]


def _ends(drawn: Sequence[Mark], series: Series, wording: Wording) -> list[Mark]:
    """The last marks of each population, with one label to their right that names it.

    Labels that would lie on each other move apart, and marks at one place stand side by side.
    """
    height = _reach(drawn)[1]
    lasts = []
    for population in series.populations:
        own = [mark for mark in drawn if mark.figure.population == population]
        time = max(mark.x for mark in own)
        lasts.append(
            sorted((mark for mark in own if mark.x == time), key=lambda mark: not mark.leads)
        )
    lasts.sort(key=lambda marks: -marks[0].y)
    placed: list[Mark] = []
    for number, marks in enumerate(lasts):
        above = lasts[number - 1][0] if number else None
        below = lasts[number + 1][0] if number + 1 < len(lasts) else None
        is_hidden = any((mark.x, mark.y) == (marks[0].x, marks[0].y) for mark in placed)
        turn = int(_collide(above, marks[0], height)) - int(_collide(marks[0], below, height))
        said = " / ".join(dict.fromkeys(mark.label for mark in marks))
        name = wording.population(marks[0].figure.population)
        places = [ASIDE * (place + is_hidden) for place in range(len(marks))]
        placed += [
            replace(
                mark,
                label="" if place else f"{name}\n{said}",
                dx=dx,
                label_dy=turn * LINE,
                side="right",
            )
            for place, (mark, dx) in enumerate(zip(marks, places, strict=True))
        ]
    return [replace(mark, label_dx=_widest(mark, placed) - mark.dx) for mark in placed]


def _widest(mark: Mark, placed: Sequence[Mark]) -> int:
    """How far to the right any mark at the same time stands."""
    return max(other.dx for other in placed if other.x == mark.x)


def _collide(upper: Mark | None, lower: Mark | None, height: float) -> bool:
    """Whether labels of two lines would lie on each other."""
    if upper is None or lower is None:
        return False
    return upper.x == lower.x and upper.y - lower.y <= CLOSE * height


def _reach(drawn: Sequence[Mark]) -> tuple[float, float]:
    """How much time a label covers, and how high the chart is."""
    return min(0.5, 0.12 * _span(drawn)), max((mark.y for mark in drawn), default=1.0)


def _span(drawn: Sequence[Mark]) -> float:
    times = [mark.x for mark in drawn] or [0.0]
    return max(times) - min(times) + 1


def _is_near(mark: Mark, other: Mark, reach: tuple[float, float], share: float) -> bool:
    width, height = reach
    return abs(mark.x - other.x) <= width and abs(mark.y - other.y) <= share * height


def _side(mark: Mark, drawn: Sequence[Mark], reach: tuple[float, float]) -> Side:
    """Above, unless something stands there: another mark or its label, an arrow, a rising line."""
    neighbours = [other for other in drawn if other != mark and _is_near(mark, other, reach, CLOSE)]
    if any(other.y > mark.y for other in neighbours):
        return "below"
    if any(other.y < mark.y for other in neighbours):
        return "above"
    wide = (WIDE_LABEL * _span(drawn), reach[1])
    before = [other for other in drawn if other.x < mark.x]
    if any(_is_near(mark, other, wide, CLOSE) for other in before):
        return "right"
    if any(other.y > mark.y and _is_near(mark, other, wide, UNDER) for other in before):
        return "below"
    room_below = mark.y > LOW * reach[1]
    return "below" if room_below and (mark.rises or mark.figure.qualifier == "over") else "above"


def _beside_each_other(
    group: Sequence[Mark], reach: tuple[float, float], *, is_first: bool, is_last: bool
) -> Iterator[Mark]:
    """Place marks that lie together: the one that leads in the middle, the others at its sides.

    Where three or more say the same number, one label names all that is said of it.
    """
    first, *others = sorted(group, key=lambda mark: (not mark.leads, mark.figure.is_bound, -mark.x))
    if is_first and len(others) == 1 and others[0].x < first.x:
        # To the left of the first mark of a chart stand the words of the axis.
        yield replace(first, side="right")
        yield replace(others[0], side="above", label_dx=FROM_AXIS, label_dy=-HIGHER)
        return
    is_one_number = len(others) > 1 and len({mark.y for mark in group}) == 1
    words = " / ".join(dict.fromkeys(mark.label for mark in (first, *others)))
    side: Side = "right" if len(others) == 1 else "above"
    if first.leads:
        side = _side(first, [first], reach)
        yield replace(first, side=side, label=words if is_one_number else first.label)
    else:
        yield replace(first, side=side, dx=ASIDE // 2)
    for number, mark in enumerate(others):
        turn = _turn(mark, first, number, is_last=is_last)
        room = ASIDE * (1 + number // 2)
        if not first.leads:
            room = ASIDE // 2 + ASIDE * ((number + 1) // 2)
        room += HEAD if first.leads and mark.figure.is_bound else 0
        is_free_below = not first.leads and mark.figure.is_bound and turn < 0
        yield replace(
            mark,
            dx=turn * room if mark.x == first.x else 0,
            side="below" if is_free_below else "left" if turn < 0 else "right",
            label="" if is_one_number else mark.label,
        )


def _turn(mark: Mark, first: Mark, number: int, *, is_last: bool) -> int:
    """To the left (-1) or right (1): as in time; at one time first where no line comes in."""
    if mark.x != first.x:
        return -1 if mark.x < first.x else 1
    own = 1 if is_last and first.leads else -1
    return own if number % 2 == 0 else -own
