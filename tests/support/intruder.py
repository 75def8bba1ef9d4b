"""An intruder who asks a survey for every filter there is, and adds and subtracts the answers.

The intruder is taken to know what no answer tells: which respondents there are and who lies within
whom, but not what they answered. Those without a value on a background variable are in no filter,
but a total less all groups tells of them: the intruder is after them as after any group.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from insight import OpenSurvey
from insight.disclosure.hidden_groups import HiddenGroups
from insight.disclosure.protection import hidden_figures
from insight.disclosure.suppression import is_small
from insight.query.cell_request import Request
from insight.survey.filters import Condition
from insight.survey.filters import Filter as Domain

Filter = tuple[Condition, ...]
MOST_CODES = 7


@dataclass(frozen=True)
class Haul:
    """What an intruder gets.

    Attributes
    ----------
    shown, hidden
        Filters with respondents that are answered, and those that are not.
    small
        Groups of too few respondents among them, and of those without a value on a variable.
    leaves_few
        Whether any filter that is answered is all but a few of another.
    worked_out
        Small groups that are sums of filters that are answered, some of them taken away.
    unprotected
        The same, if only small groups were hidden; counted where it is asked for.
    """

    shown: int
    hidden: int
    small: int
    leaves_few: bool
    worked_out: int
    unprotected: int = 0


def attack(survey: OpenSurvey, item: str, asked: Sequence[Filter], *, bare: bool = False) -> Haul:
    """Ask for every filter, and count what was shown, hidden and worked out."""
    least = survey.codebook.disclosure.min_base
    people = pd.read_parquet(survey.responses)
    groups = members(asked, people[people[item].notna()])
    request = Request(survey.codebook.variable(item))
    hidden = np.array([hides(survey, request, one) for one in asked])
    sizes = groups.sum(axis=1)
    small = (sizes > 0) & (sizes < least)
    assert hidden[small].all()
    visible = groups[~hidden & (sizes > 0)]
    without = without_value(survey, asked, people[people[item].notna()])
    sought = np.vstack([groups[small], without[is_small(without.sum(axis=1), least)]])
    return Haul(
        len(visible),
        int((hidden & (sizes > 0)).sum()),
        len(sought),
        leave_few(visible, least),
        combined(visible, sought),
        combined(groups[~small & (sizes > 0)], sought) if bare else 0,
    )


def hides(survey: OpenSurvey, request: Request, conditions: Filter) -> bool:
    """Whether the group of those who meet some conditions is hidden."""
    return bool(hidden_figures(survey, replace(request, where=Domain(conditions))).all())


def without_value(survey: OpenSurvey, asked: Sequence[Filter], people: pd.DataFrame) -> np.ndarray:
    """Which respondents meet a filter without a value on one variable more, or two in all."""
    names = [variable.id for variable in survey.codebook.segments]
    empty = {name: people[name].isna().to_numpy() for name in names}
    found = [np.zeros(len(people), dtype=bool)]
    for conditions, group in zip(asked, members(asked, people), strict=True):
        others = [name for name in names if name not in [one.variable.id for one in conditions]]
        most = 2 - (len(names) - len(others))
        found += [
            np.logical_and.reduce([group, *(empty[name] for name in lacking)])
            for count in range(1, most + 1)
            for lacking in itertools.combinations(others, count)
        ]
    return np.array(found)


def single_codes(survey: OpenSurvey) -> list[Condition]:
    """Conditions that ask for one code of a background variable."""
    return [Condition(one, (code,)) for one in survey.codebook.segments for code in one.by_key]


def several_codes(survey: OpenSurvey) -> list[Condition]:
    """Conditions that ask for some, but not all, codes of a background variable."""
    return [
        Condition(one, codes)
        for one in survey.codebook.segments
        for count in range(1, len(one.by_key))
        for codes in itertools.combinations(one.by_key, count)
    ]


def filters(conditions: Iterable[Condition]) -> Iterator[Filter]:
    """Every filter of at most two conditions on different variables."""
    known = list(conditions)
    yield ()
    yield from ((one,) for one in known)
    for pair in itertools.combinations(known, 2):
        if pair[0].variable.id != pair[1].variable.id:
            yield pair


def members(asked: Sequence[Filter], people: pd.DataFrame) -> np.ndarray:
    """Which respondents meet which filter."""
    found = np.ones((len(asked), len(people)), dtype=bool)
    for number, conditions in enumerate(asked):
        for one in conditions:
            codes = [int(code) if one.variable.integer_codes else code for code in one.codes]
            found[number] &= people[one.variable.id].isin(codes).to_numpy()
    return found


def leave_few(groups: np.ndarray, least: int) -> bool:
    """Whether any group is all but a few of another."""
    each = groups.astype(np.int32)
    size = each.sum(axis=1)
    rest = np.where(each @ each.T == size[:, None], size[None, :] - size[:, None], 0)
    return bool(((rest > 0) & (rest < least)).any())


def shown_groups(hidden: HiddenGroups) -> list[dict[int, set[int]]]:
    """Every group of at most two conditions, with any codes, that is shown."""
    sizes = hidden.respondents.sizes
    conditions = [
        {axis: set(codes)} for axis, size in enumerate(sizes) for codes in some_codes(size - 1)[:-1]
    ]
    groups = [{}, *conditions]
    groups += [a | b for a, b in itertools.combinations(conditions, 2) if a.keys() != b.keys()]
    return [
        group
        for group in groups
        if not hidden.mask({axis: [frozenset(codes)] for axis, codes in group.items()}).any()
    ]


def worked_out(hidden: HiddenGroups) -> int:
    """How many small groups of up to three codes, or any codes on two variables, are derivable.

    That somebody has none of a variable's codes is one of them.
    """
    of = hidden.respondents
    axes_there = range(len(of.sizes))
    sizes = [of.sizes[axis] - (of.table([axis])[-1] == 0) for axis in axes_there]
    shown = [
        of.meets({axis: [codes] for axis, codes in group.items()}) for group in shown_groups(hidden)
    ]
    members = np.array(shown).reshape(-1, len(of.counts))
    assert not is_small(members @ of.counts, hidden.least).any()
    sought = [
        (of.codes[:, list(axes)] == place).all(axis=1)
        for axes in itertools.combinations(axes_there, 3)
        for place in np.ndindex(*(sizes[axis] for axis in axes))
    ]
    sought += [
        of.meets({first: [one], second: [other]})
        for first, second in itertools.combinations(axes_there, 2)
        for one in some_codes(sizes[first])
        for other in some_codes(sizes[second])
    ]
    small = [group for group in sought if is_small(group @ of.counts, hidden.least)]
    return combined(members, np.array(small)) if small else 0


def some_codes(count: int) -> list[frozenset[int]]:
    """Every set of codes but the empty one; of more than seven, one or two, and all but these."""
    every = frozenset(range(count))
    sizes = range(1, count) if count <= MOST_CODES else (1, 2)
    some = [frozenset(codes) for size in sizes for codes in itertools.combinations(every, size)]
    others = [] if count <= MOST_CODES else [every - codes for codes in some]
    return [*some, *others, every]


def combined(groups: np.ndarray, wanted: np.ndarray) -> int:
    """How many groups follow from any number of shown ones by adding and subtracting."""
    kinds = np.unique(np.vstack([groups, wanted]), axis=1).astype(float)
    known, sought = kinds[: len(groups)], kinds[len(groups) :]
    _, sizes, axes = np.linalg.svd(known, full_matrices=False)
    axes = axes[sizes > 1e-9 * sizes.max(initial=1)]
    missed = np.abs(sought - sought @ axes.T @ axes).max(axis=1, initial=0)
    return int((missed < 1e-8).sum())
