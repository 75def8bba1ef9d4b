"""The chart of the leading finding: where its lines and points stand, in per cent of its room."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from insight.analysis.estimates import Estimate
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting import boxes, labels
from insight.reporting.boxes import Box
from insight.reporting.charts.trend_rows import stretch
from insight.reporting.front import lead_words
from insight.reporting.front.lead import Lead, Line
from insight.reporting.time_axis import Tick, TimeAxis, time_axis

EDGE = 4.0  # per cent of the width before the first wave and after the last
FEWEST_STEPS = 3
COARSEST = 0.2  # between two values of an axis of shares
APART = 9.0  # per cent of the height that two names at a line's end need
Place = tuple[float, float]
Room = Literal["always", "wide", "never"]


@dataclass(frozen=True)
class Point:
    """A figure of a wave: where it stands, how it is drawn, and the number beside it.

    `room` says whether the number has room: always, on a ``wide`` screen, or never.
    """

    x: float
    y: float
    firm: bool
    printed: bool
    number: str
    above: bool
    is_last: bool
    room: Room = "always"


@dataclass(frozen=True)
class Trace:
    """One survey's line: points, stretches of line and band, and its name at the end."""

    name: str
    points: tuple[Point, ...]
    lines: tuple[tuple[Place, ...], ...]
    guesses: tuple[tuple[Place, ...], ...]
    bands: tuple[tuple[Place, ...], ...]
    end: str
    end_y: float


@dataclass(frozen=True)
class Year:
    """A wave with the box that a pointer finds there.

    `room` says whether its name has room on the axis.
    """

    name: str
    x: float
    left: float
    width: float
    box: Box
    room: Room = "always"


@dataclass(frozen=True)
class LeadChart:
    """The chart: lines, waves, and the axis with where it starts in words."""

    traces: tuple[Trace, ...]
    years: tuple[Year, ...]
    ticks: tuple[tuple[float, str], ...]
    axis: str


def lead_chart(lead: Lead, language: Language) -> LeadChart:
    """Return the chart of a finding over time."""
    axis = time_axis([line.table for line in lead.lines], language)
    places = _places(axis)
    ticks = _ticks(lead)
    scale = _Scale(ticks[0], ticks[-1])
    traces = tuple(
        _trace(
            lead,
            number,
            [(axis.ticks[rank], places[rank]) for rank in axis.ranks[number].values()],
            *(scale, end, language),
        )
        for number, end in enumerate(_ends(lead, scale))
    )
    named = tuple((scale.y(tick), _amount(tick, lead, language)) for tick in ticks)
    return LeadChart(
        traces, tuple(_years(lead, axis, places, language)), named, _axis(ticks, lead, language)
    )


def _places(axis: TimeAxis) -> list[float]:
    """How far along the chart each wave stands, in per cent."""
    alongs = [tick.along for tick in axis.ticks]
    if len(alongs) == 1:
        return [50.0]
    room = alongs[-1] - alongs[0]
    return [EDGE + (100 - 2 * EDGE) * (along - alongs[0]) / room for along in alongs]


def _years(
    lead: Lead, axis: TimeAxis, places: Sequence[float], language: Language
) -> Iterator[Year]:
    """The waves with their boxes; each reaches half way to its neighbours."""
    borders = [0.0, *(sum(pair) / 2 for pair in itertools.pairwise(places)), 100.0]
    for order, (tick, place) in enumerate(zip(axis.ticks, places, strict=True)):
        left, right = borders[order], borders[order + 1]
        codes = [
            next((code for code, rank in ranks.items() if rank == order), None)
            for ranks in axis.ranks
        ]
        box = _box(lead, tick.name, codes, language)
        room = _room(wide=tick.wide == 0, narrow=tick.narrow == 0)
        yield Year(tick.name, place, left, right - left, box, room)


def _room(*, wide: bool, narrow: bool) -> Room:
    if narrow and wide:
        return "always"
    return "wide" if wide else "never"


@dataclass(frozen=True)
class _Scale:
    low: float
    upp: float

    def y(self, value: float) -> float:
        return 100 * (self.upp - value) / (self.upp - self.low)


def _ticks(lead: Lead) -> list[float]:
    """The values of the axis: the coarsest steps of which three or more hold all figures."""
    is_share = lead.is_share
    told = [
        end
        for line in lead.lines
        for estimate in line.table.of(line.key)
        for end in (estimate.value, estimate.low, estimate.upp)
        if end is not None
    ]
    low, upp = min(told), max(told)
    if is_share:
        low, upp = max(low, 0.0), min(upp, 1.0)
    size = max(upp - low, 0.02 if is_share else max(abs(upp), 1.0) / 50)
    power = math.ceil(math.log10(size)) + 1
    for exponent, digit in itertools.product(range(power, power - 4, -1), (5, 2, 1)):
        step = digit * 10.0**exponent
        if is_share and step > COARSEST:
            continue
        first, last = math.floor(low / step + 1e-9), math.ceil(upp / step - 1e-9)
        if is_share:
            last = min(last, round(1 / step))
        if last - first >= FEWEST_STEPS:
            return [round(number * step, 10) for number in range(first, last + 1)]
    return [low, low + size]


def _ends(lead: Lead, scale: _Scale) -> list[float]:
    """Where the names at the lines' ends stand, so far apart that they can be read."""
    at = [scale.y(line.last.value or 0) for line in lead.lines]
    order = sorted(range(len(at)), key=lambda number: at[number])
    for before, after in itertools.pairwise(order):
        at[after] = max(at[after], at[before] + APART)
    return at


