"""Sums of the answers of each group, as tests between groups take them."""

from __future__ import annotations

import numpy as np

from insight.query.cell_request import Request
from insight.query.cells import ShareCells, mean_cells, share_cells
from insight.query.opened import OpenSurvey
from insight.statistics.answer_sums import Answers


def answers_of(
    survey: OpenSurvey, request: Request, key: str, cells: ShareCells | None = None
) -> Answers:
    """Sum the answers of each group: for a category or net, or for a mean where `key` is empty."""
    if key:
        return _of_shares(cells or share_cells(survey, request), request, key)
    means = mean_cells(survey, request)
    base = means.base
    return Answers(
        means.units,
        base.positive[:, :, 0],
        base.weight[:, :, 0],
        means.wy[:, :, 0],
        means.wyy[:, :, 0],
        base.weight_squared[:, :, 0],
        means.wwy[:, :, 0],
        means.wwyy[:, :, 0],
        means.centre[:, 0],
    )


def _of_shares(cells: ShareCells, request: Request, key: str) -> Answers:
    number = [name for name, _ in request.targets].index(key)
    of_base = min(number, cells.base.weight.shape[2] - 1)
    chosen, chosen_squared = (
        cells.chosen.weight[:, :, number],
        cells.chosen.weight_squared[:, :, number],
    )
    return Answers(
        cells.units.of_base(of_base),
        cells.base.positive[:, :, of_base],
        cells.base.weight[:, :, of_base],
        chosen,
        chosen,
        cells.base.weight_squared[:, :, of_base],
        chosen_squared,
        chosen_squared,
        np.zeros(chosen.shape[1]),
    )
