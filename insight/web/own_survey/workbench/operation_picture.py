"""Picture of what an operation makes: answers before and after it, as any page shows them.

Figures come from the same table as on the other pages, in which groups too small to be shown are
hidden.
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from insight.analysis.estimates import Estimate, Table
from insight.analysis.preparation.band_proposals import propose_bands
from insight.disclosure.choice_counts import respondents_told
from insight.importers.recipe_folder import try_recipe
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.query.opened import OpenSurvey
from insight.reporting import labels
from insight.survey.codebook import Variable
from insight.survey.filters import EVERYONE
from insight.survey.recipe.application import made_by
from insight.survey.recipe.number_operations import limit_text
from insight.survey.recipe.operations import (
    Band,
    Label,
    LeaveOut,
    Operation,
    Recipe,
    Step,
    Weigh,
)
from insight.survey.told_apart import tell_apart
from insight.views import answers
from insight.web.html.templates import draw

MOST_ROWS = 40
MOST_COLUMNS = 20  # about, in which a number is drawn
FOR_A_COLUMN = 5  # times as many respondents as a group must have, so that few are hidden
Row = tuple[str, str, float, str]


def shown_of(survey: OpenSurvey, operation: Operation) -> Variable | None:
    """Return the variable of a survey with an operation carried out that tells what it did."""
    if isinstance(operation, LeaveOut | Weigh):
        return None
    known = survey.written.variables
    named = (getattr(operation, field, None) for field in ("variable", "column"))
    names = (made_by(operation), *named)
    return next((known[name] for name in names if name and name in known), None)


def picture(
    survey: OpenSurvey, variable: Variable, language: Language, before: OpenSurvey | None = None
) -> Markup:
    """Return the answers to a variable as bars with words; a number as its mean.

    Parameters
    ----------
    survey, variable
        The survey with the operations carried out, and a variable of it.
    language
        Of the words.
    before
        The survey without them, where the answers to the variable are to stand beside.

    Raises
    ------
    RequestError
        If the variable is one whose answers no page shows.
    """
    parts = [("", _rows(survey, variable, language))]
    old = before.written.variables.get(variable.id) if before else None
    if before and old and (old.kind, old.role) == (variable.kind, variable.role):
        then = say(language, "workbench.then")
        now = say(language, "workbench.now")
        parts = [(now, _rows(before, old, language)), (then, parts[0][1])]
    return draw("workbench", "picture", variable.label[language], parts)


def distribution(
    survey: OpenSurvey, recipe: Recipe, operation: Band, language: Language
) -> Markup | None:
    """Return how a number is distributed, in narrow bands, and where it is cut.

    Parameters
    ----------
    survey, recipe
        The survey, and its recipe without the operation.
    operation
        The bands that the number becomes.
    language
        Of the words.

    Returns
    -------
        The picture; None where too few have given the number, or all the same.
    """
    enough = FOR_A_COLUMN * max(survey.codebook.disclosure.min_base, 1)
    parts = min(MOST_COLUMNS, survey.respondents // enough)
    narrow = propose_bands(survey, operation.variable, parts).steps
    if len(narrow) < 3:
        return None
    step = Step(Band(operation.variable, narrow))
    tried = try_recipe(survey, Recipe((*recipe.steps, step))).survey
    table = _table(tried, operation.variable)
    shares = {each.key: each.value for each in table.estimates if each.shown}
    heights = [shares.get(str(code)) for code in range(1, len(narrow) + 1)]
    highest = max((height or 0.0 for height in heights), default=0.0) or 1.0
    starts = [band.low for band in narrow if band.low is not None]
    width = starts[1] - starts[0]
    low, high = starts[0] - width, starts[-1] + width
    cuts = [band.low for band in operation.bands if band.low is not None and low < band.low < high]
    places = [round(100 * (cut - low) / (high - low), 2) for cut in cuts]
    label = survey.written.variable(operation.variable).label[language]
    words = say(language, "workbench.distribution", label=label)
    few = say(language, "workbench.hatched") if None in heights else ""
    ends = limit_text(low, language), limit_text(high, language)
    columns = [None if height is None else round(100 * height / highest, 1) for height in heights]
    return draw("workbench", "distribution", words, columns, places, ends, few)


def tells_before(operation: Operation) -> bool:
    """Whether what an operation does is seen by the answers before it."""
    return not isinstance(operation, Label) or bool(operation.categories)


def respondents(survey: OpenSurvey, language: Language) -> str:
    """Say how many respondents are counted; that they are too few where they are."""
    count = respondents_told(survey, EVERYONE)
    if count is None:
        return say(language, "workbench.too_few")
    return say(language, "workbench.respondents", count=numbers.whole(count, language))


def alone(survey: OpenSurvey, *names: str) -> OpenSurvey:
    """Return a survey in which only some variables and the design are described.

    To protect a table beside all that pages could set beside it takes seconds, or a minute, where
    there is much background; at the workbench each click would take them, for the survey is another
    one each time. So a table is protected by itself here, and only its visitor sees it.

    Parameters
    ----------
    survey, names
        The survey, and ids of the variables.
    """
    needed = {*names, *survey.written.design.columns}
    variables = {key: each for key, each in survey.written.variables.items() if key in needed}
    book = replace(survey.written, variables=variables)
    version = f"{survey.version}:alone={names}"
    return replace(survey, codebook=tell_apart(book), version=version, written=book)


def _table(survey: OpenSurvey, name: str) -> Table:
    return answers.estimates(alone(survey, name), name, (), EVERYONE, "all")


def _rows(survey: OpenSurvey, variable: Variable, language: Language) -> list[Row]:
    table = _table(survey, variable.id)
    shown = [each for each in table.estimates if each.kind != "net"][:MOST_ROWS]
    return [_row(table, estimate, language) for estimate in shown]


def _row(table: Table, estimate: Estimate, language: Language) -> Row:
    key = estimate.key if table.statistic == "share" else ""
    name = labels.target_label(table, key, language)
    share = estimate.value if table.statistic == "share" and estimate.shown else 0.0
    value = labels.value_of(estimate, table, language, say(language, "workbench.hidden"))
    count = "" if estimate.n is None or not estimate.shown else numbers.whole(estimate.n, language)
    return name, value, round(100 * (share or 0.0), 2), count
