"""Facts as HTML: a text, what kind it is, its themes, and its source and quote one click away.

A quote is Norwegian whatever the page's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup, escape

from insight.documents import printed
from insight.documents.fact_kinds import Fact, Figure
from insight.documents.facts import Facts
from insight.documents.references import Source
from insight.language.catalogue import Language, Text, say
from insight.web import routes
from insight.web.answers import View
from insight.web.html import text as text_html
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

Link = Callable[[str], str]


@dataclass(frozen=True)
class Reading:
    """What every line of a page is drawn with.

    Attributes
    ----------
    facts
        All facts, for the names of themes and sources.
    language
        The reader's.
    theme_link
        Address of a theme, by its id.
    place_link
        Address where a fact is read in its place in the document, by its id.
    home_link
        Address of the page that a fact belongs on.
    find
        What was searched for; it is marked.
    """

    facts: Facts
    language: Language
    theme_link: Link
    place_link: Link
    home_link: Callable[[Fact], str]
    find: str = ""

    def say(self, key: str, /, **values: object) -> Markup:
        """Return a sentence in the reader's language, as HTML."""
        return escape(say(self.language, key, **values))

    def word(self, field: str, code: str) -> Markup:
        """Return the reader's words for a code, as HTML."""
        return escape(self.facts.word(field, code)[self.language])


def reading_of(view: View, page: str, facts: Facts, find: str = "") -> Reading:
    """Return what the lines of a page are drawn with; its themes lead to the page itself."""
    return Reading(
        facts,
        view.language,
        lambda theme: routes.href(view, page, theme=theme),
        partial(routes.place, view),
        partial(routes.home, view),
        find.strip(),
    )


def card(
    fact: Fact,
    words: str,
    reading: Reading,
    *,
    tags: Sequence[str] = (),
    body: Markup | str = "",
) -> Markup:
    """Return a card of a fact.

    Parameters
    ----------
    fact
        The fact.
    words
        Its text in the reader's language, unescaped.
    reading
        What every card is drawn with.
    tags
        What kind of fact it is, in the reader's words.
    body
        More of the card, as HTML.
    """
    text = mark_terms(typeset(words, reading.language), reading.find)
    more = themes(fact.themes, reading) + source(fact, reading)
    return draw("cards", "card", fact.id, tags, text, body, more)


def line(
    fact: Fact,
    words: Text,
    reading: Reading,
    *,
    above: Markup | str = "",
    after: Markup | str = "",
    remark: bool = True,
    unfolded: bool = False,
    anchor: bool = True,
    original: bool = True,
) -> Markup:
    """Return a fact as one line, which unfolds to its themes, quote, remark and source.

    Parameters
    ----------
    fact
        The fact.
    words
        Its text, unescaped.
    reading
        What every line is drawn with.
    above
        HTML over the text, such as where the fact stands.
    after
        HTML behind the text, in small print.
    remark
        Whether the line says that there is a remark to unfold.
    unfolded
        Whether it is open.
    anchor
        Whether it has the fact's id; an id stands once on a page.
    original
        Whether the Norwegian text is the document's, which another language unfolds too.
    """
    shown = typeset(words[reading.language], reading.language)
    norwegian = None
    if original and shown != words.nb and words.nb not in fact.quote:
        norwegian = (reading.say("fact.norwegian"), mark_terms(words.nb, reading.find))
    has_remark = remark and fact.note is not None
    return draw(
        "cards",
        "line",
        fact.id if anchor else "",
        unfolded,
        above,
        mark_terms(without_markup(shown), reading.find),
        after + reading.say("fact.with_note") if has_remark else after,
        themes(fact.themes, reading),
        norwegian,
        quotation(fact, reading),
    )


def themes(ids: Iterable[str], reading: Reading) -> Markup:
    """Return links to themes."""
    named = reading.facts.themes
    links = [(named[theme].name[reading.language], reading.theme_link(theme)) for theme in ids]
    return draw("cards", "themes", links)


def source(fact: Fact, reading: Reading) -> Markup:
    """Return where a fact stands, with the quote and what a reader should know, to unfold."""
    words = reading.say("fact.source", source=reading.facts.sources[fact.source].short)
    noted = reading.say("fact.with_note") if fact.note else ""
    return draw("cards", "source", words + noted, quotation(fact, reading))


def quotation(fact: Fact, reading: Reading, *, short: bool = False) -> Markup:
    """Return the quote of a fact, what a reader should know, and the document with its place.

    Parameters
    ----------
    fact
        The fact.
    reading
        What every line is drawn with.
    short
        Whether the document has its short name only.
    """
    quote = mark_terms(without_markup(fact.quote), reading.find)
    note = text_html.mark_phrases(fact.note, reading.language, reading.find) if fact.note else ""
    cited = reading.facts.sources[fact.source]
    named = cited.short[reading.language]
    document = named if short else document_line(cited, reading.language)
    return draw("cards", "quoted", quote, note, document, place_link(fact, reading))


def place_link(fact: Fact, reading: Reading) -> Markup:
    """Return a link that reads a fact in its place; empty of what stands in no line."""
    if fact.line is None:
        return Markup("")
    words = reading.say("fact.in_place", line=fact.line)
    return draw("cards", "place", words, reading.place_link(fact.id))


def figure_line(figure: Figure, facts: Facts, language: Language) -> Markup:
    """Return a printed figure in a line: its value, what it is, when."""
    value, when = printed.value(figure, facts, language), printed.when(figure, language)
    return draw("cards", "figure_line", value, figure.indicator[language], when)


def without_markup(text: str) -> str:
    r"""Return a document's text as its readers see it, without the marks of the file it came as.

    Examples
    --------
    >>> without_markup("**Mål 1:** Økt kompetanse\\* i [DIPS](#) Arena")
    'Mål 1: Økt kompetanse* i DIPS Arena'
    """
    linked = re.sub(r"\[([^\[\]]*)\]\((?:#|https?:[^()]*)\)", r"\1", text)
    return re.sub(r"\*\*|\]\(#\)|\\(?=[()*])", "", linked)


def document_line(document: Source, language: Language) -> Markup:
    """Return as HTML how a document is cited: title, publisher, date as far as they are known."""
    named = ", ".join(part for part in (document.title, document.publisher) if part)
    published = printed.time(document.published, language) if document.published else ""
    return draw("cards", "document", named, language != "nb", published)


def typeset(words: str, language: Language) -> str:
    """Return a text with per cent as the language writes it; Norwegian stays as it was printed.

    Examples
    --------
    >>> typeset("Under 50 % of both groups", "en")
    'Under 50% of both groups'
    """
    return re.sub(r"(?<=\d)\s%", "%", words) if language == "en" else words


def grid(cards: Sequence[Markup | str], *, narrow: bool = False) -> Markup:
    """Return cards side by side, as many as there is room for."""
    return draw("cards", "grid", cards, narrow)
