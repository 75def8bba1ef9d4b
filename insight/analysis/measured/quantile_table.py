"""Quantiles of numbers, by the groups of a breakdown, with Woodruff's intervals.

A quantile is somebody's answer. Where responses are not open it is told as the middle of a span
that takes in so many that they would be shown as a group: see
:mod:`insight.disclosure.told.told_values`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from insight.analysis.basis import basis_of
from insight.analysis.measured.measures import Measure, Measures, number_or_none
from insight.analysis.measured.number_request import check_choice, number_request
from insight.analysis.raw_estimates import RawEstimates, concatenate, shares_of
from insight.analysis.table import check_level
from insight.disclosure.gates import flags
from insight.disclosure.precision import precision_of, whole_step_below
from insight.disclosure.protection import hidden_figures
from insight.disclosure.told.told_values import is_told, tells_values, told_value
from insight.language.errors import Fault, RequestError
from insight.query.cell_request import Request
from insight.query.measured.value_weights import ValueWeights, parts_at_most, value_weights
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import lonely_strata
from insight.statistics.intervals import METHODS, Method, t_quantile
from insight.statistics.measures.quantiles import RULES, Rule, quantile
from insight.survey.filters import EVERYONE, Where

QUARTILES = (0.25, 0.5, 0.75)
MOST_PROBABILITIES = 99


def quantiles(
    survey: OpenSurvey,
    item: str,
    probabilities: Sequence[float] = QUARTILES,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    rule: Rule = "math",
    method: Method = "logit",
    level: float = 0.95,
) -> Measures:
    """Estimate quantiles of a number, or of a single-response item's codes as scores.

    Parameters
    ----------
    survey, item, by, where
        As :func:`insight.table`.
    probabilities
        The shares at or below the quantiles: 0.5 is the median. Where responses are not open,
        whole twentieths only.
    rule
        What is taken where a share is a probability exactly: R's ``math``, the value itself, or
        ``school``, the mean of it and the next.
    method
        Kind of interval for the share at or below the quantile, from which its limits follow.
    level
        Confidence level, from 0.5 to 0.999.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`; also if there is no such quantile or rule.
    """
    request = number_request(survey, [item], by, where, "quantile")
    _check_rule(rule)
    check_choice("fault.unknown_method", method, METHODS)
    check_level(level)
    wanted = _check_probabilities(survey, probabilities)
    hidden = hidden_figures(survey, request, means=True)[:, 0]
    values = value_weights(survey, request)
    found = [
        list(_measures(survey, request, values, hidden, _Asked(one, rule, method, level)))
        for one in wanted
    ]
    measures = tuple(one for group in zip(*found, strict=True) for one in group)
    rounded = not tells_values(survey.codebook.disclosure)
    return Measures(
        *(survey, request, "quantile", rule, f"woodruff {method}", level, measures),
        lonely=lonely_strata(survey),
        rounded=rounded,
    )


@dataclass(frozen=True)
class _Asked:
    probability: float
    rule: Rule
    method: Method
    level: float


def _check_rule(rule: str) -> None:
    if rule == "hf7":
        raise RequestError(Fault("fault.quantile_hf7"))
    check_choice("fault.unknown_quantile_rule", rule, RULES)


def _check_probabilities(survey: OpenSurvey, probabilities: Sequence[float]) -> list[float]:
    wanted = list(dict.fromkeys(float(one) for one in probabilities))
    strange = [one for one in wanted if not 0 < one < 1]
    if strange or not 0 < len(wanted) <= MOST_PROBABILITIES:
        value = strange[0] if strange else len(wanted)
        raise RequestError(Fault("fault.quantile_probability", {"value": value}))
    if not tells_values(survey.codebook.disclosure):
        for one in wanted:
            if not is_told(one):
                values = {"value": one, "survey": survey.id}
                raise RequestError(Fault("fault.quantile_twentieths", values))
    return wanted


def _measures(
    survey: OpenSurvey,
    request: Request,
    values: Sequence[ValueWeights],
    hidden: np.ndarray,
    asked: _Asked,
) -> Iterator[Measure]:
    """Return a quantile of each group, with what may not be shown left out."""
    rules, rounded = survey.codebook.disclosure, bool(precision_of(survey, request, means=True))
    exact = [quantile(one.values, one.weights, asked.probability, asked.rule) for one in values]
    shares = _shares_at_most(survey, request, exact, asked)
    for domain, group in enumerate(request.groups):
        base, at = shares.base[domain, 0], (domain, 0)
        words = flags(
            rules, base, shares.effective_base[at], boundary=False, protecting=bool(hidden[domain])
        )
        told = "suppressed" not in words
        df = shares.df[at]
        measure = Measure(
            group=group,
            probability=asked.probability,
            base=int(base) if told else None,
            base_weighted=number_or_none(shares.base_weighted[at], visible=told and not rounded),
            value=None, se=None, low=None, upp=None, deff=None,
            df=_df(df, rounded=rounded) if told else None,
            flags=words,
            basis=basis_of(survey.codebook, request, [domain], ""),
        )  # fmt: skip
        if told and "unreliable" not in words:
            ends = (shares.low[at], shares.upp[at])
            measure = _tell(survey, measure, values[domain], exact[domain], ends, asked, df)
        yield measure


def _df(df: float, *, rounded: bool) -> int | None:
    return whole_step_below(int(df)) if rounded else int(df)


def _shares_at_most(
    survey: OpenSurvey, request: Request, exact: Sequence[float], asked: _Asked
) -> RawEstimates:
    parts = parts_at_most(survey, request, exact)
    return concatenate(shares_of(cells, asked.method, asked.level) for cells in parts)


def _tell(
    survey: OpenSurvey,
    measure: Measure,
    of_group: ValueWeights,
    exact: float,
    ends: tuple[float, float],
    asked: _Asked,
    df: float,
) -> Measure:
    """Return a measure with its quantile and limits, as exactly as they are told."""
    values, weights = of_group.values, of_group.weights
    low, upp = (quantile(values, weights, end, asked.rule) for end in ends)
    rules = survey.codebook.disclosure
    told = tuple(number_or_none(one) for one in (exact, low, upp))
    if not tells_values(rules):
        counted = of_group.respondents
        present = counted > 0
        given = (values[present], counted[present], rules.min_base)
        told = (
            told_value(exact, *given),
            told_value(low, *given, "low"),
            told_value(upp, *given, "high"),
        )
    value, low_told, upp_told = told
    if value is None:
        return replace(measure, flags=("suppressed",))
    if low_told is not None:
        low_told = min(low_told, value)
    if upp_told is not None:
        upp_told = max(upp_told, value)
    se = None
    if low_told is not None and upp_told is not None:
        half = float(t_quantile(asked.level, np.array(df)))
        se = number_or_none((upp_told - low_told) / (2 * half)) if half > 0 else None
    return replace(measure, value=value, se=se, low=low_told, upp=upp_told)
