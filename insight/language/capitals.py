"""Capitals: a label begins small within a sentence, unless it begins with a name or abbreviation.

Labels come with a capital and without a word on what they are. Names are told by their form
(*Helse Sør-Øst*, *South-Eastern Norway*), by a list (countries, languages and months of the CLDR,
and the places and institutions of ``names.txt``), and by the labels beside them: among places even
an unknown one is a place. Of those that cannot be told the capital goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from babel import Locale

JOINING = frozenset({"og", "and", "of", "the", "und", "&"})
LETTER_WORDS = frozenset({"a", "e", "i", "o", "u", "y", "å", "ø"})  # e-helse, i stor grad, a lot
COMMON = frozenset({"Man", "Ascension"})  # words of the language that CLDR has as places
REST = frozenset(
    [
        "abroad",
        "andre",
        "annen",
        "annet",
        "both",
        "ingen",
        "none",
        "other",
        "others",
        "ukjent",
        "unknown",
    ]
)
# English for oneself, which the Norwegian for "in" looks like: "I live alone", but not "I live".
_ONESELF = re.compile(
    r"I(?:['’]| (?:am|was|do|did|don['’]t|have|haven['’]t|had|will|would|can|cannot|can['’]t|could"
    r"|know|think|feel|use|need|want|prefer|never|always|often|sometimes|rarely|work"
    r"|live (?:alone|with|in))\b)"
)
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def within_sentence(words: str, *, beside: Sequence[str] = ()) -> str:
    """Return a label as it stands within a sentence.

    Parameters
    ----------
    words
        The label, or a sentence that goes on another.
    beside
        All labels of the same variable, of which most may be names.

    Examples
    --------
    >>> [within_sentence(words) for words in ("Health personnel", "E-helse", "I stor grad")]
    ['health personnel', 'e-helse', 'i stor grad']
    >>> [within_sentence(words) for words in ("GPs", "EPJ-system", "Helse Vest", "Norwegian")]
    ['GPs', 'EPJ-system', 'Helse Vest', 'Norwegian']
    >>> within_sentence("Ås", beside=("Oslo", "Bergen", "Ås", "Annet"))
    'Ås'
    """
    if not words[:1].isupper() or _ONESELF.match(words):
        return words
    if is_name(words) or _is_abbreviation(words):
        return words
    if _is_single(words) and words.casefold() not in REST and _are_names(tuple(beside)):
        return words
    return f"{words[:1].lower()}{words[1:]}"


def at_beginning(words: str) -> str:
    """Return words as a sentence begins; what has a capital further in, such as eHR, stays.

    Examples
    --------
    >>> [at_beginning(words) for words in ("mean", "eHR systems", "e-helse", "")]
    ['Mean', 'eHR systems', 'E-helse', '']
    """
    return words if words[1:2].isupper() else f"{words[:1].upper()}{words[1:]}"


def is_name(words: str) -> bool:
    """Whether a label begins with a name.

    Examples
    --------
    >>> [is_name(words) for words in ("Oslo", "Oslo-området", "Møre og Romsdal", "Isle of Man")]
    [True, True, True, True]
    >>> [is_name(words) for words in ("Kvinne", "Man", "Personnel in Oslo", "Group A", "Vitamin D")]
    [False, False, False, False, False]
    """
    return _is_named(words) or _has_capitals_throughout(words)


def _is_named(words: str) -> bool:
    names = _names()
    if words in names or any(words.startswith(f"{name} ") for name in _names_of_several_words()):
        return True
    first = _FIRST_WORD.match(words)
    if first is None:
        return False
    word = re.split(r"['’]", first[0])[0]
    parts = {word, word.removesuffix("s"), word.split("-")[0]}
    return bool(parts & names)


def _has_capitals_throughout(words: str) -> bool:
    parts = [part.strip("().,;:/") for part in words.split()]
    told = [part for part in parts if part.casefold() not in JOINING]
    letters = [part for part in told if len(part) > 1 and part[0].isalpha()]
    return len(letters) > 1 and all(not part or part[0].isupper() for part in told)


def _is_abbreviation(words: str) -> bool:
    """Whether the first word has capitals further in, a digit, or is a letter that stands for one.

    Of words with a stroke between them it is the first that counts.
    """
    first = re.split(r"[\s/(,]", words, maxsplit=1)[0]
    if any(mark.isupper() or mark.isdecimal() for mark in first[1:]):
        return True
    letter = first.partition("-")[0]
    return len(letter) == 1 and letter.casefold() not in LETTER_WORDS


def _is_single(words: str) -> bool:
    return not any(mark.isspace() for mark in words)


@cache
def _are_names(labels: tuple[str, ...]) -> bool:
    told = [label for label in labels if label.casefold() not in REST]
    return 2 * sum(map(is_name, told)) >= len(told) > 1


@cache
def _names() -> frozenset[str]:
    english = Locale("en")
    found = {*_listed()}
    for locale in (Locale("nb"), Locale("nn"), english):
        found |= {name for code, name in locale.territories.items() if code != "001"}
    found |= {name for code, name in english.languages.items() if len(code) == 2}
    for times in (english.months, english.days):
        found |= {*times["format"]["wide"].values()}
    return frozenset(name for name in found - COMMON if name[:1].isupper())


@cache
def _names_of_several_words() -> tuple[str, ...]:
    return tuple(name for name in _names() if " " in name)


@cache
def _listed() -> tuple[str, ...]:
    text = resources.files("insight.language").joinpath("names.txt").read_text("utf-8")
    return tuple(text.splitlines())
