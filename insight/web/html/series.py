"""Figures and series as HTML: cards, values side by side, and where the documents disagree."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from insight.documents import printed
from insight.documents.facts import Fact, Figure, Statement
from insight.documents.series import ODDLY_PRINTED, Growth, Series
from insight.documents.series_words import Beside, Row, Wording, beside, summary
from insight.language.catalogue import Text
from insight.web.html import cards as cards_html
from insight.web.html import text as text_html
from insight.web.html.cards import Link


def beside_html(found: Iterable[Beside], wording: Wording) -> str:
    """Return values of the same thing side by side, a table for each time."""
    return "".join(_table(one, wording) for one in found)


def _table(one: Beside, wording: Wording) -> str:
    heads = ("table.source", "series.value", "table.quote", "table.remark")
    head = "".join(f"<th scope='col'>{html.escape(wording.say(key))}</th>" for key in heads)
    verdict = html.escape(wording.say(f"series.is_{one.verdict}"))
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(row.who)}</th>"
        f"<td><strong>{html.escape(row.value)}</strong></td>"
        + (
            f"<td lang='nb'>«{html.escape(cards_html.without_markup(row.quote))}»</td>"
            if row.quote
            else "<td></td>"
        )
        + f"<td>{_remark(row, wording)}</td></tr>"
        for row in one.rows
    )
    return (
        f"<table class='beside {one.verdict}'><caption>{html.escape(one.title)}"
        f" <span class='tag'>{verdict}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _remark(row: Row, wording: Wording) -> str:
    return text_html.shown(Text(row.norwegian or row.note, row.note), wording.language)


def disagreements(
    series: Mapping[str, Series], checks: Sequence[Growth], wording: Wording, link: Link
) -> str:
    """Return links to every series in which the documents disagree, with what they say."""
    items = []
    for key, one in series.items():
        own = checks_of(one, checks)
        differing = [two for two in beside(one, own, wording) if two.verdict == "differ"]
        if differing:
            said = "".join(f"<p>{html.escape(summary(two))}</p>" for two in differing)
            items.append(f"<li>{_to(one, link(key), wording)}{said}</li>")
    return f"<ul class='disagreements'>{''.join(items)}</ul>"


def oddities(series: Mapping[str, Series], wording: Wording, link: Link) -> str:
    """Return links to the series of which a figure is oddly printed, with the note that says so."""
    items = (
        f"<li>{_to(series[key], link(key), wording)}"
        f"<p>{text_html.shown(note, wording.language)}</p></li>"
        for key in sorted(ODDLY_PRINTED & set(series))
        if (note := _odd_note(series[key]))
    )
    return f"<ul class='disagreements'>{''.join(items)}</ul>"


def _odd_note(series: Series) -> Text | None:
    """The note of the figure for 2020, the year of which all the odd figures are."""
    return next((one.note for one in series.figures if one.note and one.when == "2020"), None)


def _to(series: Series, address: str, wording: Wording) -> str:
    name = html.escape(series.name[wording.language])
    return f"<a target='_self' href='{html.escape(address)}'>{name}</a>"


def checks_of(series: Series, checks: Iterable[Growth]) -> list[Growth]:
    """Return the printed growths that a series holds, or that are about its levels."""
    return [one for one in checks if one.levels == series.key or one.printed in series.figures]


def figure_card(
    figure: Figure, wording: Wording, theme_link: Link, series_link: Link | None, find: str
) -> str:
    """Return the card of a figure: what it is, its value and time, and a link to its series."""
    known, language = wording.known, wording.language
    tags = [known.word("population", figure.population)[language]]
    if figure.kind != "statistic":
        tags.append(known.word("figure_kind", figure.kind)[language])
    value = html.escape(printed.value(figure, known, language))
    when = html.escape(printed.when(figure, language))
    more = ""
    if series_link and figure.series:
        words = html.escape(wording.say("series.see"))
        more = f" <a target='_self' href='{html.escape(series_link(figure.series))}'>{words}</a>"
    body = f"<p class='value'><strong>{value}</strong> <span>{when}</span>{more}</p>"
    return _card(figure, figure.indicator[language], wording, theme_link, tags, body, find)


def statement_card(statement: Statement, wording: Wording, theme_link: Link, find: str) -> str:
    """Return the card of a quantity that a document gives in words only."""
    known, language = wording.known, wording.language
    tags = [
        known.word("population", statement.population)[language],
        wording.say("series.in_words"),
    ]
    when = f"<p class='value'><span>{html.escape(statement.year or '')}</span></p>"
    body = when if statement.year else ""
    return _card(statement, statement.text[language], wording, theme_link, tags, body, find)


def _card(
    fact: Fact,
    words: str,
    wording: Wording,
    theme_link: Link,
    tags: Sequence[str],
    body: str,
    find: str,
) -> str:
    return cards_html.card(
        fact,
        words,
        wording.known,
        wording.language,
        theme_link=theme_link,
        tags=tags,
        body=body,
        find=find,
    )
