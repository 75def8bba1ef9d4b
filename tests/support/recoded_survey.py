"""A small survey with a recipe: its columns as every page reads them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from survey_folder import write_survey

from insight.analysis.table import table
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import shared_store
from insight.survey.filters import EVERYONE
from insight.survey.folders import read_raw_survey, with_recipe
from insight.survey.recipe.recipe_reader import parse_recipe

LABEL = 'label = { nb = "Ny", en = "New" }'


def recipe(*steps: str) -> str:
    """A recipe of steps, each given by its lines without the header."""
    return "\n".join(["format = 1", *(f"[[step]]\n{step}" for step in steps)]) + "\n"


def recoded(
    frame: Mapping[str, list], variables: Mapping[str, Mapping], *steps: str, **more
) -> OpenSurvey:
    """A survey of a few respondents with a recipe carried out."""
    root = Path(tempfile.mkdtemp(dir=ROOM.name))
    folder = write_survey(root, "s", frame, variables, **more)
    survey = with_recipe(read_raw_survey(folder), parse_recipe(recipe(*steps)))
    return open_in(shared_store(), survey)


ROOM = tempfile.TemporaryDirectory(prefix="recoded-")


def rows(survey: OpenSurvey, *names: str) -> list:
    """The values of columns, by row where there are several; None where there is none."""
    table = survey.rows(EVERYONE)
    columns = [table.column(name).to_pylist() for name in names]
    return columns[0] if len(columns) == 1 else [list(row) for row in zip(*columns, strict=True)]


def columns(survey: OpenSurvey) -> set[str]:
    """The columns that there are to be had."""
    return set(survey.types)


def codes(survey: OpenSurvey, name: str) -> list:
    """The codes of a variable in the order in which they are shown."""
    return [category.code for category in survey.codebook.variable(name).categories]


def labels(survey: OpenSurvey, name: str) -> list[str]:
    """The English labels of a variable's categories, in order."""
    return [category.label.en for category in survey.written.variable(name).categories]


def counts(survey: OpenSurvey, item: str) -> dict[str, int | None]:
    """How many gave each answer, nets included."""
    return {estimate.key: estimate.n for estimate in table(survey, item, nets=True).estimates}
