"""The tidy result of comparisons: a row per difference, then a row per test of all groups."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from insight.analysis.differences import REST, Comparison, Difference
from insight.analysis.tidy import question_of
from insight.language.catalogue import Language, say
from insight.statistics.contrasts import Contrast, JointTest

COLUMNS = (
    *("survey", "item", "category", "category_label", "test", "between"),
    *("group", "group_label", "other", "other_label", "base", "base_other"),
    *("value", "value_other", "difference", "difference_se", "difference_low", "difference_upp"),
    *("statistic", "ndf", "df", "p", "p_adjusted", "adjustment", "detectable", "flag"),
    *("question", "filter", "weighting", "level", "simulated"),
)
_COUNTS = ("base", "base_other")
_WORDS = frozenset(
    [
        *("survey", "item", "category", "category_label", "test", "between", "group"),
        *("group_label", "other", "other_label", "adjustment", "flag", "question", "filter"),
        *("weighting", "simulated"),
    ]
)


def tidy_comparison(comparison: Comparison, language: Language) -> pd.DataFrame:
    """Return differences and joint tests as a data frame.

    Parameters
    ----------
    comparison
        The tests.
    language
        Language of labels, question and filter.

    Returns
    -------
    pandas.DataFrame
        ``test`` is ``difference``, or of all groups ``association`` (Rao and Scott's F), ``trend``
        (per unit of time) and ``equality`` (of all waves). ``other`` is empty where a group stands
        against all others. What may not be shown is empty.
    """
    shared = _shared(comparison, language)
    rows = [shared | row for row in _rows(comparison, language)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    types = {name: "float64" for name in COLUMNS if name not in _WORDS and name not in _COUNTS}
    return frame.astype({**types, **dict.fromkeys(_COUNTS, "Int64")})


def _shared(comparison: Comparison, language: Language) -> dict[str, object]:
    codebook, request = comparison.survey.codebook, comparison.request
    words = request.where.sentence(language)
    if request.valid_only:
        words = f"{words}; {say(language, 'filter.valid_only')}"
    net = request.item.net(comparison.key)
    label = net.label if net else None
    if comparison.key and not net:
        label = request.item.category(comparison.key).label
    return {
        "survey": codebook.id,
        "item": request.item.id,
        "category": comparison.key,
        "category_label": label[language] if label else "",
        "between": request.by[0].id,
        "adjustment": comparison.adjustment,
        "question": question_of(request.item, language),
        "filter": words,
        "weighting": "weighted" if codebook.design.weight else "unweighted",
        "level": comparison.level,
        "simulated": codebook.simulated,
        **dict.fromkeys(("group", "group_label", "other", "other_label", "flag"), ""),
    }


def _rows(comparison: Comparison, language: Language) -> Iterator[dict[str, object]]:
    for difference in comparison.differences:
        yield _difference(comparison, difference, language)
    if comparison.association:
        yield _joint("association", comparison.association)
    if comparison.trend:
        yield _trend(comparison.trend, comparison.level)
    if comparison.equality:
        yield _joint("equality", comparison.equality)


def _difference(
    comparison: Comparison, difference: Difference, language: Language
) -> dict[str, object]:
    variable = comparison.request.by[0]
    others = say(language, "comparison.all_others")
    return {
        "test": "difference",
        "group": difference.first,
        "group_label": variable.category(difference.first).label[language],
        "other": difference.second,
        "other_label": others
        if difference.second == REST
        else variable.category(difference.second).label[language],
        "base": difference.base_first,
        "base_other": difference.base_second,
        "value": difference.value_first,
        "value_other": difference.value_second,
        "difference": difference.value,
        "difference_se": difference.se,
        "difference_low": difference.low,
        "difference_upp": difference.upp,
        "statistic": difference.statistic,
        "df": difference.df,
        "p": difference.p,
        "p_adjusted": difference.p_adjusted,
        "detectable": difference.detectable,
        "flag": " ".join(difference.flags),
    }


def _joint(name: str, test: JointTest) -> dict[str, object]:
    return {
        "test": name,
        "statistic": test.statistic,
        "ndf": test.ndf,
        "df": test.ddf,
        "p": test.p,
    }


def _trend(slope: Contrast, level: float) -> dict[str, object]:
    half = slope.half_width(level)
    return {
        "test": "trend",
        "difference": slope.value,
        "difference_se": slope.se,
        "difference_low": slope.value - half,
        "difference_upp": slope.value + half,
        "statistic": slope.statistic,
        "df": slope.df,
        "p": slope.p,
        "detectable": slope.detectable(level),
    }
