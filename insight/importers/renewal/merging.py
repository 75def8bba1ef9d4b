"""The fit of a drafted survey onto an existing one, whose names, codes and words stay.

Variables are matched by the names of their columns, then by their labels. What the codebook says
stays as a person left it; only what it does not know yet is added, and every difference is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, DraftVariable
from insight.importers.renewal.answer_order import NewOrder, order_with
from insight.importers.renewal.existing_survey import ExistingSurvey, ExistingVariable, fold_words
from insight.importers.renewal.joining import CodeMap, join_variables, list_names
from insight.language.errors import Fault


@dataclass(frozen=True)
class Difference:
    """What is different about a variable in the new file."""

    variable: str
    words: Fault


@dataclass
class Fit:
    """How a draft goes onto an existing survey.

    Attributes
    ----------
    target_columns
        Column of the draft to column of the survey.
    code_maps
        Column of the draft to what its codes become.
    answers
        Variable of the survey to categories that it gets.
    orders
        Ordered variable of the survey to its order with the categories that it gets.
    variables
        Variables that the survey gets.
    differences
        What is different about variables that both have.
    renamed
        Pairs of a variable of the draft and the existing one that has the same label.
    apart
        Variables that go by the same name but cannot be joined.
    taken_out
        Variables that a person took out of the codebook: columns of the survey all the same.
    """

    target_columns: dict[str, str] = field(default_factory=dict)
    code_maps: dict[str, CodeMap] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    orders: dict[str, NewOrder] = field(default_factory=dict)
    variables: list[DraftVariable] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    taken_out: list[str] = field(default_factory=list)


def fit_draft(draft: Draft, existing: ExistingSurvey) -> Fit:
    """Return how a drafted survey goes onto one that is there."""
    fit = Fit()
    draft_columns = {column.casefold() for piece in draft.pieces for column in piece.names}
    ids = [variable.id for variable in existing.variables]
    ids += [variable.id for variable in draft.variables]
    names = Names([*existing.column_names, *existing.variable_by_column, *draft_columns, *ids])
    labelled = {
        label: variable
        for label, variable in _variable_by_label(existing).items()
        if not draft_columns & {column.casefold() for column in variable.columns}
    }
    for variable in draft.variables:
        if variable.kind == "multiple":
            _fit_set(fit, variable, existing, names)
        else:
            _fit_column(fit, variable, existing, labelled, names)
    taken = set(fit.target_columns.values())
    for name in draft.left_out:
        free = name not in taken and name.casefold() not in existing.variable_by_column
        fit.target_columns[name] = name if free else names.take(name)
    return fit


def _variable_by_label(existing: ExistingSurvey) -> dict[str, ExistingVariable]:
    variables_by_label: dict[str, list[ExistingVariable]] = {}
    for variable in existing.variables:
        for label in {*map(fold_words, variable.labels)}:
            variables_by_label.setdefault(label, []).append(variable)
    return {
        label: variables[0]
        for label, variables in variables_by_label.items()
        if len(variables) == 1
    }


def _fit_column(
    fit: Fit,
    new: DraftVariable,
    existing: ExistingSurvey,
    labelled: Mapping[str, ExistingVariable],
    names: Names,
) -> None:
    """Match a variable of one column."""
    old = existing.variable_by_column.get(new.id.casefold())
    if old is None:
        old = labelled.get(fold_words(new.label))
        if old is None or _is_taken(fit, old) or old.kind == "multiple":
            _add_variable(fit, new, existing, names)
            return
        fit.renamed.append((new.id, old.id))
    joining = join_variables(old, new)
    if joining is None:
        name = names.take(new.id)
        fit.apart.append(new.id)
        fit.target_columns[new.id] = name
        fit.variables.append(replace(new, id=name, source=new.source or new.id))
        return
    column = _column_of(old, new.id)
    fit.target_columns[new.id] = column
    if joining.codes:
        fit.code_maps[new.id] = joining.codes
    if joining.added:
        fit.answers.setdefault(old.id, []).extend(joining.added)
        if old.id != existing.wave and (order := order_with(old, new, joining.added)):
            fit.orders[old.id] = order
            fit.differences += _order_differences(old.id, order)
    fit.differences += [Difference(old.id, fault) for fault in joining.differences]


def _order_differences(variable: str, order: NewOrder) -> Iterator[Difference]:
    if order.codes is None:
        yield Difference(variable, Fault("import.order_gone"))
    elif not order.rising:
        yield Difference(variable, Fault("import.codes_not_rising"))


def _column_of(old: ExistingVariable, name: str) -> str:
    return next(
        (column for column in old.columns if column.casefold() == name.casefold()), old.columns[0]
    )


def _is_taken(fit: Fit, old: ExistingVariable) -> bool:
    """Whether a column of the file has gone to a variable already."""
    return bool(set(old.columns) & set(fit.target_columns.values()))


def _add_variable(fit: Fit, new: DraftVariable, existing: ExistingSurvey, names: Names) -> None:
    """Add a variable, unless a person has taken it out of the codebook."""
    columns = [category.column for category in new.categories if category.column] or [new.id]
    fit.target_columns.update((column, column) for column in columns)
    if set(columns) <= {*existing.column_names}:
        fit.taken_out.append(new.id)
        return
    if new.id.casefold() in {variable.id.casefold() for variable in existing.variables}:
        free_name = names.take(new.id)
        if new.kind != "multiple":
            fit.target_columns[new.id] = free_name
        new = replace(new, id=free_name, source=new.source or new.id)
    fit.variables.append(new)


def _fit_set(fit: Fit, new: DraftVariable, existing: ExistingSurvey, names: Names) -> None:
    """Match a question with several answers: by its columns, its name or its label."""
    owners = [
        existing.variable_by_column[category.column.casefold()]
        for category in new.categories
        if category.column and category.column.casefold() in existing.variable_by_column
    ]
    owners_of_sets = [owner for owner in owners if owner.kind == "multiple"]
    sets = [variable for variable in existing.variables if variable.kind == "multiple"]
    named = [
        variable for variable in sets if variable.id == new.id or variable.has_label(new.label)
    ]
    owner = next(iter([*owners_of_sets, *named]), None)
    added = []
    for category in new.categories:
        column = category.column or ""
        match = existing.variable_by_column.get(column.casefold())
        if match is not None:
            fit.target_columns[column] = _column_of(match, column)
        elif owner and (same_column := _column_with_label(owner, category)):
            fit.target_columns[column] = same_column
        else:
            fit.target_columns[column] = column
            added.append(category)
    if owner is None:
        if added:
            _add_variable(fit, replace(new, categories=tuple(added)), existing, names)
        return
    if added:
        fit.answers.setdefault(owner.id, []).extend(added)
        faults = list_names("import.other_categories", [category.label for category in added])
        fit.differences += [Difference(owner.id, fault) for fault in faults]


def _column_with_label(owner: ExistingVariable, category: Answer) -> str | None:
    columns = (
        old.column
        for old in owner.categories
        if fold_words(category.label) in map(fold_words, old.labels)
    )
    return next(columns, None)


def variables_without_column(existing: ExistingSurvey, fit: Fit) -> Iterator[ExistingVariable]:
    """Yield variables of the survey of which the file has no column."""
    filled_columns = set(fit.target_columns.values())
    yield from (
        variable for variable in existing.variables if not filled_columns & {*variable.columns}
    )
