"""Covariances of an item's shares, over its answers and over the groups of a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from insight.analysis.estimates import Base
from insight.analysis.table import request_for
from insight.analysis.tidy import hidden_word
from insight.disclosure.precision import precision_of
from insight.disclosure.protection import hidden_figures
from insight.language.errors import Fault, RequestError
from insight.query.cells import share_cells
from insight.query.opened import OpenSurvey
from insight.statistics.variance import linear_covariance
from insight.survey.filters import EVERYONE, Where


@dataclass(frozen=True)
class Covariances:
    """Covariances of shares.

    Attributes
    ----------
    names
        Ids of the breakdown's variables, and of the item.
    labels
        Codes of the group and code of the answer of each share, in the order of the matrix.
    matrix
        Shape (E, E); NaN where a group has too few respondents to be shown.
    """

    names: tuple[str, ...]
    labels: tuple[tuple[tuple[str, ...], str], ...]
    matrix: np.ndarray

    def to_pandas(self) -> pd.DataFrame:
        """Return the matrix with the codes of each share on both sides."""
        levels = list(zip(*((*group, answer) for group, answer in self.labels), strict=True))
        index = pd.MultiIndex.from_arrays(levels, names=self.names)
        sides = index if len(self.names) > 1 else index.get_level_values(0)
        return pd.DataFrame(self.matrix, sides, sides)

    def _repr_html_(self) -> str:
        return self.to_pandas().to_html(na_rep=hidden_word("suppressed", "nb"))


def covariances(
    survey: OpenSurvey,
    item: str,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    base: Base = "all",
) -> Covariances:
    """Estimate the covariances of all shares of a single-response item, within and across groups.

    Equals ``vcov(svyby(~factor(y), ~g, subset(design, domain), svymean, covmat = TRUE))``.

    Parameters
    ----------
    survey, item, by, where, base
        As :func:`insight.table`.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`; also if the item is not of kind single, or the survey's weighted
        figures are told rounded only.
    """
    request = request_for(survey.codebook, item, by, where, base)
    if request.item.kind != "single":
        values = {"item": item, "kind": request.item.kind}
        raise RequestError(Fault("fault.covariance_kind", values))
    if precision_of(survey, request):
        raise RequestError(Fault("fault.covariance_rounded", {"survey": survey.id}))
    cells, count = share_cells(survey, request), len(request.categories)
    weight, squared = (
        sums[:, :, :count].reshape(len(sums), -1)
        for sums in (cells.chosen.weight, cells.chosen.weight_squared)
    )
    totals = cells.units.whole(weight).reshape(-1, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = totals / totals.sum(axis=1, keepdims=True)
    influence = np.zeros((share.size, share.size))
    for number, block in enumerate(np.nan_to_num(np.eye(count) - share[:, None, :])):
        part = slice(number * count, (number + 1) * count)
        influence[part, part] = block
    in_base = np.repeat(weight.reshape(len(weight), -1, count).sum(axis=2), count, axis=1)
    matrix = linear_covariance(cells.units, weight, squared, influence, in_base)
    respondents = cells.base.positive[:, :, 0].sum(axis=0)
    few = respondents < max(survey.codebook.disclosure.min_base, 1)
    hidden = few[:, None] | hidden_figures(survey, request)[:, :count]
    hidden = hidden.ravel()
    matrix[hidden] = matrix[:, hidden] = np.nan
    names = (*(variable.id for variable in request.by), request.item.id)
    labels = tuple((group, key) for group in request.groups for key in request.categories)
    return Covariances(names, labels, matrix)
