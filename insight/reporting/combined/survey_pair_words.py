"""The difference between two surveys in words: its size, interval, verdict and table."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from insight.analysis.combined.tidy_pair import SurveyComparison
from insight.analysis.corrections.corrected_intervals import Interval
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels, signed
from insight.reporting.combined.further_answer import FurtherAnswer


class Verdict(NamedTuple):
    """How large a difference is, its interval in brackets, and what its test found."""

    size: str
    interval: str
    found: str

    @property
    def of_size(self) -> str:
        """The difference with its interval; empty where either side is hidden."""
        return f"{self.size} {self.interval}".strip()


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
    told = signed.value(gap.value, found, language)
    if found.statistic == "share":
        told = say(language, "pair.points", size=told)
    if gap.claim is None:
        return Verdict(told, "", words)
    between = signed.interval(Interval(gap.claim.low, gap.claim.upp), found, language)
    return Verdict(told, f"({between})" if between else "", words)


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
            "–" if value is None else labels.value(value, found, language),
            "" if base is None else numbers.whole(base, language),
        )
        for name, value, base in (
            (names[0], gap.value_first, gap.base_first),
            (names[1], gap.value_second, gap.base_second),
        )
    ]
    claim = gap.claim
    p = "" if claim is None else numbers.p_words(claim.p, language)
    rows.append((say(language, "pair.difference"), told.of_size, p))
    heads = [
        say(language, "two_surveys.who"),
        say(language, f"two_surveys.{found.statistic}"),
        say(language, "two_surveys.n_or_p"),
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def pair_answer(
    found: SurveyComparison, names: tuple[str, str], language: Language
) -> FurtherAnswer:
    """Return the difference as a further answer, with what makes the two comparable or not.

    Parameters
    ----------
    found
        The comparison.
    names
        What the two sides are called.
    language
        Language of the words.
    """
    told = verdict(found, language)
    words = " ".join(filter(None, (_ended(told.of_size), told.found)))
    key = "pair" if told.size else "pair_hidden"
    sides = {"first": names[0], "minus": say(language, "pair.minus"), "second": names[1]}
    sentence = say(language, f"further.{key}", verdict=words, **sides)
    figures = {" ".join(sides.values()): told.size} if told.size else {}
    return FurtherAnswer(
        say(language, "two_surveys.title"),
        [sentence],
        table=table(found, names, language),
        notes=[found.sentence(language)],
        figures=figures,
        chosen=False,
    )


def _ended(words: str) -> str:
    return f"{words}." if words else ""
