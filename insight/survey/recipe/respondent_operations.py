"""Operations on respondents: their weight, who is left out, and groups made of conditions."""

from __future__ import annotations

from dataclasses import replace

from insight.survey.codebook import Category, Variable
from insight.survey.recipe.category_operations import without_missing
from insight.survey.recipe.expressions import (
    MOST_NODES,
    AllHold,
    AnyHolds,
    Cases,
    Condition,
    IsAmong,
    IsAnswer,
    IsBlank,
    IsWithin,
)
from insight.survey.recipe.number_operations import require_numbers
from insight.survey.recipe.operations import LeaveOut, Rule, Rules, Segment, Weigh
from insight.survey.recipe.workbench import (
    EVERYBODY,
    StepError,
    Tallies,
    Workbench,
    count_codes,
    require_codes,
    require_name,
)

MOST_LEFT_OUT = 100  # steps


def weigh(bench: Workbench, operation: Weigh) -> Tallies:
    """Let a variable be the weight of the design."""
    variable = bench.variable(operation.variable, "numeric")
    if variable.categories:
        raise StepError("fault.recipe_weight_missing", variable=variable.id)
    if variable.id != bench.design.weight:
        bench.design = replace(bench.design, raked=())  # margins are of the other weight
        if bench.design.replicates:
            raise StepError("fault.weight_of_replicates", column=bench.design.weight or "–")
        bench.drop_anchors()
    others = replace(bench.design, weight=None).columns
    if variable.id in others:
        raise StepError("fault.recipe_design", variable=variable.id, columns=variable.id)
    bench.design = replace(bench.design, weight=variable.id)
    bench.variables[variable.id] = replace(bench.variables[variable.id], role="other")
    weight = IsAnswer(bench.expression(variable), (0,))
    return Tallies({"respondents": EVERYBODY}, {"respondents": weight})


def leave_out(bench: Workbench, operation: LeaveOut) -> Tallies:
    """Leave out the respondents who are known to meet rules."""
    bench.left_out.append(condition(bench, operation.where))
    if len(bench.left_out) > MOST_LEFT_OUT or AnyHolds(tuple(bench.left_out)).size > MOST_NODES:
        raise StepError("fault.recipe_left_out")
    bench.drop_anchors()
    return Tallies({"respondents": EVERYBODY}, {"respondents": EVERYBODY})


def segment(bench: Workbench, operation: Segment) -> Tallies:
    """Make background of conditions."""
    bench.require_free(operation.name)
    cases = tuple(
        (condition(bench, group.where), code) for code, group in enumerate(operation.groups, 1)
    )
    categories = [Category(code, group.label) for code, group in enumerate(operation.groups, 1)]
    otherwise = None
    if operation.otherwise is not None:
        otherwise = len(categories) + 1
        categories.append(Category(otherwise, operation.otherwise))
    changed = Variable(operation.name, "segment", "single", operation.label, tuple(categories))
    require_name(changed)
    new = Cases(cases, otherwise)
    bench.variables = {**bench.variables, changed.id: changed}
    bench.derive(changed.id, new)
    return Tallies({"respondents": EVERYBODY}, count_codes(changed, new))


def condition(bench: Workbench, rules: Rules) -> Condition:
    """Return rules as a condition.

    Raises
    ------
    StepError
        If a variable or code is unknown, or numbers are asked of a variable that has none.
    """
    conditions = tuple(_condition(bench, rule) for rule in rules.rules)
    if len(conditions) == 1:
        return conditions[0]
    return AnyHolds(conditions) if rules.any else AllHold(conditions)


def _condition(bench: Workbench, rule: Rule) -> Condition:
    variable = bench.variable(rule.variable)
    if variable.kind == "multiple":
        return _given(bench, variable, rule)
    expression = bench.expression(variable)
    if rule.blank:
        return IsBlank(expression)
    if rule.codes and variable.kind == "single":
        keys = require_codes(variable, rule.codes)
        return IsAmong(expression, tuple(variable.by_key[key].code for key in keys))
    if rule.codes:
        if strange := next((code for code in rule.codes if not isinstance(code, int)), None):
            raise StepError("fault.not_whole_number", variable=variable.id, value=strange)
        return IsAmong(expression, rule.codes)
    require_numbers(variable)
    return IsWithin(without_missing(variable, expression), rule.low, rule.high)


def _given(bench: Workbench, variable: Variable, rule: Rule) -> Condition:
    """Whether any of some answers was given, or whether the question was not asked."""
    keys = require_codes(variable, rule.codes)
    columns = [variable.by_key[key].column for key in keys or variable.by_key]
    expressions = [bench.expression(variable, column) for column in columns]
    if rule.blank:
        return AllHold(tuple(IsBlank(expression) for expression in expressions))
    if not keys:
        raise StepError("fault.recipe_rule_codes", variable=variable.id)
    return AnyHolds(tuple(IsAmong(expression, (1,)) for expression in expressions))
