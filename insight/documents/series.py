"""Figures that measure the same thing, gathered in series, and where the documents disagree.

Values are held against each other only where they are about the same population at the same time; a
printed growth is held against the levels that it is the growth of.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Literal

from insight.documents import printed
from insight.documents.agreement import agree, reach, rounding
from insight.documents.fact_kinds import Figure
from insight.documents.facts import Facts
from insight.documents.later.series_breaks import Breaks, SeriesBreak, series_breaks
from insight.language.catalogue import Text

Verdict = Literal["alone", "same", "compatible", "differ"]
# Notes say that the figures of these series do not measure quite the same: packages sold and
# prescriptions issued; one year and two years together; messages on causes of death and on deaths.
APART = frozenset({"eprescription_share", "helsedata_applications", "electronic_death_reports"})
# Notes say that a figure of these series is printed in a way that can hardly be right.
ODDLY_PRINTED = frozenset(
    {
        "bed_days",
        "gp_consultations",
        "helsedata_sources",
        "outpatient_consultations",
        "referrals_specialist",
        "spend_municipal",
    }
)
# Which levels a printed growth is the growth of; the year before is where it starts.
GROWTH_OF: Mapping[str, tuple[str, ...]] = {
    "helsenorge_doubling_2020_2021": ("helsenorge_visits_annual", "helsenorge_logins_annual"),
    "helsenorge_visits_growth_2020_2021": ("helsenorge_visits_annual",),
    "helsenorge_messages_growth_2020_2021": ("helsenorge_messages_annual",),
    "kjernejournal_lookups_growth": ("kjernejournal_lookups_week",),
    "helsedata_sources_growth": ("helsedata_sources",),
}
NO_BREAKS: Breaks = MappingProxyType({})
SPANS = {"H": "half", "T": "third", "Q": "quarter"}


@dataclass(frozen=True, eq=False)
class Moment:
    """What is printed about one population at one time; a goal for that time stands apart."""

    population: str
    when: str
    is_target: bool
    figures: tuple[Figure, ...]

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the figures agree; alone where there is only one, however often repeated."""
        different = {
            (figure.source, figure.value, figure.unit, figure.qualifier) for figure in self.figures
        }
        if len(different) == 1:
            return "alone"
        if not all(agree(*pair) for pair in itertools.combinations(self.figures, 2)):
            return "differ"
        return "same" if len({reach(figure) for figure in self.figures}) == 1 else "compatible"

    @cached_property
    def value(self) -> Figure | None:
        """The figure that stands for the moment.

        None where only bounds and words are known, or a quarrel.
        """
        if self.verdict == "differ":
            return None
        values = [
            figure for figure in self.figures if not figure.is_bound and figure.how != "words"
        ]
        return min(
            values,
            key=lambda figure: (figure.is_approximate, figure.how == "derived"),
            default=None,
        )

    @property
    def is_inferred(self) -> bool:
        """Whether no figure here has its time printed."""
        return all(not figure.year for figure in self.figures)

    @property
    def span(self) -> str:
        """How long a time it is about: a year or years, a part of a year, a month or a day."""
        _, _, part = self.when.partition("-")
        if "-" in part:
            return "day"
        if part.isdigit() and len(part) == len("2021"):
            return "years"
        return "year" if not part else SPANS.get(part[0], "month")


