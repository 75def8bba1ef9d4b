"""Comparisons within a survey: groups, a group against all others, and waves, each tested.

What may not be shown may not be compared either, and figures on either side of a break are not
compared at all. All differences asked for in one go are one family, whose p values are adjusted
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from insight.analysis.basis import basis_of, weakest
from insight.analysis.compared.compared_sides import (
    Sides,
    groups_shown,
    held_difference,
    hidden_sides,
    hold_side,
    sides_of,
)
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.compared.comparison_rounding import round_comparison
from insight.analysis.differences import AGAINST, Against, Difference, adjusted
from insight.analysis.estimates import Base, Statistic, with_figures
from insight.analysis.joint_comparison import compare_together
from insight.analysis.measured.effect_intervals import with_effects
from insight.analysis.table import check_level, request_for, statistic_of
from insight.disclosure.precision import precision_of
from insight.disclosure.protection import hides_answers_alike
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss
from insight.query.cell_request import Request
from insight.query.cells import ShareCells, share_cells
from insight.query.counts.group_sums import answers_of
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import lonely_strata
from insight.statistics.answer_sums import Answers, standard_deviation
from insight.statistics.claims import Claim, Contrast, claims_by_t, detectable_each
from insight.statistics.contrasts import ADJUSTMENTS, Adjustment, difference
from insight.statistics.measures.effect_sizes import pooled_deviation
from insight.statistics.share_contrasts import ShareTest, contrast_each
from insight.statistics.sides_together import work_out_together
from insight.survey.filters import EVERYONE, Where

# A test that would miss even this four times in five has too few answers to say that nothing is
# there: 20 percentage points, or half a standard deviation.
LARGE_SHARE, LARGE_MEAN = 0.2, 0.5
SUMS_AT_ONCE = 300_000
UNTESTED = frozenset({"suppressed", "unreliable", "break"})


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
    held = (one for request in requests for one in _hold(survey, request, keys, against, statistic))
    for some in _in_parts(held):
        for one, tested in zip(some, _test_each(some, level), strict=True):
            told = with_effects(tested, one.answers, one.sides, level) if effects else tested
            yield _compare(survey, one, told, against, adjustment, level, joint=joint)


class _Held(NamedTuple):
    """A comparison whose sides have been held against the gates, before any is tested."""

    request: Request
    key: str
    answers: Answers
    cells: ShareCells | None
    sides: list[Sides]
    gaps: list[Difference]


def _hold(
    survey: OpenSurvey,
    request: Request,
    keys: Sequence[str],
    against: Against,
    statistic: Statistic | None,
) -> Iterator[_Held]:
    means = _compares_means(request, statistic)
    cells = None if means else share_cells(survey, request)
    sides = list(sides_of(len(request.groups), against))
    wanted = ["" if means else _target(request, key) for key in keys]
    each = [answers_of(survey, request, key, cells) for key in wanted]
    if not means:
        work_out_together(each, sides)
    hidden: Mapping[tuple[int, ...], bool] = {}
    for key, answers in zip(wanted, each, strict=True):
        if not hidden or not hides_answers_alike(request):
            hidden = hidden_sides(survey, request, sides, key)
        bases = answers.positive.sum(axis=0).tolist()
        of_side = {
            side: hold_side(survey, request, key, answers, side, bases, hidden=is_hidden)
            for side, is_hidden in hidden.items()
        }
        both = ((of_side[tuple(first)], of_side[tuple(second)]) for first, second in sides)
        gaps = [held_difference(survey, request, *held) for held in both]
        yield _Held(request, key, answers, cells, sides, gaps)


def _in_parts(held: Iterable[_Held]) -> Iterator[list[_Held]]:
    """Comparisons that are tested together: as many as can be held at once."""
    part: list[_Held] = []
    for one in held:
        part.append(one)
        if sum(each.answers.w.size for each in part) > SUMS_AT_ONCE:
            yield part
            part = []
    yield part


def _compare(
    survey: OpenSurvey,
    held: _Held,
    tested: Sequence[Difference],
    against: Against,
    adjustment: Adjustment,
    level: float,
    *,
    joint: bool,
) -> Comparison:
    request, key = held.request, held.key
    gaps = adjusted(tested, adjustment)
    comparison = _comparison(survey, request, key, against, adjustment, level, gaps)
    if joint:
        kept = groups_shown(survey, request, key, held.answers)
        comparison = compare_together(comparison, kept, held.answers, held.cells)
    precision = precision_of(survey, request, means=not key, several=int(against == "rest"))
    return round_comparison(comparison, precision)


def _comparison(
    survey: OpenSurvey,
    request: Request,
    key: str,
    against: Against,
    adjustment: Adjustment,
    level: float,
    gaps: tuple[Difference, ...] = (),
) -> Comparison:
    groups = ([group] for group in range(len(request.groups)))
    basis = weakest(basis_of(survey.codebook, request, group, key) for group in groups)
    asked = (survey, request, key, against, adjustment, level)
    return Comparison(*asked, gaps, lonely=lonely_strata(survey), basis=basis)


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
    kept = groups_shown(survey, request, key, answers)
    codes = (code for (code,) in request.groups)
    left_out = tuple(code for group, code in enumerate(codes) if group not in kept)
    comparison = _comparison(survey, request, key, "pairs", "none", level)
    return replace(comparison, left_out=left_out), answers


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
    if key not in keys:
        values = {"name": key, "item": request.item.id, "hint": near_miss(key, keys)}
        raise UnknownNameError(Fault("fault.unknown_target", values))
    return key


def _test_each(held: Sequence[_Held], level: float) -> Iterator[list[Difference]]:
    """Test all sides that may be shown, of all comparisons at once."""
    contrasts = [
        [
            None if UNTESTED.intersection(gap.flags) else difference(one.answers, *sides)
            for gap, sides in zip(one.gaps, one.sides, strict=True)
        ]
        for one in held
    ]
    shares = [
        ShareTest(one.answers, sides, (1, -1))
        for one, of_one in zip(held, contrasts, strict=True)
        for sides, contrast in zip(one.sides, of_one, strict=True)
        if one.key and contrast and contrast.df > 0
    ]
    found = _Found.of(contrasts, held, contrast_each(shares, level), level)
    for one, of_one in zip(held, contrasts, strict=True):
        yield [
            _tell(gap, one, sides, contrast, next(found)) if contrast else gap
            for gap, sides, contrast in zip(one.gaps, one.sides, of_one, strict=True)
        ]


class _Found(NamedTuple):
    """What the tests found of a contrast: Student's t, and the claim that findings rest on."""

    by_t: Claim | None
    claim: Claim | None
    detectable: float | None

    @classmethod
    def of(
        cls,
        contrasts: Sequence[Sequence[Contrast | None]],
        held: Sequence[_Held],
        of_shares: Sequence[Claim],
        level: float,
    ) -> Iterator[_Found]:
        """Test contrasts by t all at once; claims of shares are their own, in the same order."""
        told = [
            (one, bool(each.key))
            for each, of_one in zip(held, contrasts, strict=True)
            for one in of_one
            if one
        ]
        by_t, shares = claims_by_t([one for one, _ in told], level), iter(of_shares)
        claims = [
            next(shares) if is_share and one.df > 0 else claim
            for (one, is_share), claim in zip(told, by_t, strict=True)
        ]
        claimed = (claim for claim in claims if claim)
        sizes = iter(detectable_each([*claimed], level))
        for claim, other in zip(claims, by_t, strict=True):
            yield cls(other, claim, next(sizes) if claim else None)


def _tell(
    gap: Difference, held: _Held, sides: Sides, contrast: Contrast, found: _Found
) -> Difference:
    """Tell what the tests found of one side against the other."""
    answers, shares = held.answers, bool(held.key)
    values = [answers.mean_of(side).value for side in sides]
    by_t, claim, detectable = found
    large, deviation = LARGE_SHARE, None
    if not shares:
        large = LARGE_MEAN * standard_deviation(answers, [*sides[0], *sides[1]])
        deviation = pooled_deviation(answers, *sides)
    return with_figures(
        gap,
        flags=(*gap.flags, "boundary") if shares and not {0, 1}.isdisjoint(values) else gap.flags,
        value_first=values[0],
        value_second=values[1],
        value=contrast.value,
        se=contrast.se,
        low=by_t.low if by_t else None,
        upp=by_t.upp if by_t else None,
        statistic=contrast.statistic if by_t else None,
        df=contrast.df,
        p=by_t.p if by_t else None,
        detectable=detectable,
        claim=claim,
        exact=claim,
        large=large,
        deviation=deviation,
    )
