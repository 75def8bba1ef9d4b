"""The linear trend of a share or mean over groups in an order, such as education.

The contrast is (x - mean x) / sum (x - mean x)², x the group's place in the order of the codebook,
and each group counts alike: it is the slope of the straight line through the groups' figures, per
step of the order, whatever the steps are in the world.
"""

from __future__ import annotations

from dataclasses import replace

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.compared.comparison_rounding import round_comparison
from insight.analysis.comparison import compare_none
from insight.analysis.estimates import Base, Statistic
from insight.disclosure.precision import precision_of
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.statistics.contrasts import trend, trend_coefficients, trend_parts
from insight.statistics.joint_tests import equal_means
from insight.statistics.share_contrasts import contrast_shares
from insight.survey.filters import EVERYONE, Where

FEWEST_GROUPS = 3


def ordered_trend(
    survey: OpenSurvey,
    item: str,
    key: str,
    between: str,
    *,
    where: Where = EVERYONE,
    base: Base = "all",
    level: float = 0.95,
    statistic: Statistic | None = None,
) -> Comparison:
    """Test the linear trend over the groups of an ordered variable, and whether all are alike.

    Parameters
    ----------
    survey, item, key, between, where, base, level, statistic
        As :func:`insight.compare`; ``between`` is ordered, by the codebook.

    Returns
    -------
    Comparison
        Without differences; groups with too few respondents are left out, at their places.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.compare`; also if the groups have no order, or fewer than three are left.
    """
    variable = survey.codebook.variable(between)
    if not variable.ordered or variable == survey.codebook.wave:
        raise RequestError(Fault("fault.trend_unordered", {"variable": between}))
    found, sums = compare_none(survey, item, key, between, where, base, level, statistic)
    codes = [code for (code,) in found.request.groups]
    kept = [number for number, code in enumerate(codes) if code not in found.left_out]
    if len(kept) < FEWEST_GROUPS:
        raise RequestError(Fault("fault.trend_few_groups", {"variable": between}))
    order = list(variable.by_key)
    places = [float(order.index(codes[number])) for number in kept]
    answers = sums.among(kept)
    slope = trend(answers, places)
    claim = slope.claim(level) if slope.se > 0 else None
    if found.key:
        sides = [[group] for group in range(len(kept))]
        claim = contrast_shares(answers, sides, trend_coefficients(places), level)
    exact = replace(
        found,
        equality=equal_means(answers),
        trend=slope,
        trend_claim=claim,
        trend_of=trend_parts(answers, places),
    )
    return round_comparison(exact, precision_of(survey, found.request, means=not found.key))