@dataclass(frozen=True, eq=False)
class Series:
    """Figures of one series, in the order of their time."""

    key: str
    figures: tuple[Figure, ...]
    all_breaks: tuple[SeriesBreak, ...] = ()

    @cached_property
    def name(self) -> Text:
        """What is measured, in the words that most of the figures use, else in the shortest.

        Figures that do not measure the same are all named. What an editor has put in brackets about
        the print is left out. The words of a document go before those of a web page.
        """
        figures = [figure for figure in self.figures if figure.who is None] or self.figures
        times = Counter(_without_remark(figure.indicator) for figure in figures)
        if self.key in APART:
            return Text(
                " / ".join(name.nb for name in times), " / ".join(name.en for name in times)
            )
        return min(times, key=lambda name: (-times[name], len(name.nb)))

    @property
    def populations(self) -> tuple[str, ...]:
        """Whom the figures are about."""
        return tuple(dict.fromkeys(figure.population for figure in self.figures))

    @property
    def documents(self) -> tuple[str, ...]:
        """Which documents print the figures."""
        return tuple(dict.fromkeys(figure.source for figure in self.figures))

    @property
    def undated(self) -> tuple[Figure, ...]:
        """Figures whose time is not known."""
        return tuple(figure for figure in self.figures if not figure.when)

    @property
    def is_dates(self) -> bool:
        """Whether the values are years themselves, which no time axis can show."""
        return self.figures[0].unit == "year"

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The figures by time and population; years that answer one question are one moment."""
        by_moment: dict[tuple[str, str, bool], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.when:
                when = "" if self.is_dates else figure.when
                by_moment[figure.population, when, figure.kind == "target"].append(figure)
        return tuple(Moment(*key, tuple(figures)) for key, figures in by_moment.items())

    @cached_property
    def compared(self) -> tuple[Moment, ...]:
        """The moments of which more than one thing is printed."""
        if self.key in APART:
            return ()
        return tuple(moment for moment in self.moments if moment.verdict != "alone")

    @cached_property
    def differing(self) -> tuple[Moment, ...]:
        """The moments at which the figures cannot all be right."""
        return tuple(moment for moment in self.compared if moment.verdict == "differ")

    @cached_property
    def measures(self) -> tuple[tuple[Moment, ...], ...]:
        """The moments of one population and one length of time, in order; goals stand apart."""
        by_measure: dict[tuple[str, str], list[Moment]] = defaultdict(list)
        for moment in self.moments if self.key not in APART else ():
            if not moment.is_target:
                by_measure[moment.population, moment.span].append(moment)
        return tuple(map(tuple, by_measure.values()))

    def is_broken(self, moment: Moment, later: Moment) -> bool:
        """Tell whether the way of measuring has changed from one moment to another."""
        return any(
            each.population == moment.population and each.separates(moment.when, later.when)
            for each in self.all_breaks
        )

    @property
    def breaks(self) -> tuple[SeriesBreak, ...]:
        """The breaks that have figures before and after them."""
        return tuple(each for each in self.all_breaks if self.first_after(each))

    def first_after(self, broken: SeriesBreak) -> Figure | None:
        """Return the first figure measured in a new way; None where none stands before it."""
        times = [
            figure
            for figure in self.figures
            if figure.when and figure.population == broken.population
        ]
        if not times or int(times[0].when[:4]) >= broken.year:
            return None
        return next((figure for figure in times if int(figure.when[:4]) >= broken.year), None)


@dataclass(frozen=True)
class Growth:
    """A printed growth beside the levels that it is the growth of."""

    levels: str
    printed: Figure
    start: Figure
    end: Figure

    @property
    def computed(self) -> float:
        """The growth from one level to the other, in per cent."""
        return 100 * (self.end.value / self.start.value - 1)

    @property
    def agrees(self) -> bool:
        """Whether the levels, which are rounded, can have grown as printed."""
        (low, upp), (first, last) = reach(self.printed), (rounding(self.start), rounding(self.end))
        return 100 * (last[0] / first[1] - 1) <= upp and low <= 100 * (last[1] / first[0] - 1)


@lru_cache(maxsize=8)
def every_series(facts: Facts) -> Mapping[str, Series]:
    """Return the series of all figures, by key, each with its bundled breaks."""
    return gather_series(facts.figures, series_breaks())


def gather_series(figures: Iterable[Figure], breaks: Breaks = NO_BREAKS) -> dict[str, Series]:
    """Return the series of the figures, by key, each with its breaks."""
    by_series: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.series:
            by_series[figure.series].append(figure)
    return {
        key: Series(key, tuple(sorted(gathered_figures, key=_in_time)), breaks.get(key, ()))
        for key, gathered_figures in by_series.items()
    }


def _in_time(figure: Figure) -> float:
    """Sorts by time: a year among its own months, what is undated last."""
    place = printed.place(figure)
    return float("inf") if place is None else place


def _without_remark(indicator: Text) -> Text:
    nb = re.sub(r" \(trykt\b[^)]*\)$", "", indicator.nb)
    return Text(nb, re.sub(r" \(printed\b[^)]*\)$", "", indicator.en))


def growths(figures: Mapping[str, Figure], series: Mapping[str, Series]) -> tuple[Growth, ...]:
    """Return every printed growth whose levels are printed as well.

    A level is taken from the document that prints the growth, and from another only where that
    document prints none.
    """
    return tuple(
        Growth(key, figures[printed], start, end)
        for printed, keys in GROWTH_OF.items()
        if printed in figures
        for key in keys
        for start, end in _levels(figures[printed], series[key])
    )


def _levels(printed: Figure, series: Series) -> Iterator[tuple[Figure, Figure]]:
    end = int(printed.when)
    ends = [_level(series.figures, str(year), printed.source) for year in (end - 1, end)]
    if ends[0] and ends[1]:
        yield ends[0], ends[1]


def _level(figures: Sequence[Figure], when: str, source: str) -> Figure | None:
    levels = [figure for figure in figures if figure.when == when and not figure.is_bound]
    return min(
        levels, key=lambda figure: (figure.source != source, figure.is_approximate), default=None
    )


def checks_of(series: Series, checks: Iterable[Growth]) -> list[Growth]:
    """Return the printed growths that a series holds, or that are about its levels."""
    return [
        growth
        for growth in checks
        if growth.levels == series.key or growth.printed in series.figures
    ]
