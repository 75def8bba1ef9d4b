"""Items that ask the same in several surveys, and what of a filter each survey understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Condition, Filter
from insight.survey.folders import AnySurvey


@dataclass(frozen=True)
class Alike(Generic[AnySurvey]):
    """An item of one survey that can stand beside that of another.

    `respondents` is the filter as far as this survey understands it, `aside` what it does not.
    """

    survey: AnySurvey
    item: Variable
    respondents: Filter
    aside: tuple[Condition, ...]


def counterparts(
    surveys: Sequence[AnySurvey], chosen: AnySurvey, item: Variable, respondents: Filter
) -> tuple[Alike[AnySurvey], ...]:
    """Return the item in the chosen survey, and its likes in the others, in their order.

    Parameters
    ----------
    surveys
        All surveys, the chosen one among them.
    chosen
        The survey that the item and the filter belong to.
    item
        The item; only items of the same construct are like it.
    respondents
        The filter.
    """
    alike = []
    for survey in surveys:
        own = item if survey.id == chosen.id else like(survey.codebook, item)
        if own:
            kept, aside = respondents.carried_to(survey.codebook)
            alike.append(Alike(survey, own, kept, aside))
    return tuple(alike)


def like(codebook: Codebook, item: Variable) -> Variable | None:
    """Return the item of a survey that measures the same construct, or None."""
    if item.construct is None:
        return None
    return next(
        (candidate for candidate in codebook.items if candidate.construct == item.construct), None
    )
