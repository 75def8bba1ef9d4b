"""How many respondents each choice of a filter would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from insight.disclosure.bases import Axis, axes_of, axis_of, everyone, hidings
from insight.disclosure.cell_cycles import Mask
from insight.disclosure.respondent_counts import Profiles
from insight.query.opened import OpenSurvey, remembered
from insight.survey.filters import Condition, Filter

ROUNDED_TO = 10

Counts = Mapping[str, Mapping[str, int]]


@remembered
def respondents_left(survey: OpenSurvey, where: Filter) -> Counts:
    """Count the respondents behind each code of each single-response segment.

    Parameters
    ----------
    survey
        The survey.
    where
        The filter. A variable's own condition does not count for its codes, because choosing
        another code would add to it.

    Returns
    -------
    mapping of str to mapping of str to int
        By variable and code, of respondents with a weight above 0; codes that nobody has are
        absent.
    """
    wave = survey.codebook.wave
    conditions = [one for one in where.conditions if one.variable != wave]
    axes = axes_of(survey, [axis_of(one) for one in conditions])
    of_waves = hidings(survey, everyone(survey), axes)
    asked = (where.codes(wave.id) if wave else ()) or tuple(of_waves)
    found: dict[str, dict[str, int]] = {one.id: {} for one in survey.codebook.segments}
    for code in asked:
        if code in of_waves:
            _add(found, of_waves[code].profiles, axes, conditions)
    return found


def _add(
    found: dict[str, dict[str, int]],
    profiles: Profiles,
    axes: Sequence[Axis],
    conditions: Sequence[Condition],
) -> None:
    """Add the respondents of one wave to those found."""
    met = {one.variable.id: _meeting(profiles, axes, one) for one in conditions}
    for at, axis in enumerate(axes[: len(found)]):
        its = found[axis.variable.id]
        others = [one for name, one in met.items() if name != axis.variable.id]
        kept = np.all([np.ones(len(profiles.counts), dtype=bool), *others], axis=0)
        codes = profiles.codes[kept, at]
        counts = np.bincount(codes, profiles.counts[kept], axis.size)
        for code, count in zip(axis.variable.by_key, counts.astype(int), strict=False):
            if count:
                its[code] = its.get(code, 0) + int(count)


def _meeting(profiles: Profiles, axes: Sequence[Axis], condition: Condition) -> Mask:
    """Which profiles meet a condition."""
    axis = axis_of(condition)
    return profiles.meeting({axes.index(axis): [axis.numbers(condition.codes)]})


def told(count: int, *, exact: bool) -> str:
    """Return a count as it may be told beside a choice.

    Where responses are not open, it is rounded, and nothing under ten is told.

    Examples
    --------
    >>> told(743, exact=True), told(743, exact=False), told(4, exact=False)
    ('743', '≈740', '<10')
    """
    if exact:
        return str(count)
    if count < ROUNDED_TO:
        return f"<{ROUNDED_TO}"
    return f"≈{round(count / ROUNDED_TO) * ROUNDED_TO}"
