"""Operations on categories: another order, merging, a scale turned round, codes for no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from insight.language.catalogue import Text
from insight.language.errors import Fault, some
from insight.survey.codebook import Category, Missing, Variable
from insight.survey.recipe.expressions import AnyMark, Code, Expression, Reflected, Without
from insight.survey.recipe.operations import MarkMissing, Merge, Reorder, Reverse
from insight.survey.recipe.workbench import (
    StepError,
    Tallies,
    Workbench,
    count_answers,
    count_codes,
    count_marks,
    count_options,
    nets_with,
    recode,
    require_codes,
)
from insight.survey.toml_reader import LARGEST_CODE


def reorder(bench: Workbench, operation: Reorder) -> Tallies:
    """Put categories in another order."""
    variable = bench.variable(operation.variable, "single", "multiple")
    first = require_codes(variable, operation.codes)
    listed = [variable.by_key[key] for key in first]
    rest = [category for category in variable.categories if category.key not in first]
    order = sorted([*listed, *rest], key=lambda category: category.missing is not None)
    ordered = variable.ordered if operation.ordered is None else operation.ordered
    old = bench.expression(variable)
    if variable.kind == "multiple":
        bench.variables[variable.id] = replace(variable, categories=tuple(order))
        counts = count_options(bench, variable)
        return Tallies(counts, counts)
    codes = _ascending(order) if ordered and variable.integer_codes else {}
    changed = _with_codes(bench, variable, order, codes)
    bench.variables[variable.id] = replace(changed, ordered=ordered)
    new = recode(old, codes) if codes else old
    if codes:
        bench.require_own_columns(variable)
        bench.derive(variable.id, new)
    return Tallies(count_codes(variable, old), count_codes(changed, new))


def _ascending(order: Sequence[Category]) -> dict[Code, Code | None]:
    """The codes of answers dealt anew so that they ascend; nothing where they do already."""
    valid = [category for category in order if category.missing is None]
    codes = [category.code for category in valid if isinstance(category.code, int)]
    if codes == sorted(codes):
        return {}
    dealt: dict[Code, Code | None] = dict(zip(codes, sorted(codes), strict=True))
    return dealt | {category.code: category.code for category in order if category.missing}


def _with_codes(
    bench: Workbench,
    variable: Variable,
    categories: Sequence[Category],
    codes: Mapping[Code, Code | None],
) -> Variable:
    """A variable whose categories have other codes, and its nets and levels with them."""
    new = tuple(
        replace(category, code=code)
        for category in categories
        if (code := codes.get(category.code, category.code)) is not None
    )
    keys = {str(old): None if code is None else str(code) for old, code in codes.items()}
    nets = nets_with(variable.nets, keys)
    if lost := {net.id for net in variable.nets} - {net.id for net in nets}:
        values = {"variable": variable.id, "names": some(sorted(lost))}
        bench.remarks.append(Fault("recipe.nets_lost", values))
    if all(old == code for old, code in codes.items()):
        return replace(variable, categories=new, nets=nets)
    # Other codes are not those of other surveys, nor those of which levels were published.
    return replace(variable, categories=new, nets=nets, anchors=(), construct=None)


def merge(bench: Workbench, operation: Merge) -> Tallies:
    """Make one category of several."""
    variable = bench.variable(operation.variable, "single", "multiple")
    keys = require_codes(variable, operation.codes)
    if len(keys) < 2:
        raise StepError("fault.recipe_merge_one", variable=variable.id)
    merged = [variable.by_key[key] for key in keys]
    missing = _missing_of(variable, merged)
    code = _code_of(variable, operation, keys)
    category = replace(merged[0], code=code, label=operation.label, missing=missing)
    categories = []
    for each in variable.categories:
        if each.key == keys[0]:
            categories.append(category)
        elif each.key not in keys:
            categories.append(each)
    _require_apart(replace(variable, categories=tuple(categories)))
    name = operation.name or variable.id
    if variable.kind == "multiple":
        return _merge_options(bench, variable, operation, merged, categories)
    codes: dict[Code, Code | None] = {
        each.code: code if each.key in keys else each.code for each in variable.categories
    }
    changed = _with_codes(bench, variable, variable.categories, codes)
    changed = replace(changed, id=name, categories=tuple(categories))
    old = bench.expression(variable)
    new = recode(old, codes)
    bench.put_single(variable, changed, new, keep=operation.keep)
    return Tallies(count_codes(variable, old, keys), count_codes(changed, new, [category.key]))


def _missing_of(variable: Variable, merged: Sequence[Category]) -> Missing | None:
    """The kind of no answer that categories have in common."""
    reasons = {category.missing for category in merged}
    if len(reasons) == 1:
        return next(iter(reasons))
    if None in reasons:
        raise StepError("fault.recipe_merge_missing", variable=variable.id)
    return "other"


def _code_of(variable: Variable, operation: Merge, keys: Sequence[str]) -> Code:
    """The code of a merged category, which is of the kind of the others."""
    if operation.code is None:
        return variable.by_key[keys[0]].code
    code = operation.code if variable.integer_codes else str(operation.code)
    if variable.integer_codes and not isinstance(code, int):
        raise StepError("fault.recipe_code_kind", variable=variable.id, code=code)
    return code


def _merge_options(
    bench: Workbench,
    variable: Variable,
    operation: Merge,
    merged: Sequence[Category],
    categories: Sequence[Category],
) -> Tallies:
    """Make one answer of several of a question with several answers: given where any of them is."""
    if operation.name or operation.keep:
        raise StepError("fault.recipe_merge_in_place", variable=variable.id)
    bench.require_own_columns(variable)
    columns = {category.key: category.column or "" for category in merged}
    old = {key: bench.expression(variable, column) for key, column in columns.items()}
    new = AnyMark(tuple(old.values()))
    code = {str(category.code) for category in merged}
    target = next(category for category in categories if category.column in columns.values())
    keys: dict[str, str | None] = dict.fromkeys(code, target.key)
    nets = nets_with(variable.nets, {key: keys.get(key, key) for key in variable.by_key})
    bench.variables[variable.id] = replace(
        variable, categories=tuple(categories), nets=nets, anchors=(), construct=None
    )
    for column in columns.values():
        bench.derived.pop(column, None)
        bench.gone.add(column)
    bench.derive(target.column or "", new)
    return Tallies(count_marks(old), count_marks({target.key: new}))


def reverse(bench: Workbench, operation: Reverse) -> Tallies:
    """Turn a scale round."""
    variable = bench.variable(operation.variable, "single", "numeric")
    bench.require_own_columns(variable)
    old = bench.expression(variable)
    if variable.kind == "numeric":
        return _reverse_numbers(bench, variable, operation, old)
    low, high = ends_of(variable)
    if operation.low is not None or operation.high is not None:
        low, high = _whole(variable, operation.low, low), _whole(variable, operation.high, high)
    codes: dict[Code, Code | None] = {
        category.code: category.code if category.missing else low + high - int(category.code)
        for category in variable.categories
    }
    changed = _with_codes(bench, variable, _turned(variable), codes)
    _require_apart(changed)
    bench.variables[variable.id] = changed
    new = recode(old, codes)
    bench.derive(variable.id, new)
    return Tallies(count_codes(variable, old), count_codes(changed, new))


def _require_apart(variable: Variable) -> None:
    """Refuse codes of which one is that of a code for no answer or of a net, or too large."""
    names = [net.id for net in variable.nets]
    for category in variable.categories:
        if isinstance(category.code, int) and abs(category.code) >= LARGEST_CODE:
            raise StepError("fault.recipe_code_large", variable=variable.id, code=category.code)
        if category.key in names:
            raise StepError("fault.recipe_code_taken", variable=variable.id, code=category.key)
        names.append(category.key)


def _turned(variable: Variable) -> list[Category]:
    """The answers from last to first, then those that are missing."""
    valid = [category for category in variable.categories if not category.missing]
    return [*reversed(valid), *(category for category in variable.categories if category.missing)]


def _whole(variable: Variable, value: float | None, else_value: int) -> int:
    """An end of a scale of codes."""
    if value is None:
        return else_value
    if value != int(value):
        raise StepError("fault.not_whole_number", variable=variable.id, value=value)
    return int(value)


def ends_of(variable: Variable) -> tuple[int, int]:
    """Return the lowest and the highest code that is an answer."""
    codes = [category.code for category in variable.categories if not category.missing]
    whole = [code for code in codes if isinstance(code, int)]
    if len(whole) < len(codes) or not whole:
        raise StepError("fault.recipe_no_scale", variable=variable.id)
    return min(whole), max(whole)


def _reverse_numbers(
    bench: Workbench, variable: Variable, operation: Reverse, old: Expression
) -> Tallies:
    if operation.low is None or operation.high is None or operation.low >= operation.high:
        raise StepError("fault.recipe_reverse_ends", variable=variable.id)
    new = turned_number(variable, old, operation.low + operation.high)
    changed = replace(variable, categories=())
    bench.variables[variable.id] = changed
    bench.derive(variable.id, new)
    return Tallies(count_answers(variable, old), count_answers(changed, new))


def turned_number(variable: Variable, number: Expression, ends: float) -> Expression:
    """Return a number turned round, null where it is a code for no answer."""
    return Reflected(without_missing(variable, number), ends)


def without_missing(variable: Variable, number: Expression) -> Expression:
    """Return a number that is null where it is a code for no answer."""
    codes = tuple(float(category.code) for category in variable.categories if category.missing)
    return Without(number, codes) if codes else number


def mark_missing(bench: Workbench, operation: MarkMissing) -> Tallies:
    """Say that codes stand for no answer, or that they are answers after all."""
    variable = bench.variable(operation.variable, "single", "numeric", "multiple")
    changed = (
        _missing_numbers(variable, operation)
        if variable.kind == "numeric"
        else _missing_categories(variable, operation)
    )
    if variable.kind != "numeric" and all(category.missing for category in changed.categories):
        raise StepError("fault.recipe_all_missing", variable=variable.id)
    bench.variables[variable.id] = changed
    if variable.kind == "multiple":
        counts = count_options(bench, variable)
        return Tallies(counts, counts)
    expression = bench.expression(variable)
    return Tallies(count_answers(variable, expression), count_answers(changed, expression))


def _missing_categories(variable: Variable, operation: MarkMissing) -> Variable:
    keys = require_codes(variable, operation.codes)
    categories = tuple(
        replace(category, missing=operation.reason) if category.key in keys else category
        for category in variable.categories
    )
    return replace(variable, categories=categories)


def _missing_numbers(variable: Variable, operation: MarkMissing) -> Variable:
    """Missing codes of a number, which has no other categories."""
    keys = {str(code) for code in operation.codes}
    for code in operation.codes:
        if not isinstance(code, int):
            raise StepError("fault.not_whole_number", variable=variable.id, value=code)
    if operation.reason is None:
        require_codes(variable, operation.codes)
        kept = tuple(each for each in variable.categories if each.key not in keys)
        return replace(variable, categories=kept)
    known = tuple(
        replace(each, missing=operation.reason) if each.key in keys else each
        for each in variable.categories
    )
    new = tuple(
        Category(code, Text(str(code), str(code)), missing=operation.reason)
        for code in operation.codes
        if str(code) not in variable.by_key
    )
    return replace(variable, categories=(*known, *new))
