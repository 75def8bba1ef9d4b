"""Covariances of an item's shares, over its answers and over the groups of a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.analysis.estimates import Base, request_for
from insight.disclosure.protection import hidden_figures
from insight.language.errors import Fault, RequestError
from insight.query.cells import share_cells
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import strata
from insight.statistics.variance import covariance, linear
from insight.survey.filters import EVERYONE, Filter


@dataclass(frozen=True)
class Covariances:
    """Covariances of shares.

    Attributes
    ----------
    labels
        Codes of the group and code of the answer of each share, in the order of the matrix.
    matrix
        Shape (E, E); NaN where a group has too few respondents to be shown.
    """

    labels: tuple[tuple[tuple[str, ...], str], ...]
    matrix: np.ndarray


def covariances(
    survey: OpenSurvey,
    item: str,
    *,
    by: Sequence[str] = (),
    where: Filter = EVERYONE,
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
    DataError, UnknownNameError, RequestError
        As :func:`insight.table`; also if the item is not of kind single.
    """
    request = request_for(survey.codebook, item, by, where, base)
    if request.item.kind != "single":
        values = {"item": item, "kind": request.item.kind}
        raise RequestError(Fault("fault.covariance_kind", values))
    cells, count = share_cells(survey, request), len(request.categories)
    weight, squared = (
        sums[:, :, :count].reshape(len(sums), -1)
        for sums in (cells.chosen.weight, cells.chosen.weight_squared)
    )
    totals = weight.sum(axis=0).reshape(-1, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = totals / totals.sum(axis=1, keepdims=True)
        blocks = (np.eye(count) - share[:, None, :]) / totals.sum(axis=1)[:, None, None]
    influence = np.zeros((share.size, share.size))
    for number, block in enumerate(np.nan_to_num(blocks, posinf=0, neginf=0)):
        part = slice(number * count, (number + 1) * count)
        influence[part, part] = block
    matrix = covariance(strata(survey), *linear(weight, squared, influence))
    respondents = cells.base.positive[:, :, 0].sum(axis=0)
    few = respondents < max(survey.codebook.disclosure.min_base, 1)
    hidden = few[:, None] | hidden_figures(survey, request)[:, :count]
    hidden = hidden.ravel()
    matrix[hidden] = matrix[:, hidden] = np.nan
    labels = [(group, key) for group in request.groups for key in request.categories]
    return Covariances(tuple(labels), matrix)
