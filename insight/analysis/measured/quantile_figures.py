"""Medians and quartiles as a table of figures, to stand where shares and means stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from insight.analysis.estimates import LOWER, UPPER, Base, Estimate, Quantiles, Table
from insight.analysis.measured.measures import Measure
from insight.analysis.measured.quantile_table import QUARTILES, quantiles
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.filters import EVERYONE, Where

MEDIAN = 0.5
_KEYS = {MEDIAN: "", 0.25: LOWER, 0.75: UPPER}
_OWN_COLUMNS = ("probability", "quantile", "quantile_se", "quantile_low", "quantile_upp")


def quantile_figures(
    survey: OpenSurvey,
    item: str,
    *,
    by: str | Sequence[str] = (),
    where: Where = EVERYONE,
    base: Base = "all",
    statistic: Quantiles = "median",
    level: float = 0.95,
) -> Table:
    """Estimate the median of a number or of ordered answers, with the quartiles where wanted.

    They are those of :func:`insight.quantiles`, by its usual rule and interval.

    Parameters
    ----------
    survey, item, by, where, base, level
        As :func:`insight.table`. Answers that are marked missing have no place in the order, so
        that the base is the same either way.
    statistic
        ``median``, or ``quartiles``: the median, then the lower and the upper quartile.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.quantiles`.
    """
    wanted = QUARTILES if statistic == "quartiles" else (MEDIAN,)
    found = quantiles(survey, item, wanted, by=by, where=where, level=level)
    request = replace(found.request, valid_only=base == "valid")
    for variable in request.by:
        if variable.id in _OWN_COLUMNS:
            raise RequestError(Fault("fault.repeated_result_column", {"value": variable.id}))
    figures = tuple(_estimate(one) for one in found)
    return Table(
        *(survey, request, False, "logit", level, figures, statistic),
        lonely=found.lonely,
        rounded=found.rounded,
    )


def _estimate(measure: Measure) -> Estimate:
    return Estimate(
        group=measure.group,
        kind="quantile",
        key=_KEYS[measure.probability or MEDIAN],
        n=measure.base,
        base=measure.base,
        base_weighted=measure.base_weighted,
        value=measure.value,
        se=measure.se,
        low=measure.low,
        upp=measure.upp,
        deff=None,
        n_eff=None,
        df=measure.df,
        flags=measure.flags,
        basis=measure.basis,
    )
