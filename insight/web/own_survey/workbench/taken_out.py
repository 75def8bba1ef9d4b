"""A recipe without one of its steps, where those after it would still mean the same.

Steps name variables and codes as they are after the steps before them. So a step may rest on
another: on a variable that it makes, or on codes that it deals anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from insight.language.catalogue import Language
from insight.language.errors import Fault, RequestError
from insight.language.numbers import list_names
from insight.query.opened import OpenSurvey
from insight.survey.folders import column_names
from insight.survey.recipe.application import Trace, fit_recipe
from insight.survey.recipe.descriptions import codes_named, tell
from insight.survey.recipe.expressions import Code, Column, Expression, Recoded
from insight.survey.recipe.operations import Recipe, Split

MOST_TOLD = 3


def without_step(survey: OpenSurvey, recipe: Recipe, number: int, language: Language) -> Recipe:
    """Return a recipe without a step.

    Parameters
    ----------
    survey
        The survey, with or without the recipe.
    recipe, number
        The recipe, and the place of the step in it, from 1.
    language
        In which the steps are told that rest on it.

    Raises
    ------
    RequestError
        If later steps rest on it, with the first of them in words.
    """
    book = survey.recoding.written if survey.recoding else survey.written
    columns = column_names(survey.responses)
    kept = Recipe((*recipe.steps[: number - 1], *recipe.steps[number:]))
    with_it, _ = fit_recipe(recipe, book, columns)
    without, _ = fit_recipe(kept, book, columns)
    later = {trace.number: trace for trace in with_it.traces if trace.number > number}
    fits = {trace.number + 1: trace for trace in without.traces}
    resting = [
        place
        for place, trace in later.items()
        if place not in fits or _meaning(trace) != _meaning(fits[place])
    ]
    if not resting:
        return kept
    told = [
        tell(later[place].step.operation, later[place].variables, language)
        for place in resting[:MOST_TOLD]
    ]
    values = {
        "who": number,
        "named": list_names([str(place) for place in resting], language),
        "words": "; ".join(told),
    }
    raise RequestError(Fault("fault.workbench_rests", values))


def _meaning(trace: Trace) -> Mapping[tuple[str, str], object]:
    """Which respondents each code that a step names stands for, by variable and code."""
    operation = trace.step.operation
    meaning: dict[tuple[str, str], object] = {}
    for name, codes in codes_named(operation).items():
        variable = trace.variables.get(name)
        for code in codes:
            category = variable.by_key.get(str(code)) if variable else None
            column = (category.column if category else None) or name
            source = _source(trace.derived.get(column, Column(column, "text")), code)
            meaning[name, str(code)] = source if category else None
    if isinstance(operation, Split) and (variable := trace.variables.get(operation.column)):
        meaning[variable.id, ""] = [category.label.nb for category in variable.categories]
    return meaning


def _source(expression: Expression, code: Code) -> tuple[Expression, frozenset[Code]]:
    """The codes that became a code, and what they are codes of."""
    if not isinstance(expression, Recoded):
        column = Column(expression.name, "text") if isinstance(expression, Column) else expression
        return column, frozenset([code])
    became = frozenset(old for old, new in expression.codes.items() if new == code)
    of = expression.of
    return (Column(of.name, "text") if isinstance(of, Column) else of), became
