"""Age in bands: the first step of the recipe of a survey whose age is a number.

Answers can be divided by bands only. The step stands in the recipe like any other, so it can be
taken out or made another.
"""

from __future__ import annotations

from pathlib import Path

from insight.analysis.preparation.band_proposals import propose_bands
from insight.importers.meaning.backgrounds import background_of
from insight.importers.recipe_folder import recoded_copy
from insight.language.errors import InsightError
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.recipe.number_operations import intervals_between
from insight.survey.recipe.operations import Band, Interval, Recipe, Step

ADULT = (30, 45, 60, 75)


def with_age_bands(survey: OpenSurvey, room: Path) -> OpenSurvey:
    """Return a survey with its age in bands; itself where that is no number or is so already.

    Parameters
    ----------
    survey
        The survey; its folder stays.
    room
        An empty folder for the survey with the recipe.
    """
    age = _age(survey)
    bands = _bands(survey, age) if age else ()
    if age is None or len(bands) < 2:
        return survey
    operation = Band(age.id, bands, label=age.label)
    try:
        return recoded_copy(survey, Recipe((Step(operation),)), room)
    except InsightError:
        return survey


def _age(survey: OpenSurvey) -> Variable | None:
    """The number that is the respondents' age, where no background is age already."""
    book, design = survey.codebook, {*survey.codebook.design.columns}
    ages = [
        variable
        for variable in book.variables.values()
        if variable.id not in design and _is_about_age(variable)
    ]
    if any(variable.role == "segment" for variable in ages):
        return None
    return next((variable for variable in ages if variable.kind == "numeric"), None)


def _is_about_age(variable: Variable) -> bool:
    background = background_of(variable.id, variable.label.nb)
    return background is not None and background.kind == "age"


def _bands(survey: OpenSurvey, age: Variable) -> tuple[Interval, ...]:
    """Bands of adults where most respondents are, else bands of about equal size."""
    proposed = propose_bands(survey, age.id)
    lows = [band.low for band in (*proposed.equal, *proposed.steps) if band.low is not None]
    if not lows or min(lows) < 0 or max(lows) > 120:
        return ()
    if max(lows) >= ADULT[1]:
        return intervals_between(ADULT, whole=True)
    return proposed.equal
