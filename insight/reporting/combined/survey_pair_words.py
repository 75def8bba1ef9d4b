"""The difference between two surveys in words: its size, interval, verdict and table."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from insight.analysis.combined.tidy_pair import SurveyComparison
from insight.language import numbers
from insight.language.catalogue import Language, say


class Verdict(NamedTuple):
    """How large a difference is, its interval in brackets, and what its test found."""

    size: str
    interval: str
    found: str


def verdict(found: SurveyComparison, language: Language) -> Verdict:
    """Return the difference in words; without a size where either side is hidden.

    Parameters
    ----------
    found
        The comparison.
    language
        Language of the words.
    """
    gap = found.difference
    words = say(language, f"pair.gap_{gap.finding(found.level)}")
    if gap.value is None:
        return Verdict("", "", words)
    told = size(gap.value, found, language)
    if found.statistic == "share":
        told = say(language, "pair.points", size=told)
    claim = gap.claim
    return Verdict(
        told, f"({interval(claim.low, claim.upp, found, language)})" if claim else "", words
    )


def interval(low: float, upp: float, found: SurveyComparison, language: Language) -> str:
    """Return an interval of a difference, with signs where one end is negative."""
    told = [size(end, found, language) for end in (low, upp)]
    if low >= 0:
        told = [end.removeprefix("+") for end in told]
    return say(language, "sentence.from_to", low=told[0], upp=told[1])


def size(number: float, found: SurveyComparison, language: Language) -> str:
    """Return a difference with its sign: of shares in percentage points, of means as a number."""
    share = found.statistic == "share"
    places = int(share and round(100 * number) == 0 and abs(number) >= 0.0005) if share else 2
    told = numbers.decimal(100 * number if share else number, language, places)
    return f"+{told}" if number > 0 and told.strip("0,.") else told


def table(found: SurveyComparison, names: tuple[str, str], language: Language) -> pd.DataFrame:
    """Return the two figures, their difference and its test as a table in words.

    Parameters
    ----------
    found
        The comparison.
    names
        What the two sides are called.
    language
        Language of the words.
    """
    gap = found.difference
    told = verdict(found, language)
    rows = [
        (
            name,
            _value(value, found, language),
            "" if base is None else numbers.whole(base, language),
        )
        for name, value, base in (
            (names[0], gap.value_first, gap.base_first),
            (names[1], gap.value_second, gap.base_second),
        )
    ]
    claim = gap.claim
    p = "" if claim is None else numbers.p_words(claim.p, language)
    rows.append((say(language, "pair.difference"), f"{told.size} {told.interval}".strip(), p))
    heads = [
        say(language, "two_surveys.who"),
        say(language, f"two_surveys.{found.statistic}"),
        say(language, "two_surveys.n_or_p"),
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def _value(value: float | None, found: SurveyComparison, language: Language) -> str:
    if value is None:
        return "–"
    if found.statistic == "share":
        return numbers.percent(value, language, exact=not found.rounded)
    return numbers.decimal(value, language, 2)
