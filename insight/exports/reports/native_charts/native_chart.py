"""Native charts: categories and series of figures, whatever program draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from insight.reporting.charts.palettes import PALETTES

Kind = Literal["stack", "measure", "lines"]
_LIGHT = PALETTES["light"]


@dataclass(frozen=True)
class Point:
    """A figure of a series.

    Attributes
    ----------
    value, low, upp
        The figure with its interval; None where it is hidden.
    words
        It as the page writes it.
    assumed, published
        Whether nobody has published its level, and whether somebody has.
    colour
        Its own colour; empty where it is that of its series.
    """

    value: float | None
    low: float | None = None
    upp: float | None = None
    words: str = ""
    assumed: bool = False
    published: bool = False
    colour: str = ""


NOTHING = Point(None)


@dataclass(frozen=True)
class Series:
    """Figures that belong together, one for each category.

    Attributes
    ----------
    name, points
        What they are called, and the figures.
    colour, ink
        Colour of their marks, and of words on these.
    printed
        Whether they are figures that were printed, drawn as diamonds without a line.
    part
        Which of the stretches between breaks they are, for a line does not cross one.
    """

    name: str
    points: Sequence[Point]
    colour: str
    ink: str = _LIGHT.ink
    printed: bool = False
    part: int = 0

    @property
    def shown(self) -> list[Point]:
        """The figures that are not hidden."""
        return [point for point in self.points if point.value is not None]


@dataclass(frozen=True)
class NativeChart:
    """A chart that a program draws of its own.

    Attributes
    ----------
    kind
        Answers as pieces of bars (``stack``), a figure of each row with its interval
        (``measure``), or lines over time (``lines``).
    categories, series
        Names of the rows or of the times, and the figures.
    axis, step
        From where to where the axis reaches, and how far its numbers stand apart.
    share
        Whether the figures are shares; otherwise means.
    heading
        What stands above it.
    references
        How many of the first categories are those beside whom the others are seen.
    note
        That the axis does not begin where the scale does.
    uneven
        Whether its times stand farther apart here and there than they do in the chart.
    level
        Of the intervals, such as ``95 %``.
    places
        Decimals of means.
    """

    kind: Kind
    categories: Sequence[str]
    series: Sequence[Series]
    axis: tuple[float, float]
    step: float
    share: bool = True
    heading: str = ""
    references: int = 0
    note: str = ""
    uneven: bool = False
    level: str = ""
    places: int = 2

    def part(self, places: Sequence[int]) -> NativeChart:
        """Return the chart with the categories at these places alone."""
        series = [
            replace(one, points=[one.points[place] for place in places]) for one in self.series
        ]
        names = [self.categories[place] for place in places]
        kept = sum(place < self.references for place in places)
        return replace(self, categories=names, series=series, references=kept)

    def called(self, names: Mapping[str, str]) -> NativeChart:
        """Return the chart with other names of its series."""
        series = [replace(one, name=names.get(one.name, one.name)) for one in self.series]
        return replace(self, series=series)
