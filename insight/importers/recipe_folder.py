"""The recipe of a survey folder: tried on its responses, counted, and put in its place.

A recipe is written only if the survey holds with it. So the last good state stays in force.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from insight.importers.correcting import with_codebook
from insight.importers.data_maps.data_map import DataMap
from insight.importers.data_maps.map_steps import steps_of_map
from insight.language.errors import Fault, RequestError, reason_of, some
from insight.query.opened import OpenSurvey, open_in
from insight.query.recipe.step_counts import StepCounts, count_steps
from insight.query.store import Store, shared_store
from insight.survey.disk.held_folders import DRAFT, held_folder
from insight.survey.folders import (
    CODEBOOK,
    Survey,
    read_raw_survey,
    read_survey,
    read_text,
    with_recipe,
)
from insight.survey.recipe.application import RECIPE
from insight.survey.recipe.operations import Recipe
from insight.survey.recipe.recipe_reader import parse_recipe
from insight.survey.recipe.recipe_writer import recipe_text_of, step_lines, with_counts


@dataclass(frozen=True)
class Recoded:
    """A survey with a recipe carried out.

    Attributes
    ----------
    survey
        The survey as pages, files and commands see it.
    counts
        Exact numbers of respondents before and after each step that is carried out.
    text
        The recipe with these numbers in it.
    """

    survey: OpenSurvey
    counts: tuple[StepCounts, ...]
    text: str


def try_recipe(survey: Survey, recipe: Recipe | str, store: Store | None = None) -> Recoded:
    """Carry out a recipe on a survey, in memory only.

    Parameters
    ----------
    survey
        The survey, with or without a recipe; the new recipe takes the place of the old one.
    recipe
        The recipe, or the text of one, whose comments stay.
    store
        The database; else that of this process.

    Raises
    ------
    RecipeError
        If it is faulty or does not fit, with the line of each fault.
    DataError
        If the responses contradict what it makes.
    """
    text = recipe if isinstance(recipe, str) else recipe_text_of(recipe)
    parsed = parse_recipe(text)
    known = isinstance(survey, OpenSurvey)
    if isinstance(survey, OpenSurvey):  # steps name the labels that stand in the file
        survey = replace(survey, codebook=survey.written)
    opened = open_in(store or shared_store(), with_recipe(survey, parsed), raw_checked=known)
    counts = count_steps(opened)
    by_number = {each.trace.number: (each.before, each.after) for each in counts}
    numbers = range(1, len(parsed.steps) + 1)
    return Recoded(opened, counts, with_counts(text, [by_number.get(n) for n in numbers]))


def recode_folder(folder: Path, recipe: Recipe | str, *, write: bool = True) -> Recoded:
    """Put a recipe into a survey folder, in the place of the one that is there.

    Parameters
    ----------
    folder
        The survey folder.
    recipe
        The recipe, or the text of one, whose comments stay.
    write
        Whether it is written; else it is only tried.

    Raises
    ------
    CodebookError, DataError, RecipeError
        If the folder is no sound survey with the recipe. Nothing is written then.
    RequestError
        If the folder may not be written to.
    """
    survey = read_raw_survey(folder)
    recoded = try_recipe(survey, recipe)
    if not write:
        return recoded
    _write(survey.folder, recoded.text)
    written = open_in(recoded.survey.store, read_survey(survey.folder), raw_checked=True)
    return replace(recoded, survey=written)


def with_labels(folder: Path, text: str, data_map: DataMap) -> tuple[str, Fault]:
    """Return the text of a recipe with the labels of a data map as further steps.

    Parameters
    ----------
    folder
        The survey folder.
    text
        The recipe that the labels are added to.
    data_map
        The map.

    Returns
    -------
        The text, and what the map gives and lacks.

    Raises
    ------
    CodebookError, RecipeError
        If the folder is no sound survey with the recipe.
    """
    survey = with_recipe(read_raw_survey(folder), parse_recipe(text))
    found = steps_of_map(data_map, survey.codebook)
    for step in found.steps:
        text = text.rstrip() + "\n\n" + "\n".join(step_lines(step)) + "\n"
    values = {
        "program": found.program,
        "count": len(found.steps),
        "unnamed": some(found.unnamed) or "–",
        "unknown": some(found.unknown) or "–",
    }
    return text, Fault("recipe.labels", values)


def _write(folder: Path, text: str) -> None:
    """Put the recipe in its place by a single renaming."""
    target = (folder / RECIPE).resolve()
    try:
        with held_folder(DRAFT, folder) as room:
            draft = room / RECIPE
            draft.write_bytes(text.encode())
            like = target if target.exists() else folder / CODEBOOK
            shutil.copymode(like, draft)
            draft.replace(target)
    except OSError as error:
        values = {"file": str(folder / RECIPE), "reason": reason_of(error)}
        raise RequestError(Fault("fault.not_written", values)) from error


def recoded_copy(survey: OpenSurvey, recipe: Recipe, room: Path) -> OpenSurvey:
    """Return a survey with another recipe, in a folder of its own beside the one that it has.

    Parameters
    ----------
    survey
        The survey; its folder stays.
    recipe
        The recipe; none is written where it has no steps.
    room
        An empty folder for the copy. It is removed where the survey does not hold with the recipe.

    Raises
    ------
    InsightError
        As :func:`try_recipe`.
    """
    folder = room / survey.id
    try:
        with_codebook(survey, read_text(survey.folder), folder, recipe=False)
        if recipe.steps:
            recode_folder(folder, recipe)
        return open_in(survey.store, read_survey(folder))
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise
