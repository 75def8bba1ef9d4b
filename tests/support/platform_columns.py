"""Columns of platform exports, made of the same answers for all, and the register of platforms.

Each writer says what the platform's own help or the makers of its readers say of the export, or
"likeness" where no such page was found and only the shape is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from platform_answers import KEYS, Answered, Key, Respondent
from platform_writers import Cell, Column, Written

Head = Callable[[Key], str | tuple[str, ...]]
Choice = Callable[[Key, int, str], Cell]
Make = Callable[[Answered], Written]


@dataclass(frozen=True)
class Platform:
    """A platform's export: how it is written, and what the file itself cannot tell.

    Attributes
    ----------
    make
        The columns of the file.
    ending
        How the name of the file ends.
    age
        Whether age is a number or a band.
    coded
        Whether answers are codes whose words are not in the file.
    """

    make: Make
    ending: str
    age: Literal["number", "band"] = "band"
    coded: bool = False


PLATFORMS: dict[str, Platform] = {}


def platform(
    ending: str, age: Literal["number", "band"] = "band", *, coded: bool = False
) -> Callable[[Make], Make]:
    """Enter a writer among the platforms by its name."""

    def enter(make: Make) -> Make:
        PLATFORMS[make.__name__] = Platform(make, ending, age, coded)
        return make

    return enter


def as_worded(key: Key, place: int, word: str) -> Cell:
    return word


def slug(word: str) -> str:
    """Return a word as a form designer makes a name of it: ``dont_know``."""
    bare = word.lower().replace("'", "").replace("ø", "o")
    return re.sub(r"\W+", "_", bare).strip("_")


def by_name(key: Key, place: int, word: str) -> Cell:
    return slug(word)


def columns_of(
    answered: Answered,
    head: Head,
    channels: Sequence[Column],
    *,
    age: Literal["number", "band"] = "band",
    choice: Choice = as_worded,
    blank: Cell = "",
) -> list[Column]:
    """Return the columns of all questions, with those of the mark-all question in their place."""
    wording = answered.wording

    def cell(key: Key, words: Sequence[str], place: int | None) -> Cell:
        return blank if place is None else choice(key, place, words[place])

    def answer(key: Key, each: Respondent) -> Cell:
        if key == "gender":
            return cell(key, wording.genders, each.gender)
        if key == "age":
            return each.age if age == "number" else cell(key, wording.bands, each.band)
        if key == "agreement":
            return cell(key, wording.agreement, each.agreement)
        if key == "score":
            return blank if each.score is None else each.score
        if key == "comment":
            return (
                ""
                if each.comment is None
                else wording.comments[each.comment % len(wording.comments)]
            )
        return each.email

    found: list[Column] = []
    for key in KEYS:
        if key == "channels":
            found += channels
        else:
            found.append(Column(head(key), [answer(key, each) for each in answered.respondents]))
    return found


def marks_of(
    answered: Answered,
    head: Callable[[int, str], str | tuple[str, ...]],
    mark: Callable[[str], Cell],
    blank: Cell,
) -> list[Column]:
    """A column for each channel."""
    return [
        Column(
            head(place, word),
            [mark(word) if place in each.channels else blank for each in answered.respondents],
        )
        for place, word in enumerate(answered.wording.channels)
    ]


def cells_of(
    answered: Answered, head: str | tuple[str, ...], sign: str, *, names: bool = False
) -> Column:
    """All channels that a respondent marked in one cell."""
    words = [slug(word) if names else word for word in answered.wording.channels]
    cells = [sign.join(words[place] for place in sorted(e.channels)) for e in answered.respondents]
    return Column(head, cells)


def beside(answered: Answered, columns: Mapping[str, Callable[[int], Cell]]) -> list[Column]:
    """What a platform writes beside the answers, by the respondent's number."""
    return [
        Column(head, [cell(each.number) for each in answered.respondents])
        for head, cell in columns.items()
    ]


def moment(number: int, minutes: int = 0) -> str:
    return f"2025-03-{1 + number % 28:02} {8 + number % 12:02}:{minutes + number % 25:02}:07"


def address(number: int) -> str:
    return f"192.0.2.{number}"
