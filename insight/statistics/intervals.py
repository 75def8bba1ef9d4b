"""Confidence intervals for shares under a complex design.

All intervals follow ``svyciprop`` of R's ``survey`` 4.5 and take the share, its standard error and
the design's degrees of freedom. Shares of 0 and 1 have no standard error; for them
:func:`clopper_pearson` on the effective number of respondents is the only honest choice.

References
----------
Korn and Graubard, "Confidence intervals for proportions with small expected number of positive
counts estimated from survey data", Survey Methodology 24 (1998), 193-201. Wilson, "Probable
inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212. Clopper and
Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934), 404-413.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from scipy import special

Method = Literal["wilson", "logit", "beta", "asin", "wald"]
METHODS: tuple[Method, ...] = get_args(Method)
Bounds = tuple[np.ndarray, np.ndarray]


def t_quantile(level: float, df: np.ndarray) -> np.ndarray:
    """Two-sided quantile of Student's t; that of the normal where `df` is infinite.

    Examples
    --------
    >>> t_quantile(0.95, np.array([10.0, np.inf])).round(4).tolist()
    [2.2281, 1.96]
    """
    df = np.asarray(df, dtype=float)
    upper = 1 - (1 - level) / 2
    with np.errstate(invalid="ignore"):
        quantile = special.stdtrit(np.where(np.isfinite(df) & (df > 0), df, np.nan), upper)
    quantiles: np.ndarray = np.where(np.isposinf(df), special.ndtri(upper), quantile)
    return quantiles


def effective_n(share: np.ndarray, se: np.ndarray) -> np.ndarray:
    """Respondents of a simple random sample with the same standard error: p (1 - p) / se²."""
    with np.errstate(divide="ignore", invalid="ignore"):
        n_eff: np.ndarray = share * (1 - share) / se**2
        return n_eff


def wald(share: np.ndarray, se: np.ndarray, quantile: np.ndarray) -> Bounds:
    """P ± t se; ``method = "mean"`` in R. May leave [0, 1]."""
    return share - quantile * se, share + quantile * se


def logit(share: np.ndarray, se: np.ndarray, quantile: np.ndarray) -> Bounds:
    """Wald on the log-odds, carried back; ``method = "xlogit"`` in R."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, half = special.logit(share), quantile * se / (share * (1 - share))
    return special.expit(centre - half), special.expit(centre + half)


def asin(share: np.ndarray, se: np.ndarray, quantile: np.ndarray) -> Bounds:
    """Wald on the variance-stabilising arcsine, carried back and kept within [0, 1]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.arcsin(np.sqrt(share))
        half = quantile * se / (2 * np.sqrt(share * (1 - share)))
    low, upp = np.maximum(centre - half, 0), np.minimum(centre + half, np.pi / 2)
    return np.sin(low) ** 2, np.sin(upp) ** 2


def wilson(share: np.ndarray, n: np.ndarray, quantile: np.ndarray) -> Bounds:
    """Wilson's score interval on `n` respondents; with effective n, R's ``method = "wilson"``.

    Examples
    --------
    Seven of ten, as ``prop.test(7, 10, correct = FALSE)``:

    >>> low, upp = wilson(np.array(0.7), np.array(10), t_quantile(0.95, np.array(np.inf)))
    >>> round(float(low), 4), round(float(upp), 4)
    (0.3968, 0.8922)
    """
    square = quantile**2
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = share + square / (2 * n)
        half = quantile / (2 * n) * np.sqrt(4 * n * share * (1 - share) + square)
        scale = 1 + square / n
        return (centre - half) / scale, (centre + half) / scale


def beta(
    share: np.ndarray, n_eff: np.ndarray, df: np.ndarray, rows: np.ndarray, level: float
) -> Bounds:
    """Korn and Graubard's beta interval; ``method = "beta"`` in R.

    `rows` counts the domain's rows in the file, those of weight 0 included.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = t_quantile(level, np.asarray(rows, float) - 1) / t_quantile(level, df)
        return clopper_pearson(share, n_eff * ratio**2, level)


def clopper_pearson(share: np.ndarray, n: np.ndarray, level: float) -> Bounds:
    """The exact binomial interval on `n` respondents, whole or not; ``binom.test`` in R.

    Examples
    --------
    Nobody of thirty:

    >>> low, upp = clopper_pearson(np.array(0.0), np.array(30.0), 0.95)
    >>> float(low), round(float(upp), 4)
    (0.0, 0.1157)
    """
    share, n = np.asarray(share, float), np.asarray(n, float)
    tail = (1 - level) / 2
    yes, no = share * n, (1 - share) * n
    with np.errstate(invalid="ignore"):
        low = special.betaincinv(np.where(yes > 0, yes, np.nan), no + 1, tail)
        upp = special.betainccinv(yes + 1, np.where(no > 0, no, np.nan), tail)
    return np.where(share == 0, 0.0, low), np.where(share == 1, 1.0, upp)


def jeffreys_ends(
    share: np.ndarray, n: np.ndarray, level: np.ndarray, upper: np.ndarray
) -> np.ndarray:
    """One end of each of Jeffreys's intervals on `n` respondents: the prior is Beta(1/2, 1/2).

    It ends at 0 where nobody and at 1 where everybody gave the answer, as Brown, Cai and DasGupta
    have it (Statistical Science 16, 2001, 101-133).

    Parameters
    ----------
    share, n
        The shares, and of how many respondents, whole or not.
    level
        The confidence level of each.
    upper
        Whether it is the upper end.

    Examples
    --------
    Two of ten:

    >>> share, n, level = np.full(2, 0.2), np.full(2, 10.0), np.full(2, 0.95)
    >>> jeffreys_ends(share, n, level, np.array([False, True])).round(4).tolist()
    [0.0441, 0.5028]
    """
    tail, yes, no = (1 - level) / 2, share * n + 0.5, (1 - share) * n + 0.5
    ends: np.ndarray = np.where(upper, 1.0, 0.0)
    special.betainccinv(yes, no, tail, out=ends, where=upper & (share < 1))
    special.betaincinv(yes, no, tail, out=ends, where=~upper & (share > 0))
    return ends


def interval(
    method: Method,
    level: float,
    share: np.ndarray,
    se: np.ndarray,
    df: np.ndarray,
    rows: np.ndarray,
) -> Bounds:
    """Interval of each share by the chosen method; arrays are broadcast together.

    Shares of 0 and 1 give NaN: there the caller knows the effective number of respondents. A
    share that the design fixes, with a standard error of 0, is its own interval.
    """
    if method == "beta":
        low, upp = beta(share, effective_n(share, se), df, rows, level)
    elif method == "wilson":
        low, upp = wilson(share, effective_n(share, se), t_quantile(level, df))
    else:
        by_name: dict[Method, Callable[[np.ndarray, np.ndarray, np.ndarray], Bounds]] = {
            "wald": wald,
            "logit": logit,
            "asin": asin,
        }
        low, upp = by_name[method](share, se, t_quantile(level, df))
    inside = (share > 0) & (share < 1)
    low, upp = np.where(se > 0, low, share), np.where(se > 0, upp, share)
    return np.where(inside, low, np.nan), np.where(inside, upp, np.nan)
