"""Sides of comparisons: one group or several together, held against the gates before any test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from insight.analysis.basis import Basis, basis_of, weakest
from insight.analysis.differences import REST, Against, Difference
from insight.analysis.joint_comparison import is_broken
from insight.disclosure.gates import flags
from insight.disclosure.protection import hidden_sets
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.statistics.answer_sums import Answers
from insight.survey.folders import Survey

Sides = tuple[list[int], list[int]]


class Side(NamedTuple):
    """One side of comparisons: its code, its respondents, and what the gates say of it."""

    code: str
    base: int
    flags: tuple[str, ...]
    basis: Basis


def sides_of(groups: int, against: Against) -> Iterator[Sides]:
    """Return which groups are compared with which, by their numbers."""
    if against == "pairs" or groups == 2:  # with two groups all others are the other
        yield from (
            ([first], [second]) for first, second in itertools.combinations(range(groups), 2)
        )
    else:
        for group in range(groups):
            yield [group], [other for other in range(groups) if other != group]


def hold_side(
    survey: Survey,
    request: Request,
    key: str,
    answers: Answers,
    side: tuple[int, ...],
    of_groups: Sequence[float],
    *,
    hidden: bool,
) -> Side:
    """Hold a side against the gates, once for all comparisons that it is a side of.

    Parameters
    ----------
    survey, request, key, answers
        Whose answers to what are compared.
    side
        Numbers of the groups that are taken together; of several the code is that of the rest.
    of_groups
        Respondents in the base of each group.
    hidden
        Whether the side would tell of few (:mod:`insight.disclosure.protection`).
    """
    base = int(sum(of_groups[group] for group in side))
    return Side(
        request.groups[side[0]][0] if len(side) == 1 else REST,
        base,
        _flags(survey, answers, list(side), base, hidden=hidden),
        basis_of(survey.codebook, request, side, key),
    )


def held_difference(survey: Survey, request: Request, first: Side, second: Side) -> Difference:
    """Tell whether either of two sides is hidden, or a break lies between them."""
    codes, basis = (first.code, second.code), weakest([first.basis, second.basis])
    words = tuple(dict.fromkeys([*first.flags, *second.flags]))
    if "suppressed" in words:
        return Difference(*codes, flags=words, basis=basis)
    if "unreliable" not in words and is_broken(survey, request, *codes):
        words = (*words, "break")
    return Difference(
        *codes, flags=words, basis=basis, base_first=first.base, base_second=second.base
    )


def _flags(
    survey: Survey, answers: Answers, side: list[int], base: int, *, hidden: bool
) -> tuple[str, ...]:
    """What the gates say of one side."""
    rules = survey.codebook.disclosure
    if base == 0:
        return ("suppressed",)
    return flags(rules, base, answers.effective_base(side), boundary=False, protecting=hidden)


def hidden_sides(
    survey: OpenSurvey, request: Request, pairs: Sequence[Sides], key: str
) -> dict[tuple[int, ...], bool]:
    """Tell for each side, one group or several together, whether it may not be shown."""
    sides = list(dict.fromkeys(tuple(side) for pair in pairs for side in pair))
    (between,) = request.by
    rest = request.where.without(between.id).conditions
    codes = [tuple(request.groups[group][0] for group in side) for side in sides]
    hidden = hidden_sets(survey, request, (between, codes), rest, key=key, means=not key)
    return dict(zip(sides, hidden, strict=True))


def groups_shown(survey: OpenSurvey, request: Request, key: str, answers: Answers) -> list[int]:
    """Return the groups that have respondents enough to be shown, by their numbers."""
    groups = range(len(request.groups))
    hidden = hidden_sides(survey, request, [([group], [group]) for group in groups], key)
    bases, least = answers.positive.sum(axis=0), max(survey.codebook.disclosure.min_base, 1)
    enough = [group for group in groups if bases[group] >= least and not hidden[group,]]
    return [group for group in enough if answers.effective_base([group]) > 0]
