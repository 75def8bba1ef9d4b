"""Groups of respondents that a survey hides: small ones, and those that would give them away.

Whether a group is hidden depends on its conditions and on the item that is asked about, not on how
it was asked for, whether by a filter or as a row of a table, so that no two answers differ by a
small group. :mod:`insight.disclosure.hidden_groups` has the rules; here they are put to the
respondents of a survey:

* what is hidden of all respondents of a wave is hidden of those who answered an item;
* several waves together are hidden where any of them is;
* a condition on another item is held against that item's own table too;
* where a background variable is itself asked about, its answers are groups like any others.

Respondents who have no value on a background variable are in no group of it, and are left out of
its tables. Whoever takes all groups from the total knows of them, so they are protected as a group
that is never shown: where they are few, a group is hidden with them, and so with cells of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from insight.disclosure.bases import (
    Base,
    axes_of,
    axis_of,
    base_of,
    bases,
    hidden_groups,
    whole_base,
)
from insight.disclosure.cell_flows import Mask
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.filters import Condition, Filter

# A variable and sets of its codes: each set is a group, or part of the condition of one.
Answers = tuple[str, ...]
Sets = tuple[Variable, Sequence[Answers]]
Target = frozenset[str] | None


def hidden_figures(survey: OpenSurvey, request: Request, *, means: bool = False) -> Mask:
    """Tell which figures of a table are hidden because of whom they are about.

    Parameters
    ----------
    survey
        The survey.
    request
        Whose answers to what.
    means
        Whether the figures are means; codes marked missing never count in them.

    Returns
    -------
    array of bool, shape (D, E)
        By group and by target; of means there is one.
    """
    crossed: list[Sets] = [
        (variable, [(code,) for code in codes])
        for variable, codes in zip(request.by, request.levels, strict=True)
    ]
    rest = request.where.without(*(variable.id for variable in request.by))
    crossed += [(condition.variable, [condition.codes]) for condition in rest.conditions]
    targets: list[Target] = [None] if means else [codes for _, codes in request.targets]
    mask = _mask_figures(survey, _exclude_missing(request, means), crossed, targets)
    return mask.reshape(len(request.groups), len(targets))


def hidden_sets(
    survey: OpenSurvey,
    request: Request,
    sets: Sets,
    rest: Sequence[Condition],
    *,
    key: str = "",
    means: bool = False,
) -> list[bool]:
    """Tell which groups are hidden that differ in their codes of one variable only.

    Parameters
    ----------
    survey, request, means
        As :func:`hidden_figures`; of the request only the item and its base matter.
    key
        The category or net that is told of them, where it is one.
    sets
        The variable, and the codes of each group.
    rest
        The conditions that all groups share.
    """
    variable, groups = sets
    targets: list[Target] = [dict(request.targets)[key]] if key else [None]
    request = _exclude_missing(request, means)
    shared: list[Sets] = [(condition.variable, [condition.codes]) for condition in rest]
    hidden: dict[Answers, bool] = {}
    # Those of one code are apart: tables of them have been asked for.
    for is_alone in (True, False):
        some = [codes for codes in groups if (len(codes) == 1) == is_alone]
        if some:
            masks = _mask_figures(survey, request, [(variable, some), *shared], targets)
            hidden |= zip(some, (bool(mask.any()) for mask in masks), strict=True)
    return [hidden[codes] for codes in groups]


def hides_answers_alike(request: Request) -> bool:
    """Tell whether all answers of a group are hidden or none: of one base, and no groups."""
    return request.item.kind == "single" and request.item.role == "item"


def hides(survey: OpenSurvey, where: Filter) -> bool:
    """Tell whether a group is hidden among all respondents, whatever they are asked."""
    crossed: list[Sets] = [
        (condition.variable, [condition.codes]) for condition in where.conditions
    ]
    return bool(_mask_groups(survey, whole_base(), crossed).any())


def hidden_codes(survey: OpenSurvey, variable: Variable, where: Filter) -> list[bool]:
    """Tell for each code of a variable whether the group is hidden that has it and meets a filter.

    It is looked at among all respondents, whatever they are asked.
    """
    crossed: list[Sets] = [
        (variable, [(code,) for code in variable.by_key]),
        *((condition.variable, [condition.codes]) for condition in where.conditions),
    ]
    return [bool(hidden.any()) for hidden in _mask_groups(survey, whole_base(), crossed)]


def _exclude_missing(request: Request, means: bool) -> Request:
    return replace(request, valid_only=request.valid_only or means)


def _mask_figures(
    survey: OpenSurvey,
    request: Request,
    crossed: Sequence[Sets],
    targets: Sequence[Target],
) -> Mask:
    """Tell what is hidden, with a dimension for each variable and one for the targets."""
    item = request.item
    mask = np.zeros((*(len(sets) for _, sets in crossed), len(targets)), dtype=bool)
    if survey.codebook.disclosure.min_base < 2:
        return mask
    for base, numbers in bases(survey, request, targets):
        mask[..., numbers] |= _mask_groups(survey, base, crossed, item)[..., None]
        if not _makes_groups(item, crossed):
            continue
        for number in numbers:
            for codes in (
                [targets[number]] if targets[number] else map(_single_code, request.categories)
            ):
                answer = (item, [tuple(sorted(codes or ()))])
                mask[..., number] |= _mask_groups(survey, base, [*crossed, answer], item)[..., 0]
    return mask | _mask_others(survey, request, crossed)[..., None]


def _mask_others(survey: OpenSurvey, request: Request, crossed: Sequence[Sets]) -> Mask:
    """Tell what the further items of a figure hide, whose answers may be groups as well."""
    mask = np.zeros(tuple(len(sets) for _, sets in crossed), dtype=bool)
    for item in request.others:
        if _makes_groups(item, crossed):
            alone = replace(request, item=item, others=(), valid_only=True)
            mask |= _mask_figures(survey, alone, crossed, [None])[..., 0]
    return mask


def _single_code(code: str) -> frozenset[str]:
    return frozenset([code])


def _makes_groups(item: Variable, crossed: Sequence[Sets]) -> bool:
    """Whether the answers to an item are groups: those of a background variable are."""
    is_crossed = item.kind == "single" and any(variable.id == item.id for variable, _ in crossed)
    return item.role != "item" and item.kind != "numeric" and not is_crossed


def _mask_groups(
    survey: OpenSurvey,
    base: Base,
    crossed: Sequence[Sets],
    item: Variable | None = None,
) -> Mask:
    """Tell which groups are hidden in a base, and in the bases of items there are conditions on.

    It is remembered: all answers to a question, tables and tests of it ask the same.
    """
    groups = tuple((variable.id, *sets) for variable, sets in crossed)
    name = ("hidden", base.name, groups, item.id if item else "")
    return survey.recall(name, lambda: _find_mask(survey, base, crossed, item))


def _find_mask(
    survey: OpenSurvey, base: Base, crossed: Sequence[Sets], item: Variable | None
) -> Mask:
    mask = _mask_in_waves(survey, base, crossed)
    for number, (variable, _) in enumerate(crossed):
        others = [*crossed[:number], *crossed[number + 1 :]]
        if variable.role == "item" and variable != item and others:
            own_mask = _mask_in_waves(survey, base_of(survey, variable), others)
            mask |= np.expand_dims(own_mask, number)
    return mask | any(_adds_to_background(survey, variable, sets) for variable, sets in crossed)


def _adds_to_background(survey: OpenSurvey, variable: Variable, sets: Sequence[Answers]) -> bool:
    """Whether any of several answers is asked for, of which a recipe has made groups as well.

    Such a group is any of several answers too, and added to others it tells of few.
    """
    if survey.recoding is None or survey.codebook.disclosure.min_base < 2:
        return False
    several = variable.kind == "multiple" and any(len(codes) > 1 for codes in sets)
    return several and not survey.recoding.tell_background.isdisjoint(variable.columns)


def _mask_in_waves(survey: OpenSurvey, base: Base, crossed: Sequence[Sets]) -> Mask:
    """Tell which groups are hidden in a base, those of several waves where any of them is."""
    wave = survey.codebook.wave
    at = next((number for number, (variable, _) in enumerate(crossed) if variable == wave), None)
    others = [variable_sets for number, variable_sets in enumerate(crossed) if number != at]
    crossed_axes = [axis_of(Condition(variable, sets[0])) for variable, sets in others]
    axes = axes_of(survey, crossed_axes)
    hidden = hidden_groups(survey, base, axes)
    choices = {
        axes.index(axis): [axis.numbers(codes) for codes in sets]
        for axis, (_, sets) in zip(crossed_axes, others, strict=True)
    }
    shape = tuple(len(sets) for _, sets in others)
    nobody = np.zeros(shape, dtype=bool)
    waves = hidden if at is None else {code for codes in crossed[at][1] for code in codes}
    by_wave = {code: groups.mask(choices) for code, groups in hidden.items() if code in waves}
    if at is None:
        return np.array(np.any([nobody, *by_wave.values()], axis=0))
    by_set = [
        np.any([nobody, *(by_wave[code] for code in codes if code in by_wave)], axis=0)
        for codes in crossed[at][1]
    ]
    return np.stack(by_set, axis=at)
