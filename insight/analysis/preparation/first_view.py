"""First view of a survey that nobody has arranged: a question that says something, and whose.

A question is taken that most respondents have answered and not all alike; a scale goes before
other questions, since its answers can be compared at a glance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from insight.analysis.table import table
from insight.language.errors import InsightError
from insight.query.counts.column_counts import response_rates
from insight.query.opened import OpenSurvey, remembered
from insight.survey.codebook import Variable

Reason = Literal["scale", "several", "few", "codes", "number", "first"]
ORDER: tuple[Reason, ...] = ("scale", "several", "few", "codes", "number")
MOST_LOOKED_AT = 400  # items whose answers are counted
MOST_TRIED = 8  # of each kind whose answers are looked at
MOST_OF_US = 0.5  # share of the respondents who must have answered
MOST_ALIKE = 0.75  # share of one answer below which a question says much
ALIKE = 0.95  # share of one answer from which a question says nothing
STEPS = 4  # codes from which a scale is likely
LONG_SCALE = 7  # steps from which a mean says more than a share
USUAL_ENDS = {(0, 10), (1, 10), (1, 7), (1, 9), (0, 100), (1, 100)}
GROUPS = range(2, 9)


@dataclass(frozen=True)
class FirstView:
    """What a reader sees first.

    Attributes
    ----------
    item
        Id of the question.
    by
        Id of the background that divides its answers; empty where none does.
    reason
        Why this question.
    answered
        How many have answered it; None where that may not be told.
    empty
        How many questions nearly nobody has answered.
    """

    item: str
    by: str
    reason: Reason
    answered: int | None
    empty: int


@remembered
def first_view(survey: OpenSurvey) -> FirstView | None:
    """Return what a reader of a survey sees first; None where there is no question.

    Parameters
    ----------
    survey
        The survey.
    """
    items = survey.codebook.items
    if not items:
        return None
    looked_at = items[:MOST_LOOKED_AT]
    rates = response_rates(survey, looked_at)
    item, reason, answered = next(_telling(survey, looked_at, rates), (items[0], "first", None))
    empty = sum(rate < 0.01 for rate in rates.values())
    return FirstView(item.id, _background(survey), reason, answered, empty)


def _telling(
    survey: OpenSurvey, items: Sequence[Variable], rates: Mapping[str, float]
) -> Iterator[tuple[Variable, Reason, int | None]]:
    """Questions that most have answered, and not all alike, the best kind first."""
    of_kind: dict[Reason, list[Variable]] = {reason: [] for reason in ORDER}
    for item in items:
        reason = _kind(item)
        if reason and rates[item.id] >= MOST_OF_US:
            of_kind[reason].append(item)
    of_kind["codes"].sort(key=lambda item: len(item.categories) < STEPS)
    for reason, candidates in of_kind.items():
        tried = [(item, *_largest(survey, item)) for item in candidates[:MOST_TRIED]]
        for most in (MOST_ALIKE, ALIKE):
            yield from (
                (item, reason, answered) for item, largest, answered in tried if largest < most
            )


def _kind(item: Variable) -> Reason | None:
    if item.kind == "numeric":
        return "number"
    answers = sum(not category.missing for category in item.categories)
    if item.kind == "multiple":
        return "several" if answers > 2 else None
    if not 1 < answers <= 12:
        return None
    if not _has_words(item):
        return "codes"
    return "scale" if item.ordered and answers > 2 else "few"


def _has_words(item: Variable) -> bool:
    """Whether any answer is called something else than its code."""
    answers = [category for category in item.categories if not category.missing]
    return any(category.label.nb != category.key for category in answers)


def is_long_scale(item: Variable) -> bool:
    """Return whether a mean of codes makes sense at first sight: a scale of seven steps or more.

    Codes without words are a scale where they are such as people are asked to choose among.
    """
    codes = [category.code for category in item.categories if not category.missing]
    if not (item.ordered and item.integer_codes and len(codes) >= LONG_SCALE):
        return False
    return _has_words(item) or (codes[0], codes[-1]) in USUAL_ENDS


def _largest(survey: OpenSurvey, item: Variable) -> tuple[float, int | None]:
    """The share of the answer that most gave of those that may be shown, and how many answered.

    It is 1 where all are alike, and of a number 0 where they are not. Of several answers it is how
    far the one that divides the respondents best is from half of them, in halves.
    """
    try:
        found = table(survey, item.id, base="valid" if item.kind != "numeric" else "all")
    except InsightError:
        return 1.0, None
    shown = [each for each in found.estimates if each.shown and each.value is not None]
    answered = max((each.base for each in shown if each.base), default=None)
    if item.kind == "numeric":
        return (0.0 if shown and shown[0].se else 1.0), answered
    shares = [each.value or 0.0 for each in shown]
    if item.kind == "multiple":
        return min((abs(share - 0.5) * 2 for share in shares), default=1.0), answered
    return (max(shares) if len(shares) > 1 else 1.0), answered


def _background(survey: OpenSurvey) -> str:
    """The first background of a few groups, two at least of which may be shown."""
    for segment in survey.codebook.segments:
        groups = sum(not category.missing for category in segment.categories)
        if segment.kind == "single" and groups in GROUPS and _largest(survey, segment)[0] < ALIKE:
            return segment.id
    return ""
