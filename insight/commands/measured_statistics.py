"""Statistics as they are written at the command line, and what answers them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import get_args

from insight.analysis.estimates import STATISTICS, Statistic
from insight.analysis.measured.associations import alpha, correlation, ratio
from insight.analysis.measured.measures import Measures
from insight.analysis.measured.quantile_table import QUARTILES, quantiles
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.statistics.intervals import Method
from insight.statistics.measures.linear_figures import CORRELATIONS
from insight.survey.filters import split

WRITTEN = (
    f"{', '.join(STATISTICS)}, median, quartiles, quantile:0.9[,0.95], ratio:ITEM, pearson:ITEM, "
    "spearman:ITEM, alpha, alpha:ITEM[,ITEM]"
)
_SHARE = re.compile(r"[0-9]*\.?[0-9]+")


def table_statistic(written: str | None) -> Statistic | None:
    """Return the statistic of a table; None where none is named.

    Raises
    ------
    RequestError
        If there is no such statistic.
    """
    for statistic in get_args(Statistic):
        if written == statistic:
            return statistic  # type: ignore[no-any-return]
    if written is not None:
        raise _unknown(written)
    return None


def is_measure(written: str | None) -> bool:
    """Tell whether a statistic is a measure of numbers."""
    return written is not None and written not in STATISTICS


def measure(survey: OpenSurvey, chosen: argparse.Namespace, by: Sequence[str]) -> Measures:
    """Estimate a measure of numbers as it is written at the command line.

    Raises
    ------
    UnknownNameError, RequestError
        As the measure itself; also if there is no such statistic.
    """
    name, _, rest = chosen.statistic.partition(":")
    more = [part for part in split(rest, ",") if part]
    domains = {"by": by, "where": chosen.where, "level": chosen.level}
    if (shares := _shares_of(name, more)) is not None:
        method: Method = chosen.method or "logit"
        return quantiles(survey, chosen.item, shares, rule=chosen.rule, method=method, **domains)
    if name == "alpha":
        items = [chosen.item, *(name for name in more if name != chosen.item)]
        turned = [part for part in split(chosen.turned, ",") if part]
        return alpha(survey, items, turned=turned, **domains)
    if len(more) != 1:
        raise _unknown(chosen.statistic)
    if name == "ratio":
        return ratio(survey, chosen.item, more[0], **domains)
    for kind in CORRELATIONS:
        if name == kind:
            return correlation(survey, chosen.item, more[0], kind=kind, **domains)
    raise _unknown(chosen.statistic)


def _shares_of(name: str, more: Sequence[str]) -> tuple[float, ...] | None:
    """The shares at or below the quantiles asked for; None where it is no quantile."""
    if name == "median" and not more:
        return (0.5,)
    if name == "quartiles" and not more:
        return QUARTILES
    if name == "quantile" and more and all(_SHARE.fullmatch(one) for one in more):
        return tuple(float(one) for one in more)
    return None


def _unknown(written: str) -> RequestError:
    return RequestError(Fault("fault.unknown_measure", {"value": written}))
