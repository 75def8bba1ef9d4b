"""Forms about respondents: who is left out, and which variable weighs them."""

from __future__ import annotations

import pandas as pd

from insight.analysis.preparation.weight_margins import weight_effect
from insight.language import numbers
from insight.survey.codebook import Variable
from insight.survey.recipe.operations import LeaveOut, Rules, Weigh
from insight.web import ui
from insight.web.own_survey.workbench.bench import Bench, Operations
from insight.web.own_survey.workbench.operation_picture import alone
from insight.web.own_survey.workbench.question_forms import conditions

MOST_MARGINS = 30
MOST_BACKGROUND = 6  # variables whose groups are told
HIDDEN = "–"


def leave_out(bench: Bench) -> Operations:
    """Ask for the rule by which test and preview respondents are known."""
    ui.secondary(bench.say("leave_out_line"))
    rules = conditions(bench, "leave_out")
    return (LeaveOut(Rules(tuple(rules))),) if rules else ()


def weight(bench: Bench) -> Operations:
    """Ask for the weight, and say what it does to the background."""
    book = bench.book
    ids = [each.id for each in book.variables.values() if each.kind == "numeric"]
    variable = bench.pick(bench.say("weight"), ids, "weight")
    if variable is None:
        return ()
    few = [each for each in book.segments if len(each.categories) <= MOST_MARGINS][:MOST_BACKGROUND]
    by_itself = alone(bench.survey, variable.id)
    deff = weight_effect(by_itself, variable.id, []).design_effect
    ui.secondary(bench.say("design_effect", deff=numbers.decimal(deff, bench.language)))
    rows = [row for each in few for row in _margins(bench, each, variable.id)][:MOST_MARGINS]
    if rows:
        ui.table_of(pd.DataFrame(rows))
    return (Weigh(variable.id),)


def _margins(bench: Bench, background: Variable, weight: str) -> list[dict[str, str]]:
    """The groups of a background variable, unweighted and weighted."""

    def told(share: float | None) -> str:
        return HIDDEN if share is None else numbers.percent(share, bench.language)

    by_itself = alone(bench.survey, background.id, weight)
    return [
        {
            bench.say("background"): background.label[bench.language],
            bench.say("group"): background.category(each.code).label[bench.language],
            bench.say("unweighted"): told(each.unweighted),
            bench.say("weighted"): told(each.weighted),
        }
        for each in weight_effect(by_itself, weight, [background.id]).shares
    ]
