"""Chart and table of an adjusted comparison: each group unadjusted and adjusted, side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from insight.analysis.adjusted.adjusted_result import Adjusted, AdjustedDifference, Told
from insight.analysis.corrections.corrected_intervals import Interval
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels, sentences, signed
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import Theme
from insight.reporting.charts.side_by_side import side_by_side_spec


def rows(result: Adjusted, language: Language) -> pd.DataFrame:
    """Return a row for each group and way: its place, figure and interval.

    Parameters
    ----------
    result
        The comparison.
    language
        Language of the labels.
    """
    variable = result.request.by[0]
    found = [
        {
            "group": variable.category(group.code).label[language],
            "order": order,
            "way": say(language, f"adjusted.{way}"),
            "alike": way == "adjusted",
            "value": told.value,
            "low": told.low,
            "upp": told.upp,
        }
        for order, group in enumerate(result.groups)
        for way, told in (("unadjusted", group.unadjusted), ("adjusted", group.adjusted))
    ]
    return pd.DataFrame(found)


def spec(result: Adjusted, theme: Theme, language: Language) -> Spec:
    """Return the specification of the chart, without data: hollow unadjusted, filled adjusted."""
    ways = [say(language, f"adjusted.{way}") for way in ("unadjusted", "adjusted")]
    return side_by_side_spec(ways, theme, language, share=result.statistic == "share")


def alternative(result: Adjusted, language: Language) -> str:
    """Return the chart in words: each group's figure without and with the covariates alike."""
    variable = result.request.by[0]
    said = [
        say(
            language,
            "adjusted.in_words",
            group=variable.category(group.code).label[language],
            unadjusted=_value(group.unadjusted, result, language),
            adjusted=_value(group.adjusted, result, language),
        )
        for group in result.groups
    ]
    return " ".join(said)


def table(result: Adjusted, language: Language) -> pd.DataFrame:
    """Return the groups and then the differences in words."""
    lines = _lines(result, language)
    told = [dict(_row(result, language, *line)) for line in lines]
    return pd.DataFrame(told, dtype=object)


def _lines(
    result: Adjusted, language: Language
) -> Iterator[tuple[str, Told, Told, AdjustedDifference | None, int | None]]:
    variable = result.request.by[0]
    for group in result.groups:
        name = variable.category(group.code).label[language]
        yield name, group.unadjusted, group.adjusted, None, group.base
    for gap in result.differences:
        names = [variable.category(code).label[language] for code in (gap.first, gap.second)]
        name = f" {say(language, 'pair.minus')} ".join(names)
        yield name, gap.unadjusted, gap.adjusted, gap, None


def _row(
    result: Adjusted,
    language: Language,
    name: str,
    unadjusted: Told,
    adjusted: Told,
    gap: AdjustedDifference | None,
    base: int | None,
) -> Iterator[tuple[str, str]]:
    shown = _value if gap is None else _size
    yield say(language, "adjusted.group"), name
    yield say(language, "adjusted.unadjusted"), shown(unadjusted, result, language)
    yield say(language, "adjusted.adjusted"), shown(adjusted, result, language)
    p = gap.p_adjusted if gap else None
    yield say(language, "pair.p"), "" if p is None else numbers.p_words(p, language)
    finding = gap.finding(result.level) if gap else ""
    yield say(language, "pair.found"), say(language, f"breakdown.{finding}") if finding else ""
    yield say(language, "table.base"), "" if base is None else numbers.whole(base, language)


def _value(told: Told, result: Adjusted, language: Language) -> str:
    """A share in per cent or a mean, with its interval."""
    if told.value is None:
        return ""
    words = labels.value(told.value, result, language)
    if told.low is None or told.upp is None:
        return words
    interval = sentences.span(told.low, told.upp, result, language)
    return say(language, "sentence.size", size=words, interval=interval)


def _size(told: Told, result: Adjusted, language: Language) -> str:
    """A signed difference, with its interval."""
    if told.value is None:
        return ""
    ends = None if told.low is None or told.upp is None else Interval(told.low, told.upp)
    return signed.with_interval(told.value, ends, result, language)
