"""Order in a visitor's survey: an operation at a time with its picture, and the recipe so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from insight.importers.recipe_folder import try_recipe
from insight.language.catalogue import Language
from insight.language.errors import Fault, InsightError, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.recipe.application import RECIPE
from insight.survey.recipe.descriptions import tell
from insight.survey.recipe.operations import Band, LeaveOut, Operation, Recipe, Step
from insight.survey.recipe.recipe_reader import read_recipe
from insight.web import choices, ui
from insight.web.frame import rights_here
from insight.web.html.templates import draw as draw_html
from insight.web.own_survey import presence
from insight.web.own_survey.brought import Brought
from insight.web.own_survey.workbench import (
    label_forms,
    question_forms,
    respondent_forms,
    variable_forms,
)
from insight.web.own_survey.workbench.bench import Bench, Operations
from insight.web.own_survey.workbench.operation_picture import (
    distribution,
    picture,
    respondents,
    shown_of,
    tells_before,
)
from insight.web.own_survey.workbench.taken_out import without_step

FORMS: Mapping[str, Callable[[Bench], Operations]] = {
    "categories": variable_forms.categories,
    "band": variable_forms.band,
    "together": question_forms.together,
    "separate": question_forms.separate,
    "split": variable_forms.split,
    "index": question_forms.index,
    "segment": question_forms.segment,
    "leave_out": respondent_forms.leave_out,
    "weight": respondent_forms.weight,
    "labels": label_forms.labels,
}
MOST_PICTURES = 6
SAID = "bench:said"  # in the session: what the last change has led to, told once
Use = Callable[[Recipe], None]


def recipe_of(mine: Brought) -> Recipe:
    """Return the recipe of a survey; one without steps where there is none."""
    path = mine.survey.folder / RECIPE
    return read_recipe(path) if path.exists() else Recipe()


@st.fragment
def draw(
    mine: Brought,
    language: Language,
    key: str,
    use: Use,
    take: Callable[[str, BinaryIO], Path],
) -> None:
    """Offer the operations, and the recipe so far.

    Parameters
    ----------
    mine, language
        The survey, and the language of the forms.
    key
        What the forms' keys begin with; another one makes them empty.
    use
        Puts a recipe in the place of the one that there is, or raises InsightError.
    take
        Puts a file that is handed over on disk.
    """
    rights_here.draw_anew_if_lost()
    visitor = presence.here()
    if visitor is None or visitor.brought is not mine:
        st.rerun()  # the survey was changed or removed in another tab
    bench = Bench(mine.survey, language, key, take)
    recipe = recipe_of(mine)
    with st.container(key="bench", border=True):
        tool = _choose_tool(bench)
        try:
            if operations := FORMS[tool](bench):
                _try(bench, recipe, operations, use, drawn=tool == "labels")
        except InsightError as problem:
            st.warning(choices.plain(problem.text(language)))
    if said := st.session_state.pop(SAID, ""):
        st.html(draw_html("workbench", "done", said), unsafe_allow_javascript=True)
    _draw_recipe(bench, recipe, use)


def _choose_tool(bench: Bench) -> str:
    """Offer the operations by what they do, and return the one that is chosen."""
    chosen = st.selectbox(
        bench.say("tool"),
        [*FORMS],
        format_func=lambda name: bench.say(f"tool_{name}"),
        key=f"bench:tool:{bench.language}",
    )
    ui.secondary(bench.say(f"line_{chosen}"))
    return str(chosen)


def _try(bench: Bench, recipe: Recipe, operations: Operations, use: Use, *, drawn: bool) -> None:
    """Show what the operations make, unless the form has `drawn` it, and offer to use them."""
    longer = Recipe((*recipe.steps, *map(Step, operations)))
    tried = try_recipe(bench.survey, longer).survey
    if not tried.respondents:
        raise RequestError(Fault("fault.workbench_nobody_left"))
    if not drawn:
        told = [*_told(tried, bench.language).values()][-len(operations) :]
        ui.remark(" ".join(f"{words}." for words in told))
        _draw_pictures(bench, tried, recipe, operations)
    if st.button(bench.say("use"), key=f"{bench.key}:use", type="primary"):
        try:
            use(longer)
        except InsightError as problem:
            bench.refuse(problem)


def _draw_pictures(
    bench: Bench, tried: OpenSurvey, recipe: Recipe, operations: Sequence[Operation]
) -> None:
    """Draw the answers to what the operations make, and to what they change as it was."""
    for operation in operations:
        if isinstance(operation, Band) and (
            drawn := distribution(bench.survey, recipe, operation, bench.language)
        ):
            st.html(drawn)
    shown: dict[str, tuple[Variable, bool]] = {}
    for operation in operations:
        if variable := shown_of(tried, operation):
            told = variable.id in shown and shown[variable.id][1]
            shown[variable.id] = variable, told or tells_before(operation)
    for variable, before in [*shown.values()][:MOST_PICTURES]:
        as_it_was = bench.survey if before else None
        try:
            st.html(picture(tried, variable, bench.language, as_it_was))
        except RequestError as problem:  # of a variable whose answers no page shows
            ui.secondary(problem.text(bench.language))
    if any(isinstance(operation, LeaveOut) for operation in operations):
        ui.secondary(respondents(tried, bench.language))


def _told(survey: OpenSurvey, language: Language) -> dict[int, str]:
    """What each step of a survey's recipe does, by its place, in the words before it."""
    if survey.recoding is None:
        return {}
    return {
        trace.number: tell(trace.step.operation, trace.variables, language)
        for trace in survey.recoding.traces
    }


def _draw_recipe(bench: Bench, recipe: Recipe, use: Use) -> None:
    """Show the steps so far, each of which can be taken out."""
    if not recipe.steps:
        return
    ui.heading(bench.say("recipe"), line=bench.say("recipe_line"))
    told = _told(bench.survey, bench.language)
    for number, step in enumerate(recipe.steps, 1):
        words, button = st.columns([6, 1], vertical_alignment="center")
        line = told.get(number) or tell(step.operation, {}, bench.language)
        off = bench.say("off") if step.off else ""
        words.html(draw_html("workbench", "step", number, line, off))
        if button.button(
            bench.say("take_out"), key=f"{bench.key}:out:{number}", help=bench.say("take_out_help")
        ):
            try:
                use(without_step(bench.survey, recipe, number, bench.language))
            except InsightError as problem:
                bench.refuse(problem)
