"""Operations on names: words of a variable and its categories, and another id."""

from __future__ import annotations

from dataclasses import replace

from insight.survey.codebook import Category, Variable
from insight.survey.recipe.operations import Label, Rename
from insight.survey.recipe.workbench import (
    StepError,
    Tallies,
    Workbench,
    count_variable,
    require_codes,
    require_name,
)


def label(bench: Workbench, operation: Label) -> Tallies:
    """Change words; what is not given stays."""
    variable = bench.variable(operation.variable)
    require_codes(variable, [named.code for named in operation.categories])
    labels = {str(named.code): named.label for named in operation.categories}
    changed = replace(
        variable,
        label=operation.label or variable.label,
        question=operation.question or variable.question,
        short=operation.short or variable.short,
        base=operation.base or variable.base,
        note=operation.note or variable.note,
        role=operation.role or variable.role,
        categories=tuple(
            replace(category, label=labels.get(category.key, category.label))
            for category in variable.categories
        ),
    )
    require_name(changed)
    bench.variables[variable.id] = changed
    counts = count_variable(bench, variable)
    return Tallies(counts, counts)


def rename(bench: Workbench, operation: Rename) -> Tallies:
    """Give a variable another id; the columns of several answers keep their names."""
    variable = bench.variable(operation.variable)
    counts = count_variable(bench, variable)
    if operation.name == variable.id:
        raise StepError("fault.recipe_name_taken", name=operation.name)
    changed = _with_id(variable, operation.name)
    require_name(changed)
    if variable.kind == "multiple":
        bench.require_free(operation.name)
        bench.place(variable, changed)
    else:
        bench.put_single(variable, changed, bench.expression(variable), keep=False)
    return Tallies(counts, counts)


def _with_id(variable: Variable, name: str) -> Variable:
    return replace(variable, id=name)


def yes_and_no() -> tuple[Category, Category]:
    """Return the categories of a column of 0 and 1."""
    from insight.language.catalogue import both

    return (
        Category(0, both("recipe.no")),
        Category(1, both("recipe.yes")),
    )
