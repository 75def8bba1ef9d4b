"""Comparisons within a survey: groups, a group against all others, and waves, each tested.

What may not be shown may not be compared either, and figures on either side of a break are not
compared at all. All differences asked for in one go are one family, whose p values are adjusted
together.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.basis import Basis, basis_of, weakest
from insight.analysis.comparison_rounding import round_comparison
from insight.analysis.differences import AGAINST, REST, Against, Comparison, Difference
from insight.analysis.estimates import Base, Statistic
from insight.analysis.joint_comparison import compare_together, is_broken
from insight.analysis.table import check_level, request_for, statistic_of
from insight.disclosure.gates import flags
from insight.disclosure.precision import precision_of
from insight.disclosure.protection import hidden_sets
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss
from insight.query.cell_request import Request
from insight.query.cells import ShareCells, mean_cells, share_cells
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import lonely_strata
from insight.statistics.answer_sums import Answers, standard_deviation
from insight.statistics.contrasts import ADJUSTMENTS, Adjustment, adjust_p_values, difference
from insight.statistics.share_contrasts import contrast_shares
from insight.survey.filters import EVERYONE, Where
from insight.survey.folders import Survey

# A test that would miss even this four times in five has too few answers to say that nothing is
# there: 20 percentage points, or half a standard deviation.
LARGE_SHARE, LARGE_MEAN = 0.2, 0.5


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
    survey, item
        The survey to ask, and the id of its item.
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
    choices = (against, adjustment, level, statistic)
    return next(compare_each(survey, item, [key], between, where, base, *choices, joint=joint))


def compare_each(
    survey: OpenSurvey,
    item: str,
    keys: Sequence[str],
    between: str,
    where: Where,
    base: Base,
    against: Against,
    adjustment: Adjustment,
    level: float,
    statistic: Statistic | None = None,
    *,
    joint: bool = False,
) -> Iterator[Comparison]:
    """Test several categories and nets as :func:`compare` tests one; each is a family of its own.

    Of means there is one key, which is ignored.
    """
    request = request_for(survey.codebook, item, [between], where, base)
    _check_choices(against, adjustment, level)
    means = _compares_means(request, statistic)
    targets = ["" if means else _target(request, key) for key in keys]
    cells = None if means else share_cells(survey, request)
    precision = precision_of(survey, request, means=means, several=int(against == "rest"))
    for target in targets:
        answers = answers_of(survey, request, target, cells)
        comparison = Comparison(
            *(survey, request, target, against, adjustment, level),
            _adjust(_differences(survey, request, target, answers, against, level), adjustment),
            lonely=lonely_strata(survey),
            basis=_basis(survey, request, range(len(request.groups)), target),
        )
        if joint:
            kept = _shown(survey, request, target, answers)
            comparison = compare_together(comparison, kept, answers, cells)
        yield round_comparison(comparison, precision)


def _check_choices(against: str, adjustment: str, level: float) -> None:
    check_level(level)
    _require_choice("fault.unknown_against", against, AGAINST)
    _require_choice("fault.unknown_adjustment", adjustment, ADJUSTMENTS)


def _differences(
    survey: OpenSurvey,
    request: Request,
    key: str,
    answers: Answers,
    against: Against,
    level: float,
) -> list[Difference]:
    """Compare every group with every other, or with all others together."""
    pairs = list(_sides(len(request.groups), against))
    hidden = _hidden(survey, request, pairs, key)
    return [_compare_sides(survey, request, key, answers, sides, level, hidden) for sides in pairs]


def _basis(survey: Survey, request: Request, groups: Iterable[int], key: str) -> Basis:
    """What the levels of some groups rest on, the weakest of them."""
    return weakest(basis_of(survey.codebook, request, [group], key) for group in groups)


def _adjust(compared: Sequence[Difference], adjustment: Adjustment) -> tuple[Difference, ...]:
    """Adjust both p values of all differences, each over its own tests."""
    by_t = [math.nan if gap.p is None else gap.p for gap in compared]
    claims = [gap.claim.p if gap.claim else math.nan for gap in compared]
    adjusted = (adjust_p_values(p_values, adjustment) for p_values in (by_t, claims))
    return tuple(
        replace(
            gap,
            p_adjusted=None if gap.p is None else p,
            p_claim_adjusted=p_claim if gap.claim else None,
        )
        for gap, p, p_claim in zip(compared, *adjusted, strict=True)
    )


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


def answers_of(
    survey: OpenSurvey, request: Request, key: str, cells: ShareCells | None = None
) -> Answers:
    """Sum the answers of each group: for a category or net, or for a mean where `key` is empty."""
    if key:
        return _of_shares(cells or share_cells(survey, request), request, key)
    means = mean_cells(survey, request)
    base = means.base
    return Answers(
        means.units,
        base.positive[:, :, 0],
        base.weight[:, :, 0],
        means.wy[:, :, 0],
        means.wyy[:, :, 0],
        base.weight_squared[:, :, 0],
        means.wwy[:, :, 0],
        means.wwyy[:, :, 0],
        means.centre[:, 0],
    )


def _of_shares(cells: ShareCells, request: Request, key: str) -> Answers:
    number = [name for name, _ in request.targets].index(key)
    of_base = min(number, cells.base.weight.shape[2] - 1)
    chosen, chosen_squared = (
        cells.chosen.weight[:, :, number],
        cells.chosen.weight_squared[:, :, number],
    )
    return Answers(
        cells.units.of_base(of_base),
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
    of_sides = (basis_of(survey.codebook, request, side, key) for side in sides)
    result = Difference(first, second, basis=weakest(of_sides))
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
    if is_broken(survey, request, first, second):
        return replace(result, flags=(*result.flags, "break"))
    return _test_sides(result, answers, sides, level, shares=bool(key))


def _test_sides(
    result: Difference,
    answers: Answers,
    sides: tuple[list[int], list[int]],
    level: float,
    *,
    shares: bool,
) -> Difference:
    """Test one side against the other, both of which may be shown."""
    contrast = difference(answers, *sides)
    values = [answers.mean_of(side).value for side in sides]
    tested = contrast.se > 0 and contrast.df > 0
    by_t = contrast.claim(level) if tested else None
    claim, large = by_t, LARGE_SHARE
    if shares and contrast.df > 0:
        claim = contrast_shares(answers, sides, [1, -1], level)
    elif not shares:
        large = LARGE_MEAN * standard_deviation(answers, [*sides[0], *sides[1]])
    certain = shares and not {0, 1}.isdisjoint(values)
    return replace(
        result,
        flags=(*result.flags, "boundary") if certain else result.flags,
        value_first=values[0],
        value_second=values[1],
        value=contrast.value,
        se=contrast.se,
        low=by_t.low if by_t else None,
        upp=by_t.upp if by_t else None,
        statistic=contrast.statistic if tested else None,
        df=contrast.df,
        p=by_t.p if by_t else None,
        detectable=claim.detectable(level) if claim else None,
        claim=claim,
        exact=claim,
        large=large,
    )


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
    return flags(rules, base, answers.effective_base(side), boundary=False, protecting=hidden)


def _shown(survey: OpenSurvey, request: Request, key: str, answers: Answers) -> list[int]:
    """The groups that have respondents enough to be shown, by their numbers."""
    groups = range(len(request.groups))
    hidden = _hidden(survey, request, [([group], [group]) for group in groups], key)
    bases, least = answers.positive.sum(axis=0), max(survey.codebook.disclosure.min_base, 1)
    enough = [group for group in groups if bases[group] >= least and not hidden[group,]]
    return [group for group in enough if answers.effective_base([group]) > 0]
