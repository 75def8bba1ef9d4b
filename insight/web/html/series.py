"""Figures and series as HTML: cards, values side by side, and where the documents disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import Figure, Statement
from insight.documents.later.later_figures import LaterFigure, WebPage
from insight.documents.series import ODDLY_PRINTED, Growth, Series, checks_of
from insight.documents.series_words import Beside, Row, Wording, beside, summary, values_line
from insight.language import numbers
from insight.language.catalogue import Text
from insight.web.html import text as text_html
from insight.web.html.cards import Link, Reading, card, grid, without_markup
from insight.web.html.tables import Cell, table
from insight.web.html.templates import draw

HEADS = ("table.source", "series.value", "table.quote", "table.remark")


def comparison_tables(comparisons: Iterable[Beside], wording: Wording) -> Markup:
    """Return values of the same thing side by side, for each time a line that unfolds."""
    return Markup("").join(_folded(comparison, wording) for comparison in comparisons)


def _folded(comparison: Beside, wording: Wording) -> Markup:
    drawn = table(
        "beside",
        [wording.say(head) for head in HEADS],
        [_cells(row, wording) for row in comparison.rows],
        caption=comparison.title,
    )
    found = wording.say(f"series.is_{comparison.verdict}")
    return draw("series", "folded", comparison.verdict, found, values_line(comparison), drawn)


def _cells(row: Row, wording: Wording) -> tuple[object, ...]:
    quote = Cell(f"«{without_markup(row.quote)}»", {"lang": "nb"}) if row.quote else ""
    remark = text_html.mark_phrases(Text(row.norwegian or row.note, row.note), wording.language)
    return row.who, draw("series", "value", row.value), quote, remark


def disagreements(
    series: Mapping[str, Series], checks: Sequence[Growth], wording: Wording, link: Link
) -> Markup:
    """Return the series in which the sources disagree, and what is oddly printed, folded."""
    folds = []
    for key, member in series.items():
        comparisons = beside(member, checks_of(member, checks), wording)
        sentences = [summary(values) for values in comparisons if values.verdict == "differ"]
        if sentences:
            name = member.name[wording.language]
            told = draw("series", "differing", sentences, link(key), wording.say("series.see"))
            folds.append(draw("series", "topic", name, False, told))
    odd = oddities(series, wording, link)
    folds.append(draw("series", "topic", wording.say("figures.odd"), False, odd))
    return draw("series", "topics", folds)


@dataclass(frozen=True)
class Topic:
    """A topic of figures in a list: its name, the address that opens it, and its cards if open."""

    code: str
    title: str
    address: str
    cards: Markup


def topic_list(topics: Sequence[Topic], found: Markup) -> Markup:
    """Return topics as links, the open one with its cards, below the cards of what was found."""
    return draw("series", "topic_list", topics, found)


def cards_and_more(cards: Sequence[Markup], count: int, address: str, reading: Reading) -> Markup:
    """Return the first of `count` cards, and a link to an address with more of them."""
    if not cards:
        return Markup()
    left = count - len(cards)
    more = draw("lists", "more_rows", reading.say("fact.more", count=left), address)
    return grid(cards) + (more if left else Markup())


def followed(drawn: Markup, address: str, wording: Wording) -> Markup:
    """Return the card of the figure that a link asks for, with a link that takes it away."""
    close = draw("page", "link", wording.say("figures.close"), address)
    return grid([drawn]) + close


def oddities(series: Mapping[str, Series], wording: Wording, link: Link) -> Markup:
    """Return links to the series of which a figure is oddly printed, with the note that says so."""
    language = wording.language
    links = [
        (series[key].name[language], link(key), [text_html.mark_phrases(note, language)])
        for key in sorted(ODDLY_PRINTED & set(series))
        if (note := _odd_note(series[key]))
    ]
    return draw("series", "links", links)


def _odd_note(series: Series) -> Text | None:
    """The note of the figure for 2020, the year of which all the odd figures are."""
    notes = (figure.note for figure in series.figures if figure.when == "2020")
    return next(filter(None, notes), None)


def figure_card(figure: Figure, reading: Reading, series_link: Link | None) -> Markup:
    """Return the card of a figure: what it is, its value and time, and a link to its series."""
    facts, language = reading.facts, reading.language
    who = figure.who or facts.word("population", figure.population)
    kinds = [who[language]]
    if figure.kind != "statistic":
        kinds.append(facts.word("figure_kind", figure.kind)[language])
    link = None
    if series_link and figure.series:
        link = {"address": series_link(figure.series), "words": reading.say("series.see")}
    value, when = printed.value(figure, facts, language), printed.when(figure, language)
    body = draw("series", "figure", value, when, link)
    if isinstance(figure, LaterFigure):
        page = facts.sources[figure.source]
        is_secondary = isinstance(page, WebPage) and page.is_secondary
        kinds.append(reading.say("series.secondary" if is_secondary else "series.on_web"))
        body += draw("series", "asked", _asked(figure, reading))
    return card(figure, figure.indicator[language], reading, kinds=kinds, body=body)


def _asked(figure: LaterFigure, reading: Reading) -> list[tuple[Markup, str]]:
    """What was asked, how it could be answered, and of how many, as far as it was printed."""
    said: dict[str, str] = {}
    if figure.wording:
        said["wording"] = figure.wording[reading.language]
    if figure.scale:
        said["scale"] = figure.scale[reading.language]
    if figure.respondents:
        said["respondents"] = numbers.whole(figure.respondents, reading.language)
    return [(reading.say(f"fact.{name}"), words) for name, words in said.items()]


def statement_card(statement: Statement, reading: Reading) -> Markup:
    """Return the card of a quantity that a document gives in words only."""
    facts, language = reading.facts, reading.language
    kinds = [
        facts.word("population", statement.population)[language],
        reading.say("series.in_words"),
    ]
    body = draw("series", "statement", statement.year) if statement.year else ""
    return card(statement, statement.text[language], reading, kinds=kinds, body=body)
