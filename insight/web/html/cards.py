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
from insight.documents.fact_kinds import Fact, Figure, System
from insight.documents.facts import Facts
from insight.documents.later.later_figures import WebPage
from insight.documents.passages.texts import text_of
from insight.documents.printed import without_markup as without_markup
from insight.documents.references import Source
from insight.language.catalogue import Language, Text, say
from insight.views.view import View
from insight.web import routes
from insight.web.html.templates import draw
from insight.web.html.terms import ExplainedBlock
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

    def block(self) -> ExplainedBlock:
        """Return a new card, line or paragraph, in which no term has been explained."""
        return ExplainedBlock(self.facts.vocabularies[self.language])

    def text(self, words: Text) -> str:
        """Return a text in the reader's language, typeset."""
        return typeset(words[self.language], self.language)

    def document(self, source: str) -> str:
        """Return the short name of a document, by its id."""
        return self.facts.sources[source].short[self.language]

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
    kinds: Sequence[str] = (),
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
    kinds
        What kind of fact it is, in the reader's words.
    body
        More of the card, as HTML.
    """
    block = reading.block()
    text = block.mark(typeset(words, reading.language), reading.find)
    more = themes(fact.themes, reading) + source(fact, reading, block)
    return draw("cards", "card", fact.id, kinds, text, body, more)


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

    What unfolds takes the focus itself, so the terms of its text are listed below it.

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
    shown = reading.text(words)
    norwegian = None
    if original and shown != words.nb and words.nb not in fact.quote:
        norwegian = (reading.say("fact.norwegian"), mark_terms(words.nb, reading.find))
    block, plain = reading.block(), without_markup(shown)
    listed = draw("terms", "listed", reading.say("terms.listed"), block.listed(plain))
    has_remark = remark and fact.note is not None
    return draw(
        "cards",
        "line",
        fact.id if anchor else "",
        unfolded,
        above,
        mark_terms(plain, reading.find),
        after + reading.say("fact.with_note") if has_remark else after,
        themes(fact.themes, reading),
        listed,
        norwegian,
        quotation(fact, reading, block),
    )


def themes(ids: Iterable[str], reading: Reading) -> Markup:
    """Return links to themes."""
    named = reading.facts.themes
    links = [(named[theme].name[reading.language], reading.theme_link(theme)) for theme in ids]
    return draw("cards", "themes", links)


def source(fact: Fact, reading: Reading, block: ExplainedBlock | None = None) -> Markup:
    """Return where a fact stands, with the quote and what a reader should know, to unfold."""
    words = reading.say("fact.source", source=reading.facts.sources[fact.source].short)
    noted = reading.say("fact.with_note") if fact.note else ""
    return draw("cards", "source", words + noted, quotation(fact, reading, block))


def quotation(
    fact: Fact, reading: Reading, block: ExplainedBlock | None = None, *, short: bool = False
) -> Markup:
    """Return the quote of a fact, what a reader should know, and the document with its place.

    What `block` has explained is not explained again, nor is anything in a quote that is in
    another language than the page. A `short` name of the document is enough beside other facts.
    """
    block = block or reading.block()
    mark = block.mark if reading.language == "nb" else mark_terms
    quote = mark(without_markup(fact.quote), reading.find)
    note = block.mark_phrases(fact.note, reading.language, reading.find) if fact.note else ""
    cited = reading.facts.sources[fact.source]
    document = cited.short[reading.language] if short else document_line(cited, reading.language)
    return draw("cards", "quoted", quote, note, document, place_link(fact, reading))


def place_link(fact: Fact, reading: Reading) -> Markup:
    """Return a link that reads a fact in its place; empty of what stands in no line."""
    if fact.line is None:
        return Markup("")
    words = reading.say("fact.in_place", line=fact.line)
    return draw("cards", "place", words, reading.place_link(fact.id))


def figure_line(figure: Figure, reading: Reading, block: ExplainedBlock | None = None) -> Markup:
    """Return a printed figure in a line: its value, what it is, when.

    Without a `block`, as for a link, no term in it is explained.
    """
    value = printed.value(figure, reading.facts, reading.language)
    when = printed.when(figure, reading.language)
    what = figure.indicator[reading.language]
    return draw("cards", "figure_line", value, block.mark(what) if block else what, when)


def words_in_link(fact: Fact, reading: Reading) -> Markup:
    """Return what a fact says, for a link; the name of a system is Norwegian in any language."""
    if isinstance(fact, Figure):
        return figure_line(fact, reading)
    if isinstance(fact, System):
        is_foreign = reading.language != "nb"
        return draw("cards", "system", fact.name, reading.text(fact.text), is_foreign)
    return escape(reading.text(text_of(fact)))


def document_line(document: Source, language: Language) -> Markup:
    """Return as HTML how a document is cited: title, publisher, date as far as they are known."""
    named = ", ".join(part for part in (document.title, document.publisher) if part)
    if isinstance(document, WebPage):
        return _web_page_line(document, named, language)
    published = printed.time(document.published, language) if document.published else ""
    return draw("cards", "document", named, language != "nb", published)


def _web_page_line(page: WebPage, named: str, language: Language) -> Markup:
    """How a web page is cited: with its address, its date, and how it was read."""
    said = [say(language, "fact.excerpt"), page.note[language] if page.note else ""]
    link = outside_link(named, page.url, language, is_foreign=language != "nb")
    return draw("cards", "web_page", link, dated(page, language), " ".join(filter(None, said)))


def dated(page: WebPage, language: Language) -> str:
    """Return when a web page is dated, or that what was read of it has no date."""
    if not page.published:
        return say(language, "fact.not_dated")
    return say(language, "fact.dated", day=printed.time(page.published, language))


def outside_link(name: str, url: str, language: Language, *, is_foreign: bool = False) -> Markup:
    """Return a link that leaves the app, which says so and opens beside it."""
    return draw("cards", "outside", name, url, is_foreign, say(language, "fact.outside"))


def source_name(fact: Fact, facts: Facts, language: Language) -> Markup:
    """Return the short name of where a fact stands; of a web page, as a link to it."""
    page = facts.sources[fact.source]
    if isinstance(page, WebPage):
        return outside_link(page.short[language], page.url, language)
    return escape(page.short[language])


def typeset(words: str, language: Language) -> str:
    """Return a text with per cent as the language writes it; Norwegian stays as it was printed.

    Examples
    --------
    >>> typeset("Under 50 % of both groups", "en")
    'Under 50% of both groups'
    """
    return re.sub(r"(?<=\d)\s%", "%", words) if language == "en" else words


def grid(cards: Sequence[Markup]) -> Markup:
    """Return cards side by side, as many as there is room for."""
    return draw("cards", "grid", cards)
