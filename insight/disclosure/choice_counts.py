"""Respondents that a filter keeps, or each choice of it would, told where the tables would tell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from insight.disclosure.bases import Axis, axes_of, axis_of, hidden_groups, whole_base
from insight.disclosure.protection import hidden_codes, hides
from insight.query.counts.column_counts import count_kept
from insight.query.opened import OpenSurvey, remembered
from insight.survey.codebook import Variable
from insight.survey.filters import Filter

# Beside the choices of a variable nothing is told where more than so many others are chosen from:
# few groups of so many conditions may be shown, and each would be looked at for every choice.
MOST_OTHERS = 3

Counts = Mapping[str, Mapping[str, int]]


@remembered
def respondents_kept(survey: OpenSurvey, where: Filter) -> int:
    """Count the respondents that a filter keeps: to decide by, and not to be told."""
    return count_kept(survey, where)


def respondents_told(survey: OpenSurvey, where: Filter) -> int | None:
    """Count the respondents that a filter keeps; None where that may not be told."""
    kept = respondents_kept(survey, where)
    hidden = kept < survey.codebook.disclosure.min_base or hides(survey, where)
    return None if hidden else kept


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
        By variable and code, of respondents with a weight above 0. Codes are absent whose group is
        hidden, or has fewer respondents than may be shown: which of the two is not told.
    """
    return {
        variable.id: _count_codes(survey, variable, where.without(variable.id))
        for variable in survey.codebook.segments
    }


def _count_codes(survey: OpenSurvey, variable: Variable, others: Filter) -> dict[str, int]:
    """Count the respondents with each code of a variable among those who meet other conditions."""
    wave = survey.codebook.wave
    conditions = [condition for condition in others.conditions if condition.variable != wave]
    if len(conditions) > MOST_OTHERS:
        return {}
    axes = axes_of(survey, [axis_of(condition) for condition in conditions])
    choices = {
        axes.index(axis_of(condition)): [axis_of(condition).numbers(condition.codes)]
        for condition in conditions
    }
    axis = Axis(variable)
    codes = [frozenset([number]) for number in range(axis.size - 1)]
    groups = hidden_groups(survey, whole_base(), axes)
    waves = (others.codes(wave.id) if wave else ()) or tuple(groups)
    left = np.zeros(len(codes), dtype=np.int64)
    for code in waves:
        if code in groups:
            counts = groups[code].respondents.count_groups({**choices, axes.index(axis): codes})
            left += counts.reshape(-1, axis.size)[0, :-1]
    hidden = hidden_codes(survey, variable, others)
    least = max(survey.codebook.disclosure.min_base, 1)
    return {
        code: int(count)
        for code, count, is_hidden in zip(variable.by_key, left, hidden, strict=True)
        if count >= least and not is_hidden
    }
