"""Respondents that each choice of a filter would leave, counted and rounded to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from insight.disclosure.bases import Axis, axes_of, axis_of, hidden_groups, whole_base
from insight.disclosure.cell_cycles import Mask
from insight.disclosure.respondent_counts import RespondentCounts
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
    conditions = [condition for condition in where.conditions if condition.variable != wave]
    axes = axes_of(survey, [axis_of(condition) for condition in conditions])
    hidden = hidden_groups(survey, whole_base(survey), axes)
    waves = (where.codes(wave.id) if wave else ()) or tuple(hidden)
    counts: dict[str, dict[str, int]] = {variable.id: {} for variable in survey.codebook.segments}
    for code in waves:
        if code in hidden:
            _add_respondents(counts, hidden[code].respondents, axes, conditions)
    return counts


def _add_respondents(
    counts_of: dict[str, dict[str, int]],
    respondents: RespondentCounts,
    axes: Sequence[Axis],
    conditions: Sequence[Condition],
) -> None:
    """Add the respondents of one wave to the counts."""
    met = {
        condition.variable.id: _mask_of(respondents, axes, condition) for condition in conditions
    }
    for at, axis in enumerate(axes[: len(counts_of)]):
        counts = counts_of[axis.variable.id]
        others = [mask for name, mask in met.items() if name != axis.variable.id]
        kept = np.all([np.ones(len(respondents.counts), dtype=bool), *others], axis=0)
        codes = respondents.codes[kept, at]
        totals = np.bincount(codes, respondents.counts[kept], axis.size)
        for code, count in zip(axis.variable.by_key, totals.astype(int), strict=False):
            if count:
                counts[code] = counts.get(code, 0) + int(count)


def _mask_of(respondents: RespondentCounts, axes: Sequence[Axis], condition: Condition) -> Mask:
    """The profiles that meet a condition."""
    axis = axis_of(condition)
    return respondents.meets({axes.index(axis): [axis.numbers(condition.codes)]})


def format_count(count: int, *, exact: bool) -> str:
    """Return a count as it may be told beside a choice.

    Where responses are not open, it is rounded, and nothing under ten is told.

    Examples
    --------
    >>> format_count(743, exact=True), format_count(743, exact=False), format_count(4, exact=False)
    ('743', '≈740', '<10')
    """
    if exact:
        return str(count)
    if count < ROUNDED_TO:
        return f"<{ROUNDED_TO}"
    return f"≈{round(count / ROUNDED_TO) * ROUNDED_TO}"
