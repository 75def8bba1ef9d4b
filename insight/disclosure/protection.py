"""Which groups of respondents a survey hides: the small ones, and those that would give them away.

Whether a group is hidden depends on its conditions and on the item that is asked about, not on how
it was asked for, whether by a filter or as a row of a table, so that no two answers differ by a
small group. :mod:`insight.disclosure.hidden_groups` has the rules; here they are put to the
respondents of a survey:

* what is hidden of all respondents of a wave is hidden of those who answered an item;
* several waves together are hidden where any of them is;
* a condition on another item is held against that item's own table too;
* where a background variable is itself asked about, its answers are groups like any others.

Respondents who have no answer on a variable are in no group of it. They are left out of its tables,
and a filter that leaves out just a few of them is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from insight.disclosure.bases import InBase, axes_of, axis_of, base_of, bases, everyone, hidings
from insight.disclosure.cell_cycles import Mask
from insight.query.cells import Request
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.filters import Condition, Filter

# A variable and sets of its codes: each set is a group, or part of the condition of one.
Sets = tuple[Variable, Sequence[tuple[str, ...]]]
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
    asked: list[Sets] = [
        (one, [(code,) for code in codes])
        for one, codes in zip(request.by, request.levels, strict=True)
    ]
    rest = request.where.without(*(one.id for one in request.by))
    asked += [(one.variable, [one.codes]) for one in rest.conditions]
    targets: list[Target] = [None] if means else [codes for _, codes in request.targets]
    found = _figures(survey, _with_base(request, means), asked, targets)
    return found.reshape(len(request.groups), len(targets))


def hidden_domains(
    survey: OpenSurvey,
    request: Request,
    domains: Sequence[Sequence[Condition]],
    *,
    key: str = "",
    means: bool = False,
) -> list[bool]:
    """Tell which groups are hidden.

    Parameters
    ----------
    survey, request, means
        As :func:`hidden_figures`; of the request only the item and its base matter.
    domains
        The conditions of each group.
    key
        The category or net that is told of them, where it is one.
    """
    targets: list[Target] = [dict(request.targets)[key]] if key else [None]
    request = _with_base(request, means)
    asked = ([(one.variable, [one.codes]) for one in domain] for domain in domains)
    return [bool(_figures(survey, request, one, targets).any()) for one in asked]


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
    survey, request, key, means
        As :func:`hidden_domains`.
    sets
        The variable, and the codes of each group.
    rest
        The conditions that all groups share.
    """
    variable, groups = sets
    alone = [one for one in groups if len(one) == 1]
    domains = [[*rest, Condition(variable, one)] for one in groups if len(one) != 1]
    targets: list[Target] = [dict(request.targets)[key]] if key else [None]
    asked: list[Sets] = [(variable, alone), *((one.variable, [one.codes]) for one in rest)]
    together = _figures(survey, _with_base(request, means), asked, targets) if alone else ()
    told = iter(hidden_domains(survey, request, domains, key=key, means=means))
    each = iter([bool(np.any(one)) for one in together])
    return [next(each) if len(one) == 1 else next(told) for one in groups]


def hides(survey: OpenSurvey, where: Filter) -> bool:
    """Tell whether a group is hidden among all respondents, whatever they are asked."""
    asked: list[Sets] = [(one.variable, [one.codes]) for one in where.conditions]
    return bool(_groups(survey, everyone(survey), asked).any())


def _with_base(request: Request, means: bool) -> Request:
    return replace(request, valid_only=request.valid_only or means)


def _figures(
    survey: OpenSurvey,
    request: Request,
    asked: Sequence[Sets],
    targets: Sequence[Target],
) -> Mask:
    """Tell what is hidden, with a dimension for each variable and one for the targets."""
    item = request.item
    found = np.zeros((*(len(sets) for _, sets in asked), len(targets)), dtype=bool)
    if survey.codebook.disclosure.min_base < 2:
        return found
    for base, numbers in bases(survey, request, targets):
        found[..., numbers] |= _groups(survey, base, asked, item)[..., None]
        if not _makes_groups(item, asked):
            continue
        for number in numbers:
            for codes in [targets[number]] if targets[number] else map(_alone, request.categories):
                answer = (item, [tuple(sorted(codes or ()))])
                found[..., number] |= _groups(survey, base, [*asked, answer], item)[..., 0]
    return found


def _alone(code: str) -> frozenset[str]:
    return frozenset([code])


def _makes_groups(item: Variable, asked: Sequence[Sets]) -> bool:
    """Whether the answers to an item are groups: those of a background variable are."""
    known = item.kind == "single" and any(one.id == item.id for one, _ in asked)
    return item.role != "item" and item.kind != "numeric" and not known


def _groups(
    survey: OpenSurvey,
    base: InBase,
    asked: Sequence[Sets],
    item: Variable | None = None,
) -> Mask:
    """Tell which groups are hidden in a base, and in the bases of items there are conditions on."""
    found = _in_waves(survey, base, asked)
    for number, (variable, _) in enumerate(asked):
        others = [*asked[:number], *asked[number + 1 :]]
        if variable.role == "item" and variable != item and others:
            its = _in_waves(survey, base_of(survey, variable), others)
            found |= np.expand_dims(its, number)
    return found


def _in_waves(survey: OpenSurvey, base: InBase, asked: Sequence[Sets]) -> Mask:
    """Tell which groups are hidden in a base, those of several waves where any of them is."""
    wave = survey.codebook.wave
    at = next((number for number, (one, _) in enumerate(asked) if one == wave), None)
    others = [one for number, one in enumerate(asked) if number != at]
    asked_by = [axis_of(Condition(variable, sets[0])) for variable, sets in others]
    axes = axes_of(survey, asked_by)
    found = hidings(survey, base, axes)
    choices = {
        axes.index(axis): [axis.numbers(one) for one in sets]
        for axis, (_, sets) in zip(asked_by, others, strict=True)
    }
    shape = tuple(len(sets) for _, sets in others)
    nobody = np.zeros(shape, dtype=bool)
    waves = found if at is None else {code for codes in asked[at][1] for code in codes}
    by_wave = {code: one.hidden(choices) for code, one in found.items() if code in waves}
    if at is None:
        return np.array(np.any([nobody, *by_wave.values()], axis=0))
    each = [
        np.any([nobody, *(by_wave[code] for code in codes if code in by_wave)], axis=0)
        for codes in asked[at][1]
    ]
    return np.stack(each, axis=at)
