"""Numbers, dates and lists as a language writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel import dates, numbers
from babel.lists import format_list

from insight.language.catalogue import Language, locale_of, say

SMALLEST_P = 0.001
BOUNDS_OF_P = (SMALLEST_P, 0.01, 0.05)
HUGE = 1e15
MOST_NUMBERS = 10_000  # one stands in a chart, its words and its table alike


@lru_cache(maxsize=MOST_NUMBERS)
def percent(share: float, language: Language, *, exact: bool = True) -> str:
    """Return a share in whole per cent; only a true zero is none, only a true one a hundred.

    Of shares that were rounded already neither is known.

    Examples
    --------
    >>> percent(0.684, "en"), percent(0.684, "nb") == "68\N{NO-BREAK SPACE}%"
    ('68%', True)
    >>> percent(0, "en"), percent(1 / 700, "en"), percent(699 / 700, "en"), percent(1, "en")
    ('none', 'under 1%', 'over 99%', '100%')
    >>> percent(0.0, "en", exact=False)
    'near 0%'
    """
    if share in (0, 1) and not exact:
        return say(language, "number.near", limit=whole_percent(share, language))
    if share == 0:
        return say(language, "number.none")
    shown = round(100 * share)
    if 0 < share < 1 and shown in (0, 100):
        key, limit = ("number.under", 0.01) if shown == 0 else ("number.over", 0.99)
        return say(language, key, limit=whole_percent(limit, language))
    return whole_percent(share, language)


def whole_percent(share: float, language: Language) -> str:
    """Return the end of an interval in whole per cent, with its sign.

    Examples
    --------
    >>> whole_percent(0.002, "en"), whole_percent(0.998, "en")
    ('0%', '100%')
    """
    return numbers.format_percent(round(100 * share) / 100, locale=locale_of(language))


def with_percent(number: str, language: Language) -> str:
    """Return a written number with the sign of per cent behind it, as the language has it."""
    return f"{number}\N{NO-BREAK SPACE}%" if language == "nb" else f"{number}%"


def percents(
    first: float, second: float, language: Language, *, exact: bool = True
) -> tuple[str, str]:
    """Return two shares that stand together, the first without its sign where that reads well.

    Examples
    --------
    >>> percents(0.46, 0.65, "en"), percents(0, 0.65, "en")
    (('46', '65%'), ('none', '65%'))
    """
    words, other = (percent(share, language, exact=exact) for share in (first, second))
    plain = words == whole_percent(first, language) and other[:1].isdecimal()
    return (whole(100 * first, language) if plain else words), other


@lru_cache(maxsize=MOST_NUMBERS)
def whole(number: float, language: Language) -> str:
    """Return a whole number with the language's grouping.

    Examples
    --------
    >>> whole(1504, "en")
    '1,504'
    """
    return numbers.format_decimal(round(number), locale=locale_of(language))


@lru_cache(maxsize=MOST_NUMBERS)
def decimal(number: float, language: Language, places: int = 2) -> str:
    """Return a number with so many decimals, never a minus before nought.

    Examples
    --------
    >>> decimal(0.312, "nb"), decimal(0.312, "en"), decimal(-0.001, "en"), decimal(1234.5, "en", 0)
    ('0,31', '0.31', '0.00', '1,234')
    >>> decimal(-3.6, "en", 0) == "\N{MINUS SIGN}4", decimal(9.9e37, "nb")
    (True, '9.90e+37')
    """
    if abs(number) >= HUGE:
        return f"{number:.2e}"
    pattern = "#,##0" + ("." + "0" * places if places else "")
    written = numbers.format_decimal(round(number, places) + 0.0, pattern, locale_of(language))
    return written.replace("-", "\N{MINUS SIGN}")


def amount(number: float, language: Language) -> str:
    """Return a number with the decimals that it has, two at the most.

    Examples
    --------
    >>> amount(1234.5, "en"), amount(3.0, "nb")
    ('1,234.5', '3')
    """
    return numbers.format_decimal(number, format="#,##0.##", locale=locale_of(language))


def p_value(p: float, language: Language) -> str:
    """Return a p value with three decimals.

    Examples
    --------
    >>> p_value(0.0312, "nb")
    '0,031'
    """
    return numbers.format_decimal(p, "0.000", locale_of(language))


def p_words(p: float, language: Language) -> str:
    """Return a p value as it is written.

    One that is told by a bound is that bound, or 1 where it is above all of them.

    Examples
    --------
    >>> [p_words(p, "en").replace("\N{NO-BREAK SPACE}", " ") for p in (0.0213, 0.0001, 0.01, 1.0)]
    ['p = 0.021', 'p < 0.001', 'p < 0.01', 'p > 0.05']
    """
    for bound in BOUNDS_OF_P:
        if math.isclose(p, bound, rel_tol=1e-6):
            return say(language, "breakdown.p_below", p=_bound_of_p(bound, language))
    if p == 1:
        return say(language, "breakdown.p_above", p=_bound_of_p(BOUNDS_OF_P[-1], language))
    if p > 1 - SMALLEST_P:
        return say(language, "breakdown.p_above", p=p_value(1 - SMALLEST_P, language))
    key = "breakdown.p_below" if p < SMALLEST_P else "breakdown.p"
    return say(language, key, p=p_value(max(p, SMALLEST_P), language))


def _bound_of_p(bound: float, language: Language) -> str:
    return numbers.format_decimal(bound, "0.0##", locale_of(language))


def month(when: date, language: Language) -> str:
    """Return a month in words.

    Examples
    --------
    >>> month(date(2021, 12, 1), "nb")
    'desember 2021'
    """
    return dates.format_date(when, "MMMM y", locale=locale_of(language))


def day(when: date, language: Language) -> str:
    """Return a date in words.

    Examples
    --------
    >>> day(date(2021, 12, 1), "en"), day(date(2021, 12, 1), "nb")
    ('1 December 2021', '1. desember 2021')
    """
    return dates.format_date(when, "long", locale=locale_of(language))


def level(share: float, language: Language) -> str:
    """Return a confidence level in per cent.

    Examples
    --------
    >>> level(0.95, "en"), level(0.999, "en")
    ('95%', '99.9%')
    """
    written = numbers.format_percent(share, format="#,##0.#%", locale=locale_of(language))
    return written.replace("%", "\N{NO-BREAK SPACE}%" if language == "nb" else "%")


def enumerate_names(names: Sequence[str], language: Language) -> str:
    """Return names in a row, "and" before the last, whatever stands in them.

    Examples
    --------
    >>> enumerate_names(["a, b", "c", "d"], "nb")
    'a, b, c og d'
    """
    return format_list(names, locale=locale_of(language))


def list_names(names: Sequence[str], language: Language) -> str:
    """Return names in a row, "and" before the last, or semicolons where a name has its own "and".

    Examples
    --------
    >>> list_names(["3", "10", "13"], "en")
    '3, 10 and 13'
    >>> list_names(["Research and education", "Suppliers"], "en")
    'Research and education; Suppliers'
    """
    joined = say(language, "groups.and")
    if any(joined in name or ", " in name for name in names):
        return "; ".join(names)
    *first, last = names
    return f"{', '.join(first)}{joined}{last}" if first else last
