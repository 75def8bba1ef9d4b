"""Room of a title: two lines on a desk and on a phone, and what is left out where it is short.

A name is not cut in the middle: a shorter sentence takes the place of a long one, and the whole
name stands in the subtitle or beside its row.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DESK, PHONE = 92, 40  # letters in a line at 1,440 and at 390 pixels, measured with our font
LINES = 2


@dataclass(frozen=True)
class Title:
    """A finding: a sentence or two, and the figures or groups that go with each.

    On a narrow screen all but the first sentence stands in grey below it, and what goes with the
    second is left out.
    """

    first: str
    second: str = ""
    detail: str = ""
    second_detail: str = ""

    @property
    def whole(self) -> str:
        """All of it, the last sentence without its full stop."""
        parts = ((self.first, self.detail), (self.second, self.second_detail))
        return ". ".join(filter(None, (": ".join(filter(None, part)) for part in parts)))


@dataclass(frozen=True)
class Part:
    """A sentence of a title, its figures apart, and whether a test detected what it says."""

    words: str
    detected: bool = False
    detail: str = ""


def fits(words: str, width: int = PHONE) -> bool:
    """Whether words take two lines at the most.

    Examples
    --------
    >>> fits("Trust has risen from 54 to 68 per cent in two years"), fits("a long word " * 8)
    (True, False)
    """
    return len(textwrap.wrap(words, width)) <= LINES


def first_that_fits(wordings: Iterable[str]) -> str:
    """Return the first wording that takes two lines; if none does, the last, cut after a word.

    Examples
    --------
    >>> first_that_fits(["Trust is lower for a name " * 4, "Trust is lower for one of six groups"])
    'Trust is lower for one of six groups'
    >>> first_that_fits(["A name of many words, " * 6])
    'A name of many words, A name of many words, A name of many words, A name of…'
    """
    words = ""
    for words in wordings:
        if fits(words):
            return words
    lines = textwrap.wrap(words, PHONE)[:LINES]
    lines[-1] = textwrap.shorten(" ".join([lines[-1], "x" * PHONE]), PHONE, placeholder="…")
    return " ".join(lines)


def assemble(parts: Sequence[Part]) -> Title:
    """Return a title of one or two sentences, with the figures that there is room for."""
    first, *more = parts
    candidates = [Title(first.words, detail=first.detail)]
    for second in more[:1]:
        candidates.insert(0, Title(first.words, second.words, first.detail))
        candidates.insert(0, Title(first.words, second.words, first.detail, second.detail))
    return next((each for each in candidates if fits(each.whole, DESK)), Title(first.words))
