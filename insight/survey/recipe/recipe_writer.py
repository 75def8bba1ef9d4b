"""A recipe as its file: the steps as a person writes them, and the counts round each."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from insight.language.catalogue import Text
from insight.language.errors import Fault, RecipeError
from insight.survey.recipe.operations import (
    Band,
    Group,
    Interval,
    LeaveOut,
    MarkMissing,
    Named,
    Operation,
    Option,
    Recipe,
    Reorder,
    Rule,
    Rules,
    Step,
    Together,
    Written,
)
from insight.survey.recipe.recipe_reader import FORMAT
from insight.survey.recipe.step_lines import lines_of_steps
from insight.survey.recipe.step_readers import ANSWER
from insight.survey.toml_tables import cut_tables
from insight.survey.toml_writer import key, value_text

Counts = Mapping[str, int]
# What a field of a record is called in the file, where it is called otherwise.
_NAMES = {"name": "as", "low": "from", "high": "below", "turned": "reversed"}
_HEADER = "[[step]]"


def recipe_text_of(recipe: Recipe) -> str:
    """Return a recipe as the text of its file.

    Parameters
    ----------
    recipe
        The recipe; reading the text gives the same operations.
    """
    lines = [f"format = {FORMAT}"]
    for step in recipe.steps:
        lines += ["", *step_lines(step)]
    return "\n".join(lines) + "\n"


def step_lines(step: Step) -> list[str]:
    """Return the lines of a step.

    Examples
    --------
    >>> from insight.survey.recipe.operations import Reverse
    >>> step_lines(Step(Reverse("trust")))
    ['[[step]]', 'do = "reverse"', 'variable = "trust"']
    """
    values = {"do": step.operation.do, **({"off": True} if step.off else {})}
    return [_HEADER, *_assignments(values | _values_of(step.operation))]


def _assignments(values: Mapping[str, Any]) -> Iterator[str]:
    """Lines of a step: a list of tables has a line for each, all else is on one line."""
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{key(name)} = ["
            yield from (f"    {_inline(entry)}," for entry in value)
            yield "]"
        else:
            yield f"{key(name)} = {_inline(value)}"


def _inline(value: object) -> str:
    """A value on one line, lists of tables included."""
    if isinstance(value, dict):
        parts = ", ".join(f"{key(name)} = {_inline(part)}" for name, part in value.items())
        return f"{{ {parts} }}" if parts else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(part) for part in value)}]"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return value_text(value)


def _values_of(operation: Operation) -> dict[str, Any]:
    """What the file says of an operation, without what goes without saying."""
    if isinstance(operation, MarkMissing):
        reason = operation.reason or ANSWER
        return {
            "variable": operation.variable,
            "codes": list(operation.codes),
            "reason": reason,
        }
    if isinstance(operation, LeaveOut):
        return _rules(operation.where)
    values: dict[str, Any] = {}
    for field in fields(operation):
        value = getattr(operation, field.name)
        if value is None or value is False or value == () or _goes_without(operation, field.name):
            continue
        name = field.name
        if not (operation.do == "reverse" and name in ("low", "high")):
            name = _NAMES.get(name, name)
        values[name] = _plain(value)
    if isinstance(operation, Reorder) and operation.ordered is False:
        values["ordered"] = False
    return values


def _goes_without(operation: Operation, name: str) -> bool:
    """Whether a field has the value that it has where the file says nothing."""
    match operation:
        case Band(role="segment"):
            return name == "role"
        case Together(chosen=(1,), blank=blank):
            return name == "chosen" or (name == "blank" and blank == "unknown")
        case Together(blank="unknown"):
            return name == "blank"
    return False


def _plain(value: object) -> Any:
    """A part of an operation as plain values."""
    match value:
        case Text():
            return {"nb": value.nb, "en": value.en}
        case Interval():
            limits = {"from": value.low, "below": value.high}
            return {name: limit for name, limit in limits.items() if limit is not None} | _plain(
                value.label
            )
        case Named():
            return {"code": value.code, **_plain(value.label)}
        case Option():
            return {"variable": value.variable, **(_plain(value.label) if value.label else {})}
        case Written():
            return {"text": value.text, **_plain(value.label)}
        case Group():
            return {**_plain(value.label), **_rules(value.where)}
        case tuple():
            return [_plain(part) for part in value]
    return value


def _rules(rules: Rules) -> dict[str, Any]:
    return {"any" if rules.any else "all": [_rule(rule) for rule in rules.rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    values: dict[str, Any] = {"variable": rule.variable}
    if rule.codes:
        values["codes"] = list(rule.codes)
    limits = {"from": rule.low, "below": rule.high}
    values |= {name: limit for name, limit in limits.items() if limit is not None}
    return values | ({"blank": True} if rule.blank else {})


def with_counts(text: str, counts: Sequence[tuple[Counts, Counts] | None]) -> str:
    """Return the text of a recipe with the counts before and after each step.

    Everything else stays as it is, comments included.

    Parameters
    ----------
    text
        The text of a recipe that can be read.
    counts
        For each step the counts before and after; None for a step that is not carried out.

    Raises
    ------
    RecipeError
        If the text is written so that they cannot be put into it without changing something else.
    """
    newline, steps = _newline(text), lines_of_steps(text)
    written = text[: len(text) - sum(len(step.text) for step in steps)]
    for step, counted in zip(steps, counts, strict=True):
        lines = _without_counts(step.text)
        if counted is not None:
            before, after = (_inline(dict(each)) for each in counted)
            lines = _with_lines(lines, [f"before = {before}", f"after = {after}"], newline)
        written += lines
    if not _is_same(written, tomllib.loads(text)):
        raise RecipeError(Fault("fault.recipe_not_counted"))
    return written


def with_steps_off(text: str, numbers: Collection[int]) -> str:
    """Return the text of a recipe with some steps kept and not carried out.

    Parameters
    ----------
    text
        The text of a recipe that can be read.
    numbers
        Places of the steps, from 1.

    Raises
    ------
    RecipeError
        If the text is written so that it cannot be said in it.
    """
    newline, steps = _newline(text), lines_of_steps(text)
    written = text[: len(text) - sum(len(step.text) for step in steps)]
    for number, step in enumerate(steps, 1):
        lines = step.text
        if number in numbers:
            kept = (line for line in lines.splitlines(keepends=True) if not _says_off(line))
            lines = _with_lines("".join(kept), ["off = true"], newline)
        written += lines
    meant = tomllib.loads(text)
    for number in numbers:
        meant["step"][number - 1]["off"] = True
    if not _is_same(written, meant):
        raise RecipeError(Fault("fault.recipe_not_counted"))
    return written


def _says_off(line: str) -> bool:
    return line.partition("=")[0].strip() == "off"


def _is_same(written: str, meant: dict[str, Any]) -> bool:
    """Whether a text says what is meant, but for the counts."""
    try:
        return _without(tomllib.loads(written)) == _without(meant)
    except ValueError:
        return False


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _with_lines(step: str, added: Sequence[str], newline: str) -> str:
    """The lines of a step with others below its last value, above its inner tables."""
    _, first, *inner = cut_tables(step)
    lines = first.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines, 1) if not _says_nothing(line))
    above = "".join(lines[:last]).rstrip("\r\n")
    below = "".join([*lines[last:], *inner])
    return newline.join([above, *added, below])


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _without_counts(lines: str) -> str:
    """The lines of a step without those that say its counts."""
    kept = (line for line in lines.splitlines(keepends=True) if not _says_counts(line))
    return "".join(kept)


def _says_counts(line: str) -> bool:
    name, equals, rest = line.partition("=")
    return bool(equals) and name.strip() in ("before", "after") and rest.strip().endswith("}")


def _without(recipe: dict[str, Any]) -> dict[str, Any]:
    """What a recipe says but for its counts."""
    steps = [
        {name: value for name, value in step.items() if name not in ("before", "after")}
        for step in recipe.get("step", [])
    ]
    return {**recipe, "step": steps}
