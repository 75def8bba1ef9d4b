"""The small charts of the front page: published series, needs, and a sketch of maturity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.analysis.estimates import Table
from insight.documents import printed
from insight.documents.fact_kinds import Figure, Need
from insight.documents.facts import Facts
from insight.documents.later.lines import Line
from insight.documents.series import Series
from insight.language import numbers
from insight.language.capitals import at_beginning
from insight.language.catalogue import Language, say
from insight.reporting import need_sentences

MOST_YEARS = 8
POPULATIONS = ("citizens", "health_personnel", "both", "unassigned")
STATES = ("published", "only_asked", "none")


@dataclass(frozen=True)
class Bar:
    """A figure of a series with its year; of years without one how many there are, side by side."""

    name: str
    words: str
    height: float
    source: str = ""
    years: int = 1

    @property
    def is_gap(self) -> bool:
        """Whether nothing is printed of these years."""
        return not self.words


@dataclass(frozen=True)
class SeriesChart:
    """Bars of a published series."""

    key: str
    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    source: str


@dataclass(frozen=True)
class Stack:
    """How many needs a population has: with published figures, with a question only, with none."""

    name: str
    counts: tuple[int, int, int]

    @property
    def total(self) -> int:
        """All its needs."""
        return sum(self.counts)


@dataclass(frozen=True)
class NeedsChart:
    """Needs by whose they are, and by what is known of them."""

    title: str
    stacks: tuple[Stack, ...]

    @property
    def most(self) -> int:
        """The length of the longest bar."""
        return max(stack.total for stack in self.stacks)

    @property
    def has_asked(self) -> bool:
        """Whether surveys ask about needs of which nothing was published."""
        return any(stack.counts[1] for stack in self.stacks)


@dataclass(frozen=True)
class Sketch:
    """Answers whose shares nobody has published: names with lengths, and no numbers."""

    bars: tuple[tuple[str, float], ...]
    source: str


def series_chart(series: Series, line: Line, facts: Facts, language: Language) -> SeriesChart:
    """Return the bars of a published line; its title quotes the first and the last value."""
    first, last = line.ends
    sources = dict.fromkeys(facts.sources[figure.source].short for figure in line.figures)
    title = say(
        language,
        "front.series",
        name=series.name,
        first=printed.short(first, facts, language),
        last=_with_size(last, facts, language),
    )
    years = f"{printed.when(first, language)}–{printed.when(last, language)}"
    unit = facts.word("unit", first.unit)[language] if first.unit not in printed.NO_WORD else ""
    subtitle = ", ".join(filter(None, [at_beginning(unit), years]))
    bars = tuple(_bars(line.figures, facts, language))
    return SeriesChart(
        series.key, title, subtitle, bars, ", ".join(source[language] for source in sources)
    )


def _with_size(figure: Figure, facts: Facts, language: Language) -> str:
    """A value in millions or with its own word, where that says how large it is."""
    words = printed.short(figure, facts, language)
    unit = figure.unit
    if unit.startswith("million_"):
        return f"{words} {facts.word('unit', unit)[language].split()[0]}"
    if unit.startswith("count") or unit in printed.NO_WORD:
        return words
    return f"{words} {facts.word('unit', unit)[language]}"


def _bars(figures: Sequence[Figure], facts: Facts, language: Language) -> Iterator[Bar]:
    most = max(figure.value for figure in figures)
    years = [int(figure.when) if figure.when.isdecimal() else None for figure in figures]
    before = None
    for figure, year in zip(figures, years, strict=True):
        if before and year and year - before > 1 and year - (years[0] or year) < MOST_YEARS:
            gap = f"{before + 1}–{year - 1}" if year - before > 2 else str(year - 1)
            yield Bar(gap, "", 0.0, years=year - before - 1)
        words = printed.short(figure, facts, language)
        source = facts.sources[figure.source].short[language]
        yield Bar(printed.when(figure, language), words, 100 * figure.value / most, source)
        before = year


def needs_chart(
    needs: Sequence[Need], states: Sequence[str], facts: Facts, language: Language
) -> NeedsChart | None:
    """Return how many needs of whom have published evidence, only a question, or neither.

    Parameters
    ----------
    needs, states
        The needs, each with one of `STATES`.
    facts
        For the names of populations.
    language
        Of the words.
    """
    if not needs:
        return None
    counted = dict.fromkeys(((who, state) for who in POPULATIONS for state in STATES), 0)
    for need, state in zip(needs, states, strict=True):
        counted[need.population, state] += 1
    stacks = []
    for who in POPULATIONS:
        published, asked, none = (counted[who, state] for state in STATES)
        if published + asked + none:
            name = _population(who, facts, language)
            stacks.append(Stack(name, (published, asked, none)))
    title = need_sentences.title(len(needs), list(states).count("published"), 0, language)
    return NeedsChart(title.rstrip("."), tuple(stacks))


def _population(who: str, facts: Facts, language: Language) -> str:
    if who == "both":
        return say(language, "front.of_both")
    return facts.word("population", who)[language]


def sketch(table: Table, facts: Facts, language: Language) -> Sketch | None:
    """Return a sketch of a question whose levels are assumed; None where they are not.

    What the document says of the question stands beside it.
    """
    shown = [
        estimate
        for estimate in table.estimates
        if estimate.kind == "category" and not table.item.category(estimate.key).missing
    ]
    told = next((each for each in facts.sustainability if each.id == table.item.id), None)
    if told is None or not table.codebook.simulated or not any(each.value for each in shown):
        return None
    most = max(each.value or 0 for each in shown)
    bars = tuple(
        (table.item.category(each.key).label[language], 100 * each.value / most)
        for each in shown
        if each.value
    )
    source = say(language, "front.sketch_source", finding=told.finding)
    return Sketch(bars, source)


def describe_series(chart: SeriesChart, language: Language) -> str:
    """Return the bars of a series in words."""
    none = say(language, "front.not_stated")
    return "; ".join(f"{bar.name}: {bar.words or none}" for bar in chart.bars)


def describe_needs(chart: NeedsChart, language: Language) -> str:
    """Return the counts of needs in words."""
    return "; ".join(
        say(
            language,
            "front.needs_of",
            who=stack.name,
            published=numbers.whole(stack.counts[0], language),
            asked=numbers.whole(stack.counts[1], language),
            none=numbers.whole(stack.counts[2], language),
        )
        for stack in chart.stacks
    )
