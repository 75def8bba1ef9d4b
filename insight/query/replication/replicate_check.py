"""Replicate weights held against the weight: that all are there, and on its scale.

Those of another scale, or factors that are taken for weights, give standard errors that are wrong
by a constant and look right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from insight.language.errors import Fault, some
from insight.query.sql import quote
from insight.query.store import Columns
from insight.query.stored import StoredSurvey

# Sums of a replicate's weights lie within these multiples of the weights' own; their median, within
# narrower ones.
LEAST_OF_ONE, MOST_OF_ONE = 0.02, 50.0
LEAST_OF_ALL, MOST_OF_ALL = 0.5, 2.0
LEAST_SENTINEL = "1e38"


def replicate_faults(survey: StoredSurvey) -> Iterator[Fault]:
    """Yield what is wrong with a survey's replicate weights.

    Parameters
    ----------
    survey
        A survey all of whose columns are there, and numbers.
    """
    design = survey.codebook.design
    replicates, weight = design.replicates, design.weight
    if replicates is None or weight is None:
        return
    columns = replicates.columns
    value = f"CAST({quote(weight)} AS DOUBLE)"
    asked = [f"fsum({value}) AS whole", "count(*) AS n"]
    for number, column in enumerate(columns):
        each = f"CAST({quote(column)} AS DOUBLE)"
        sound = f"isfinite({each}) AND abs({each}) < {LEAST_SENTINEL}"
        asked += [f"count(*) FILTER ({sound}) AS n{number}"]
        asked += [f"fsum({each}) FILTER ({sound}) AS s{number}"]
        asked += [f"fsum({each} * {value}) FILTER ({sound}) AS p{number}"]
    found = survey.query(f"SELECT {', '.join(asked)} FROM {survey.file.text}", survey.file)
    respondents, whole = int(found["n"][0]), float(found["whole"][0] or 0)
    if not respondents or not whole > 0:
        return
    there = np.array([found[f"n{number}"][0] for number in range(len(columns))])
    if (there < respondents).any():
        names = [column for column, n in zip(columns, there, strict=True) if n < respondents]
        rows = int((respondents - there).max())
        yield Fault("fault.replicates_null", {"count": rows, "names": some(names)})
        return
    yield from _scale_faults(survey, found, whole)


def _scale_faults(survey: StoredSurvey, found: Columns, whole: float) -> Iterator[Fault]:
    design = survey.codebook.design
    replicates, weight = design.replicates, design.weight
    if replicates is None or weight is None:
        return
    columns = replicates.columns
    sums = np.array([float(found[f"s{number}"][0]) for number in range(len(columns))])
    products = np.array([float(found[f"p{number}"][0]) for number in range(len(columns))])
    as_weights, as_factors = sums / whole, products / whole
    ratios, others = as_weights, as_factors
    if not replicates.combined:
        ratios, others = as_factors, as_weights
    strange = (ratios < LEAST_OF_ONE) | (ratios > MOST_OF_ONE)
    ratio, other = float(np.median(ratios)), float(np.median(others))
    if not LEAST_OF_ALL <= ratio <= MOST_OF_ALL:
        values = {"weight": weight, "ratio": f"{ratio:.3g}"}
        told = "replicates_scale"
        if LEAST_OF_ALL <= other <= MOST_OF_ALL:
            told = "replicates_factors" if replicates.combined else "replicates_weights"
        yield Fault(f"fault.{told}", values)
    elif strange.any():
        names = [column for column, odd in zip(columns, strange, strict=True) if odd]
        odd_ones = {"count": len(names), "names": some(names), "weight": weight}
        yield Fault("fault.replicate_odd", odd_ones)
