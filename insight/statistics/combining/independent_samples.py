"""Differences between two samples that were drawn independently of each other.

Their variances add up. Student's t has Satterthwaite's degrees of freedom, which are never more
than those of both together. Samples that share PSUs are not independent: they are two groups of one
file (:mod:`insight.statistics.contrasts`).

References
----------
Satterthwaite, "An approximate distribution of estimates of variance components", Biometrics
Bulletin 2 (1946), 110-114.
"""

from __future__ import annotations

import math

from insight.statistics.claims import Contrast


def independent_difference(first: Contrast, second: Contrast) -> Contrast:
    """Return the first less the second.

    Parameters
    ----------
    first, second
        A share or mean of each sample, with its standard error and degrees of freedom.

    Returns
    -------
    Contrast
        Without degrees of freedom where either has none.

    Examples
    --------
    >>> gap = independent_difference(Contrast(0.6, 0.03, 40), Contrast(0.5, 0.04, 60))
    >>> round(gap.value, 2), round(gap.se, 3), round(gap.df, 1)
    (0.1, 0.05, 99.3)
    """
    parts = [(first.se**2, first.df), (second.se**2, second.df)]
    together = math.fsum(squared for squared, _ in parts)
    return Contrast(first.value - second.value, math.sqrt(together), _satterthwaite(parts))


def _satterthwaite(parts: list[tuple[float, float]]) -> float:
    if any(not df > 0 for _, df in parts):
        return 0.0
    together = math.fsum(squared for squared, _ in parts)
    by_df = math.fsum(squared**2 / df for squared, df in parts)
    return together**2 / by_df if by_df > 0 else math.fsum(df for _, df in parts)
