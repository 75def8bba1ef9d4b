"""Sampled units of a survey, whichever they are: strata with their PSUs, or replicates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.statistics.replicates import Replicates
from insight.statistics.strata import Strata, degrees_of_freedom, is_determined

SampledUnits = Strata | Replicates


def df_together(units: SampledUnits, positive: np.ndarray, groups: Sequence[int]) -> float:
    """Return the degrees of freedom of several groups taken together.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    positive
        Respondents with positive weight; shape (U, D).
    groups
        Numbers of the groups.
    """
    if isinstance(units, Replicates):
        return units.degrees_of_freedom(groups)
    return float(degrees_of_freedom(units, positive[:, list(groups)].sum(axis=1)))


def df_of_each(units: SampledUnits, positive: np.ndarray) -> np.ndarray:
    """Return the degrees of freedom of each domain and base; `positive` has shape (U, D, E)."""
    if isinstance(units, Strata):
        return degrees_of_freedom(units, positive)
    domains, bases = range(positive.shape[1]), range(positive.shape[2])
    each = [
        [units.of_base(base).degrees_of_freedom([domain]) for base in bases] for domain in domains
    ]
    return np.array(each, float).reshape(positive.shape[1:])


def tells_variance(
    units: SampledUnits, positive: np.ndarray, weight: np.ndarray, df: np.ndarray, se: np.ndarray
) -> np.ndarray:
    """Whether the domains tell anything of their variance, or were observed completely.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    positive
        Respondents with positive weight; shape (U, D, E).
    weight
        Sums of the weights; shape (U, D, E).
    df
        The domains' degrees of freedom.
    se
        The estimates' standard errors. Replicates whose degrees of freedom somebody has set may
        agree about a domain none the less, which is then in a single PSU.
    """
    if isinstance(units, Strata):
        return is_determined(units, positive)
    determined = (df > 0) & ((se > 0) | (units.df is None))
    known: np.ndarray = determined & ~units.are_lacking(weight)
    return known
