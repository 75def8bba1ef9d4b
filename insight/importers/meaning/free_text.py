"""Free text: columns in which people write what they like, which are no categories.

What tells them from categories is how often an answer comes again. Of n answers of which f are
given once, f/n estimates the chance that the next one is new (Good and Turing; I. J. Good,
Biometrika 40, 1953, 237–264): near 0 for categories, near 1 for words of one's own.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from insight.importers.meaning.backgrounds import background_of
from insight.importers.meaning.header_topics import topics_of
from insight.importers.meaning.word_lists import READ, any_of, word_list

FEWEST = 10  # answers from which their repetition tells something
SURE = 40  # answers from which it tells enough alone
MOST_REPEATED = ((20, 0.0, 0.2), (SURE, 0.1, 0.4), (float("inf"), 0.5, 0.5))
"""Up to how many answers, which share of them may come again: of short ones, of sentences."""
SENTENCE = 25  # letters of an answer that is more than a name of something
LONG, VERY_LONG = 100, 250  # letters that few categories have, and hardly any
OFTEN_NEW, SOMETIMES_NEW = 0.5, 0.2  # chances that are enough where something else tells, too
SEVERAL = 3  # answers given once that no question with categories has beside them


@dataclass(frozen=True, slots=True)
class _Repetition:
    """How often answers come again: all, those given once, different ones given more often."""

    filled: int
    once: int
    repeated: int
    letters: float

    @property
    def new(self) -> float:
        """The chance that the next answer is new."""
        return self.once / self.filled


def is_free_text(name: str, label: str, counts: Mapping[str, int]) -> bool:
    """Whether texts are people's own words rather than categories.

    Parameters
    ----------
    name, label
        Of the column.
    counts
        Text to number of respondents.

    Examples
    --------
    >>> is_free_text("q", "", {"Svært fornøyd": 9, "Misfornøyd": 1})
    False
    >>> is_free_text("q1_annet", "", {"Fant det på nettet": 1, "Legen min": 1})
    True
    >>> is_free_text("q", "", {f"Jeg liker svar nummer {number}": 1 for number in range(12)})
    True
    """
    if not counts:
        return False
    once = sum(count == 1 for count in counts.values())
    letters = statistics.median(len(text) for text in counts)
    answers = _Repetition(sum(counts.values()), once, len(counts) - once, letters)
    if asks_for_words(name, label):
        return _can_be_words(answers)
    if is_other_text(name, label) and len(counts) > 1:
        return answers.new >= OFTEN_NEW or once >= SEVERAL
    if answers.new >= OFTEN_NEW and any("\n" in text for text in counts):
        return True
    known = background_of(name, label) is not None
    return _are_long(answers) or _are_mostly_new(answers, known=known)


def _can_be_words(answers: _Repetition) -> bool:
    """Whether answers to what asks for words are no categories all the same."""
    few = answers.once < SEVERAL and answers.new < SOMETIMES_NEW
    return not few or (answers.once > 0 and answers.repeated < 2) or answers.letters >= LONG


def _are_long(answers: _Repetition) -> bool:
    """Whether answers are as long as few categories are, and many come but once."""
    if answers.letters >= VERY_LONG:
        return answers.new >= SOMETIMES_NEW
    return answers.letters >= LONG and answers.new >= OFTEN_NEW and answers.filled > SEVERAL


def _are_mostly_new(answers: _Repetition, *, known: bool) -> bool:
    """Whether most answers are given once, by as many as it takes to tell.

    Few answers are all different where they are categories, too, unless they are sentences. Of a
    background such as a place few enough may be.
    """
    if answers.filled < FEWEST:
        return answers.new == 1 and answers.filled > SEVERAL and answers.letters >= 2 * SENTENCE
    if known and answers.filled < SURE:
        return answers.new == 1
    short, long = next(
        (short, long) for most, short, long in MOST_REPEATED if answers.filled < most
    )
    return answers.new >= 1 - (long if answers.letters >= SENTENCE else short)


def asks_for_words(name: str, label: str) -> bool:
    """Whether a header asks to write something.

    Examples
    --------
    >>> asks_for_words("Annet, spesifiser:", ""), asks_for_words("q9", "Other (please specify)")
    (True, True)
    >>> asks_for_words("q1", "Hvor ofte spesialiserer du deg?")
    False
    """
    words = _patterns()
    texts = [text[:READ].strip() for text in (name, label)]
    return any(
        words["asks"].search(text)
        or words["ends"].fullmatch(text)
        or any(words["topics"].fullmatch(topic) for topic in topics_of(text))
        for text in texts
    )


def is_other_text(name: str, label: str) -> bool:
    """Whether a column stands beside options for what is none of them.

    Examples
    --------
    >>> is_other_text("q1_annet", ""), is_other_text("q[other]", "")
    (True, True)
    >>> is_other_text("mother", ""), is_other_text("kontekst", "")
    (False, False)
    """
    other = _patterns()["other"]
    return any(other.fullmatch(text[:READ].strip()) for text in (name, label))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = {kind: any_of(patterns) for kind, patterns in word_list("free_text").items()}
    asks = re.compile(rf"(?<!\w)(?:{words['asks'].pattern})(?!\w)", re.IGNORECASE)
    return words | {"asks": asks}
