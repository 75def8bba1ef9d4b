"""Adjusted comparisons: how groups would differ if other variables were alike in all of them.

A share is modelled by log-odds, a mean by itself, from the groups and the covariates without
interactions. Each group's predictive margin is what the model expects of all respondents, were they
in that group. It describes, and does not explain: what no covariate measures is not held alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.adjusted.adjusted_request import adjusted_request
from insight.analysis.adjusted.adjusted_result import (
    Adjusted,
    AdjustedDifference,
    AdjustedGroup,
    Told,
)
from insight.analysis.adjusted.adjusted_rounding import precision_of_model, round_adjusted
from insight.analysis.adjusted.model_cells import ModelCells
from insight.analysis.adjusted.model_gates import (
    refuse_few_left_out,
    refuse_hidden_cells,
    refuse_hidden_groups,
)
from insight.analysis.basis import Basis
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.comparison import compare
from insight.analysis.differences import Difference
from insight.analysis.estimates import Base, Estimate, Statistic
from insight.analysis.table import table
from insight.query.cell_request import Request
from insight.query.counts.group_sums import answers_of
from insight.query.opened import OpenSurvey
from insight.statistics.claims import Contrast
from insight.statistics.contrasts import Adjustment, adjust_p_values
from insight.statistics.joint_tests import JointTest
from insight.statistics.models.fitted_model import Family, Fitted
from insight.statistics.models.model_terms import placed
from insight.statistics.models.predictive_margins import Margins, predictive_margins, wald_test
from insight.survey.filters import EVERYONE, Where


def adjust(
    survey: OpenSurvey,
    item: str,
    key: str,
    between: str,
    given: str | Sequence[str],
    *,
    where: Where = EVERYONE,
    base: Base = "all",
    adjustment: Adjustment = "holm",
    level: float = 0.95,
    statistic: Statistic | None = None,
) -> Adjusted:
    """Compare groups as they would stand if other variables were alike in all of them.

    Parameters
    ----------
    survey, item, key, between
        As :func:`insight.compare`.
    given
        Ids of the single-response variables that are held alike.
    where, base, adjustment, level, statistic
        As :func:`insight.compare`.

    Returns
    -------
    Adjusted
        Each group and each pair of groups, unadjusted and adjusted.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.compare`; also if the model cannot be fitted, or rests on groups or cells
        of which figures may not be shown.
    """
    names = [given] if isinstance(given, str) else list(given)
    request = adjusted_request(survey.codebook, item, between, names, where, base)
    compared = compare(
        *(survey, item, key, between),
        where=where,
        base=base,
        adjustment=adjustment,
        level=level,
        statistic=statistic,
        joint=False,
        effects=False,
    )
    means, wanted = not compared.key, compared.key
    there = [*_groups_there(survey, request.groups, compared)]
    refuse_hidden_groups(there, request.between)
    refuse_hidden_cells(survey, request, wanted, means=means)
    cells = ModelCells.of(request, answers_of(survey, request.cells, wanted))
    _refuse_few_left_out(survey, cells, wanted)
    result = _fit(cells, compared, {group.group[0]: group for group in there}, level)
    return round_adjusted(result, precision_of_model(survey, request, means=means))


def _groups_there(survey: OpenSurvey, request: Request, compared: Comparison) -> Iterator[Estimate]:
    """The unadjusted figures of the groups in which there are respondents."""
    levels = table(
        *(survey, request.item.id),
        by=request.by[0].id,
        where=request.where,
        base="valid" if request.valid_only else "all",
        nets=bool(compared.key),
        statistic=compared.statistic,
        level=compared.level,
    )
    bases = answers_of(survey, request, compared.key).positive.sum(axis=0)
    for base, group in zip(bases, request.groups, strict=True):
        if base > 0:
            yield levels.at(group, compared.key)


def _refuse_few_left_out(survey: OpenSurvey, cells: ModelCells, key: str) -> None:
    request = cells.request.cells
    for number, variable in enumerate(request.by):
        alone = answers_of(survey, replace(request, by=(variable,)), key)
        counted = np.zeros(len(request.levels[number]))
        places = [request.levels[number].index(code) for code in cells.present[number]]
        counted[places] = cells.of_codes(number)
        refuse_few_left_out(survey, variable, alone.positive.sum(axis=0), counted)


def _fit(
    cells: ModelCells, compared: Comparison, levels: dict[str, Estimate], level: float
) -> Adjusted:
    request = cells.request
    family: Family = "logistic" if compared.key else "linear"
    fitted, terms = cells.fit(family)
    margins = predictive_margins(fitted, placed(terms.design, terms.columns[0]))
    codes, bases = cells.present[0], cells.of_codes(0).astype(int).tolist()
    basis: Basis = "assumed" if compared.survey.codebook.simulated else ""
    groups = [
        AdjustedGroup(
            code,
            base,
            _as_told(levels[code]),
            _told(margins.of(number), level),
            margins.df,
            levels[code].flags,
            basis,
        )
        for number, (code, base) in enumerate(zip(codes, bases, strict=True))
    ]
    known = dict(zip(codes, bases, strict=True))
    pairs = (gap for gap in compared.differences if {gap.first, gap.second} <= known.keys())
    gaps = [replace(gap, basis=basis) for gap in _differences(pairs, margins, codes, known, level)]
    p_values = [math.nan if gap.p is None else gap.p for gap in gaps]
    each = adjust_p_values(p_values, compared.adjustment)
    return Adjusted(
        compared.survey,
        request.groups,
        request.given,
        compared.key,
        compared.adjustment,
        level,
        family,
        tuple(groups),
        tuple(
            replace(gap, p_adjusted=None if gap.p is None else float(p))
            for gap, p in zip(gaps, each, strict=True)
        ),
        _together(fitted, terms.columns[0], gaps),
        compared.lonely,
    )


def _together(fitted: Fitted, columns: slice, gaps: Sequence[AdjustedDifference]) -> JointTest:
    """Test all groups at once, where none stands on the other side of a break."""
    test = wald_test(fitted, columns)
    broken = any("break" in gap.flags for gap in gaps)
    return JointTest(math.nan, test.ndf, test.ddf) if broken else test


def _differences(
    pairs: Iterator[Difference],
    margins: Margins,
    codes: Sequence[str],
    bases: dict[str, int],
    level: float,
) -> Iterator[AdjustedDifference]:
    for gap in pairs:
        first, second = codes.index(gap.first), codes.index(gap.second)
        contrast = margins.difference(first, second)
        broken = "break" in gap.flags
        tested = not broken and contrast.se > 0 and contrast.df > 0
        yield AdjustedDifference(
            gap.first,
            gap.second,
            bases[gap.first],
            bases[gap.second],
            Told(gap.value, gap.se, gap.low, gap.upp),
            Told() if broken else _told(contrast, level),
            gap.p_claim_adjusted,
            contrast.statistic if tested else None,
            None if broken else contrast.df,
            contrast.p if tested else None,
            flags=gap.flags,
        )


def _as_told(estimate: Estimate) -> Told:
    return Told(estimate.value, estimate.se, estimate.low, estimate.upp)


def _told(contrast: Contrast, level: float) -> Told:
    if not (contrast.se > 0 and contrast.df > 0):
        return Told(contrast.value, contrast.se)
    half = contrast.half_width(level)
    return Told(contrast.value, contrast.se, contrast.value - half, contrast.value + half)
