"""Remarks on replicate weights that do not look as their method makes them.

They refuse nothing: weights that are adjusted anew for each replicate look like no method exactly.
But a wrong method is a constant factor on every standard error.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from insight.language.errors import Fault
from insight.query.replication.replicate_check import of_each
from insight.query.sql import quote
from insight.query.stored import StoredSurvey
from insight.survey.replication.replicate_design import Replication

HALVES, JACKKNIVES = ("brr", "fay"), ("jk1", "jkn", "jk2")
UNLIKE = 0.2  # so far the ratio of those who count less may lie from the method's
MOST_ZERO = 0.3  # such a part of the respondents has 0 in half-samples, and in few others
FEW = 5  # replicates, of which the jackknife too leaves out many respondents


def remarks_on_replicates(survey: StoredSurvey) -> Iterator[Fault]:
    """Yield what speaks against the method that a codebook gives its replicate weights.

    Parameters
    ----------
    survey
        A survey whose replicate weights have been held against its weight.
    """
    design = survey.codebook.design
    replicates, weight = design.replicates, design.weight
    if replicates is None or weight is None:
        return
    value = f"CAST({quote(weight)} AS DOUBLE)"
    ratio = f"({{each}} / {value})" if replicates.combined else "{each}"
    weighted = f"{value} > 0"
    zero = f"avg(CASE WHEN {ratio} = 0 THEN 1.0 ELSE 0.0 END) FILTER ({weighted})"
    zeros = of_each(survey, f"coalesce({zero}, 0)")
    method = replicates.method
    if method in HALVES:
        less = f"median({ratio}) FILTER ({weighted} AND {ratio} < 1)"
        yield from _of_halves(replicates, of_each(survey, f"coalesce({less}, 1)"))
    elif method in JACKKNIVES and np.median(zeros) == 0:
        yield Fault("survey.replicates_keep_everybody", {"method": method})
    elif method in (*JACKKNIVES, "sdr") and len(zeros) >= FEW and np.median(zeros) > MOST_ZERO:
        values = {"method": method, "part": f"{100 * np.median(zeros):.0f}"}
        yield Fault("survey.replicates_halve", values)


def _of_halves(replicates: Replication, less: np.ndarray) -> Iterator[Fault]:
    """Those of whom a half-sample has less have rho of their weight, which BRR makes 0."""
    wanted, seen = replicates.rho or 0.0, float(np.median(less))
    if abs(seen - wanted) > UNLIKE:
        values = {"method": replicates.method, "seen": f"{seen:.2g}", "wanted": f"{wanted:.2g}"}
        yield Fault("survey.replicates_rho", values)
