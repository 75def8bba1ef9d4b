"""Periods that the name of a wave tells of, in Norwegian and English: years, halves, months, days.

A period lies between two times in years, so that April 2024 begins at 2024.25. Without a year it
lies within a year that is not known, whose beginning is 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    r"jan(?:uary?)?",
    r"feb(?:r(?:uary?)?)?",
    r"mar(?:s|ch)?",
    r"apr(?:il)?",
    r"ma[iy]",
    r"jun[ei]?",
    r"jul[iy]?",
    r"aug(?:ust)?",
    r"sept?(?:ember)?",
    r"o[kc]t(?:ober)?",
    r"nov(?:ember)?",
    r"de[sc](?:ember)?",
)
_SEASONS = (r"vår(?:en)?|spring", r"sommer(?:en)?|summer", r"h(?:ø|au)st(?:en)?|autumn|fall")
_WINTER = r"vinter(?:en)?|winter"
_PARTS = {
    2: (r"halvår|half(?:[ -]year)?", "h"),
    3: (r"tertial", "t"),
    4: (r"kvartal|kv|quarter|qtr", "kq"),
}
_ORDINALS = (
    r"første|first",
    r"andre|annet|second",
    r"tredje|third",
    r"fjerde|fourth",
    r"femte|fifth",
    r"sjette|sixth",
)
_YEAR = r"(?<!\d)(?:19|20|21)\d\d(?!\d)"
_DATES = (
    rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?:[t ]\d\d:\d\d\S*)?",
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
    rf"(?<!\d)(?P<day>\d\d?)\. ?(?P<month>\d\d?)\. ?(?P<year>{_YEAR})",
)
_YEAR_MONTHS = (
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)[-/.m]?(?P<month>\d\d)(?!\d)",
    rf"(?<![\d.])(?P<month>\d\d?)[-/.](?P<year>{_YEAR})",
)
_WEEK = 7 / 365.25


@dataclass(frozen=True, slots=True)
class Period:
    """A period, and what else stands in the name that tells of it.

    Attributes
    ----------
    start, end
        Years, or parts of a year where the year is not known.
    dated
        Whether the year is known.
    rest
        The other words.
    """

    start: float
    end: float
    dated: bool
    rest: str

    @property
    def told(self) -> tuple[bool, str]:
        """How the period is told; only periods that are told alike belong together."""
        return self.dated, self.rest


def fold(name: str) -> str:
    """Return a name in small letters, with single blanks and one kind of dash, ordinals as numbers.

    Examples
    --------
    >>> fold("Første  kvartal 2023–2024")
    '1. kvartal 2023-2024'
    """
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", " ".join(name.casefold().split()))
    for number, words in enumerate(_ORDINALS, 1):
        folded = re.sub(rf"\b(?:{words})\b", f"{number}.", folded)
    return re.sub(r"\b(\d)(?:st|nd|rd|th)\b", r"\1.", folded)


def period_of(name: str) -> Period | None:
    """Return the period that a name tells of; None where it tells of none, or not clearly.

    Examples
    --------
    >>> period_of("Måling okt. 2023")
    Period(start=2023.75, end=2023.8333333333333, dated=True, rest='måling')
    >>> period_of("2. halvår").start, period_of("2024K2").start, period_of("Etter")
    (0.5, 2024.25, None)
    """
    folded = fold(name)
    return _date(folded) or _months(folded) or _part(folded) or _season(folded) or _years(folded)


def _date(name: str) -> Period | None:
    """A day or a month in numbers."""
    for pattern in (*_DATES, *_YEAR_MONTHS):
        if found := re.search(pattern, name):
            year, month = int(found["year"]), int(found["month"])
            rest = name.replace(found[0], " ")
            if "day" not in found.groupdict():
                return _within(year, month - 1, month, 12, rest) if 1 <= month <= 12 else None
            try:
                day = date(year, month, int(found["day"]))
            except ValueError:
                return None
            days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
            number = day.timetuple().tm_yday
            return _within(year, number - 1, number, days, rest)
    return None


def _months(name: str) -> Period | None:
    """A month by its name, or from one month to another."""
    months = [
        (found.start(), number)
        for number, pattern in enumerate(_MONTHS)
        for found in re.finditer(_word(pattern) + r"\.?", name)
    ]
    if not 1 <= len(months) <= 2:
        return None
    rest = name
    for pattern in _MONTHS:
        rest = re.sub(_word(pattern) + r"\.?", " ", rest)
    (_, first), (_, last) = (ordered := sorted(months))[0], ordered[-1]
    years = [int(year) for year in re.findall(_YEAR, rest)]
    if len(years) == 2:
        spans = years[0] + first / 12, years[1] + (last + 1) / 12
        return Period(*spans, True, _words(rest)) if spans[0] < spans[1] else None
    return _in_year(rest, first, last + 1, 12) if first <= last else None


def _part(name: str) -> Period | None:
    """A half, a third, a quarter or a week of a year."""
    for parts, (words, letters) in _PARTS.items():
        number = rf"(?P<number>[1-{parts}])"
        if found := (
            re.search(rf"(?<![\d.]){number}\.? ?(?:{words})(?![^\W\d_])\.?(?: (?:av|of))?", name)
            or re.search(rf"(?<![^\W\d_])(?:{words})[ .]*{number}(?!\d)", name)
        ):
            return _numbered(name, found, parts)
        if found := (
            re.search(rf"(?<![\d.]){number}[{letters}](?![^\W\d_])", name)
            or re.search(rf"(?<![^\W\d_])[{letters}]{number}(?!\d)", name)
        ):
            period = _numbered(name, found, parts)
            return period if period and period.dated else None
    if found := (
        re.search(r"(?<![^\W\d_])(?:uke|week)[ .]*(?P<number>\d\d?)(?!\d)", name)
        or re.search(rf"(?<={_YEAR[:-6]})[ -]?w(?P<number>\d\d)(?!\d)", name)
    ):
        week = int(found["number"])
        years = re.findall(r"(?:19|20|21)\d\d", name.replace(found[0], " "))
        if 1 <= week <= 53 and len(years) == 1:
            start = int(years[0]) + (week - 1) * _WEEK
            end = min(start + _WEEK, int(years[0]) + 1)
            return Period(start, end, True, _words(name.replace(found[0], " ")))
    return None


def _numbered(name: str, found: re.Match[str], parts: int) -> Period | None:
    number = int(found["number"])
    return _in_year(name.replace(found[0], " "), number - 1, number, parts)


def _season(name: str) -> Period | None:
    """A season of a year; a winter only where both its years are named."""
    for number, pattern in enumerate(_SEASONS):
        if re.search(_word(pattern), name):
            period = _in_year(re.sub(_word(pattern), " ", name), 2 + 3 * number, 5 + 3 * number, 12)
            return period if period and period.dated else None
    if re.search(_word(_WINTER), name):
        rest = re.sub(_word(_WINTER), " ", name)
        if found := re.search(rf"({_YEAR})[/-](?:\d\d)?(\d\d)(?!\d)", rest):
            year = int(found[1])
            if (year + 1) % 100 == int(found[2]):
                rest = rest.replace(found[0], " ")
                return Period(year + 11 / 12, year + 14 / 12, True, _words(rest))
    return None


def _years(name: str) -> Period | None:
    """A year by itself, or from one year to the next."""
    years = [int(year) for year in re.findall(_YEAR, name)]
    if len(years) == 1 and not re.search(_word(_WINTER), name):
        return Period(years[0], years[0] + 1, True, _words(name))
    return None


def _in_year(rest: str, first: int, last: int, parts: int) -> Period | None:
    """A part of the year that stands in the rest of a name, or of one that does not."""
    if years := re.findall(_YEAR, rest):
        return _within(int(years[0]), first, last, parts, rest) if len(years) == 1 else None
    short = re.findall(r"(?<!\d)\d\d(?!\d)", rest)
    if len(short) == 1:
        return _within(2000 + int(short[0]), first, last, parts, rest)
    return None if short else Period(first / parts, last / parts, False, _words(rest))


def _within(year: int, first: int, last: int, parts: int, rest: str) -> Period:
    return Period(year + first / parts, year + last / parts, True, _words(rest))


def _word(pattern: str) -> str:
    """A pattern that is no part of a longer word; digits may touch it."""
    return rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])"


def _words(text: str) -> str:
    """The words of a text without its numbers and marks."""
    return " ".join(re.findall(r"[^\W\d_]+", text))
