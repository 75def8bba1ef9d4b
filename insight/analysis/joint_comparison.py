"""Tests of all groups of a comparison at once: association, trend and equality.

Groups that may not be shown, and those without respondents, are in none of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.differences import REST
from insight.query.cell_request import Request
from insight.query.cells import ShareCells, share_cells
from insight.query.opened import OpenSurvey
from insight.statistics.answer_sums import Answers
from insight.statistics.contrasts import trend, trend_coefficients, trend_parts
from insight.statistics.joint_tests import JointTest, equal_means, rao_scott
from insight.statistics.sampled_units import df_together
from insight.statistics.share_contrasts import contrast_shares
from insight.survey.folders import Survey


def compare_together(
    comparison: Comparison, kept: Sequence[int], answers: Answers, cells: ShareCells | None
) -> Comparison:
    """Add the tests of all groups at once that have respondents enough to be shown.

    Parameters
    ----------
    comparison
        The differences.
    kept
        Numbers of those groups.
    answers, cells
        The sums of all groups; cells where they have been counted already.
    """
    survey, request, key = comparison.survey, comparison.request, comparison.key
    codes = [code for (code,) in request.groups]
    left_out = tuple(code for group, code in enumerate(codes) if group not in kept)
    comparison = replace(comparison, left_out=left_out)
    if len(kept) < 2 or is_broken(survey, request, codes[kept[0]], codes[kept[-1]]):
        return comparison
    comparison = replace(comparison, association=_association(survey, request, cells, kept))
    times = _times(survey, request, [codes[group] for group in kept])
    if not times:
        return comparison
    answers = answers.among(kept)
    slope = trend(answers, times)
    claim = slope.claim(comparison.level) if slope.se > 0 else None
    if key:
        sides = [[wave] for wave in range(len(kept))]
        claim = contrast_shares(answers, sides, trend_coefficients(times), comparison.level)
    return replace(
        comparison,
        trend=slope,
        trend_claim=claim,
        trend_of=trend_parts(answers, times),
        equality=equal_means(answers),
    )


def _times(survey: Survey, request: Request, codes: Sequence[str]) -> list[float]:
    """When each wave was; empty where the groups are not three waves in time or more."""
    wave, times = survey.codebook.wave, survey.codebook.wave_times
    if wave is None or times is None or request.by[0].id != wave.id or len(codes) < 3:
        return []
    return [times[code] for code in codes] if times.keys() >= {*codes} else []


def _association(
    survey: OpenSurvey, request: Request, cells: ShareCells | None, kept: Sequence[int]
) -> JointTest | None:
    if request.item.kind != "single":
        return None
    cells = cells or share_cells(survey, request)
    answers = len(request.categories)
    chosen, base, groups = cells.chosen, cells.base, list(kept)
    test = rao_scott(
        cells.units,
        chosen.weight[:, groups, :answers],
        chosen.weight_squared[:, groups, :answers],
        df_together(cells.units, base.positive[:, :, 0], groups),
        float(base.respondents[:, groups, 0].sum()),
    )
    return test if math.isfinite(test.statistic) else None


def is_broken(survey: Survey, request: Request, first: str, second: str) -> bool:
    """Whether the item cannot be compared between two waves."""
    wave = survey.codebook.wave
    if wave is None or request.by[0].id != wave.id or REST in (first, second):
        return wave is not None and request.by[0].id == wave.id and bool(request.item.breaks)
    if not survey.codebook.waves_ordered:
        return bool(request.item.breaks)
    order = list(wave.by_key)
    early, late = sorted((order.index(first), order.index(second)))
    starts = (
        order.index(wave_break.wave)
        for wave_break in request.item.breaks
        if wave_break.wave in order
    )
    return any(early < start <= late for start in starts)
