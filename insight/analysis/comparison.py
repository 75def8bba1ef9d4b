"""Comparisons within a survey: groups, a group against all others, and waves, each tested.

What may not be shown may not be compared either, and figures on either side of a break are not
compared at all. All differences asked for in one go are one family, whose p values are adjusted
together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.basis import bases_of, weakest
from insight.analysis.compared.compared_sides import HeldSides, Sides
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.compared.comparison_rounding import round_comparison, round_tested
from insight.analysis.compared.tested_sides import TestedSides, tests_of_sides
from insight.analysis.differences import AGAINST, Against, Difference
from insight.analysis.estimates import Base, Statistic
from insight.analysis.joint_comparison import compare_together
from insight.analysis.measured.effect_intervals import with_effects
from insight.analysis.table import check_level, request_for, statistic_of
from insight.disclosure.precision import precision_of
from insight.disclosure.protection import hidden_sets, hides_answers_alike
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss
from insight.query.cell_request import Request
from insight.query.cells import share_cells
from insight.query.counts.group_sums import answers_of
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import lonely_strata
from insight.statistics.answer_sums import Answers
from insight.statistics.contrasts import ADJUSTMENTS, Adjustment
from insight.statistics.sides_together import work_out_together
from insight.survey.filters import EVERYONE, Where

SUMS_AT_ONCE = 300_000


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
    effects: bool = True,
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
    effects
        Whether sizes of effects have intervals.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`.
    """
    choices = (against, adjustment, level, statistic, joint, effects)
    return next(compare_each(survey, item, [key], [(between, where)], base, *choices))


def compare_each(
    survey: OpenSurvey,
    item: str,
    keys: Sequence[str],
    blocks: Sequence[tuple[str, Where]],
    base: Base,
    against: Against,
    adjustment: Adjustment,
    level: float,
    statistic: Statistic | None = None,
    joint: bool = False,
    effects: bool = False,
) -> Iterator[Comparison]:
    """Test several categories and nets as :func:`compare` tests one; each is a family of its own.

    A block is a variable whose groups are compared, and the respondents; comparisons come by block,
    then by key. Of means there is one key, which is ignored.
    """
    _check_choices(against, adjustment, level)
    requests = (
        request_for(survey.codebook, item, [between], where, base) for between, where in blocks
    )
    held = (_hold(survey, request, keys, against, statistic) for request in requests)
    for some in _in_parts(held):
        tested = tests_of_sides(some, level).adjusted(adjustment)
        yield from _compare(survey, tested, against, adjustment, level, joint, effects)


def _hold(
    survey: OpenSurvey,
    request: Request,
    keys: Sequence[str],
    against: Against,
    statistic: Statistic | None,
) -> HeldSides:
    means = _compares_means(request, statistic)
    cells = None if means else share_cells(survey, request)
    pairs = list(_sides(len(request.groups), against))
    wanted = [""] if means else [_target(request, key) for key in keys]
    each = [answers_of(survey, request, key, cells) for key in wanted]
    figures = work_out_together(each, pairs, are_shares=not means)
    alike = hides_answers_alike(request)
    asked = wanted[:1] if alike else wanted
    hidden = [_hidden(survey, request, figures.sides, key) for key in asked]
    of_keys = np.array(hidden * (len(wanted) if alike else 1), dtype=bool)
    return HeldSides.of(survey, request, wanted, each, cells, pairs, figures, of_keys)


def _in_parts(held: Iterable[HeldSides]) -> Iterator[list[HeldSides]]:
    """Comparisons that are tested together: as many as can be held at once."""
    part: list[HeldSides] = []
    for one in held:
        part.append(one)
        if sum(each.size for each in part) > SUMS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _compare(
    survey: OpenSurvey,
    tested: TestedSides,
    against: Against,
    adjustment: Adjustment,
    level: float,
    joint: bool,
    effects: bool,
) -> Iterator[Comparison]:
    """Tell the comparisons of requests, answer by answer."""
    several, lonely = int(against == "rest"), lonely_strata(survey)
    each = [
        precision_of(survey, held.request, means=not held.keys[0], several=several)
        for held in tested.held
    ]
    gaps = iter(round_tested(tested, each).differences(survey))
    for held, precision in zip(tested.held, each, strict=True):
        request = held.request
        for key, answers in zip(held.keys, held.answers, strict=True):
            of_key = tuple(itertools.islice(gaps, len(held.pairs)))
            if effects and not precision:  # rounded, they would tell how the two answer together
                of_key = with_effects(of_key, answers, held.pairs, level)
            comparison = _told(
                *(survey, request, key, against, adjustment, level, of_key, bool(precision), lonely)
            )
            if joint:
                kept = _shown(survey, request, key, answers)
                comparison = compare_together(comparison, kept, answers, held.cells)
                comparison = round_comparison(comparison, precision)
            yield comparison


