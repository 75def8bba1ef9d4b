"""Bands of numbers, such as "Under 18", "18–29", "67 år og eldre" and "Mindre enn 1 år".

`quantities.toml` holds the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from insight.importers.meaning.answers.answer_words import Phrases, fold, vocabulary

_DASH = re.compile(r"[\u2010-\u2015−~]")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,]\d{3})+(?![\d])")
_APOSTROPHE_GROUP = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_POINT = re.compile(r"[.,](?!\d)|(?<!\d)[.,]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|<=|>=|\S")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:[.,]\d{1,9})?")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
MOST_TOKENS = 20
LEAST_OF_THOUSANDS = 10_000
FEWEST_LETTERS = 3  # that an unknown word shares with its plural
# Letters of a shape: N number, U unit, L less than, M more than, B between, l or less, m or more,
# T to, Z zero.
_SHAPES = {
    "less": re.compile(r"LNU?|NU?lU?|TNU?"),
    "more": re.compile(r"MNU?|NU?mU?|NT"),
    "range": re.compile(r"[BM]?NU?TNU?"),
    "point": re.compile(r"NU?"),
    "zero": re.compile(r"ZU?"),
}


@dataclass(frozen=True)
class Band:
    """From one number to another, as it is told.

    Attributes
    ----------
    low, high
        Its ends, infinite where it is open.
    units
        What the words at each end may mean; empty where no unit is named.
    rest
        Words that are none of these.
    zero
        Whether a word says none at all.
    """

    low: float
    high: float
    units: tuple[frozenset[str], frozenset[str]]
    rest: tuple[str, ...] = ()
    zero: bool = False


def order_of_bands(answers: Sequence[str]) -> list[int] | None:
    """Return the places of answers from the lowest band up; None where not all are bands.

    Bands that overlap, or are of different things, have no order, nor have numbers of names.

    Examples
    --------
    >>> order_of_bands(["Over 60", "18–29", "Under 18", "30 til 60"])
    [2, 1, 3, 0]
    >>> order_of_bands(["0–10", "5–15"]), order_of_bands(["Ja (1)", "Nei (2)"])
    (None, None)
    """
    alone = [_band(answer) for answer in answers]
    told = [band or _band_in_brackets(answer) for band, answer in zip(alone, answers, strict=True)]
    bands = [band for band in told if band is not None]
    if len(bands) < len(told) or not _alike([band.rest for band in bands]):
        return None
    ends = _ends(bands)
    names = all(band.low == band.high and (band.rest or band not in alone) for band in bands)
    plain = all(_is_plain(answer) for answer in answers)
    if ends is None or plain or names or len({*ends}) < len(ends):
        return None
    order = sorted(range(len(ends)), key=ends.__getitem__)
    overlap = any(ends[later][0] < ends[earlier][1] for earlier, later in pairwise(order))
    return None if overlap else order


def _is_plain(answer: str) -> bool:
    """Whether an answer is digits and nothing else, which may be the number of anything."""
    return answer.strip().isdigit()


def _ends(bands: Sequence[Band]) -> list[tuple[float, float]] | None:
    """Return the ends of bands in one unit; None where they are of different things."""
    named = [units for band in bands for units in band.units if units]
    common = frozenset.intersection(*named) if named else frozenset()
    lengths: dict[str, float] = vocabulary("quantities.toml")["lengths"]
    factors: list[tuple[float, float]] = []
    for band in bands:
        if not named or common or band.zero:
            factors.append((1.0, 1.0))
            continue
        first, last = band.units
        pair = [[lengths[unit] for unit in units if unit in lengths] for units in (first, last)]
        if not (first and last) or any(len(of) != 1 for of in pair):
            return None
        factors.append((pair[0][0], pair[1][0]))
    ends = [
        (band.low * factor[0], band.high * factor[1])
        for band, factor in zip(bands, factors, strict=True)
    ]
    if any(low > high for low, high in ends):
        return None
    if any(low == high == 0 for low, high in ends):
        return [(max(low, 0.0), high) for low, high in ends]
    return ends


def _alike(rests: Sequence[tuple[str, ...]]) -> bool:
    """Whether unknown words are the same in all bands that have some, but for an ending."""
    named = [rest for rest in rests if rest]
    if named and len(named) < max(2, len(rests) / 2):
        return False
    return all(
        len(rest) == len(named[0]) and all(map(_same_word, rest, named[0])) for rest in named
    )


def _same_word(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= FEWEST_LETTERS and long.startswith(short))


def _band_in_brackets(answer: str) -> Band | None:
    """Return the band that stands in brackets after a name, as in "Ung (18–29)"."""
    found = _IN_BRACKETS.findall(answer[:200])
    return _band(found[0]) if len(found) == 1 else None


def _band(answer: str) -> Band | None:
    read = _symbols_in(answer)
    if read is None:
        return None
    shape, values, rest = read
    numbers = [value for value in values if isinstance(value, float)]
    named = [value for value in values if isinstance(value, frozenset)]
    kind = next((name for name, of in _SHAPES.items() if of.fullmatch(shape)), None)
    last = named[-1] if named else frozenset[str]()
    if kind is None:
        return None
    if kind == "range":
        first = named[0] if shape.find("U") < shape.find("T") and named else last
        low, high = _in_thousands(*numbers)
        return Band(low, high, (first, last), rest)
    units = (last, last)
    if kind == "zero":
        return Band(0.0, 0.0, units, rest, zero=True)
    number = numbers[0]
    return {
        "less": Band(-math.inf, number, units, rest),
        "more": Band(number, math.inf, units, rest),
        "point": Band(number, number, units, rest),
    }[kind]


def _in_thousands(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a range whose first number leaves the thousands to the second."""
    for multiple in (1_000_000_000.0, 1_000_000.0, 1_000.0):
        if high >= LEAST_OF_THOUSANDS and high % multiple == 0 and 0 < low * multiple <= high:
            return low * multiple, high
    return low, high


