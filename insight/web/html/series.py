"""Figures and series as HTML: cards, values side by side, and where the documents disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import Figure, Statement
from insight.documents.series import ODDLY_PRINTED, Growth, Series
from insight.documents.series_words import Beside, Row, Wording, beside, summary
from insight.language.catalogue import Text
from insight.web.html import text as text_html
from insight.web.html.cards import Link, Reading, card, without_markup
from insight.web.html.tables import Cell, table
from insight.web.html.templates import draw

HEADS = ("table.source", "series.value", "table.quote", "table.remark")


def comparison_tables(comparisons: Iterable[Beside], wording: Wording) -> Markup:
    """Return values of the same thing side by side, a table for each time."""
    return Markup("").join(_table(comparison, wording) for comparison in comparisons)


def _table(comparison: Beside, wording: Wording) -> Markup:
    verdict = wording.say(f"series.is_{comparison.verdict}")
    return table(
        f"beside {comparison.verdict}",
        [wording.say(head) for head in HEADS],
        [_cells(row, wording) for row in comparison.rows],
        caption=draw("series", "caption", comparison.title, verdict),
    )


def _cells(row: Row, wording: Wording) -> tuple[object, ...]:
    quote = Cell(f"«{without_markup(row.quote)}»", {"lang": "nb"}) if row.quote else ""
    remark = text_html.mark_phrases(Text(row.norwegian or row.note, row.note), wording.language)
    return row.who, draw("series", "value", row.value), quote, remark


def disagreements(
    series: Mapping[str, Series], checks: Sequence[Growth], wording: Wording, link: Link
) -> Markup:
    """Return links to every series in which the documents disagree, with what they say."""
    links = []
    for key, member in series.items():
        comparisons = beside(member, checks_of(member, checks), wording)
        sentences = [summary(values) for values in comparisons if values.verdict == "differ"]
        if sentences:
            links.append((member.name[wording.language], link(key), sentences))
    return draw("series", "links", links)


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


def checks_of(series: Series, checks: Iterable[Growth]) -> list[Growth]:
    """Return the printed growths that a series holds, or that are about its levels."""
    return [
        growth
        for growth in checks
        if growth.levels == series.key or growth.printed in series.figures
    ]


def figure_card(figure: Figure, reading: Reading, series_link: Link | None) -> Markup:
    """Return the card of a figure: what it is, its value and time, and a link to its series."""
    facts, language = reading.facts, reading.language
    tags = [facts.word("population", figure.population)[language]]
    if figure.kind != "statistic":
        tags.append(facts.word("figure_kind", figure.kind)[language])
    link = None
    if series_link and figure.series:
        link = {"address": series_link(figure.series), "words": reading.say("series.see")}
    value, when = printed.value(figure, facts, language), printed.when(figure, language)
    body = draw("series", "figure", value, when, link)
    return card(figure, figure.indicator[language], reading, tags=tags, body=body)


def statement_card(statement: Statement, reading: Reading) -> Markup:
    """Return the card of a quantity that a document gives in words only."""
    facts, language = reading.facts, reading.language
    tags = [
        facts.word("population", statement.population)[language],
        reading.say("series.in_words"),
    ]
    body = draw("series", "statement", statement.year) if statement.year else ""
    return card(statement, statement.text[language], reading, tags=tags, body=body)
