"""Topics of headers: what a column asks about, behind its number and its form of question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from insight.importers.meaning.word_lists import READ, any_of, word_list

REMEMBERED = 4_096  # headers, each of which several vocabularies ask about
_MOST_TOPICS = 24
_APOSTROPHES = str.maketrans(dict.fromkeys((0x2019, 0x2018, 0xB4, 0x60, 0x2BC), "'"))
_HINT = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>)\s*$")
_MARKS = " \t\n*:;?.!,_-–—"
_INSTRUCTION = re.compile(r"[^?–—-]{0,120}")


def topics_of(header: str) -> tuple[str, ...]:
    """Return what a name or label may be about, its own plain words first.

    Parameters
    ----------
    header
        Name or label of a column.

    Returns
    -------
        In lower case, without the number of the question; then what its form asks about.

    Examples
    --------
    >>> topics_of("Q1. Kjønn"), "kjønn" in topics_of("Hva er ditt kjønn?")
    (('kjønn',), True)
    >>> topics_of("D10 GENDER"), topics_of("In which county do you live? *")[-1]
    (('gender',), 'county')
    >>> topics_of("P2_gender")
    ('p2 gender',)
    """
    return _topics(header[:READ])


@lru_cache(maxsize=REMEMBERED)
def _topics(header: str) -> tuple[str, ...]:
    plain = _without_number(_plain_words(header))
    found: dict[str, None] = {}
    waiting = [plain]
    while waiting and len(found) < _MOST_TOPICS:
        words = waiting.pop(0).strip(_MARKS)
        if words and words not in found:
            found[words] = None
            waiting += _inner_words(words)
    return tuple(found)


def _plain_words(header: str) -> str:
    """The header in lower case and one line, without hints and instructions after the question."""
    words = " ".join(header.translate(_APOSTROPHES).casefold().split())
    words = _appended().sub("", words)
    question, mark, rest = words.partition("?")
    if mark and _INSTRUCTION.fullmatch(rest):
        words = question
    while True:
        shorter = _HINT.sub("", words.rstrip(_MARKS))
        if not shorter or shorter == words:
            break
        words = shorter
    return (words.replace("_", " ") if " " not in words else words).strip(_MARKS)


def _without_number(words: str) -> str:
    """The words behind a number or code: "q1 kjønn", "3.2) kjønn", "g01q02. kjønn"."""
    for _ in range(2):
        words = _numbering().sub("", words).strip(_MARKS) or words
    return words


def _inner_words(words: str) -> Iterator[str]:
    for form in _forms():
        if match := form.fullmatch(words):
            yield match["topic"]
    if match := _openings().match(words):
        yield words[match.end() :]
    first, slash, rest = words.partition("/")
    if slash and " " not in first:
        yield rest
    if match := _endings().search(words):
        yield words[: match.start()]


@cache
def _numbering() -> re.Pattern[str]:
    letters = "|".join(word_list("header_topics")["numbering"])
    number = r"\d{1,3}[a-z]?(?:[._]\d{1,3})*"
    numbered = rf"[\[(]?(?:(?:{letters})[. _]{{0,2}})?{number}[\])]?"
    return re.compile(
        rf"^(?:{numbered}(?:\s*[.:)\-–—|]+\s*|\s+)|[a-z]\w*(?:\[\w+\])?[.)]\s+)(?=\S)"
    )


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(form.replace("{topic}", "(?P<topic>.+?)"))
        for form in word_list("header_topics")["forms"]
    )


@cache
def _openings() -> re.Pattern[str]:
    words = any_of(word_list("header_topics")["openings"]).pattern
    return re.compile(rf"^(?:{words})(?:\s*[:–—,|.-]\s*|\s+(?=\S+$))")


@cache
def _endings() -> re.Pattern[str]:
    words = any_of(word_list("header_topics")["endings"]).pattern
    return re.compile(rf"[\s,–—-]+(?:{words})$")


@cache
def _appended() -> re.Pattern[str]:
    words = any_of(word_list("header_topics")["appended"]).pattern
    return re.compile(rf"\s*[–—-]\s+(?:{words})$")
