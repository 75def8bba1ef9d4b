"""Dependencies between answers of the simulated surveys, held against targets.

Nobody published how answers hang together. ``data/facts/dependencies.csv`` therefore says, as
assumptions and each with its reason, between which bounds the correlation of two answers shall lie.
The measure is always Pearson's correlation coefficient, weighted as the survey is:

* a variable alone stands for its codes as scores, without "don't know" and other missing answers;
* a variable with answers (``contact_12m=digital``) stands for whether one of them was given, and
  "don't know" counts as not given. Of two such variables the coefficient is phi.

Only respondents who have an answer on both are counted. The sums come from the tables that a reader
may see, so a dependency that rests on hidden groups has no value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from insight.analysis.estimates import Estimate
from insight.analysis.table import table
from insight.documents import records
from insight.documents.records import AnyText
from insight.documents.simulation.calibration import require_answer
from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Condition, Filter
from insight.survey.folders import bundled_data

DEPENDENCIES = bundled_data() / "facts" / "dependencies.csv"


@dataclass(frozen=True, slots=True)
class Dependency:
    """A target for the correlation of two answers, and why it is assumed.

    `first` and `second` name a variable of the survey. The answers beside them are a code or a net,
    of the second also several codes with commas between them; none means that the codes are scores.
    `waves` tells whether each wave has to meet the target or all of them together.
    """

    id: str
    survey: str
    first: str
    first_answers: AnyText
    second: str
    second_answers: AnyText
    waves: Literal["each", "together"]
    low: float
    high: float
    reason: Text

    @property
    def subject(self) -> str:
        """What depends on what, as it is written with codes."""
        sides = ((self.first, self.first_answers), (self.second, self.second_answers))
        return " × ".join(f"{name}={answers}" if answers else name for name, answers in sides)

    def meets(self, value: float | None) -> bool:
        """Tell whether a correlation lies within the target, its ends included.

        Examples
        --------
        >>> dependency = dependencies()[0]
        >>> [dependency.meets(value) for value in (0.59, 0.6, 0.75, 0.76, None)]
        [False, True, True, False, False]
        """
        return value is not None and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class DependencyLine:
    """A target beside the correlation in the simulated responses of one or more waves."""

    dependency: Dependency
    waves: tuple[str, ...]
    value: float | None

    @property
    def met(self) -> bool:
        """Whether the correlation lies within the target."""
        return self.dependency.meets(self.value)


@cache
def dependencies(path: Path = DEPENDENCIES) -> tuple[Dependency, ...]:
    """Read the targets.

    Raises
    ------
    ValueError
        If a row says something impossible; the row and the column are named.
    """
    targets = records.read(path, Dependency, _contradictions)
    records.unique(targets)
    return targets


def _contradictions(dependency: Dependency) -> Iterator[tuple[str, str]]:
    if not -1 <= dependency.low < dependency.high <= 1:
        bounds = f"{dependency.low:g} and {dependency.high:g}"
        yield "low", f"expected a low below a high, both within -1 and 1, not {bounds}"


def check_dependencies(
    targets: Sequence[Dependency], surveys: Mapping[str, OpenSurvey]
) -> list[DependencyLine]:
    """Hold targets against the responses, a line for each, or for each wave where it says so.

    Parameters
    ----------
    targets
        What is to be met.
    surveys
        The surveys that they are about, by id.

    Raises
    ------
    RequestError
        If a target names what its survey does not have.
    """
    for target in targets:
        _require_known(target, surveys)
    return [
        DependencyLine(target, waves, correlation(surveys[target.survey], target, waves))
        for target in targets
        for waves in _waves(surveys[target.survey].codebook, target)
    ]


def _require_known(dependency: Dependency, surveys: Mapping[str, OpenSurvey]) -> None:
    """Refuse a target whose survey, variables or answers are not there, and say which it is."""
    try:
        if dependency.survey not in surveys:
            hint = near_miss(dependency.survey, surveys)
            values = {"name": shorten(dependency.survey), "hint": hint}
            raise UnknownNameError(Fault("fault.unknown_survey", values))
        codebook = surveys[dependency.survey].codebook
        first, second = codebook.variable(dependency.first), codebook.variable(dependency.second)
        if dependency.first_answers:
            require_answer(first, dependency.first_answers)
        for answer in _split_answers(second, dependency.second_answers):
            require_answer(second, answer)
    except UnknownNameError as error:
        values = {"file": DEPENDENCIES.name, "id": dependency.id, "fault": error.faults[0]}
        raise RequestError(Fault("fault.bad_target", values)) from None


def _split_answers(variable: Variable, answers: str) -> Sequence[str]:
    """The codes that answers name, or the net; none where the codes are scores."""
    if not answers or variable.net(answers):
        return [answers] if answers else []
    return answers.split(",")


def _waves(codebook: Codebook, dependency: Dependency) -> Sequence[tuple[str, ...]]:
    """The waves of each line; none where the survey was made once."""
    wave = codebook.design.wave
    codes = tuple(codebook.variable(wave).by_key) if wave else ()
    return [(code,) for code in codes] if codes and dependency.waves == "each" else [codes]


def correlation(
    survey: OpenSurvey, dependency: Dependency, waves: tuple[str, ...] = ()
) -> float | None:
    """Estimate a correlation from tables of the first variable within groups of the second.

    Parameters
    ----------
    survey
        The survey that the dependency is about.
    dependency
        What is correlated with what.
    waves
        The waves, taken together; none stands for all of them.

    Returns
    -------
    float or None
        None where a figure that it rests on is hidden, or where one of the two is constant.
    """
    groups = _groups(survey.codebook, dependency)
    estimates = [_first(survey, dependency, waves, codes) for _, codes in groups]
    everyone = tuple(code for _, codes in groups for code in codes)
    variance = _variance(survey, dependency, waves, everyone)
    if variance is None or any(estimate.value is None for estimate in estimates):
        return None
    scores = np.array([score for score, _ in groups])
    values = np.array([estimate.value for estimate in estimates], dtype=float)
    weights = np.array([estimate.base_weighted for estimate in estimates], dtype=float)
    mean = np.average(scores, weights=weights)
    covariance = np.average((scores - mean) * values, weights=weights)
    spread = variance * np.average((scores - mean) ** 2, weights=weights)
    return float(covariance / math.sqrt(spread)) if spread > 0 else None


def _groups(codebook: Codebook, dependency: Dependency) -> list[tuple[float, tuple[str, ...]]]:
    """The groups of the second variable, each with its score and its codes."""
    variable = codebook.variable(dependency.second)
    if not dependency.second_answers:
        return [
            (float(code), (code,))
            for code, category in variable.by_key.items()
            if category.missing is None
        ]
    nets = {net.id: net.codes for net in variable.nets}
    answers = dependency.second_answers
    chosen = tuple(str(code) for code in nets.get(answers, answers.split(",")))
    others = tuple(code for code in variable.by_key if code not in chosen)
    return [(1.0, chosen), (0.0, others)]


def _first(
    survey: OpenSurvey, dependency: Dependency, waves: tuple[str, ...], codes: tuple[str, ...]
) -> Estimate:
    """The first variable's mean, or the share of its answer, in a group of the second."""
    where = _where(survey.codebook, dependency, waves, codes)
    if answers := dependency.first_answers:
        return table(survey, dependency.first, where=where, nets=True).at((), answers)
    (mean,) = table(survey, dependency.first, where=where, statistic="mean").estimates
    return mean


def _variance(
    survey: OpenSurvey, dependency: Dependency, waves: tuple[str, ...], codes: tuple[str, ...]
) -> float | None:
    """The variance of the first variable among all who have an answer on the second."""
    where = _where(survey.codebook, dependency, waves, codes)
    if answers := dependency.first_answers:
        share = table(survey, dependency.first, where=where, nets=True).at((), answers).value
        return None if share is None else share * (1 - share)
    shares = table(survey, dependency.first, where=where, base="valid").estimates
    if any(estimate.value is None for estimate in shares):
        return None
    scores = np.array([float(estimate.key) for estimate in shares])
    values = np.array([estimate.value for estimate in shares], dtype=float)
    return float(values @ scores**2 - (values @ scores) ** 2)


def _where(
    codebook: Codebook, dependency: Dependency, waves: tuple[str, ...], codes: tuple[str, ...]
) -> Filter:
    conditions = [Condition(codebook.variable(dependency.second), codes)]
    if waves and codebook.design.wave:
        conditions.insert(0, Condition(codebook.variable(codebook.design.wave), waves))
    return Filter(tuple(conditions))