def _told(
    survey: OpenSurvey,
    request: Request,
    key: str,
    against: Against,
    adjustment: Adjustment,
    level: float,
    gaps: tuple[Difference, ...],
    rounded: bool,
    lonely: int,
) -> Comparison:
    """A comparison of the differences of one answer, and what its groups' levels rest on."""
    groups = [[group] for group in range(len(request.groups))]
    basis = weakest(bases_of(survey.codebook, request, groups, [key]))
    asked = (survey, request, key, against, adjustment, level)
    return Comparison(*asked, gaps, lonely=lonely, rounded=rounded, basis=basis)


def compare_none(
    survey: OpenSurvey,
    item: str,
    key: str,
    between: str,
    where: Where,
    base: Base,
    level: float,
    statistic: Statistic | None,
) -> tuple[Comparison, Answers]:
    """Return a comparison without differences, with the groups that it leaves out, and the sums.

    It is for what is tested over all groups at once; everything else is as :func:`compare`.
    """
    check_level(level)
    request = request_for(survey.codebook, item, [between], where, base)
    key = "" if _compares_means(request, statistic) else _target(request, key)
    answers = answers_of(survey, request, key)
    kept = _shown(survey, request, key, answers)
    left_out = (code for at, (code,) in enumerate(request.groups) if at not in kept)
    rounded = bool(precision_of(survey, request, means=not key))
    lonely = lonely_strata(survey)
    found = _told(survey, request, key, "pairs", "none", level, (), rounded, lonely)
    return replace(found, left_out=tuple(left_out)), answers


def _check_choices(against: str, adjustment: str, level: float) -> None:
    check_level(level)
    _require_choice("fault.unknown_against", against, AGAINST)
    _require_choice("fault.unknown_adjustment", adjustment, ADJUSTMENTS)


def _require_choice(fault: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise RequestError(Fault(fault, {"value": value, "hint": near_miss(value, choices)}))


def _compares_means(request: Request, statistic: Statistic | None) -> bool:
    chosen = statistic_of(request.item, statistic)
    _require_choice("fault.unknown_statistic", chosen, ("share", "mean"))
    return chosen == "mean"


def _target(request: Request, key: str) -> str:
    keys = [name for name, _ in request.targets]
    if not key:
        raise RequestError(Fault("fault.which_answer", {"item": request.item.id}))
    if key not in keys:
        values = {"name": key, "item": request.item.id, "hint": near_miss(key, keys)}
        raise UnknownNameError(Fault("fault.unknown_target", values))
    return key


def _sides(groups: int, against: Against) -> Iterator[Sides]:
    if against == "pairs" or groups == 2:  # with two groups all others are the other
        yield from (
            ([first], [second]) for first, second in itertools.combinations(range(groups), 2)
        )
    else:
        for group in range(groups):
            yield [group], [other for other in range(groups) if other != group]


def _hidden(
    survey: OpenSurvey, request: Request, sides: Sequence[tuple[int, ...]], key: str
) -> list[bool]:
    """Tell for each side, one group or several together, whether it may not be shown."""
    (between,) = request.by
    rest = request.where.without(between.id).conditions
    codes = [tuple(request.groups[group][0] for group in side) for side in sides]
    return hidden_sets(survey, request, (between, codes), rest, key=key, means=not key)


def _shown(survey: OpenSurvey, request: Request, key: str, answers: Answers) -> list[int]:
    """The groups that have respondents enough to be shown, by their numbers."""
    groups = range(len(request.groups))
    hidden = _hidden(survey, request, [(group,) for group in groups], key)
    bases, least = answers.positive.sum(axis=0), max(survey.codebook.disclosure.min_base, 1)
    enough = [group for group in groups if bases[group] >= least and not hidden[group]]
    return [group for group in enough if answers.effective_base([group]) > 0]
