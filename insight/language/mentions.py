"""Mentions of a vocabulary's words in a text: whole words, inflected as Norwegian or English does.

Words are written in lower case where any case is meant. A capital letter, as in ``EPJ`` or
``Normen``, is meant exactly: the abbreviation is not found in other letters, nor the name where it
is a common noun.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from insight.language.catalogue import Language

# A word begins where no word, hyphen, web address or number of decimals goes on.
_BEGINS = re.compile(r"(?<![\w/@.\-\u2011])\w")
_ENDS = r"(?!\w|[.@]\w)"
_LETTERS = 2
_ENDINGS: Mapping[Language, str] = {
    "nb": "(?:a|ar|e|ene|enes|en|ens|er|ers|et|ets|n|ne|nes|ns|r|rs|s|t)?",
    "en": "(?:s|es|’s|s’|'s)?",
}
_OF_ADJECTIVES: Mapping[Language, str] = {"nb": "(?:e|t|en|et)?", "en": ""}
_OF_NAMES: Mapping[Language, str] = {
    "nb": r"(?:-?(?:en|ens|et|ets|er|ene|a|s)|-\w+)?",
    "en": "(?:s|’s|'s)?",
}


class Mention(NamedTuple):
    """Where a text mentions something, from `start` up to `end`."""

    id: str
    start: int
    end: int


class Vocabulary:
    """Words to be found in texts of one language.

    Parameters
    ----------
    words
        By the id of what they mean; several words may mean the same.
    language
        Of the words, and of the texts.

    Examples
    --------
    >>> words = {"record": ["kjernejournal"], "fhir": ["FHIR"]}
    >>> text = "Kjernejournalen følger FHIR-standarder."
    >>> [text[found.start : found.end] for found in Vocabulary(words, "nb").find(text)]
    ['Kjernejournalen', 'FHIR-standarder']
    """

    def __init__(self, words: Mapping[str, Sequence[str]], language: Language) -> None:
        by_start: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for id, its_words in words.items():
            for word in its_words:
                by_start[_start(word)].append((word, id))
        self._by_start = {
            start: [
                (re.compile(_pattern(word, language)), id)
                for word, id in sorted(some, key=lambda pair: -len(pair[0]))
            ]
            for start, some in by_start.items()
        }

    def find(self, text: str) -> Iterator[Mention]:
        """Yield what a text mentions, in its order; of words that overlap the longest."""
        end = 0
        for begins in _BEGINS.finditer(text):
            start = begins.start()
            if start < end:
                continue
            for pattern, id in self._by_start.get(_start(text, start), ()):
                if found := pattern.match(text, start):
                    end = found.end()
                    yield Mention(id, start, end)
                    break


def _start(text: str, at: int = 0) -> str:
    """The first letters of a word, by which few words are left to try."""
    return text[at : at + _LETTERS].casefold().replace("\N{NON-BREAKING HYPHEN}", "-")


def _pattern(words: str, language: Language) -> str:
    """A regular expression for words that inflect, each on its own."""
    *before, last = words.split()
    if words != words.lower():
        endings, of_adjectives = _OF_NAMES[language], ""
    else:
        endings, of_adjectives = _ENDINGS[language], _OF_ADJECTIVES[language]
    parts = [_spelled(word) + of_adjectives for word in before] + [_spelled(last) + endings]
    pattern = r"\s+".join(parts) + _ENDS
    first = words[0]
    return f"[{first}{first.upper()}]{pattern[1:]}" if first.islower() else pattern


def _spelled(word: str) -> str:
    return re.escape(word).replace(r"\-", r"[-\u2011]")
