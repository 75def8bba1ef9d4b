"""A survey drawn at random, and all cells of a request of it, from wherever they are read."""

from pathlib import Path

import numpy as np
import pandas as pd
from survey_folder import GATES_OFF, multiple, net, numeric, segment, single, write_survey

from insight.query.cell_request import Request
from insight.query.cells import MeanCells, mean_cells, share_cells
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import Store
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

OPTIONS = {f"o{number}": f"o{number}" for number in range(8)}
VARIABLES = {
    "q": single(1, 2, 3, 9, missing={9: "dont_know"}, nets=[net("some", 1, 2)]),
    "used": multiple({"web": "web", "app": "app", "none": "none"}, nets=[net("any", "web", "app")]),
    "many": multiple(OPTIONS, nets=[net("even", "o0", "o2", "o4")]),
    "x": numeric(categories=[{"code": -9, "nb": "v", "en": "d", "missing": "dont_know"}]),
    "y": numeric(),
    "g": segment("a", "b", "c"),
    "h": segment(1, 2),
    "year": segment(2020, 2021),
}
VARIABLES["used"]["categories"][2]["missing"] = "other"
CLUSTERED = {"weight": "w", "strata": "s", "psu": "u"}
DESIGNS = {
    "unweighted": {},
    "weights": {"weight": "w"},
    "waves": {"weight": "w", "wave": "year"},
    "psus": {**CLUSTERED, "wave": "year"},
    "psus kept": {"weight": "w", "psu": "u", "wave": "year", "psu_kept": True},
    "populations": {**CLUSTERED, "fpc": "n"},
}
FILTERS = ([], ["h=1"], ["g=a,c", "h=2"], ["used=web"], ["q=1,9"])
BY = ((), ("g",), ("year",), ("g", "year"), ("h", "q"))
SUMS = ("respondents", "positive", "weight", "weight_squared")
PLACES = ("cube", "memory", "file")


def drawn(seed: int, size: int) -> pd.DataFrame:
    """Respondents whose weights are all different, some of them 0, and who leave answers out."""
    rng = np.random.default_rng(seed)
    columns = {
        "q": rng.choice([1, 2, 3, 9], size).astype(float),
        "x": rng.choice([-9.0, 0, 1, 2.5], size),
        # Far from 0 beside how much they differ, so that sums of raw squares would cancel.
        "y": 1e6 + rng.lognormal(0, 1, size),
        "h": rng.integers(1, 3, size).astype(float),
        **{name: rng.integers(0, 2, size).astype(float) for name in ("web", "app", "none")},
        **{name: rng.integers(0, 2, size).astype(float) for name in OPTIONS.values()},
    }
    for values in columns.values():
        values[rng.random(size) < 0.1] = np.nan
    columns["g"] = rng.choice(["a", "b", "c"], size, p=[0.6, 0.3, 0.1])
    columns["year"] = rng.integers(2020, 2022, size)
    columns["w"] = np.where(rng.random(size) < 0.1, 0, rng.lognormal(0, 1, size))
    columns["s"], columns["u"] = rng.integers(0, 2, size), rng.integers(0, 5, size)
    columns["n"] = np.full(size, 1000)
    return pd.DataFrame(columns)


def written(root, design, seed=1, size=600) -> Path:
    rules = {**GATES_OFF, "microdata": "open"}
    return write_survey(root, "s", drawn(seed, size), VARIABLES, design=design, disclosure=rules)


def opened(folder) -> OpenSurvey:
    return open_in(Store(), read_survey(folder))


def asked(survey, item, by=(), where=(), *, valid_only=False) -> Request:
    book = survey.codebook
    variables = tuple(map(book.variable, by))
    return Request(book.variable(item), variables, parse_filter(list(where), book), valid_only)


def hold_equal(found, expected) -> None:
    """Hold that numbers are equal."""
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12 * (1 + np.abs(other).max()))


def counted(survey: OpenSurvey, request: Request) -> list[np.ndarray]:
    """All cells of a request."""
    if request.item.kind == "numeric":
        cells = mean_cells(survey, request)
        base = cells.base
        return [*(getattr(base, name) for name in SUMS), cells.centre, *around_means(cells)]
    cells = share_cells(survey, request)
    return [getattr(part, name) for part in (cells.chosen, cells.base) for name in SUMS]


def around_means(cells: MeanCells) -> list[np.ndarray]:
    """Squares around the exact mean of each domain; a centre is a number near it."""
    base, weight = cells.base, cells.base.weight.sum(0)
    off = cells.wy.sum(0) / np.where(weight, weight, 1)
    return [
        cells.wyy - 2 * off * cells.wy + off**2 * base.weight,
        cells.wwyy - 2 * off * cells.wwy + off**2 * base.weight_squared,
        cells.wy - off * base.weight,
        cells.wwy - off * base.weight_squared,
    ]
