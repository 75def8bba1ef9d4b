"""Breaks in series of figures: from when on a figure does not measure what it did before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from insight.documents import records
from insight.documents.facts import FOLDER, Facts
from insight.documents.later.later_figures import all_facts
from insight.language.catalogue import Text


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A change of wording, filter, scale or definition that ends the line of a series.

    Attributes
    ----------
    series, population
        The series, and of whom in it.
    year
        The first year that is measured in the new way.
    change
        What has changed; ``unknown`` where nothing tells whether something has.
    source
        Where the change is told.
    reason
        The change in words.
    """

    series: str
    population: str
    year: int
    change: Literal["wording", "filter", "scale", "definition", "unknown"]
    source: str
    reason: Text

    def separates(self, earlier: str, later: str) -> bool:
        """Tell whether it lies between two times, such as ``2020`` and ``2021-05``."""
        return int(earlier[:4]) < self.year <= int(later[:4])


Breaks = Mapping[str, tuple[SeriesBreak, ...]]


@cache
def series_breaks() -> Breaks:
    """Return the bundled breaks, by series.

    Examples
    --------
    >>> [each.year for each in series_breaks()["helsenorge_awareness"]]
    [2021]
    """
    return read_breaks(FOLDER, all_facts())


def read_breaks(folder: Path, known: Facts) -> Breaks:
    """Read the breaks of a folder.

    Parameters
    ----------
    folder
        Where ``series_breaks.csv`` is.
    known
        The figures in which the series are, and their sources.

    Raises
    ------
    ValueError
        If a row is not what its column promises, or breaks a series that is not there.
    """
    ends = {(figure.series, figure.population) for figure in known.figures}

    def contradictions(each: SeriesBreak) -> Iterator[tuple[str, str]]:
        if (each.series, each.population) not in ends:
            yield "series", f"no figure of {each.population} in {each.series!r}"
        if each.source not in known.sources:
            yield "source", f"unknown source {each.source!r}"

    by_series: dict[str, list[SeriesBreak]] = defaultdict(list)
    for each in records.read(folder / "series_breaks.csv", SeriesBreak, contradictions):
        by_series[each.series].append(each)
    return {series: tuple(breaks) for series, breaks in by_series.items()}
