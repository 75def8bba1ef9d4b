"""Differences with their sign and interval, such as ``+14 (10 til 18)``, as columns have them."""

from __future__ import annotations

import math

from insight.analysis import decimals
from insight.analysis.corrections.corrected_intervals import Interval
from insight.analysis.decimals import Measured
from insight.language import numbers
from insight.language.catalogue import Language, say


def value(number: float, result: Measured, language: Language, *, short: bool = False) -> str:
    """Return a difference with its sign, otherwise as :func:`size` has it."""
    return with_plus(number, size(number, result, language, short=short))


def with_plus(number: float, words: str) -> str:
    """Return a number in words with a plus where it is above nought and does not look like it."""
    return f"+{words}" if number > 0 and words.strip("0,.") else words


def interval(ends: Interval, result: Measured, language: Language, *, short: bool = False) -> str:
    """Return the interval of a difference; its ends have signs where one of them is negative."""
    if not (math.isfinite(ends.low) and math.isfinite(ends.upp)):
        return ""
    low, upp = (size(end, result, language, short=short) for end in (ends.low, ends.upp))
    if ends.low < 0 < ends.upp and upp[:1].isdecimal() and upp.strip("0,."):
        upp = f"+{upp}"
    return say(language, "sentence.from_to", low=low, upp=upp)


def with_interval(
    number: float, ends: Interval | None, result: Measured, language: Language
) -> str:
    """Return a difference with its interval, where there is one."""
    words, between = value(number, result, language), ""
    if ends is not None:
        between = interval(ends, result, language)
    return say(language, "sentence.size", size=words, interval=between) if between else words


def size(number: float, result: Measured, language: Language, *, short: bool = False) -> str:
    """Return a difference without a plus: of shares in percentage points, of means as a number.

    Points are whole, but for a decimal where they are not nought and would look like it. Means
    have two decimals or more, and `short` ones no more than figures of their size.
    """
    if result.statistic != "share":
        places = decimals.places(result.magnitude)
        return numbers.decimal(number, language, places if short else max(places, 2))
    looks_like_none = round(100 * number) == 0 and abs(number) >= 0.0005
    return numbers.decimal(100 * number, language, int(looks_like_none))
