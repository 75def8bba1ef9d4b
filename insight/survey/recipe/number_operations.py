"""Operations that make or use numbers: a number in bands, and an index of several items."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from insight.language.catalogue import LANGUAGES, Language, Text, say
from insight.survey.codebook import Category, Variable
from insight.survey.recipe.category_operations import ends_of, without_missing
from insight.survey.recipe.expressions import (
    Cases,
    Code,
    Condition,
    Expression,
    IsAmong,
    IsAnswer,
    IsWithin,
    MeanOf,
)
from insight.survey.recipe.operations import Band, Index, Interval
from insight.survey.recipe.workbench import (
    StepError,
    Tallies,
    Workbench,
    count_answers,
    count_codes,
    recode,
    require_name,
)


def band(bench: Workbench, operation: Band) -> Tallies:
    """Make categories of the bands of a number."""
    variable = bench.variable(operation.variable, "numeric", "single")
    require_numbers(variable)
    _require_bands(operation)
    number = without_missing(variable, bench.expression(variable))
    cases: list[tuple[Condition, Code]] = [
        (IsWithin(number, interval.low, interval.high), code)
        for code, interval in enumerate(operation.bands, 1)
    ]
    categories = [Category(code, band.label) for code, band in enumerate(operation.bands, 1)]
    taken = {*range(1, len(categories) + 1)}
    for category in variable.categories:
        if not category.missing:
            continue
        code = int(category.code)
        if code in taken:
            code = next(free for free in itertools.count(1) if free not in taken)
        taken.add(code)
        cases.append((IsAmong(bench.expression(variable), (category.code,)), code))
        categories.append(replace(category, code=code))
    changed = Variable(
        id=operation.name or variable.id,
        role=operation.role,
        kind="single",
        label=operation.label or variable.label,
        categories=tuple(categories),
        breaks=variable.breaks,
        ordered=True,
        question=variable.question,
        base=variable.base,
        note=variable.note,
    )
    require_name(changed)
    before = count_answers(variable, bench.expression(variable))
    new = Cases(tuple(cases))
    bench.put_single(variable, changed, new, keep=operation.keep)
    return Tallies(before, count_codes(changed, new))


def require_numbers(variable: Variable) -> None:
    """Refuse a variable whose values are no numbers; codes that are whole numbers are some."""
    if variable.kind != "numeric":
        ends_of(variable)


def _require_bands(operation: Band) -> None:
    """Refuse bands that overlap, leave a gap, are empty, or are open within."""
    for number, interval in enumerate(operation.bands, 1):
        if interval.low is not None and interval.high is not None and interval.low >= interval.high:
            raise StepError("fault.recipe_band_empty", band=number)
    for number, (first, second) in enumerate(itertools.pairwise(operation.bands), 1):
        if first.high is None or second.low is None or second.low < first.high:
            raise StepError("fault.recipe_bands_overlap", band=number, next=number + 1)
        if second.low > first.high:
            values = {"low": f"{first.high:g}", "high": f"{second.low:g}", "next": number + 1}
            raise StepError("fault.recipe_bands_gap", band=number, **values)


def interval_label(low: float | None, high: float | None) -> Text:
    """Return the words for a band that has no name.

    Examples
    --------
    >>> interval_label(None, 18)["en"], interval_label(18, 29.5)["nb"]
    ('Below 18', '18 til under 29,5')
    """
    if low is None and high is None:
        return Text("", "")
    key = "recipe.between" if None not in (low, high) else "recipe.from"
    if low is None:
        key = "recipe.below"
    nb, en = (_interval_in(language, key, low, high) for language in LANGUAGES)
    return Text(nb, en)


def _interval_in(language: Language, key: str, low: float | None, high: float | None) -> str:
    limits = {"low": low, "high": high}
    written = {
        name: limit_text(limit, language) for name, limit in limits.items() if limit is not None
    }
    return say(language, key, **written)


def intervals_between(cuts: Sequence[float], *, whole: bool) -> tuple[Interval, ...]:
    """Return the bands between cut points, with names.

    Parameters
    ----------
    cuts
        The cut points, ascending.
    whole
        Whether the number is always whole, so that a band is named by its first and last.

    Examples
    --------
    >>> [band.label["en"] for band in intervals_between([18, 30, 31], whole=True)]
    ['Below 18', '18–29', '30', '31 or more']
    """
    limits = [None, *cuts, None] if cuts else []
    return tuple(
        Interval(low, high, _whole_label(low, high) if whole else interval_label(low, high))
        for low, high in itertools.pairwise(limits)
    )


def _whole_label(low: float | None, high: float | None) -> Text:
    """The words for a band of whole numbers."""
    if low is None or high is None or low != int(low) or high != int(high):
        return interval_label(low, high)
    ends = dict.fromkeys((f"{low:.0f}", f"{high - 1:.0f}"))
    words = "–".join(ends).replace("-", "\N{MINUS SIGN}")
    return Text(words, words)


def limit_text(number: float, language: Language) -> str:
    """Return a number as a limit is written: all its digits up to six decimals, not grouped.

    Examples
    --------
    >>> limit_text(1980, "en"), limit_text(29.5, "nb")
    ('1980', '29,5')
    """
    written = f"{number:.6f}".rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")
    return written.replace(".", ",") if language == "nb" else written


def index(bench: Workbench, operation: Index) -> Tallies:
    """Make a number of several items: the mean of those that were answered."""
    if len({*operation.variables}) < len(operation.variables) or len(operation.variables) < 2:
        raise StepError("fault.recipe_index_items")
    if not 1 <= operation.at_least <= len(operation.variables):
        values = {"least": operation.at_least, "whole": len(operation.variables)}
        raise StepError("fault.recipe_index_least", **values)
    if strange := [name for name in operation.turned if name not in operation.variables]:
        raise StepError("fault.recipe_index_turned", name=strange[0])
    items = [bench.variable(name, "single", "numeric") for name in operation.variables]
    new = MeanOf(
        tuple(
            item_score(item, bench.expression(item), turned=item.id in operation.turned)
            for item in items
        ),
        operation.at_least,
    )
    before = {item.id: count_answers(item, bench.expression(item))["answers"] for item in items}
    bench.require_free(operation.name)
    changed = Variable(operation.name, "item", "numeric", operation.label)
    bench.place(items[-1], changed, keep=True)
    bench.derive(changed.id, new)
    return Tallies(before, {"answers": IsAnswer(new)})


def item_score(item: Variable, expression: Expression, *, turned: bool) -> Expression:
    """Return what an item counts in an index: its code or number, null where it is no answer.

    Raises
    ------
    StepError
        If its codes are no numbers, or a number is to be turned round whose scale is not known.
    """
    if item.kind == "numeric":
        if turned:
            raise StepError("fault.recipe_turned_number", variable=item.id)
        return without_missing(item, expression)
    low, high = ends_of(item)
    codes: dict[Code, Code | None] = {
        category.code: None
        if category.missing
        else low + high - int(category.code)
        if turned
        else category.code
        for category in item.categories
    }
    return recode(expression, codes)
