"""Sides of comparisons: one group or several together, held against the gates before any test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from insight.analysis.basis import Basis, basis_of, weakest
from insight.analysis.differences import REST, Difference
from insight.analysis.joint_comparison import is_broken
from insight.disclosure.gates import flags
from insight.query.cell_request import Request
from insight.statistics.answer_sums import Answers
from insight.survey.folders import Survey


class Side(NamedTuple):
    """One side of comparisons: its code, its respondents, and what the gates say of it."""

    code: str
    base: int
    flags: tuple[str, ...]
    basis: Basis


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