def _trace(
    lead: Lead,
    number: int,
    waves: Sequence[tuple[Tick, float]],
    scale: _Scale,
    end: float,
    language: Language,
) -> Trace:
    line = lead.lines[number]
    estimates, places = [*line.table.of(line.key)], [place for _, place in waves]
    above = not any((other.last.value or 0) > (line.last.value or 0) for other in lead.lines)
    points = [
        _point(line, estimate, wave, scale, above, language)
        for estimate, wave in zip(estimates, waves, strict=True)
    ]
    pieces = [
        (first, second)
        for first, second in itertools.pairwise(zip(estimates, places, strict=True))
        if first[0].shown and second[0].shown and _joined(line, first[0], second[0])
    ]
    firm = [pair for pair in pieces if all(_is_firm(line, each) for each, _ in pair)]
    guessed = [pair for pair in pieces if pair not in firm]
    return Trace(
        labels.short_title(line.table.codebook)[language],
        tuple(point for point in points if point),
        tuple(tuple((x, scale.y(each.value or 0)) for each, x in pair) for pair in firm),
        tuple(tuple((x, scale.y(each.value or 0)) for each, x in pair) for pair in guessed),
        tuple(_band(pair, scale) for pair in firm if all(each.low is not None for each, _ in pair)),
        labels.value_of(line.last, line.table, language),
        end,
    )


def _joined(line: Line, first: Estimate, second: Estimate) -> bool:
    """Whether no break is between two waves."""
    return stretch(line.table, first.group[0]) == stretch(line.table, second.group[0])


def _band(pair: Sequence[tuple[Estimate, float]], scale: _Scale) -> tuple[Place, ...]:
    upper = [(x, scale.y(each.upp or 0)) for each, x in pair]
    lower = [(x, scale.y(each.low or 0)) for each, x in pair]
    return (*upper, *reversed(lower))


def _is_firm(line: Line, estimate: Estimate) -> bool:
    return not line.table.codebook.simulated or estimate.group[0] in line.printed


def _point(
    line: Line,
    estimate: Estimate,
    wave: tuple[Tick, float],
    scale: _Scale,
    above: bool,
    language: Language,
) -> Point | None:
    if estimate.value is None:
        return None
    (tick, place), code = wave, estimate.group[0]
    firm = _is_firm(line, estimate)
    return Point(
        place,
        scale.y(estimate.value),
        firm,
        code in line.printed,
        labels.value_of(estimate, line.table, language) if firm else "",
        above,
        code == line.firm[-1],
        _room(wide=tick.wide_number, narrow=tick.narrow_number),
    )


def _box(lead: Lead, when: str, codes: Sequence[str | None], language: Language) -> Box:
    """The box of a wave: every figure, then changes, printed levels and answers."""
    there = [(line, code) for line, code in zip(lead.lines, codes, strict=True) if code is not None]
    figures = [
        (labels.short_title(line.table.codebook)[language], _figure(line, code, language))
        for line, code in there
    ]
    changes = [
        (_change_name(line, language), told)
        for line, code in there
        if code == line.firm[-1] and (told := lead_words.change(line, language))
    ]
    printed = [
        numbers.percent(line.printed[code].value, language) if code in line.printed else ""
        for line, code in there
    ]
    bases = [line.at(code).base for line, code in there]
    counts = ["–" if base is None else numbers.whole(base, language) for base in bases]
    below = [
        *boxes.in_one_line(say(language, "box.printed"), printed, language),
        *boxes.in_one_line(say(language, "box.answers"), counts if any(bases) else [], language),
    ]
    return boxes.of_several(when, figures, changes, below)


def _figure(line: Line, code: str, language: Language) -> str:
    """A figure with its interval; of an assumed level no number, of a hidden one the reason."""
    estimate = line.at(code)
    if estimate.value is None:
        return labels.figure(estimate, line.table, language)
    if not _is_firm(line, estimate):
        return say(language, "basis.assumed")
    value = labels.value_of(estimate, line.table, language)
    between = labels.interval(estimate, line.table, language)
    between = between.removesuffix(numbers.with_percent("", language))
    return f"{value} ({between})" if between else value


def _change_name(line: Line, language: Language) -> str:
    since = lead_words.wave_within(line.table, line.firm[0], language)
    who = within_sentence(labels.short_title(line.table.codebook)[language])
    return say(language, "front.change_of", since=since, who=who)


def _amount(tick: float, lead: Lead, language: Language) -> str:
    if lead.is_share:
        return numbers.whole_percent(tick, language)
    return numbers.amount(tick, language)


def _axis(ticks: Sequence[float], lead: Lead, language: Language) -> str:
    """Say where the axis starts, unless at nought."""
    if ticks[0] == 0:
        return ""
    if lead.is_share:
        return say(language, "answers.axis", low=_amount(ticks[0], lead, language))
    ends = [_amount(tick, lead, language) for tick in (ticks[0], ticks[-1])]
    return say(language, "answers.axis_means", low=ends[0], upp=ends[1])


def table_rows(lead: Lead, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield the chart's figures as rows of words: survey, wave, figure, answers."""
    for line in lead.lines:
        name = labels.short_title(line.table.codebook)[language]
        for estimate in line.table.of(line.key):
            code = estimate.group[0]
            base = "–" if estimate.base is None else numbers.whole(estimate.base, language)
            yield (
                name,
                lead_words.wave_name(line.table, code, language),
                _figure(line, code, language),
                base,
            )
