"""Words of an answer, the number in front of it, and phrases found among them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

LONGEST = 200  # letters; no answer of a scale is longer
# Apostrophes, and what is not seen: soft hyphens, joiners, marks of a text's direction.
_DROPPED = re.compile(r"['`\u00b4\u2018\u2019\u02bc\u2032\uff07\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_SLASH = re.compile(r"[^\W_]+|/")
SLASH = "/"
_NUMBERED = re.compile(
    r"\s*[\[(]?(?P<number>[+\-−–]?(?:0|[1-9]\d{0,8}))[\])]?"
    r"(?:(?:\s*(?:[-–—=:)]|\.(?!\d))+\s*|\s+|(?=[(\[])|$)(?P<rest>[^\d\s].*|$))",
    re.DOTALL,
)
_NUMBERED_BEHIND = re.compile(r"(?P<rest>[^\d\s][^\d]*)[(\[](?P<number>0|[1-9]\d{0,8})[)\]]")
_MARK = re.compile(
    r"\s*(?:[\[(]?[+\-−–]?\d{1,9}[\])]?(?:\s*(?:[-–—=:)]|\.(?!\d))+\s*|\s+)"
    r"|[\[(]?[^\W\d_](?:[).:\]]+\s*|\s+[-–—=]\s+))(?=\S)"
)

_REMARK = re.compile(r"([^()]*\w)\s*\([^()]*\)\W*")

Meaning = TypeVar("Meaning")


@cache
def vocabulary(name: str) -> Mapping[str, Any]:
    """Return a file of words that lies beside this module."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def words_of(text: str, *, slashes: bool = False) -> tuple[str, ...]:
    r"""Return the words of an answer in small letters, without apostrophes and punctuation.

    Examples
    --------
    >>> words_of("(Don’t know / N.A.)")
    ('dont', 'know', 'n', 'a')
    >>> words_of("Svært for\N{SOFT HYPHEN}nøyd")
    ('svært', 'fornøyd')
    >>> words_of("Sjelden/aldri", slashes=True)
    ('sjelden', '/', 'aldri')
    """
    words = _WORD_OR_SLASH if slashes else _WORD
    return tuple(words.findall(fold(text)))


def fold(text: str) -> str:
    """Return an answer in small letters without apostrophes, cut to a bearable length."""
    return unicodedata.normalize("NFKC", _DROPPED.sub("", text[:LONGEST])).casefold()


def numbered(text: str) -> tuple[int, str] | None:
    """Return the number in front of an answer and its words; None where there is none.

    A number in brackets may stand behind the words.

    Examples
    --------
    >>> numbered("Svært enig (5)")
    (5, 'Svært enig')
    >>> numbered("1 - Svært liten"), numbered("5 = best"), numbered("0 (slett ikke)")
    ((1, 'Svært liten'), (5, 'best'), (0, '(slett ikke)'))
    >>> numbered("-9. Refused"), numbered("7"), numbered("1-2 timer"), numbered("0301 Oslo")
    ((-9, 'Refused'), (7, ''), None, None)
    """
    shown = text[: LONGEST + 12].strip()
    found = _NUMBERED.fullmatch(shown) or _NUMBERED_BEHIND.fullmatch(shown)
    if found is None:
        return None
    return int(re.sub("[−–]", "-", found["number"])), found["rest"].strip()


def without_number(text: str) -> str:
    """Return an answer without the number or the letter that it is listed by.

    Examples
    --------
    >>> without_number("01. Helt uenig"), without_number("a) Helt uenig"), without_number("I dag")
    ('Helt uenig', 'Helt uenig', 'I dag')
    >>> without_number("Pluss 5 poeng"), without_number("Plan b) kanskje")
    ('Pluss 5 poeng', 'Plan b) kanskje')
    """
    mark = _MARK.match(text)
    return text[mark.end() :] if mark else text


def without_remark(text: str) -> str:
    """Return an answer without the remark in brackets that ends it.

    Examples
    --------
    >>> without_remark("Ofte (flere ganger i uka)"), without_remark("(Vet ikke)")
    ('Ofte', '(Vet ikke)')
    """
    found = _REMARK.fullmatch(text[:LONGEST])
    return found[1] if found else text


class Phrases(Generic[Meaning]):
    """Phrases with what they mean; of several that begin at a word, the longest counts.

    `words` are all words that stand in any of them.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, Meaning]],
        split: Callable[[str], Sequence[str]] = words_of,
    ) -> None:
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        for phrase, meaning in phrases:
            self._meanings.setdefault(tuple(split(phrase)), meaning)
        self._longest = max(map(len, self._meanings), default=0)
        self.words = frozenset(word for phrase in self._meanings for word in phrase)

    def whole(self, words: Sequence[str]) -> Meaning | None:
        """Return what all the words together mean."""
        return self._meanings.get(tuple(words))

    def at(self, words: Sequence[str], place: int) -> tuple[Meaning, int] | None:
        """Return what the longest phrase at a place means, and how many words it has.

        Examples
        --------
        >>> phrases = Phrases([("ikke", "not"), ("ikke særlig", "not very")])
        >>> phrases.at(("ikke", "særlig", "enig"), 0), phrases.at(("enig",), 0)
        (('not very', 2), None)
        """
        for length in range(min(self._longest, len(words) - place), 0, -1):
            meaning = self._meanings.get(tuple(words[place : place + length]))
            if meaning is not None:
                return meaning, length
        return None
