"""Gates of a model: what must be shown of its groups and cells before it is fitted.

A model without interactions sees the answers only through the sums of each group and of each code
of a covariate. Where those tables hide nothing, its margins hence tell nothing of the answers that
the tables do not tell (docs/disclosure.md). So a model is refused where one of them does, or where
a group has hidden cells by a covariate, for the margins would rest on these few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.adjusted.adjusted_request import AdjustedRequest
from insight.analysis.estimates import Estimate
from insight.disclosure.protection import hidden_figures
from insight.language.errors import Fault, RequestError
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable

WITHHELD = frozenset({"suppressed", "unreliable"})


def refuse_hidden_groups(groups: Sequence[Estimate], between: Variable) -> None:
    """Refuse groups of which figures may not be shown, or say too little to be.

    Raises
    ------
    RequestError
        If there are such.
    """
    withheld = [group for group in groups if WITHHELD.intersection(group.flags)]
    if withheld:
        codes = ", ".join(group.group[0] for group in withheld)
        values = {"variable": between.id, "groups": codes}
        raise RequestError(Fault("fault.adjust_hidden_groups", values))


def refuse_hidden_cells(
    survey: OpenSurvey, request: AdjustedRequest, key: str, *, means: bool
) -> None:
    """Refuse covariates whose tables, alone or by the groups that are compared, hide anything.

    Raises
    ------
    RequestError
        If one does.
    """
    cells = request.cells
    for variable in request.given:
        if _hides(survey, replace(cells, by=(variable,)), key, means=means):
            raise RequestError(Fault("fault.adjust_hidden_codes", {"variable": variable.id}))
        if _hides(survey, replace(cells, by=(request.between, variable)), key, means=means):
            values = {"first": request.between.id, "second": variable.id}
            raise RequestError(Fault("fault.adjust_hidden_cells", values))


def _hides(survey: OpenSurvey, request: Request, key: str, *, means: bool) -> bool:
    hidden = hidden_figures(survey, request, means=means)
    column = 0 if means else [name for name, _ in request.targets].index(key)
    return bool(hidden[:, column].any())


def refuse_few_left_out(
    survey: OpenSurvey, variable: Variable, whole: np.ndarray, counted: np.ndarray
) -> None:
    """Refuse a model that leaves out few respondents with a code, because they lack another.

    Parameters
    ----------
    survey, variable
        The survey, and the variable whose codes they have.
    whole, counted
        The respondents with each code, and those of them in the model.

    Raises
    ------
    RequestError
        If they are fewer than the survey's `min_base`.
    """
    left_out = whole - counted
    if ((left_out > 0) & (left_out < survey.codebook.disclosure.min_base)).any():
        raise RequestError(Fault("fault.adjust_few_left_out", {"variable": variable.id}))
