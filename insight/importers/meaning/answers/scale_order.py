"""Order of answers by their words, from low to high; none where the words do not tell of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from insight.importers.meaning.answers.answer_rates import order_of_rates, rates_of
from insight.importers.meaning.answers.answer_words import (
    LONGEST,
    numbered,
    vocabulary,
    without_number,
    without_remark,
    words_of,
)
from insight.importers.meaning.answers.degree_scales import (
    Interpretation,
    known_places_in,
    places_by_degree,
    places_in,
)
from insight.importers.meaning.answers.number_bands import order_of_bands
from insight.importers.meaning.answers.scale_words import degree_words, families
from insight.survey.periods import period_of
from insight.survey.wave_order import natural_order

MOST_ANSWERS = 60  # that may be bands or the like
MOST_STEPS, MOST_WORDS = 20, 20  # of a scale in words, and of one of its answers
TRUTHS = ("yes_no", "fit")  # "yes" and "no", "true" and "false" alone are no scale
FEWEST_CERTAIN = 3
YES_AND_NO = {"nei": 0, "no": 0, "nej": 0, "ja": 1, "yes": 1}


def order_of_answers(answers: Sequence[str]) -> list[int] | None:
    """Return the places of answers from low to high, None where their words tell of no order.

    Parameters
    ----------
    answers
        Different answers, those that are none left out.

    Examples
    --------
    >>> order_of_answers(["Helt enig", "Helt uenig", "Verken eller", "Delvis enig"])
    [1, 2, 3, 0]
    >>> order_of_answers(["5 = best", "1 = verst", "2", "3"]), order_of_answers(["Oslo", "Bergen"])
    ([1, 2, 3, 0], None)
    """
    if not 1 < len(answers) <= MOST_ANSWERS or any(len(each) > LONGEST for each in answers):
        return None
    found = _order(tuple(answers))
    return None if found is None else [*found]


@lru_cache(maxsize=2_000)
def _order(answers: tuple[str, ...]) -> tuple[int, ...] | None:
    order = (
        order_of_bands(answers)
        or order_of_rates(answers)
        or _order_by_period(answers)
        or _order_by_number(answers)
        or _order_of_bare_words(answers)
        or _order_after_truth(answers)
        or _order_by_level(answers)
    )
    return tuple(order) if order else None


def _order_of_bare_words(answers: tuple[str, ...]) -> list[int] | None:
    """The order of words as they are, without the numbers before them, and without remarks."""
    plain = tuple(map(without_number, answers))
    writings = dict.fromkeys((answers, plain, tuple(map(without_remark, plain))))
    return next(filter(None, map(order_of_words, writings)), None)


def order_of_words(answers: Sequence[str]) -> list[int] | None:
    """Return the places of answers from low to high where all are of one scale, else None.

    Examples
    --------
    >>> order_of_words(["Very good", "Poor", "Good"]), order_of_words(["Helt enig", "Ofte"])
    ([1, 2, 0], None)
    """
    words = _words(answers)
    if words is None:
        return None
    found = [*_interpretations(words)]
    best = min((each.unexplained for each in found), default=0)
    good = [
        each
        for each in found
        if each.unexplained == best and len({*each.places}) == len(each.places)
    ]
    by_degree = [each for each in good if each.by_degree]
    orders = {tuple(_sorted(each.places)) for each in by_degree or good}
    return [*orders.pop()] if len(orders) == 1 else None


def _words(answers: Sequence[str]) -> list[tuple[str, ...]] | None:
    """Return the words of answers; None where there are too many for a scale."""
    if len(answers) > MOST_STEPS:
        return None
    words = [words_of(answer, slashes=True) for answer in answers]
    return None if any(len(each) > MOST_WORDS for each in words) else words


def _interpretations(words: Sequence[tuple[str, ...]]) -> Iterator[Interpretation]:
    for family in families():
        found = places_in(family, words)
        if found and not (family.name in TRUTHS and len(words) < FEWEST_CERTAIN):
            yield found
    for language in degree_words().values():
        if found := places_by_degree(language, words):
            yield found


def _sorted(places: Sequence[float]) -> list[int]:
    return sorted(range(len(places)), key=places.__getitem__)


def _order_by_number(answers: Sequence[str]) -> list[int] | None:
    """The order of answers with a number in front, some of which have nothing but the number."""
    parts = [numbered(answer) for answer in answers]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    numbers = [number for number, _ in known]
    if len({*numbers}) < len(numbers) or not any(words for _, words in known):
        return None
    order = _sorted(numbers)
    return order if stands_in_order([known[at] for at in order]) else None


def stands_in_order(coded: Sequence[tuple[int, str]]) -> bool:
    """Whether answers that have codes stand in an order by them.

    Some may be numbers without words between ends that have some; otherwise the words have to rise
    or fall from the first to the last, and most of them have to be known.

    Parameters
    ----------
    coded
        Code and words of each answer, in the order of the codes. The words may be empty.

    Examples
    --------
    >>> stands_in_order([(0, "Slett ikke"), (1, ""), (2, ""), (3, "Helt")])
    True
    >>> stands_in_order([(1, "Oslo"), (2, "Bergen"), (3, "Moss")])
    False
    """
    if not 1 < len(coded) <= MOST_ANSWERS * 5:
        return False
    labelled = [at for at, (code, words) in enumerate(coded) if words not in ("", str(code))]
    if not labelled:
        return len(coded) >= FEWEST_CERTAIN
    if len(labelled) < len(coded) and _are_ends(labelled, len(coded)):
        return True
    if len(coded) > MOST_ANSWERS or any(len(words) > LONGEST for _, words in coded):
        return False
    return _rise_or_fall(tuple(words or str(code) for code, words in coded))


def _are_ends(labelled: Sequence[int], count: int) -> bool:
    """Whether what has words are the ends of a scale, or its middle too, all else being numbers."""
    ends, middle = {0, count - 1}, {(count - 1) // 2, count // 2}
    named = {*labelled}
    return count >= FEWEST_CERTAIN and (named < ends or ends <= named <= ends | middle)


@lru_cache(maxsize=2_000)
def _rise_or_fall(labels: tuple[str, ...]) -> bool:
    places = [*range(len(labels))]
    order = order_of_answers(labels)
    if order is not None:
        return order in (places, places[::-1])
    if len(labels) < FEWEST_CERTAIN:
        return False
    words = _words(labels)
    if words is None:
        return False
    readings = [rates_of(labels), *(known_places_in(family, words) for family in families())]
    return any(map(_mostly_monotone, readings))


def _mostly_monotone(places: Sequence[float | None]) -> bool:
    """Whether both ends and more than half of the places are known, and rise or fall."""
    known = [place for place in places if place is not None]
    if places[0] is None or places[-1] is None or 2 * len(known) <= len(places):
        return False
    steps = [later - earlier for earlier, later in pairwise(known)]
    return len(known) > 2 and (min(steps) > 0 or max(steps) < 0)


def _order_after_truth(answers: Sequence[str]) -> list[int] | None:
    """The order of "No", "Yes, sometimes" and "Yes, often", where no answer is only yes."""
    split = [words_of(answer) for answer in answers]
    if any(not words or words[0] not in YES_AND_NO for words in split):
        return None
    alone = [at for at, words in enumerate(split) if len(words) == 1]
    if len(alone) > 1 or any(YES_AND_NO[split[at][0]] for at in alone):
        return None
    others = [at for at in range(len(split)) if at not in alone]
    order = _order(tuple(" ".join(split[at][1:]) for at in others)) if len(others) > 1 else None
    if order is None:
        return None
    places = [*alone, *(others[place] for place in order)]
    truths = [YES_AND_NO[split[place][0]] for place in places]
    return places if truths == sorted(truths) else None


def _order_by_period(answers: Sequence[str]) -> list[int] | None:
    """The order of years, quarters, days and other periods of time."""
    if not all(period_of(answer) for answer in answers):
        return None
    return natural_order(answers)


def _order_by_level(answers: Sequence[str]) -> list[int] | None:
    """The order of names such as "Level 1" and "J - 1st decile", whose number says their place."""
    levels: list[str] = vocabulary("quantities.toml")["levels"]["words"]
    named = [frozenset(levels) & {*words_of(answer)} for answer in answers]
    numbers = [re.findall(r"\d{1,6}", answer) for answer in answers]
    if not frozenset.intersection(*named) or any(len(each) != 1 for each in numbers):
        return None
    places = [int(number) for (number,) in numbers]
    return _sorted(places) if len({*places}) == len(places) else None
