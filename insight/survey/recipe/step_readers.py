"""Readers of operations: a table of a recipe becomes the record of its operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from insight.language.catalogue import Text
from insight.survey.codebook import MISSING, ROLES, Missing
from insight.survey.recipe.number_operations import interval_label
from insight.survey.recipe.operations import (
    Band,
    Blank,
    Group,
    Index,
    Interval,
    Label,
    LeaveOut,
    MarkMissing,
    Merge,
    Named,
    Operation,
    Option,
    Rename,
    Reorder,
    Reverse,
    Rule,
    Rules,
    Segment,
    Separate,
    Split,
    Together,
    Weigh,
    Written,
)
from insight.survey.recipe.step_table import StepTable

MOST_BANDS = 100
MOST_OPTIONS = 200
MOST_GROUPS = 100
MOST_RULES = 50
LONGEST_SEPARATOR = 5
ANSWER: Literal["answer"] = "answer"  # what a code becomes that stood for none
BLANKS: tuple[Blank, ...] = ("unknown", "not_chosen")


def _reorder(table: StepTable) -> Reorder:
    ordered = None if table.value("ordered") is None else table.boolean("ordered", default=False)
    return Reorder(table.name("variable"), table.code_list("codes"), ordered)


def _merge(table: StepTable) -> Merge:
    return Merge(
        table.name("variable"),
        table.code_list("codes"),
        table.text("label", required=True),
        table.optional_code("code"),
        table.optional_name("as"),
        table.boolean("keep", default=False),
    )


def _reverse(table: StepTable) -> Reverse:
    return Reverse(table.name("variable"), table.number("low"), table.number("high"))


def _label(table: StepTable) -> Label:
    named = []
    for entry in table.entries("categories", 2_000, required=False):
        named.append(Named(entry.code("code"), entry.words()))
        entry.refuse_others()
    return Label(
        table.name("variable"),
        label=table.optional_text("label"),
        question=table.optional_text("question"),
        short=table.optional_text("short"),
        base=table.optional_text("base"),
        note=table.optional_text("note"),
        role=table.optional_choice("role", ROLES),
        categories=tuple(named),
    )


def _rename(table: StepTable) -> Rename:
    return Rename(table.name("variable"), table.name("as"))


def _missing(table: StepTable) -> MarkMissing:
    reason = table.choice("reason", (*MISSING, ANSWER), None)
    marked: Missing | None = next((each for each in MISSING if each == reason), None)
    return MarkMissing(table.name("variable"), table.code_list("codes"), marked)


def _band(table: StepTable) -> Band:
    bands = []
    for entry in table.entries("bands", MOST_BANDS):
        low, high = entry.number("from"), entry.number("below")
        if entry.value("from") is None and entry.value("below") is None:
            entry.fault("fault.recipe_band_open", "", names="from, below")
        label = entry.optional_words() or interval_label(low, high)
        bands.append(Interval(low, high, label))
        entry.refuse_others()
    return Band(
        table.name("variable"),
        tuple(bands),
        table.optional_name("as"),
        table.optional_text("label"),
        table.choice("role", ROLES, "segment"),
        table.boolean("keep", default=False),
    )


def _together(table: StepTable) -> Together:
    options = []
    for entry in table.entries("options", MOST_OPTIONS):
        options.append(Option(entry.name("variable"), entry.optional_words()))
        entry.refuse_others()
    chosen = table.code_list("chosen", required=False) or (1,)
    return Together(
        table.name("as"),
        tuple(options),
        table.text("label", required=True),
        table.optional_text("question"),
        chosen,
        table.choice("blank", BLANKS, "unknown"),
    )


def _separate(table: StepTable) -> Separate:
    return Separate(table.name("variable"))


def _split(table: StepTable) -> Split:
    separator = table.value("separator")
    if not isinstance(separator, str) or not 0 < len(separator) <= LONGEST_SEPARATOR:
        table.fault("fault.recipe_separator", "separator")
        separator = ";"
    options = []
    for entry in table.entries("options", MOST_OPTIONS):
        text = entry.string("text", required=True) or ""
        options.append(Written(text, entry.optional_words() or Text(text, text)))
        entry.refuse_others()
    return Split(
        table.name("column"),
        separator,
        tuple(options),
        table.optional_name("as"),
        table.optional_text("label"),
    )


def _weight(table: StepTable) -> Weigh:
    return Weigh(table.name("variable"))


def _leave_out(table: StepTable) -> LeaveOut:
    return LeaveOut(_rules(table))


def _index(table: StepTable) -> Index:
    variables = table.names_of("variables")
    least = table.count("at_least", len(variables))
    return Index(
        table.name("as"),
        variables,
        least,
        table.text("label", required=True),
        table.names_of("reversed", required=False),
    )


def _segment(table: StepTable) -> Segment:
    groups = []
    for entry in table.entries("groups", MOST_GROUPS):
        groups.append(Group(entry.words(), _rules(entry)))
        entry.refuse_others()
    return Segment(
        table.name("as"),
        table.text("label", required=True),
        tuple(groups),
        table.optional_text("otherwise"),
    )


def _rules(table: StepTable) -> Rules:
    """Rules under ``all`` or under ``any``."""
    given = [name for name in ("all", "any") if table.value(name) is not None]
    if len(given) != 1:
        table.fault("fault.recipe_all_or_any", given[0] if given else "all", names="all, any")
        return Rules(())
    entries = table.entries(given[0], MOST_RULES)
    return Rules(tuple(_rule(entry) for entry in entries), given[0] == "any")


def _rule(table: StepTable) -> Rule:
    rule = Rule(
        table.name("variable"),
        table.code_list("codes", required=False),
        table.number("from"),
        table.number("below"),
        table.boolean("blank", default=False),
    )
    within = rule.low is not None or rule.high is not None
    if bool(rule.codes) + within + rule.blank != 1:
        table.fault("fault.recipe_rule", "", names="codes, from/below, blank")
    table.refuse_others()
    return rule


READERS: Mapping[str, Callable[[StepTable], Operation]] = {
    "reorder": _reorder,
    "merge": _merge,
    "reverse": _reverse,
    "label": _label,
    "rename": _rename,
    "missing": _missing,
    "band": _band,
    "together": _together,
    "separate": _separate,
    "split": _split,
    "weight": _weight,
    "leave_out": _leave_out,
    "index": _index,
    "segment": _segment,
}
