"""A time axis: where each wave stands, at its distance from the others, and its name below.

Waves whose times are not known stand side by side. Names that would touch are put on further lines;
how wide the chart is only the browser knows, so that there is a line for wide screens and one for
narrow ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insight.analysis.estimates import Table
from insight.language.catalogue import Language

LETTER, GAP = 7.5, 10  # pixels of a letter of a name, and between names
ROOMS = {"wide": 560, "narrow": 200}  # pixels that an axis has at least
MOST_LINES = 4
NUMBER = "100 %"
FIRST_DATE = 1900  # times before are numbers of rounds


@dataclass(frozen=True, slots=True)
class Tick:
    """A wave on the axis.

    Attributes
    ----------
    name
        What it is called.
    along
        How far along the axis it stands, from 0 to 1.
    pause
        How far along the axis the middle is between it and the wave before.
    since, until
        How far along the axis what is nearer to it than to other waves begins and ends.
    wide, narrow
        On which line below the axis its name stands; -1 where it has no room.
    wide_number, narrow_number
        Whether a number at its point has room beside those of its neighbours.
    """

    name: str
    along: float
    pause: float
    since: float = 0.0
    until: float = 1.0
    wide: int = 0
    narrow: int = 0
    wide_number: bool = True
    narrow_number: bool = True

    @property
    def row(self) -> dict[str, object]:
        """The wave as a row of a chart."""
        return {
            "wave": self.name,
            "along": self.along,
            "pause": self.pause,
            "since": self.since,
            "until": self.until,
            "wide_line": self.wide,
            "narrow_line": self.narrow,
            "wide_number": self.wide_number,
            "narrow_number": self.narrow_number,
        }


@dataclass(frozen=True)
class TimeAxis:
    """The waves of one or several tables along an axis.

    Attributes
    ----------
    ticks
        The waves in order.
    ranks
        By table, the number of each wave among the ticks, by its code.
    """

    ticks: tuple[Tick, ...]
    ranks: tuple[Mapping[str, int], ...]

    def tick(self, table: int, code: str) -> Tick:
        """Return the wave of a table with this code."""
        return self.ticks[self.ranks[table][code]]


def time_axis(tables: Sequence[Table], language: Language, *, padding: float = 0.35) -> TimeAxis:
    """Return the axis along which the waves of tables stand.

    Parameters
    ----------
    tables
        Broken down by their surveys' waves, and perhaps by one variable more.
    language
        Of the names.
    padding
        Room before the first and after the last wave, as part of the usual distance of two.
    """
    codes = [_codes(table) for table in tables]
    times = _times(tables, codes) or _ranks(codes)
    moments = sorted({moment for of_table in times for moment in of_table.values()})
    rank = {moment: number for number, moment in enumerate(moments)}
    named: dict[int, str] = {}
    for table, of_table in zip(tables, times, strict=True):
        for code, moment in of_table.items():
            named.setdefault(rank[moment], _wave_name(table, code, language))
    along = list(_spread(moments, padding))
    pauses = [along[0] / 2, *((first + second) / 2 for first, second in itertools.pairwise(along))]
    names = [named[number] for number in range(len(moments))]
    numbers = [NUMBER] * len(names)
    lines = [_lines(names, along, room, MOST_LINES) for room in ROOMS.values()]
    lines += [[not line for line in _lines(numbers, along, room, 1)] for room in ROOMS.values()]
    middles = pauses[1:]
    reach = ([0.0, *middles], [*middles, 1.0])
    ticks = tuple(itertools.starmap(Tick, zip(names, along, pauses, *reach, *lines, strict=True)))
    ranks = tuple({code: rank[moment] for code, moment in of_table.items()} for of_table in times)
    return TimeAxis(ticks, ranks)


def fractions(moments: Sequence[float]) -> list[float]:
    """Return how far from the first to the last each moment is, from 0 to 1.

    Examples
    --------
    >>> fractions([2010, 2012, 2020]), fractions([2010])
    ([0.0, 0.2, 1.0], [0.5])
    """
    first, last = moments[0], moments[-1]
    return [(moment - first) / (last - first) if last > first else 0.5 for moment in moments]


def moments_of(table: Table) -> list[float]:
    """Return when each wave of a table was, or its number where that is not known."""
    codes = _codes(table)
    [times] = _times([table], [codes]) or _ranks([codes])
    return [times[code] for code in codes]


def _codes(table: Table) -> Sequence[str]:
    wave = table.codebook.wave
    return table.request.levels[table.request.by.index(wave)] if wave else ()


def _wave_name(table: Table, code: str, language: Language) -> str:
    wave = table.codebook.wave
    return wave.category(code).label[language] if wave else code


def _times(
    tables: Sequence[Table], codes: Sequence[Sequence[str]]
) -> list[Mapping[str, float]] | None:
    """When each wave was, where that is known of all, and all are dates or all are rounds."""
    found: list[Mapping[str, float]] = []
    for table, waves in zip(tables, codes, strict=True):
        times = table.codebook.wave_times
        if times is None or not times.keys() >= {*waves}:
            return None
        found.append({code: times[code] for code in waves})
    dates = {time >= FIRST_DATE for times in found for time in times.values()}
    return found if len(dates) == 1 else None


def _ranks(codes: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
    """Numbers of waves side by side; waves of several surveys are the same by their code."""
    rank = {
        code: float(n) for n, code in enumerate(dict.fromkeys(c for each in codes for c in each))
    }
    return [{code: rank[code] for code in waves} for waves in codes]


def _spread(moments: Sequence[float], padding: float) -> Iterator[float]:
    """Places from 0 to 1, with some room at both ends."""
    room = padding / (len(moments) - 1 + 2 * padding)
    yield from (room + (1 - 2 * room) * at for at in fractions(moments))


def _lines(names: Sequence[str], along: Sequence[float], room: int, most: int) -> list[int]:
    """Give each name the first line on which it touches none, the first and the last name first."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    lines = [-1] * len(names)
    inner = range(1, len(names) - 1)
    for number in [0, *([len(names) - 1] if len(names) > 1 else []), *inner]:
        half = (len(names[number]) * LETTER + GAP) / 2
        start, end = along[number] * room - half, along[number] * room + half
        for line, spans in enumerate(taken):
            if all(end <= low or start >= high for low, high in spans):
                spans.append((start, end))
                lines[number] = line
                break
    return lines
