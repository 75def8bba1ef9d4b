"""Facts as HTML: a text, what kind it is, its themes, and its source and quote one click away.

Everything from outside is escaped here. A quote is Norwegian whatever the page's language.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from insight.documents import printed
from insight.documents.facts import Fact, Facts, Source
from insight.language.catalogue import Language, Text, say
from insight.web.html import text as text_html
from insight.web.html.text import marked

Link = Callable[[str], str]


@dataclass(frozen=True)
class Reading:
    """What every line of a page is drawn with.

    Attributes
    ----------
    known
        All facts, for the names of themes and sources.
    language
        The reader's.
    theme_link
        Address of a theme, by its id.
    find
        What was searched for; it is marked.
    """

    known: Facts
    language: Language
    theme_link: Link
    find: str = ""

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the reader's language, as HTML."""
        return html.escape(say(self.language, key, **values))

    def word(self, field: str, code: str) -> str:
        """Return the reader's words for a code, as HTML."""
        return html.escape(self.known.word(field, code)[self.language])


def card(
    fact: Fact,
    words: str,
    known: Facts,
    language: Language,
    *,
    theme_link: Link,
    tags: Sequence[str] = (),
    body: str = "",
    find: str = "",
) -> str:
    """Return a card of a fact.

    Parameters
    ----------
    fact
        The fact.
    words
        Its text in the reader's language, unescaped.
    known
        All facts, for the names of themes and sources.
    language
        Of the words around it.
    theme_link
        Address of a theme, by its id.
    tags
        What kind of fact it is, in the reader's words.
    body
        More of the card, as HTML.
    find
        What was searched for; it is marked.
    """
    labels = "".join(f"<span class='tag'>{html.escape(one)}</span>" for one in tags)
    return (
        f"<article class='fact' id='{html.escape(fact.id)}'>"
        + (f"<p class='tags'>{labels}</p>" if labels else "")
        + f"<p class='words'>{marked(typeset(words, language), find)}</p>{body}"
        + themes(fact.themes, known, language, theme_link)
        + source(fact, known, language, find)
        + "</article>"
    )


def line(
    fact: Fact,
    words: Text,
    reading: Reading,
    *,
    above: str = "",
    after: str = "",
    remark: bool = True,
    unfolded: bool = False,
    anchor: bool = True,
    original: bool = True,
) -> str:
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
    named = f" id='{html.escape(fact.id)}'" if anchor else ""
    shown = typeset(words[reading.language], reading.language)
    norwegian = ""
    if original and shown != words.nb and words.nb not in fact.quote:
        said = marked(words.nb, reading.find)
        norwegian = f"<p>{reading.say('fact.norwegian')} <span lang='nb'>{said}</span></p>"
    noted = after + (reading.say("fact.with_note") if remark and fact.note else "")
    return (
        f"<details class='fact-line'{named}{' open' if unfolded else ''}><summary>{above}"
        f"<span>{marked(without_markup(shown), reading.find)}</span>"
        + (f"<small class='noted'>{noted}</small>" if noted else "")
        + "</summary>"
        + themes(fact.themes, reading.known, reading.language, reading.theme_link)
        + norwegian
        + quoted(fact, reading.known, reading.language, reading.find)
        + "</details>"
    )


def themes(ids: Iterable[str], known: Facts, language: Language, link: Link) -> str:
    """Return links to themes."""
    links = "".join(
        f"<a class='theme' target='_self' href='{html.escape(link(one))}'>"
        f"{html.escape(known.themes[one].name[language])}</a>"
        for one in ids
    )
    return f"<p class='themes'>{links}</p>" if links else ""


def source(fact: Fact, known: Facts, language: Language, find: str = "") -> str:
    """Return where a fact stands, with the quote and what a reader should know, to unfold."""
    return (
        "<details class='source'><summary>"
        + html.escape(say(language, "fact.source", source=known.sources[fact.source].short))
        + (html.escape(say(language, "fact.with_note")) if fact.note else "")
        + f"</summary>{quoted(fact, known, language, find)}</details>"
    )


def quoted(fact: Fact, known: Facts, language: Language, find: str = "") -> str:
    """Return the quote of a fact, what a reader should know, and the document."""
    note = f"<p>{text_html.shown(fact.note, language, find)}</p>" if fact.note else ""
    return (
        f"<blockquote lang='nb'>«{marked(without_markup(fact.quote), find)}»</blockquote>{note}"
        f"<p>{document_line(known.sources[fact.source], language)}</p>"
    )


def without_markup(text: str) -> str:
    r"""Return a document's text as its readers see it, without the marks of the file it came as.

    Examples
    --------
    >>> without_markup("**Mål 1:** Økt kompetanse\\* i [DIPS](#) Arena")
    'Mål 1: Økt kompetanse* i DIPS Arena'
    """
    linked = re.sub(r"\[([^\[\]]*)\]\(#\)", r"\1", text)
    return re.sub(r"\*\*|\]\(#\)|\\(?=[()*])", "", linked)


def document_line(document: Source, language: Language) -> str:
    """Return as HTML how a document is cited: title, publisher, date as far as they are known."""
    named = ", ".join(one for one in (document.title, document.publisher) if one)
    cited = html.escape(named)
    cited = cited if language == "nb" else f"<span lang='nb'>{cited}</span>"
    published = document.published
    return f"{cited}, {printed.time(published, language)}" if published else cited


def typeset(words: str, language: Language) -> str:
    """Return a text with per cent as the language writes it; Norwegian stays as it was printed.

    Examples
    --------
    >>> typeset("Under 50 % of both groups", "en")
    'Under 50% of both groups'
    """
    return re.sub(r"(?<=\d)\s%", "%", words) if language == "en" else words


def grid(cards: Sequence[str], *, narrow: bool = False) -> str:
    """Return cards side by side, as many as there is room for."""
    return f"<div class='facts{' narrow' if narrow else ''}'>{''.join(cards)}</div>"
