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
    for one in comparison.differences:
        yield _difference(comparison, one, language)
    if comparison.association:
        yield _joint("association", comparison.association)
    if comparison.trend:
        yield _trend(comparison.trend, comparison.level)
    if comparison.equality:
        yield _joint("equality", comparison.equality)


def _difference(comparison: Comparison, one: Difference, language: Language) -> dict[str, object]:
    variable = comparison.request.by[0]
    others = say(language, "comparison.all_others")
    return {
        "test": "difference",
        "group": one.first,
        "group_label": variable.category(one.first).label[language],
        "other": one.second,
        "other_label": others
        if one.second == REST
        else variable.category(one.second).label[language],
        "base": one.base_first,
        "base_other": one.base_second,
        "value": one.value_first,
        "value_other": one.value_second,
        "difference": one.value,
        "difference_se": one.se,
        "difference_low": one.low,
        "difference_upp": one.upp,
        "statistic": one.statistic,
        "df": one.df,
        "p": one.p,
        "p_adjusted": one.p_adjusted,
        "detectable": one.detectable,
        "flag": " ".join(one.flags),
    }


def _joint(name: str, test: JointTest) -> dict[str, object]:
    return {
        "test": name,
        "statistic": test.statistic,
        "ndf": test.ndf,
        "df": test.ddf,
        "p": test.p,
    }


def _trend(found: Contrast, level: float) -> dict[str, object]:
    half = found.half_width(level)
    return {
        "test": "trend",
        "difference": found.value,
        "difference_se": found.se,
        "difference_low": found.value - half,
        "difference_upp": found.value + half,
        "statistic": found.statistic,
        "df": found.df,
        "p": found.p,
        "detectable": found.detectable(level),
    }
