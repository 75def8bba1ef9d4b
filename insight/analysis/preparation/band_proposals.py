"""Proposals for bands of a number: of equal size, and at round steps."""

from __future__ import annotations

from dataclasses import dataclass

from insight.query.opened import OpenSurvey
from insight.query.recipe.item_moments import number_range
from insight.statistics.cut_points import quantile_cuts, round_cuts
from insight.survey.recipe.number_operations import intervals_between, require_numbers
from insight.survey.recipe.operations import Interval


@dataclass(frozen=True)
class BandProposals:
    """Bands of a number; none where too few respondents have given one, or all the same.

    Attributes
    ----------
    equal
        Bands with about as many respondents each.
    steps
        Bands at round steps.
    whole
        Whether every number is whole; not told of too few.
    """

    equal: tuple[Interval, ...]
    steps: tuple[Interval, ...]
    whole: bool = False


def propose_bands(survey: OpenSurvey, name: str, parts: int = 4) -> BandProposals:
    """Return bands for a number of a survey.

    Parameters
    ----------
    survey
        The survey.
    name
        Id of the number.
    parts
        How many bands are wanted, 2 to 20.

    Raises
    ------
    InsightError
        If the variable has no numbers, nor codes that are whole numbers.
    UnknownNameError
        If there is no such variable.
    """
    variable = survey.written.variable(name)
    require_numbers(variable)
    parts = min(max(parts, 2), 20)
    found = number_range(survey, variable, parts)
    if found.respondents < max(survey.codebook.disclosure.min_base, 2):
        return BandProposals((), ())
    equal = quantile_cuts(found.quantiles, found.low, found.high)
    steps = round_cuts(found.low, found.high, parts)
    return BandProposals(
        intervals_between(equal, whole=found.whole),
        intervals_between(steps, whole=found.whole),
        found.whole,
    )
