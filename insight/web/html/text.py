"""Norwegian phrases in English sentences, marked so that they are read with a Norwegian voice."""

from __future__ import annotations

import re

from insight.language.catalogue import Language, Text
from insight.language.search import marked

_QUOTED = re.compile("(“[^”]*”)")


def shown(words: Text, language: Language, find: str = "") -> str:
    """Return a sentence as HTML, what it quotes from a Norwegian document marked as Norwegian.

    A phrase in the English quotation marks is the document's own where the Norwegian sentence
    has it too.

    Parameters
    ----------
    words
        The sentence in both languages, unescaped.
    language
        The reader's.
    find
        What was searched for; it is marked.

    Examples
    --------
    >>> shown(Text("«De fleste» er over halvparten.", "“De fleste” (most) is over half."), "en")
    "“<span lang='nb'>De fleste</span>” (most) is over half."
    >>> shown(Text("Lest som «i stor grad».", "Read as “to a large extent”."), "en")
    'Read as “to a large extent”.'
    """
    if language == "nb":
        return marked(words.nb, find)
    original = _without_spaces(words.nb)
    return "".join(
        f"“<span lang='nb'>{marked(part[1:-1], find)}</span>”"
        if number % 2 and _without_spaces(part[1:-1]) in original
        else marked(part, find)
        for number, part in enumerate(_QUOTED.split(words.en))
    )


def _without_spaces(words: str) -> str:
    """The letters of a phrase, however its lines and its per cent signs are spaced."""
    return re.sub(r"\s+", "", words)
