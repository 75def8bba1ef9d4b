"""Groups of which a figure of several items would tell of the few who did not answer all.

Whoever knows a sum among those who answered a question, and the same sum among those who answered
another too, knows it of those between. So that they are nobody or many, no figure of several items
is shown of a group in which few have answered one of them and not all.
"""

from __future__ import annotations

import numpy as np

from insight.disclosure.told.told_values import tells_values
from insight.query.cell_request import Request
from insight.query.measured.left_over import left_over
from insight.query.opened import OpenSurvey


def leaves_few(survey: OpenSurvey, request: Request) -> np.ndarray:
    """Tell of which groups a figure of several items would leave few over; shape (D,)."""
    rules = survey.codebook.disclosure
    if tells_values(rules) or not request.others:
        return np.zeros(len(request.groups), dtype=bool)
    counts = left_over(survey, request)
    return np.array(((counts > 0) & (counts < rules.min_base)).any(axis=1))
