"""Ratios and correlations of two numbers, and Cronbach's alpha of several, by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from insight.analysis.basis import basis_of
from insight.analysis.measured.index_items import items_of_index
from insight.analysis.measured.measures import Measure, MeasureKind, Measures, number_or_none
from insight.analysis.measured.number_request import check_choice, number_request
from insight.analysis.measured.told_measures import tell_measure
from insight.analysis.table import check_level
from insight.disclosure.gates import flags
from insight.disclosure.precision import precision_of
from insight.disclosure.protection import hidden_figures
from insight.disclosure.told.few_left_over import leaves_few
from insight.disclosure.told.told_values import tells_values
from insight.query.cell_request import Request
from insight.query.measured.number_features import correlation_sums, index_sums, ratio_sums
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import lonely_strata
from insight.statistics.intervals import t_quantile
from insight.statistics.measures.linear_figures import (
    CORRELATIONS,
    Correlation,
    FeatureSums,
    LinearFigure,
    cronbach,
    fisher,
)
from insight.statistics.measures.linear_figures import correlation as correlate
from insight.statistics.measures.linear_figures import ratio as divide
from insight.statistics.sampled_units import df_of_each, tells_variance
from insight.survey.filters import EVERYONE, Where


def ratio(
    survey: OpenSurvey,
    numerator: str,
    denominator: str,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    level: float = 0.95,
) -> Measures:
    """Estimate the ratio of the sums of two numbers, among those who have both.

    Parameters
    ----------
    survey, by, where, level
        As :func:`insight.table`.
    numerator, denominator
        Ids of the items.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`.
    """
    check_level(level)
    request = number_request(survey, [numerator, denominator], by, where, "ratio")
    sums = ratio_sums(survey, request)
    return _measures(survey, request, "ratio", sums, divide(sums), level)


def correlation(
    survey: OpenSurvey,
    first: str,
    second: str,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    kind: Correlation = "pearson",
    level: float = 0.95,
) -> Measures:
    """Estimate the correlation of two numbers, or of ordered answers with integer codes.

    Parameters
    ----------
    survey, by, where, level
        As :func:`insight.table`.
    first, second
        Ids of the items.
    kind
        ``pearson``, or ``spearman``: the same of weighted mid-ranks, whose standard error takes the
        ranks as fixed.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`.
    """
    check_choice("fault.unknown_statistic", kind, CORRELATIONS)
    check_level(level)
    request = number_request(survey, [first, second], by, where, kind)
    sums = correlation_sums(survey, request, ranks=kind == "spearman")
    return _measures(survey, request, kind, sums, correlate(sums), level)


def alpha(
    survey: OpenSurvey,
    items: str | Sequence[str],
    *,
    turned: Sequence[str] = (),
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    level: float = 0.95,
) -> Measures:
    """Estimate Cronbach's alpha of an index under the design, among those with all of its items.

    Parameters
    ----------
    survey, by, where, level
        As :func:`insight.table`.
    items
        Ids of the items, or the id of an index that the survey's recipe has made.
    turned
        Ids of items that are reversed; an index knows its own.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`; also if there are fewer than two items, or very many.
    """
    check_level(level)
    names, reversed_items = items_of_index(survey, items, turned)
    request = number_request(survey, names, by, where, "alpha")
    signs = [-1.0 if name in reversed_items else 1.0 for name in names]
    sums = index_sums(survey, request, signs)
    return _measures(survey, request, "alpha", sums, cronbach(sums, len(names)), level)


def _measures(
    survey: OpenSurvey,
    request: Request,
    statistic: MeasureKind,
    sums: FeatureSums,
    figure: LinearFigure,
    level: float,
) -> Measures:
    by_fisher = statistic in CORRELATIONS
    rules = survey.codebook.disclosure
    precision = precision_of(survey, request, means=True)
    protecting = not tells_values(rules)
    measures = tuple(
        tell_measure(measure, statistic, precision) if protecting else measure
        for measure in _exact(survey, request, sums, figure, level, by_fisher=by_fisher)
    )
    method = "fisher z" if by_fisher else "wald"
    told = (survey, request, statistic, "", method, level, measures)
    return Measures(*told, lonely=lonely_strata(survey), rounded=protecting)


def _exact(
    survey: OpenSurvey,
    request: Request,
    sums: FeatureSums,
    figure: LinearFigure,
    level: float,
    *,
    by_fisher: bool,
) -> Iterator[Measure]:
    """Return the measures that may be shown, not yet rounded."""
    hidden = hidden_figures(survey, request, means=True)[:, 0] | leaves_few(survey, request)
    positive, weight = sums.positive[:, :, None], sums.weight[:, :, None]
    df = df_of_each(sums.units, positive)[:, 0]
    base, base_weight = sums.positive.sum(axis=0), sums.units.whole(sums.weight)
    known = tells_variance(sums.units, positive, weight, df[:, None], figure.se[:, None])[:, 0]
    half = np.where(figure.se > 0, t_quantile(level, df) * figure.se, 0)
    low, upp = figure.value - half, figure.value + half
    if by_fisher:
        low, upp = fisher(figure.value, half)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(figure.deff > 0, base / figure.deff, base)
    effective = np.where(known & np.isfinite(figure.value), effective, 0)
    for domain, group in enumerate(request.groups):
        words = flags(
            survey.codebook.disclosure, base[domain], effective[domain],
            boundary=False, protecting=bool(hidden[domain]),
        )  # fmt: skip
        told = "suppressed" not in words
        shown = told and "unreliable" not in words
        yield Measure(
            group=group,
            probability=None,
            base=int(base[domain]) if told else None,
            base_weighted=number_or_none(base_weight[domain], visible=told),
            value=number_or_none(figure.value[domain], visible=shown),
            se=number_or_none(figure.se[domain], visible=shown),
            low=number_or_none(low[domain], visible=shown and bool(known[domain])),
            upp=number_or_none(upp[domain], visible=shown and bool(known[domain])),
            deff=number_or_none(figure.deff[domain], visible=shown),
            df=int(df[domain]) if told else None,
            flags=words,
            basis=basis_of(survey.codebook, request, [domain], ""),
        )
