"""Comparisons within a survey: groups, a group against all others, and waves, each tested.

What may not be shown may not be compared either, and figures on either side of a break are not
compared at all. All differences asked for in one go are one family, whose p values are adjusted
together.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.basis import basis_of, weakest
from insight.analysis.differences import AGAINST, REST, Against, Comparison, Difference
from insight.analysis.estimates import Base, Statistic
from insight.analysis.rounding import round_comparison
from insight.analysis.table import check_level, request_for, statistic_of
from insight.disclosure.gates import flags
from insight.disclosure.precision import precision_of
from insight.disclosure.protection import hidden_sets
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss
from insight.query.cells import Request, ShareCells, mean_cells, share_cells
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import strata
from insight.statistics import intervals
from insight.statistics.contrasts import (
    ADJUSTMENTS,
    Adjustment,
    Answers,
    JointTest,
    adjust_p_values,
    difference,
    effective_base,
    equal_means,
    mean_of,
    rao_scott,
    trend,
)
from insight.statistics.strata import Strata
from insight.survey.filters import EVERYONE, Where
from insight.survey.folders import Survey


def compare(
    survey: OpenSurvey,
    item: str,
    key: str,
    between: str,
    *,
    where: Where = EVERYONE,
    base: Base = "all",
    against: Against = "pairs",
    adjustment: Adjustment = "holm",
    level: float = 0.95,
    statistic: Statistic | None = None,
    joint: bool = True,
) -> Comparison:
    """Test differences in an item's share or mean between the groups of a variable.

    Parameters
    ----------
    survey
        The survey to ask.
    item
        Id of the item.
    key
        Category or net whose share is compared; ignored where means are.
    between
        Id of the variable whose groups are compared.
    where, base
        As :func:`insight.table`.
    against
        ``pairs`` compares every group with every other, ``rest`` each with all others together.
    adjustment
        How p values are adjusted for the number of differences: ``holm``, ``bh`` or ``none``.
    level
        Confidence level of the intervals.
    statistic
        ``share`` or ``mean``, as :func:`insight.table`; totals are not compared.
    joint
        Whether all groups are tested at once too: association, trend and equality.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`.
    """
    request = request_for(survey.codebook, item, [between], where, base)
    check_level(level)
    _require_choice("fault.unknown_against", against, AGAINST)
    _require_choice("fault.unknown_adjustment", adjustment, ADJUSTMENTS)
    target = "" if _compares_means(request, statistic) else _target(request, key)
    units, cells = strata(survey), None
    if target:
        cells = share_cells(survey, request)
        answers = _of_shares(units, cells, request, target)
    else:
        answers = answers_of(survey, request, target)
    pairs = list(_sides(len(request.groups), against))
    hidden = _hidden(survey, request, pairs, target)
    compared = [
        _compare_sides(survey, request, target, answers, sides, level, hidden) for sides in pairs
    ]
    p_values = [math.nan if gap.p is None else gap.p for gap in compared]
    differences = tuple(
        gap if gap.p is None else replace(gap, p_adjusted=p)
        for gap, p in zip(compared, adjust_p_values(p_values, adjustment), strict=True)
    )
    shown = joint and all("suppressed" not in gap.flags for gap in differences)
    times = _times(survey, request) if shown else []
    parted = _has_break(survey, request)
    groups = range(len(request.groups))
    comparison = Comparison(
        survey,
        request,
        target,
        against,
        adjustment,
        level,
        differences,
        _association(survey, request, cells) if shown and not parted else None,
        trend(answers, times) if times else None,
        equal_means(answers) if times else None,
        weakest(basis_of(survey.codebook, request, [group], target) for group in groups),
    )
    several = int(against == "rest")
    precision = precision_of(survey, request, means=not target, several=several)
    return round_comparison(comparison, precision)


def _require_choice(fault: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise RequestError(Fault(fault, {"value": value, "hint": near_miss(value, choices)}))


def _compares_means(request: Request, statistic: Statistic | None) -> bool:
    chosen = statistic_of(request.item, statistic)
    _require_choice("fault.unknown_statistic", chosen, ("share", "mean"))
    return chosen == "mean"


def _target(request: Request, key: str) -> str:
    keys = [name for name, _ in request.targets]
    if key not in keys:
        values = {"name": key, "item": request.item.id, "hint": near_miss(key, keys)}
        raise UnknownNameError(Fault("fault.unknown_target", values))
    return key


def answers_of(survey: OpenSurvey, request: Request, key: str) -> Answers:
    """Sum the answers of each group: for a category or net, or for a mean where `key` is empty."""
    units = strata(survey)
    if key:
        return _of_shares(units, share_cells(survey, request), request, key)
    means = mean_cells(survey, request)
    base = means.base
    return Answers(
        units,
        base.positive[:, :, 0],
        base.weight[:, :, 0],
        means.wy[:, :, 0],
        means.wyy[:, :, 0],
        base.weight_squared[:, :, 0],
        means.wwy[:, :, 0],
        means.wwyy[:, :, 0],
        means.centre[:, 0],
    )


def _of_shares(units: Strata, cells: ShareCells, request: Request, key: str) -> Answers:
    number = [name for name, _ in request.targets].index(key)
    of_base = min(number, cells.base.weight.shape[2] - 1)
    chosen, chosen_squared = (
        cells.chosen.weight[:, :, number],
        cells.chosen.weight_squared[:, :, number],
    )
    return Answers(
        units,
        cells.base.positive[:, :, of_base],
        cells.base.weight[:, :, of_base],
        chosen,
        chosen,
        cells.base.weight_squared[:, :, of_base],
        chosen_squared,
        chosen_squared,
        np.zeros(chosen.shape[1]),
    )


def _sides(groups: int, against: Against) -> Iterator[tuple[list[int], list[int]]]:
    if against == "pairs" or groups == 2:  # with two groups all others are the other
        yield from (
            ([first], [second]) for first, second in itertools.combinations(range(groups), 2)
        )
    else:
        for group in range(groups):
            yield [group], [other for other in range(groups) if other != group]


def _compare_sides(
    survey: Survey,
    request: Request,
    key: str,
    answers: Answers,
    sides: tuple[list[int], list[int]],
    level: float,
    hidden: Mapping[tuple[int, ...], bool],
) -> Difference:
    """Compare two sides, unless either is hidden or a break lies between them."""
    first, second = (request.groups[side[0]][0] if len(side) == 1 else REST for side in sides)
    bases_of_levels = (basis_of(survey.codebook, request, side, key) for side in sides)
    result = Difference(first, second, basis=weakest(bases_of_levels))
    bases = [int(answers.positive[:, side].sum()) for side in sides]
    words = dict.fromkeys(
        word
        for side, base in zip(sides, bases, strict=True)
        for word in _flags(survey, answers, side, base, hidden=hidden[tuple(side)])
    )
    result = replace(result, flags=tuple(words))
    if "suppressed" in words:
        return result
    result = replace(result, base_first=bases[0], base_second=bases[1])
    if "unreliable" in words:
        return result
    if _broken(survey, request, first, second):
        return replace(result, flags=(*result.flags, "break"))
    contrast = difference(answers, *sides)
    values = [mean_of(answers, side).value for side in sides]
    half = contrast.half_width(level)
    tested = contrast.se > 0 and contrast.df > 0
    certain = bool(key) and not {0, 1}.isdisjoint(values)
    return replace(
        result,
        flags=(*result.flags, "boundary") if certain else result.flags,
        overstated=certain and _overstates(answers, sides, values, level),
        value_first=values[0],
        value_second=values[1],
        value=contrast.value,
        se=contrast.se,
        low=contrast.value - half if tested else None,
        upp=contrast.value + half if tested else None,
        statistic=contrast.statistic if tested else None,
        df=contrast.df,
        p=contrast.p if tested else None,
        detectable=contrast.detectable(level) if tested else None,
    )


def _overstates(
    answers: Answers, sides: tuple[list[int], list[int]], values: Sequence[float], level: float
) -> bool:
    """Whether a side of 0 or 1 has the other side's share within its exact interval."""
    for side, share, other in zip(sides, values, reversed(values), strict=True):
        if share in (0, 1):
            respondents = np.array(effective_base(answers, side))
            low, upp = intervals.clopper_pearson(np.array(share), respondents, level)
            if low <= other <= upp:
                return True
    return False


def _hidden(
    survey: OpenSurvey,
    request: Request,
    pairs: Sequence[tuple[list[int], list[int]]],
    key: str,
) -> dict[tuple[int, ...], bool]:
    """Tell for each side, one group or several together, whether it may not be shown."""
    sides = list(dict.fromkeys(tuple(side) for pair in pairs for side in pair))
    (between,) = request.by
    rest = request.where.without(between.id).conditions
    codes = [tuple(request.groups[group][0] for group in side) for side in sides]
    hidden = hidden_sets(survey, request, (between, codes), rest, key=key, means=not key)
    return dict(zip(sides, hidden, strict=True))


def _flags(
    survey: Survey, answers: Answers, side: list[int], base: int, *, hidden: bool
) -> tuple[str, ...]:
    """What the gates say of one side."""
    rules = survey.codebook.disclosure
    if base == 0:
        return ("suppressed",)
    return flags(rules, base, effective_base(answers, side), boundary=False, protecting=hidden)


def _broken(survey: Survey, request: Request, first: str, second: str) -> bool:
    """Whether the item cannot be compared between two waves."""
    wave = survey.codebook.wave
    if wave is None or request.by[0].id != wave.id or REST in (first, second):
        return wave is not None and request.by[0].id == wave.id and bool(request.item.breaks)
    order = list(wave.by_key)
    early, late = sorted((order.index(first), order.index(second)))
    starts = (
        order.index(wave_break.wave)
        for wave_break in request.item.breaks
        if wave_break.wave in order
    )
    return any(early < start <= late for start in starts)


def _has_break(survey: Survey, request: Request) -> bool:
    """Whether the groups are waves with a break somewhere between them."""
    codes = [group[0] for group in request.groups]
    return _broken(survey, request, codes[0], codes[-1])


def _times(survey: Survey, request: Request) -> list[float]:
    """When each wave was; empty where the groups are not waves in time, or a break parts them."""
    wave = survey.codebook.wave
    if wave is None or request.by[0].id != wave.id or len(request.groups) < 3:
        return []
    codes = [group[0] for group in request.groups]
    if _has_break(survey, request) or not all(code.isdecimal() for code in codes):
        return []
    return [float(code) for code in codes]


def _association(
    survey: OpenSurvey, request: Request, cells: ShareCells | None
) -> JointTest | None:
    if request.item.kind != "single":
        return None
    cells = cells or share_cells(survey, request)
    answers = len(request.categories)
    test = rao_scott(
        strata(survey),
        cells.chosen.weight[:, :, :answers],
        cells.chosen.weight_squared[:, :, :answers],
        cells.base.positive[:, :, 0].sum(axis=1),
        float(cells.base.respondents.sum()),
    )
    return test if math.isfinite(test.statistic) else None
