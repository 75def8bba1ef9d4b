"""Margins of a weight: shares of the background before and after it, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from insight.analysis.table import table
from insight.language.errors import Fault, RequestError
from insight.query.counts.column_counts import mean_and_spread
from insight.query.opened import OpenSurvey, reopen
from insight.survey.folders import Survey


@dataclass(frozen=True)
class MarginShare:
    """The share of a group, unweighted and weighted; None where it may not be told."""

    variable: str
    code: str
    unweighted: float | None
    weighted: float | None


@dataclass(frozen=True)
class WeightEffect:
    """What a weight does to a survey.

    Attributes
    ----------
    shares
        The groups of the background.
    design_effect
        Kish's design effect of weighting, 1 plus the squared coefficient of variation.
    """

    shares: tuple[MarginShare, ...]
    design_effect: float


def weight_effect(
    survey: OpenSurvey, weight: str, background: Sequence[str] | None = None
) -> WeightEffect:
    """Return what a variable does to the background if it is the weight.

    Parameters
    ----------
    survey
        The survey, weighted or not.
    weight
        Id of a variable that is a number.
    background
        Ids of the variables; all of the background where none are given.

    Raises
    ------
    DataError
        If the variable cannot be a weight.
    RequestError
        If it is no number.
    UnknownNameError
        If there is no such variable.
    """
    if survey.written.variable(weight).kind != "numeric":
        raise RequestError(Fault("fault.recipe_not_numeric", {"variable": weight}))
    names = [each.id for each in survey.codebook.segments] if background is None else background
    plain, weighted = (_weighted_by(survey, each) for each in (None, weight))
    shares = []
    for name in names:
        pairs = zip(table(plain, name).estimates, table(weighted, name).estimates, strict=True)
        shares += [MarginShare(name, one.key, one.value, two.value) for one, two in pairs]
    mean, spread = mean_and_spread(weighted, weight)
    return WeightEffect(tuple(shares), 1 + (spread / mean) ** 2 if mean else 1.0)


def _weighted_by(survey: OpenSurvey, weight: str | None) -> OpenSurvey:
    """The survey with another weight in its design, held against its responses."""
    design = replace(survey.codebook.design, weight=weight)
    book = replace(survey.written, design=design)
    version = f"{survey.version}:weight={weight!r}"  # a variable may be called None
    other = Survey(survey.folder, book, version, recoding=survey.recoding)
    return reopen(survey, other, ())
