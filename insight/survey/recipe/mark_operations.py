"""Operations on questions with several answers: put together, taken apart, split from one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from insight.language.catalogue import Text
from insight.survey.codebook import Category, Variable
from insight.survey.recipe.expressions import (
    Code,
    Column,
    Condition,
    Expression,
    IsAnswer,
    Listed,
    Mark,
)
from insight.survey.recipe.naming_operations import yes_and_no
from insight.survey.recipe.operations import Separate, Split, Together
from insight.survey.recipe.workbench import (
    StepError,
    Tallies,
    Workbench,
    count_answers,
    count_marks,
    count_options,
    recode,
    require_name,
)


def together(bench: Workbench, operation: Together) -> Tallies:
    """Make one question of variables that are its answers."""
    names = [option.variable for option in operation.options]
    if len({*names}) < len(names) or len(names) < 2:
        raise StepError("fault.recipe_together_few")
    variables = [bench.variable(name, "single", "numeric") for name in names]
    for variable in variables:
        bench.require_own_columns(variable)
    olds = {variable.id: bench.expression(variable) for variable in variables}
    asked_by = tuple(olds.values()) if operation.blank == "not_chosen" else ()
    marks = {
        variable.id: _mark(variable, olds[variable.id], operation.chosen, asked_by)
        for variable in variables
    }
    categories = tuple(
        Category(name, option.label or variable.label, column=name)
        for name, option, variable in zip(names, operation.options, variables, strict=True)
    )
    question = Variable(
        operation.name, "item", "multiple", operation.label, categories, question=operation.question
    )
    bench.require_free(operation.name, besides=names)
    before = count_marks(marks)
    placed: dict[str, Variable] = {}
    for name, variable in bench.variables.items():
        if name == names[0]:
            placed[question.id] = question
        elif name not in names:
            placed[name] = variable
    bench.variables = placed
    bench.gone.update(names)
    for name, mark in marks.items():
        bench.derive(name, mark)
    return Tallies(before, count_options(bench, question))


def _mark(
    variable: Variable,
    expression: Expression,
    chosen: Sequence[Code],
    asked_by: tuple[Expression, ...],
) -> Expression:
    """A column of 0 and 1, of which the codes that count must be some of the variable's."""
    if variable.kind == "numeric":
        numbers = tuple(code for code in chosen if isinstance(code, int))
        if len(numbers) < len(chosen):
            raise StepError("fault.recipe_never_chosen", variable=variable.id)
        no_answer = tuple(category.code for category in variable.categories)
        return Mark(expression, numbers, no_answer, asked_by)
    keys = {str(code) for code in chosen}
    wanted = tuple(category.code for category in variable.categories if category.key in keys)
    if not wanted:
        raise StepError("fault.recipe_never_chosen", variable=variable.id)
    missing = tuple(
        category.code
        for category in variable.categories
        if category.missing and category.key not in keys
    )
    return Mark(expression, wanted, missing, asked_by)


def separate(bench: Workbench, operation: Separate) -> Tallies:
    """Make a variable of yes and no of each answer of a question with several."""
    question = bench.variable(operation.variable, "multiple")
    before = count_options(bench, question)
    marks = {
        category.key: (category.column or "", bench.expression(question, category.column))
        for category in question.categories
    }
    singles = []
    others = {*bench.variables} - {question.id}
    for category in question.categories:
        column = category.column or ""
        if column in others:
            raise StepError("fault.recipe_name_taken", name=column)
        singles.append(
            Variable(
                column,
                question.role,
                "single",
                category.label,
                yes_and_no(),
                question=question.question or question.label,
                base=question.base,
                breaks=question.breaks,
            )
        )
        require_name(singles[-1])
    placed: dict[str, Variable] = {}
    for name, variable in bench.variables.items():
        placed |= {each.id: each for each in singles} if name == question.id else {name: variable}
    bench.variables = placed
    return Tallies(before, count_marks({key: mark for key, (_, mark) in marks.items()}))


