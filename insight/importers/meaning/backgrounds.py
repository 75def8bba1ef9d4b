"""Backgrounds: which columns say who a respondent is, so that answers are broken down by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from insight.importers.meaning.header_topics import REMEMBERED, topics_of
from insight.importers.meaning.word_lists import READ, any_of, word_list


@dataclass(frozen=True, slots=True)
class Background:
    """A kind of background; `plain` says that the column asks for it in plain words."""

    kind: str
    plain: bool


def background_of(name: str, label: str) -> Background | None:
    """Return which background of the respondent a column is about, else None.

    Examples
    --------
    >>> background_of("gndr", "Gender").kind, background_of("gndr2", "Gender of second person")
    ('gender', None)
    >>> background_of("Hvor gammel er du?", "").kind, background_of("trstprl", "Trust in region")
    ('age', None)
    >>> background_of("q7", "Hva synes du om utdanning?") is None
    True
    """
    return _background(name[:READ], label[:READ])


@lru_cache(maxsize=REMEMBERED)
def _background(name: str, label: str) -> Background | None:
    if any(_is_about_others(text) for text in (name, label)):
        return None
    asked = dict.fromkeys(topic for text in (label, name) for topic in topics_of(text))
    named = dict.fromkeys([name, *topics_of(name)])
    for column, texts in (("questions", asked), ("topics", asked), ("names", named)):
        for text in texts:
            for kind, words in _kinds().items():
                if words[column].fullmatch(text):
                    return Background(kind, plain=column != "names")
    return None


def _is_about_others(text: str) -> bool:
    return bool(_elsewhere().search(text.replace("_", " ")))


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{word_list('backgrounds')['elsewhere']})\b", re.IGNORECASE)


@cache
def _kinds() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    return {
        kind: {column: any_of(patterns) for column, patterns in words.items()}
        for kind, words in word_list("backgrounds").items()
        if kind != "elsewhere"
    }
