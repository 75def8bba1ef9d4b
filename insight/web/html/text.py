"""Text with marks: what was searched for, and Norwegian phrases for a Norwegian voice."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from insight.language.catalogue import Language, Text
from insight.language.search import terms
from insight.web.html.templates import draw

_QUOTED = re.compile("(“[^”]*”)")


def mark_terms(text: str, query: str) -> Markup:
    """Return a text as HTML in which what was searched for is marked.

    Examples
    --------
    >>> str(mark_terms("Trygghet & tillit", "tillit"))
    'Trygghet &amp; <mark>tillit</mark>'
    """
    pattern = search_pattern(query)
    parts = pattern.split(text) if pattern else [text]
    return draw("text", "marked", [(part, bool(number % 2)) for number, part in enumerate(parts)])


@lru_cache(maxsize=64)
def search_pattern(query: str) -> re.Pattern[str] | None:
    """Return what finds the words that are searched for, as one group; None without any."""
    words = sorted(terms(query), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, words))})", re.IGNORECASE) if words else None


def mark_phrases(
    words: Text,
    language: Language,
    query: str = "",
    *,
    mark: Callable[[str, str], Markup] = mark_terms,
) -> Markup:
    """Return a sentence as HTML, what it quotes from a Norwegian document marked as Norwegian.

    A phrase in the English quotation marks is the document's own where the Norwegian sentence
    has it too.

    Parameters
    ----------
    words
        The sentence in both languages, unescaped.
    language
        The reader's.
    query
        What was searched for; it is marked.
    mark
        What marks the sentence's own words, where more than the search is marked in them.

    Examples
    --------
    >>> most = Text("«De fleste» er over halvparten.", "“De fleste” (most) is over half.")
    >>> str(mark_phrases(most, "en"))
    '“<span lang="nb">De fleste</span>” (most) is over half.'
    >>> str(mark_phrases(Text("Lest som «i stor grad».", "Read as “to a large extent”."), "en"))
    'Read as “to a large extent”.'
    """
    if language == "nb":
        return mark(words.nb, query)
    original = _without_spaces(words.nb)
    parts = [
        (mark_terms(part[1:-1], query), True)
        if number % 2 and _without_spaces(part[1:-1]) in original
        else (mark(part, query), False)
        for number, part in enumerate(_QUOTED.split(words.en))
    ]
    return draw("text", "phrases", parts)


def _without_spaces(words: str) -> str:
    """The letters of a phrase, however its lines and its per cent signs are spaced."""
    return re.sub(r"\s+", "", words)
