"""Rates, such as "Daglig", "2–3 ganger i uken" and "Sjeldnere enn månedlig".

A rate is how often a year something happens. Words that name no rate, such as "sjelden", stand
below all that do. `quantities.toml` holds the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from insight.importers.meaning.answers.answer_words import SLASH, Phrases, vocabulary, words_of

_NUMBER = re.compile(r"[1-9]\d{0,2}")
_BARELY = 1e-6  # more or less than a rate, by so much of it
_EITHER = ("eller", "or", SLASH)
MOST_WORDS = 12
FEWEST_NAMED = 2
BELOW_RATES = 100


@dataclass(frozen=True)
class Rate:
    """How often a year; the place of words below all rates where it is not `named`."""

    place: float
    named: bool = True


@dataclass(frozen=True)
class Vocabulary:
    """The words of rates."""

    whole: Phrases[float]
    rare: Phrases[float]
    numbers: Phrases[float]
    periods: Phrases[float]
    times: Phrases[bool]
    per: Phrases[bool]
    shifts: Phrases[int]
    to: frozenset[str]
    about: frozenset[str]


def order_of_rates(answers: Sequence[str]) -> list[int] | None:
    """Return the places of answers from the rarest up; None where not all are rates.

    At least two have to name a rate.

    Examples
    --------
    >>> order_of_rates(["Daglig", "2-3 ganger i uken", "Aldri", "Månedlig", "Sjeldnere"])
    [2, 4, 3, 1, 0]
    >>> order_of_rates(["Ofte", "Aldri"]) is None
    True
    """
    places = [place for place in rates_of(answers) if place is not None]
    if len({*places}) < len(answers):
        return None
    return sorted(range(len(places)), key=places.__getitem__)


def rates_of(answers: Sequence[str]) -> list[float | None]:
    """Return how often a year each answer says, below 0 where it only says rarely or never.

    All are None where fewer than two name a rate.
    """
    rates = [_rate_or_either(words_of(answer, slashes=True)) for answer in answers]
    if sum(rate is not None and rate.named for rate in rates) < FEWEST_NAMED:
        return [None] * len(answers)
    return [
        None if rate is None else rate.place if rate.named else rate.place - BELOW_RATES
        for rate in rates
    ]


def _rate_or_either(words: Sequence[str]) -> Rate | None:
    """Return the rate of an answer, or of "daily or almost daily" the one between both."""
    plain = [word for word in words if word != SLASH]
    if rate := _rate(plain):
        return rate
    joins = [at for at, word in enumerate(words) if word in _EITHER]
    if len(joins) != 1:
        return None
    first, last = _rate(words[: joins[0]]), _rate(words[joins[0] + 1 :])
    if first is None or last is None or first.named != last.named:
        return None
    return Rate((first.place + last.place) / 2, first.named)


def _rate(words: Sequence[str]) -> Rate | None:
    of = _vocabulary()
    if not words or len(words) > MOST_WORDS:
        return None
    rare = of.rare.whole(words)
    if rare is not None:
        return Rate(rare, named=False)
    if len(words) > 1 and words[0] in of.about:
        words = words[1:]
    shift = 0
    for at in range(len(words)):
        if len(words) > 1 and (found := of.shifts.at(words, at)):
            shift, words = found[0], [*words[:at], *words[at + found[1] :]]
            break
    place = of.whole.whole(words)
    if place is None:
        place = _counted(of, words)
    return None if place is None else Rate(place * (1 + shift * _BARELY))


def _counted(of: Vocabulary, words: Sequence[str]) -> float | None:
    """Return the rate of a number of times in a period."""
    numbers: list[float] = []
    at, counted, period = 0, False, None
    while at < len(words) and period is None:
        number = _NUMBER.fullmatch(words[at])
        if number:
            numbers.append(float(number[0]))
            at += 1
        elif words[at] in of.to and numbers and not counted:
            at += 1
        elif found := of.numbers.at(words, at) if not numbers or not counted else None:
            numbers.append(found[0])
            at += found[1]
        elif unit := of.times.at(words, at):
            counted = True
            at += unit[1]
        elif joined := of.per.at(words, at):
            at += joined[1]
        elif named := of.periods.at(words, at):
            at += named[1]
            if counted or at == len(words):
                period = named[0]
            counted = True  # "one day a week" counts days
        else:
            return None
    if period is None or at < len(words) or not 1 <= len(numbers) <= 2:
        return None
    return numbers[0] * period


@cache
def _vocabulary() -> Vocabulary:
    quantities = vocabulary("quantities.toml")
    rates = quantities["rates"]
    parts = rates["parts"]
    shifts = {"less": -1, "or_less": -1, "more": 1, "or_more": 1}
    return Vocabulary(
        whole=_numbered(rates["words"]),
        rare=_numbered(rates["rare"]),
        numbers=_numbered(quantities["numbers"]),
        periods=_numbered(rates["periods"]),
        times=Phrases((phrase, True) for phrase in parts["times"]),
        per=Phrases((phrase, True) for phrase in parts["per"]),
        shifts=Phrases((phrase, shift) for name, shift in shifts.items() for phrase in parts[name]),
        to=frozenset(quantities["bands"]["to"]),
        about=frozenset(parts["about"]),
    )


def _numbered(phrases_by_number: dict[str, list[str]]) -> Phrases[float]:
    return Phrases(
        (phrase, float(number))
        for number, phrases in phrases_by_number.items()
        for phrase in phrases
    )
