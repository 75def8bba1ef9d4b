"""Replicate weights held against the weight: that all are there, and on its scale.

Those of another scale, or factors that are taken for weights, give standard errors that are wrong
by a constant and look right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from insight.language.errors import Fault, some
from insight.query.sql import quote
from insight.query.stored import StoredSurvey

# Sums of a replicate's weights lie within these multiples of the weights' own; their median, within
# narrower ones.
LEAST_OF_ONE, MOST_OF_ONE = 0.02, 50.0
LEAST_OF_ALL, MOST_OF_ALL = 0.5, 2.0
LEAST_SENTINEL = "1e38"
AT_ONCE = 100


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
    columns, value = replicates.columns, f"CAST({quote(weight)} AS DOUBLE)"
    file = survey.file
    counted = f"SELECT count(*) AS n, coalesce(sum({value}), 0) AS whole FROM {file.text}"
    found = survey.query(counted, file)
    respondents, whole = int(found["n"][0]), float(found["whole"][0])
    if not respondents or not whole > 0:
        return
    sound = f"isfinite({{each}}) AND abs({{each}}) < {LEAST_SENTINEL}"
    absent = respondents - of_each(survey, f"count(*) FILTER ({sound})")
    if absent.any():
        names = [column for column, n in zip(columns, absent, strict=True) if n]
        yield Fault("fault.replicates_null", {"count": int(absent.max()), "names": some(names)})
        return
    as_weights, as_factors = "sum({each})", f"sum({{each}} * {value})"
    usual, other = (as_weights, as_factors) if replicates.combined else (as_factors, as_weights)
    ratios = of_each(survey, usual) / whole
    ratio = float(np.median(ratios))
    strange = (ratios < LEAST_OF_ONE) | (ratios > MOST_OF_ONE)
    if not LEAST_OF_ALL <= ratio <= MOST_OF_ALL:
        told = "replicates_scale"
        if LEAST_OF_ALL <= np.median(of_each(survey, other)) / whole <= MOST_OF_ALL:
            told = "replicates_factors" if replicates.combined else "replicates_weights"
        yield Fault(f"fault.{told}", {"weight": weight, "ratio": f"{ratio:.3g}"})
    elif strange.any():
        names = [column for column, odd in zip(columns, strange, strict=True) if odd]
        values = {"count": len(names), "names": some(names), "weight": weight}
        yield Fault("fault.replicate_odd", values)


def of_each(survey: StoredSurvey, aggregate: str) -> np.ndarray:
    """Return an aggregate of each replicate's weights, which ``{each}`` stands for in its SQL.

    A few are asked for at a time: the planner would take most of it for hundreds of columns.
    """
    columns, file, answers = survey.codebook.design.replicate_columns, survey.file, []
    for first in range(0, len(columns), AT_ONCE):
        asked = [
            f"{aggregate.format(each=f'CAST({quote(column)} AS DOUBLE)')} AS a{number}"
            for number, column in enumerate(columns[first : first + AT_ONCE])
        ]
        found = survey.query(f"SELECT {', '.join(asked)} FROM {file.text}", file)
        answers += [float(found[f"a{number}"][0]) for number in range(len(asked))]
    return np.array(answers)
