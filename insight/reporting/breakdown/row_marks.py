"""Marks of the rows of answers: pieces of a bar, a point with its interval, and what each tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.analysis.estimates import LOWER, UPPER, Table
from insight.analysis.significance import Group
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.distinct import without_shared_end
from insight.reporting import basis_words, boxes, labels
from insight.reporting.boxes import Box
from insight.reporting.breakdown.tested import NOTHING, Told
from insight.reporting.charts.answer_steps import can_stack, has_scale, steps, steps_of_answers
from insight.survey.codebook import Variable

LABELLED, LABELLED_NARROW = 0.04, 0.06


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: the place of its colour, where it begins and how wide it is, in shares."""

    step: int
    left: float
    width: float
    number: str
    tip: Box

    @property
    def narrow(self) -> bool:
        """Whether its number has no room on a narrow screen."""
        return self.width < LABELLED_NARROW


@dataclass(frozen=True)
class Dot:
    """A figure with its interval, on the scale that it is told on.

    `published` tells if its level is published, `half` from which quartile to which half of the
    answers lie, where these are told.
    """

    value: float
    low: float
    upp: float
    tip: Box
    published: bool = False
    half: tuple[float, float] | None = None


@dataclass(frozen=True)
class Whose:
    """Whose answers a row shows.

    Attributes
    ----------
    name
        What they are called.
    table, group, key
        Where their figures are, and which of them is followed.
    when
        The wave in words; empty where there is none.
    change, against
        How the figure has changed, and how it differs from all others, in words.
    since
        What stands before the change in a tooltip, such as "Change from 2019".
    """

    name: str
    table: Table
    group: Group
    key: str
    when: str = ""
    change: Told = NOTHING
    against: Told = NOTHING
    since: str = ""

    @property
    def heading(self) -> str:
        """Their name, and the wave unless that is their name."""
        return f"{self.name}, {self.when}" if self.when and self.when != self.name else self.name


def palette(item: Variable) -> str:
    """Return which colours an item's answers have: of a scale, of a long one, or of any answers."""
    if has_scale(item):
        return "scale"
    return "long" if item.ordered else "answers"


def legend(table: Table, language: Language) -> list[tuple[int, str]]:
    """Return the answers that the pieces of bars stand for, each with the place of its colour.

    A word in which all of them end is left to what stands above the figures.
    """
    item = table.item
    if has_scale(item):
        told = [*steps(item, language)]
    else:
        told = [*steps_of_answers(item, table.request.categories, language)]
    short = without_shared_end([label for _, label in told])
    return [(step, label) for (step, _), label in zip(told, short, strict=True)]


def stacks(table: Table) -> bool:
    """Tell whether the answers of an item can stand as pieces of one bar."""
    item = table.item
    return has_scale(item) or can_stack(item, table.request.categories)


def pieces(whose: Whose, language: Language) -> list[Piece]:
    """Return the pieces of a bar; of a scale the middle of its neutral answer is at 0.

    None where one of them is hidden.
    """
    table, item = whose.table, whose.table.item
    scale = has_scale(item)
    codes = [
        category.key
        for category in item.categories
        if category.key in table.request.categories and not (scale and category.missing)
    ]
    shares = [table.at(whose.group, code).value for code in codes]
    told = [share for share in shares if share is not None]
    if not told or len(told) < len(shares):
        return []
    drawn, left = [], -_left_of_middle(told) if scale else 0.0
    for (step, _), code, share in zip(legend(table, language), codes, told, strict=True):
        number = numbers.whole(100 * share, language) if share >= LABELLED else ""
        drawn.append(Piece(step, left, share, number, tip(whose, code, language)))
        left += share
    return [piece for piece in drawn if piece.width > 0]


def _left_of_middle(shares: Sequence[float]) -> float:
    middle = (len(shares) - 1) / 2
    return sum(
        share * (1.0 if place < middle else 0.5 if place == middle else 0.0)
        for place, share in enumerate(shares)
    )


def dot(whose: Whose, language: Language) -> Dot | None:
    """Return the figure that is followed with its interval; None where it is hidden."""
    estimate = whose.table.at(whose.group, whose.key)
    if estimate.value is None:
        return None
    low = estimate.value if estimate.low is None else estimate.low
    upp = estimate.value if estimate.upp is None else estimate.upp
    told = tip(whose, whose.key, language, followed=True)
    return Dot(estimate.value, low, upp, told, estimate.basis == "published", _half(whose))


def _half(whose: Whose) -> tuple[float, float] | None:
    """The quartiles, where both are told."""
    if whose.table.statistic != "quartiles":
        return None
    low, upp = (whose.table.at(whose.group, key).value for key in (LOWER, UPPER))
    return None if low is None or upp is None else (low, upp)


def tip(whose: Whose, key: str, language: Language, *, followed: bool = False) -> Box:
    """Return what is told of a figure: size, interval, change and verdict, answers and level."""
    table = whose.table
    estimate = table.at(whose.group, key)
    name = labels.figure_label(table, key, language)
    level = say(language, "answers.interval", level=labels.level(table, language))
    base = "" if estimate.base is None else numbers.whole(estimate.base, language)
    lines = [
        (name, labels.value_of(estimate, table, language)),
        (level, labels.interval(estimate, table, language)),
        *_quartiles(whose, language, followed=followed),
        (whose.since, whose.change.whole if followed else ""),
        (say(language, "answers.against_others"), whose.against.whole if followed else ""),
        (say(language, "answers.answers"), base),
        (say(language, "answers.basis"), basis_words.word(estimate.basis, language)),
    ]
    return boxes.make(whose.heading, [line for line in lines if line[0]])


def _quartiles(whose: Whose, language: Language, *, followed: bool) -> Iterator[tuple[str, str]]:
    """Yield what the quartiles are, beside the median."""
    table = whose.table
    for key in (LOWER, UPPER) if followed and table.statistic == "quartiles" else ():
        estimate = table.at(whose.group, key)
        yield labels.figure_label(table, key, language), labels.value_of(estimate, table, language)
