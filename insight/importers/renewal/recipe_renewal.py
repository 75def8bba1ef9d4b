"""The recipe of a survey that gets another file: carried out again, and what no longer fits told.

A step that does not fit is kept and set aside: it reads ``off = true`` from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from insight.language.errors import Fault, some
from insight.query.opened import OpenSurvey, open_in
from insight.query.recipe.step_counts import StepCounts, count_steps
from insight.query.store import shared_store
from insight.survey.codebook import Codebook
from insight.survey.folders import Survey, column_names, read_raw_survey, with_recipe
from insight.survey.recipe.application import RECIPE, Misfit, Recoding, Trace, fit_recipe
from insight.survey.recipe.descriptions import describe, variables_named
from insight.survey.recipe.expressions import Column, Condition, IsAmong
from insight.survey.recipe.operations import Band, LeaveOut, Recipe
from insight.survey.recipe.recipe_reader import parse_recipe, recipe_text
from insight.survey.recipe.recipe_writer import with_counts, with_steps_off


def renew_recipe(previous: Path, folder: Path) -> list[Fault]:
    """Put the recipe of a survey into the folder that it becomes, and say what no longer fits.

    Parameters
    ----------
    previous
        The survey as it was.
    folder
        The survey as it becomes, with its codebook and its responses.

    Raises
    ------
    RecipeError
        If the recipe was faulty before: then it must be put right first.
    """
    if not (previous / RECIPE).exists():
        return []
    text = recipe_text(previous / RECIPE)
    recipe = parse_recipe(text)
    old, new = read_raw_survey(previous), read_raw_survey(folder)
    was = with_recipe(old, recipe).recoding
    assert was is not None
    _, misfits = fit_recipe(recipe, new.codebook, column_names(new.responses))
    text = with_steps_off(text, [misfit.number for misfit in misfits])
    kept = parse_recipe(text)
    survey = open_in(shared_store(), with_recipe(new, kept))
    counts = {each.trace.number: each for each in count_steps(survey)}
    rounds = [(each.before, each.after) if (each := counts.get(number)) else None
              for number in range(1, len(kept.steps) + 1)]  # fmt: skip
    text = with_counts(text, rounds)
    told = [*_told(parse_recipe(text), was, survey, misfits, old)]
    (folder / RECIPE).write_bytes(text.encode())  # last, for it makes the survey another version
    return told


def _told(
    recipe: Recipe, was: Recoding, now: OpenSurvey, misfits: Sequence[Misfit], old: Survey
) -> Iterator[Fault]:
    """What there is to say of each step, in the order of the recipe."""
    before = {trace.number: trace for trace in was.traces}
    set_aside = {misfit.number: misfit.problem for misfit in misfits}
    counted = _new_counts(now, old.codebook)
    yield Fault("import.recipe", {"count": sum(not step.off for step in recipe.steps)})
    for number, step in enumerate(recipe.steps, 1):
        reasons: list[Fault] = []
        if number in set_aside:
            reasons = [Fault("import.recipe_off", {"problem": set_aside[number]})]
        elif number in counted and number in before:
            reasons = [*_misgivings(before[number], counted[number])]
        words = describe(step.operation)
        for reason in reasons:
            values = {"line": step.line, "words": words, "problem": reason}
            yield Fault("import.recipe_step", values)


def _new_counts(survey: OpenSurvey, old: Codebook) -> Mapping[int, StepCounts]:
    """The counts of the steps among the respondents who are new; all where no wave is."""
    book = survey.codebook
    new = [key for key in book.waves if key not in old.waves]
    among: Condition | None = None
    if book.wave is not None and new:
        wave = book.wave
        codes = tuple(wave.by_key[key].code for key in (new if old.waves else new[-1:]))
        among = IsAmong(Column(wave.id, "integer" if wave.integer_codes else "text"), codes)
    return {each.trace.number: each for each in count_steps(survey, among)}


def _misgivings(was: Trace, now: StepCounts) -> Iterator[Fault]:
    """Reasons to look at a step again, though it is carried out."""
    operation = now.trace.step.operation
    for name in variables_named(operation):
        if name in was.variables and name in now.trace.variables:
            known = was.variables[name].by_key
            added = [
                f"{key} = {category.label.nb}"
                for key, category in now.trace.variables[name].by_key.items()
                if key not in known
            ]
            if added:
                values = {"variable": name, "names": some(added)}
                yield Fault("import.recipe_new_categories", values)
    before, after = sum(now.before.values()), sum(now.after.values())
    if isinstance(operation, LeaveOut) and before == after:
        yield Fault("import.recipe_nobody_left_out")
    elif isinstance(operation, Band) and 0 < after < before:
        yield Fault("import.recipe_outside", {"count": before - after})
    elif not after:
        yield Fault("import.recipe_empty")