def split(bench: Workbench, operation: Split) -> Tallies:
    """Make a question with several answers of a column of cells with separators."""
    texts, separator = [option.text for option in operation.options], operation.separator
    if len({*texts}) < len(texts):
        repeated = next(text for text in texts if texts.count(text) > 1)
        raise StepError("fault.recipe_option_twice", option=repeated)
    old = bench.variables.get(operation.column)
    name = operation.name or operation.column
    columns = [f"{operation.column}_{number}" for number in range(1, len(texts) + 1)]
    if name != operation.column:
        bench.require_free(name)
    for column in columns:
        bench.require_free(column)
    if old is None:
        cell = _text_column(bench, operation.column)
        marks: Mapping[str, Expression] = {
            column: Listed(cell, separator, text, _longer(text, texts, separator))
            for column, text in zip(columns, texts, strict=True)
        }
        before: Mapping[str, Condition] = {"answers": IsAnswer(cell)}
        label = operation.label or Text(operation.column, operation.column)
    else:
        old = bench.variable(operation.column, "single")
        bench.require_own_columns(old)
        marks = _marks_of_labels(bench, old, operation, columns)
        before = count_answers(old, bench.expression(old))
        label = operation.label or old.label
    categories = tuple(
        Category(column, option.label, column=column)
        for column, option in zip(columns, operation.options, strict=True)
    )
    question = Variable(name, "item", "multiple", label, categories)
    if old is not None:
        question = replace(question, question=old.question, base=old.base, role=old.role)
        bench.place(old, question)
    else:
        bench.variables = {**bench.variables, name: question}
    require_name(question)
    bench.derived.pop(operation.column, None)
    bench.gone.add(operation.column)
    for column, mark in marks.items():
        bench.derive(column, mark)
    return Tallies(before, count_options(bench, question))


def _text_column(bench: Workbench, name: str) -> Column:
    """A column of texts that the codebook does not describe."""
    described = {each for variable in bench.variables.values() for each in variable.columns}
    if name not in bench.raw_columns - described or name in bench.gone:
        raise StepError("fault.recipe_unknown_column", column=name)
    if name in bench.design.columns:
        raise StepError("fault.recipe_design", variable=name, columns=name)
    return Column(name, "text")


def _longer(text: str, texts: Sequence[str], separator: str) -> tuple[str, ...]:
    """Options that hold another between separators of their own, the longest first."""
    inner = between(text, separator)
    holding = [other for other in texts if other != text and inner in between(other, separator)]
    return tuple(sorted(holding, key=len, reverse=True))


def between(text: str, separator: str) -> str:
    """Return a text between separators, without blanks round these and those in it.

    Examples
    --------
    >>> between(" Web ; Phone ", ";")
    ';Web;Phone;'
    """
    blanks = rf"\s*{re.escape(separator)}\s*"
    return re.sub(blanks, lambda _: separator, separator + text + separator)


def listed_in(cell: str, separator: str, text: str, longer: Sequence[str] = ()) -> bool:
    """Whether a text is among those in a cell with separators.

    Examples
    --------
    >>> listed_in("Mail; Phone;", ";", "Phone"), listed_in("Yes, often", ",", "Yes", ["Yes, often"])
    (True, False)
    """
    whole = between(cell, separator)
    for other in longer:
        whole = whole.replace(between(other, separator), separator)
    return between(text, separator) in whole


def _marks_of_labels(
    bench: Workbench, variable: Variable, operation: Split, columns: Sequence[str]
) -> Mapping[str, Expression]:
    """Columns of 0 and 1 of the labels of codes."""
    expression = bench.expression(variable)
    texts = [option.text for option in operation.options]
    marks = {}
    for column, text in zip(columns, texts, strict=True):
        longer = _longer(text, texts, operation.separator)
        codes: dict[Code, Code | None] = {
            category.code: None
            if category.missing
            else int(
                any(
                    listed_in(words, operation.separator, text, longer)
                    for words in (category.label.nb, category.label.en)
                )
            )
            for category in variable.categories
        }
        if 1 not in codes.values():
            raise StepError("fault.recipe_option_nowhere", option=text, variable=variable.id)
        marks[column] = recode(expression, codes)
    return marks
