"""Series of figures in sentences, no stronger than the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from insight.documents import printed
from insight.documents.fact_kinds import Figure
from insight.documents.facts import Facts
from insight.documents.later.lines import distinct, leaders
from insight.documents.series import APART, ODDLY_PRINTED, Growth, Moment, Series, Verdict
from insight.language import numbers
from insight.language.capitals import at_beginning, within_sentence
from insight.language.catalogue import Language, say

MANY = 9  # figures that are told without being summed up first


@dataclass(frozen=True)
class Row:
    """One value beside others: who gives it, in which words, and what a reader should know.

    `norwegian` is the note in Norwegian, by which phrases quoted in it are known.
    """

    who: str
    value: str
    quote: str
    note: str
    norwegian: str = ""

    @property
    def by(self) -> str:
        """Who gives it, in brackets behind it; what is computed says from what."""
        return self.who if self.quote else f"{self.who}: {within_sentence(self.note)}"


@dataclass(frozen=True)
class Beside:
    """Values of the same thing side by side."""

    title: str
    verdict: Verdict
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Wording:
    """What is needed to put figures into words."""

    facts: Facts
    language: Language

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the reader's language."""
        return say(self.language, key, **values)

    def value(self, figure: Figure) -> str:
        """Return a value with its unit, and a star where its year was read out of the context."""
        return f"{printed.value(figure, self.facts, self.language)}{_star(figure)}"

    def values(self, figures: Sequence[Figure]) -> str:
        """Return values of one time with "or" between them, the unit once where it is one."""
        *others, last = {(one.value, one.qualifier, one.how): one for one in figures}.values()
        said = [
            f"{printed.short(figure, self.facts, self.language)}{_star(figure)}"
            if (figure.unit, figure.how) == (last.unit, "printed")
            else self.value(figure)
            for figure in others
        ]
        return self.say("series.or").join(dict.fromkeys((*said, self.value(last))))

    def document(self, figure: Figure) -> str:
        """Return the short name of the document that prints a figure."""
        return self.facts.sources[figure.source].short[self.language]

    def is_web(self, figure: Figure) -> bool:
        """Tell whether a figure was read on the web, in excerpt."""
        return self.facts.sources[figure.source].kind == "web_page"

    def who(self, figure: Figure) -> str:
        """Return whom a figure is about, as closely as it is said."""
        return figure.who[self.language] if figure.who else self.population(figure.population)

    def population(self, code: str) -> str:
        """Return the name of a population."""
        return self.facts.word("population", code)[self.language]

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts of a sentence with commas and "and", each once."""
        return numbers.enumerate_names(list(dict.fromkeys(parts)), self.language)


def _star(figure: Figure) -> str:
    return "" if figure.year or not figure.year_inferred else "*"


def development(series: Series, wording: Wording) -> str:
    """Say what the figures of a series are and when; whether anything has changed is not claimed.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> from insight.documents.series import gather_series
    >>> messages = gather_series(facts().figures)["sysvak_messages_annual"]
    >>> development(messages, Wording(facts(), "en"))
    'About 5 million messages in 2020 and over 63 million messages in 2021.'
    """
    return " ".join(_developments(series, wording))


def _developments(series: Series, wording: Wording) -> Iterator[str]:
    told = {moment: _at(moment, leader, wording) for moment, leader in leaders(series).items()}
    measured = [moment for moment in told if not moment.is_target]
    if series.key in APART:
        for moment in measured:
            indicator = moment.figures[0].indicator
            yield wording.say("series.of", name=indicator, words=told[moment])
    else:
        for population in series.populations:
            parts = [told[moment] for moment in measured if moment.population == population]
            if parts and len(series.populations) > 1:
                name = wording.population(population)
                yield wording.say("series.of", name=name, words=wording.listed(parts))
            elif parts:
                yield wording.say("series.sentence", words=_capital(wording.listed(parts)))
    for moment in series.moments:
        if moment.is_target:
            yield wording.say("series.goal", words=told[moment])


def _at(moment: Moment, leader: Figure | None, wording: Wording) -> str:
    """What is known of a moment, as the chart has it; words only where no number says the same."""
    figures = distinct(moment, leader)
    if not figures or moment.verdict == "differ":
        figures += tuple(figure for figure in moment.figures if figure.how == "words")
    said = wording.values(figures)
    return f"{said} {printed.in_time(moment.when, wording.language)}" if moment.when else said


def _capital(words: str) -> str:
    return at_beginning(words)


def agreement(series: Series, checks: Sequence[Growth], wording: Wording) -> str:
    """Say whether the figures of a series agree, with each other and with a printed growth."""
    said = [_standing(series)]
    if checks and series.key not in APART:
        said.append(
            "growth_agrees" if all(growth.agrees for growth in checks) else "growth_differs"
        )
    if series.key in ODDLY_PRINTED:
        said.append("odd")
    return " ".join(wording.say(f"series.stand_{part}") for part in said)


def _standing(series: Series) -> str:
    if series.key in APART:
        return "apart"
    if series.compared:
        return "differ" if series.differing else "agree"
    return "one_document" if len(series.documents) == 1 else "no_overlap"


def beside(series: Series, checks: Sequence[Growth], wording: Wording) -> list[Beside]:
    """Return what is printed about the same thing, side by side, growths computed beside them.

    Parameters
    ----------
    series
        The series.
    checks
        The growths that are printed in it, or about its levels.
    wording
        Facts and language.
    """
    tables = [_beside(moment, checks, wording, series) for moment in series.compared]
    own = [growth for growth in checks if growth.levels == series.key]
    if own:
        rows = _rows(dict.fromkeys(growth.printed for growth in own), wording)
        rows += _growth_rows(own, wording)
        when = printed.in_time(own[0].printed.when, wording.language)
        verdict: Verdict = "compatible" if all(growth.agrees for growth in own) else "differ"
        tables.append(Beside(wording.say("series.growth", when=when), verdict, tuple(rows)))
    return tables


def _beside(moment: Moment, checks: Sequence[Growth], wording: Wording, series: Series) -> Beside:
    rows = _rows(moment.figures, wording)
    rows += _growth_rows([growth for growth in checks if growth.printed in moment.figures], wording)
    language = wording.language
    title = printed.time(moment.when, language) if moment.when else wording.say("series.dates")
    if len(series.populations) > 1:
        title = f"{wording.population(moment.population)}, {title}"
    return Beside(title, moment.verdict, tuple(rows))


def _rows(figures: Iterable[Figure], wording: Wording) -> list[Row]:
    """A row for each value of each document, however often it is repeated there."""
    said: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        said[wording.document(figure), wording.value(figure)].append(figure)
    return [
        Row(
            who,
            value,
            "» «".join(dict.fromkeys(figure.quote for figure in repeated)),
            *(
                " ".join(dict.fromkeys(figure.note[language] for figure in repeated if figure.note))
                for language in (wording.language, "nb")
            ),
        )
        for (who, value), repeated in said.items()
    ]


def _growth_rows(checks: Sequence[Growth], wording: Wording) -> list[Row]:
    """What the printed levels make the growth, each pair of levels once."""
    levels = {(growth.start, growth.end): growth.computed for growth in checks}
    return [
        Row(
            wording.say("series.computed"),
            printed.number(round(growth), "percent_change", wording.language),
            "",
            wording.say(
                "series.computed_of", start=_level(start, wording), end=_level(end, wording)
            ),
        )
        for (start, end), growth in levels.items()
    ]


def _level(figure: Figure, wording: Wording) -> str:
    return f"{wording.value(figure)} {printed.in_time(figure.when, wording.language)}"


def summary(beside: Beside) -> str:
    """Return values side by side in a line.

    Examples
    --------
    >>> rows = (Row("Trends", "34", "34 i 2021", ""), Row("Draft", "47*", "47 kilder", ""))
    >>> summary(Beside("2021", "differ", rows))
    '2021: 34 (Trends), 47* (Draft)'
    """
    values = dict.fromkeys(f"{row.value} ({row.by})" for row in beside.rows)
    return f"{beside.title}: {', '.join(values)}"


def break_sentences(series: Series, wording: Wording) -> list[str]:
    """Say where the line of a series ends because the way of measuring changed, and why.

    Examples
    --------
    >>> from insight.documents.later.later_figures import all_facts
    >>> from insight.documents.series import every_series
    >>> awareness = every_series(all_facts())["helsenorge_awareness"]
    >>> said = break_sentences(awareness, Wording(all_facts(), "en"))
    >>> said[0].partition(" (")[0]
    'The line ends before 2021'
    """
    return [
        wording.say(
            "series.break",
            year=each.year,
            change=wording.say(f"series.change_{each.change}"),
            reason=each.reason,
            source=wording.facts.sources[each.source].short,
        )
        for each in series.breaks
    ]


def values_line(beside: Beside) -> str:
    """Return values side by side in a short line, without who gives them.

    Examples
    --------
    >>> rows = (Row("Trends", "34", "34 i 2021", ""), Row("Draft", "47*", "47 kilder", ""))
    >>> values_line(Beside("2021", "differ", rows))
    '2021: 34, 47*'
    """
    return f"{beside.title}: {', '.join(dict.fromkeys(row.value for row in beside.rows))}"


def describe_chart(series: Series, wording: Wording) -> str:
    """Describe the chart of a series for those who cannot see it.

    Where it has many figures, they are not summed up before they are told one by one.
    """
    marks = [
        f"{_subject(series, figure, wording)}{printed.when(figure, wording.language)}: "
        f"{printed.value(figure, wording.facts, wording.language)} ({wording.document(figure)})"
        for figure in series.figures
        if figure.when and figure.how != "words"
    ]
    told = "; ".join(dict.fromkeys(marks))
    if len(marks) > MANY:
        return wording.say("series.alternative_of_many", name=series.name, marks=told)
    words = development(series, wording)
    return wording.say("series.alternative", name=series.name, words=words, marks=told)


def _subject(series: Series, figure: Figure, wording: Wording) -> str:
    several = len(series.populations) > 1
    return f"{wording.population(figure.population)}, " if several else ""