def _symbols_in(answer: str) -> tuple[str, list[object], tuple[str, ...]] | None:
    """Return the shape of an answer, what its letters stand for, and its other words."""
    tokens = _tokens(answer)
    if not tokens or len(tokens) > MOST_TOKENS:
        return None
    shape, values, rest = "", list[object](), list[str]()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        letter, value, length = _symbol(tokens, at, shape)
        at += length
        if letter == "?":
            if not token.isalpha():
                return None
            rest.append(token)
        elif letter in ("X", "N") and shape.endswith("N"):
            if letter == "N" and not (value == 0.5 and values[-1] == 1.0):
                return None
            _multiply(values, float(str(value)))
        elif letter == "X":
            return None
        elif letter:
            shape += letter
            values.append(value)
    return shape, values, tuple(rest)


def _multiply(values: list[object], multiple: float) -> None:
    """Multiply the last number, and in a range the first too: "1–2 mill"."""
    numbers = [at for at, value in enumerate(values) if isinstance(value, float)]
    first, last = numbers[0], numbers[-1]
    before, number = values[first], values[last]
    if not isinstance(number, float) or not isinstance(before, float):
        return
    values[last] = number * multiple
    if first != last and before * multiple <= number * multiple:
        values[first] = before * multiple


def _symbol(tokens: Sequence[str], at: int, shape: str) -> tuple[str, object, int]:
    """Return the letter of a shape at a place, what it stands for, and its number of tokens."""
    token = tokens[at]
    if _NUMBER.fullmatch(token):
        return "N", float(token.replace(",", ".")), 1
    found = _words().at(tokens, at)
    of_range: list[str] = vocabulary("quantities.toml")["bands"]["to"]
    if token in of_range and (found is None or found[1] == 1 or found[0][0] == "N"):
        joins_two = token not in ("og", "and", "och") or shape.startswith("B")
        if token == "-" or (shape[-1:] in ("N", "U") and joins_two):
            return "T", None, 1
    if found is None:
        return "?", None, 1
    (letter, value), length = found
    if (
        letter == "L"
        and shape[-1:] in ("N", "U")
        and " ".join(tokens[at : at + length]) in of_range
    ):
        return "T", None, length
    return letter, value, length


def _tokens(answer: str) -> list[str]:
    grouped = _APOSTROPHE_GROUP.sub("", answer)
    text = _DASH.sub("-", fold(grouped)).replace("\N{NO-BREAK SPACE}", " ")
    text = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    return _TOKEN.findall(_POINT.sub(" ", text))


@cache
def _words() -> Phrases[tuple[str, object]]:
    """The words of bands, each with its letter in a shape and what it stands for."""
    return Phrases(_phrases(), _tokens)


def _phrases() -> Iterator[tuple[str, tuple[str, object]]]:
    words = vocabulary("quantities.toml")
    letters = {"less": "L", "more": "M", "or_less": "l", "or_more": "m", "between": "B"}
    for name, letter in {**letters, "noise": "", "zero": "Z"}.items():
        yield from ((phrase, (letter, None)) for phrase in words["bands"][name])
    units: dict[str, set[str]] = {}
    for unit, phrases in words["units"].items():
        for phrase in phrases:
            units.setdefault(phrase, set()).add(unit)
    yield from ((phrase, ("U", frozenset(of))) for phrase, of in units.items())
    for number, phrases in words["numbers"].items():
        yield from ((phrase, ("N", float(number))) for phrase in phrases)
    for multiple, phrases in words["multiples"].items():
        yield from ((phrase, ("X", float(multiple))) for phrase in phrases)
