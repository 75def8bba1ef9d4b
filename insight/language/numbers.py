"""Numbers, dates and lists as a language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel import dates, numbers
from babel.lists import format_list

from insight.language.catalogue import Language, locale_of, say

MOST_NUMBERS = 10_000  # one stands in a chart, its words and its table alike


@lru_cache(maxsize=MOST_NUMBERS)
def percent(share: float, language: Language) -> str:
    """Return a share in whole per cent.

    Examples
    --------
    >>> percent(0.684, "en"), percent(0.684, "nb") == "68\N{NO-BREAK SPACE}%"
    ('68%', True)
    """
    return numbers.format_percent(share, locale=locale_of(language))


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
def decimal(number: float, language: Language) -> str:
    """Return a number with two decimals.

    Examples
    --------
    >>> decimal(0.312, "nb"), decimal(0.312, "en")
    ('0,31', '0.31')
    """
    return numbers.format_decimal(number, format="#,##0.00", locale=locale_of(language))


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
