"""Further answers of a view: groups adjusted and standardised, and all beside another survey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from insight.analysis.adjusted.adjusted_result import Adjusted
from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.analysis.combined.tidy_pair import SurveyComparison
from insight.analysis.estimates import QUANTILES
from insight.language.errors import InsightError, NotNowError
from insight.reporting.adjusted.adjusted_answer import adjusted_answer
from insight.reporting.adjusted.adjusted_sentences import when_alike
from insight.reporting.breakdown.request import Figures
from insight.reporting.combined.further_answer import FurtherAnswer
from insight.reporting.combined.standardised_answer import standardised_answer, standardised_heading
from insight.reporting.combined.survey_pair_words import pair_answer
from insight.views import answers, beside
from insight.views.asked import Asked
from insight.views.further.further_choice import FurtherChoice
from insight.views.further.refusal_words import refusal_words
from insight.views.row_sources import name_of_all
from insight.views.view import View

Found = Adjusted | StandardisedTable | SurveyComparison


@dataclass(frozen=True)
class Further:
    """A further answer, and what it tells row by row; or why there is none.

    Attributes
    ----------
    answer
        What is told, or why nothing can be.
    found
        What it rests on; None where it is refused.
    refusal
        Why it is refused; None where it is not.
    """

    answer: FurtherAnswer
    found: Found | None
    refusal: InsightError | None = None


def adjusted(view: View, figures: Figures, choice: FurtherChoice) -> Further:
    """Return how groups differ when what is given is held alike."""

    def made() -> Further:
        found = answers.adjusted_of(figures.grouped, figures.key, choice.given)
        return Further(adjusted_answer(found, view.language), found)

    return _or_why_not(view, _when_alike(view, choice), made)


def standardised(view: View, figures: Figures, choice: FurtherChoice) -> Further:
    """Return groups with the composition that is chosen."""

    def made() -> Further:
        asked = (choice.standard, choice.wave, choice.written)
        found = answers.standardised_of(figures.grouped, figures.key, *asked)
        told = standardised_answer(found, figures.key, choice.wave, view.language)
        return Further(told, found)

    return _or_why_not(view, _standardised_heading(view, choice), made)


def beside_survey(view: View, figures: Figures, code: str) -> Further | None:
    """Return how all differ from those of another survey; None where it is beside no survey.

    Parameters
    ----------
    view, figures
        What the reader looks at.
    code
        Code of those beside whom all rows are seen.
    """
    others = {like.survey.id: like for like in beside.alike(view, figures.breakdown)}
    like = others.get(code)
    if like is None or figures.whole.statistic in QUANTILES:
        return None
    where = beside.in_wave(view, like.survey)
    names = (name_of_all(view, view.respondents), beside.all_of(view, like.survey))

    def made() -> Further:
        found = answers.beside_of(
            *(view.survey, figures.breakdown.item.id, figures.key, view.where, view.base),
            *(like.survey, where),
        )
        return Further(pair_answer(found, names, view.language), found)

    return _or_why_not(view, view.say("two_surveys.title"), made, chosen=False)


def further_answers(view: View, asked: Asked, compared: Figures, whole: Figures) -> list[Further]:
    """Return all that is told of a view's groups besides.

    Parameters
    ----------
    view, asked
        What the reader looks at, and what is asked of it.
    compared, whole
        The figures of which any two are compared, and those of the view.
    """
    choice = asked.further
    found = [
        beside_survey(view, whole, asked.beside),
        adjusted(view, compared, choice) if choice.given else None,
        standardised(view, compared, choice) if choice.standard else None,
    ]
    return [each for each in found if each]


def further_headings(view: View, choice: FurtherChoice) -> list[str]:
    """Return what a choice is called, without a figure."""
    held = [_when_alike(view, choice)] if choice.given else []
    return [*held, *([_standardised_heading(view, choice)] if choice.standard else [])]


def _when_alike(view: View, choice: FurtherChoice) -> str:
    book = view.survey.codebook
    return when_alike([book.variable(name) for name in choice.given], view.language)


def _standardised_heading(view: View, choice: FurtherChoice) -> str:
    book = view.survey.codebook
    return standardised_heading([book.variable(name) for name in choice.standard], view.language)


def _or_why_not(
    view: View, heading: str, make: Callable[[], Further], *, chosen: bool = True
) -> Further:
    try:
        return make()
    except NotNowError:
        raise
    except InsightError as refusal:
        told = FurtherAnswer(heading, [refusal_words(view, refusal)], chosen=chosen)
        return Further(told, None, refusal)
