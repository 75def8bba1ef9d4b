"""Forms for several variables: columns that are one question, an index, a segment of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.analysis.preparation.index_reliability import index_reliability
from insight.language import numbers
from insight.survey.codebook import Category, Variable
from insight.survey.recipe.expressions import Code
from insight.survey.recipe.operations import (
    Group,
    Index,
    Option,
    Rule,
    Rules,
    Segment,
    Separate,
    Together,
)
from insight.web import ui
from insight.web.html.import_review import code_name
from insight.web.own_survey.workbench.bench import MOST_CATEGORIES, Bench, Operations

MOST_GROUPS = 12
YES = ("1", "ja", "yes", "x", "true", "valgt", "selected", "checked")  # answers that count


def together(bench: Bench) -> Operations:
    """Ask which columns are one question, what it is called, and which answer counts."""
    columns = bench.pick_several(bench.say("columns"), bench.variables("single"), "together")
    name = bench.ask(bench.say("question_name"), "together:name")
    if len(columns) < 2:
        return ()
    shared = [
        category
        for category in columns[0].categories
        if not category.missing and all(_has(column, category) for column in columns)
    ]
    if not shared:
        ui.remark(bench.say("none_shared"))
        return ()
    chosen = st.multiselect(
        bench.say("counts_as_yes"),
        [category.key for category in shared],
        [category.key for category in shared if category.label.nb.strip().casefold() in YES][:1],
        format_func=lambda code: code_name(columns[0], code, bench.language),
        key=f"{bench.key}:together:chosen:{'|'.join(column.id for column in columns)}",
    )
    if not name or not chosen:
        return ()
    codes = tuple(columns[0].by_key[key].code for key in chosen)
    options = tuple(Option(column.id) for column in columns)
    return (Together(bench.new_id(name), options, bench.words(name), chosen=codes),)


def _has(column: Variable, category: Category) -> bool:
    """Whether a column has a code with the same words."""
    own = column.by_key.get(category.key)
    return own is not None and own.label == category.label and not own.missing


def separate(bench: Bench) -> Operations:
    """Ask which question is several after all."""
    variable = bench.pick(bench.say("question"), bench.variables("multiple"), "separate")
    return (Separate(variable.id),) if variable else ()


def index(bench: Bench) -> Operations:
    """Ask which items are one index, and say how well they go together."""
    items = bench.pick_several(bench.say("items"), bench.variables("single", "numeric"), "index")
    name = bench.ask(bench.say("index_name"), "index:name")
    if len(items) < 2:
        return ()
    key = f"{bench.key}:index:{'|'.join(item.id for item in items)}"
    turned = st.multiselect(
        bench.say("turned_items"),
        [item.id for item in items],
        format_func=lambda code: next(each for each in items if each.id == code).label[
            bench.language
        ],
        key=f"{key}:turned",
    )
    at_least = st.number_input(
        bench.say("at_least"), 1, len(items), (len(items) + 1) // 2, key=f"{key}:least"
    )
    _tell_reliability(bench, items, turned)
    if not name:
        return ()
    ids = tuple(item.id for item in items)
    return (Index(bench.new_id(name), ids, at_least, bench.words(name), turned=tuple(turned)),)


def _tell_reliability(bench: Bench, items: Sequence[Variable], turned: Sequence[str]) -> None:
    """Say Cronbach's alpha, and how each item goes with the rest."""
    found = index_reliability(bench.survey, [item.id for item in items], turned)
    if found.reliability is None or found.respondents is None:
        ui.secondary(bench.say("few_for_alpha"))
        return
    alpha = numbers.decimal(found.reliability.alpha, bench.language)
    count = numbers.whole(found.respondents, bench.language)
    ui.secondary(bench.say("alpha", alpha=alpha, count=count))
    named = zip(items, found.reliability.item_rest, strict=True)
    told = [
        f"{item.label[bench.language]}: {numbers.decimal(value, bench.language)}"
        for item, value in named
    ]
    ui.secondary(bench.say("item_rest", items="; ".join(told)))


def segment(bench: Bench) -> Operations:
    """Ask for groups made of conditions, in their order."""
    name = bench.ask(bench.say("segment_name"), "segment:name")
    count = st.number_input(
        bench.say("groups"), 1, MOST_GROUPS, 2, key=f"{bench.key}:segment:count"
    )
    groups = []
    for number in range(1, count + 1):
        with st.container(border=True):
            label = bench.ask(bench.say("group_name", number=number), f"segment:{number}")
            rules = conditions(bench, f"segment:{number}")
            if bool(label) != bool(rules):
                ui.remark(bench.say("group_unfinished"))
        if label and rules:
            groups.append(Group(bench.words(label), Rules(tuple(rules))))
    others = bench.ask(bench.say("others"), "segment:others")
    if not name or not groups:
        return ()
    otherwise = bench.words(others) if others else None
    return (Segment(bench.new_id(name), bench.words(name), tuple(groups), otherwise),)


def conditions(bench: Bench, name: str) -> list[Rule]:
    """Ask for up to two conditions that must both hold."""
    rules = []
    for place in ("first", "second"):
        left, right = st.columns(2)
        with left:
            ids = bench.variables("single", "numeric")
            variable = bench.pick(bench.say(f"condition_{place}"), ids, f"{name}:{place}")
        if variable is None:
            break
        with right:
            rule = _rule(bench, variable, f"{name}:{place}:{variable.id}")
        if rule:
            rules.append(rule)
    return rules


def _rule(bench: Bench, variable: Variable, name: str) -> Rule | None:
    if variable.kind == "numeric":
        left, right = st.columns(2)
        low = left.number_input(bench.say("from"), value=None, key=f"{bench.key}:{name}:low")
        high = right.number_input(bench.say("below"), value=None, key=f"{bench.key}:{name}:high")
        return None if low is None and high is None else Rule(variable.id, low=low, high=high)
    known = [category.key for category in variable.categories][: MOST_CATEGORIES * 5]
    chosen = st.multiselect(
        bench.say("has"),
        known,
        format_func=lambda code: code_name(variable, code, bench.language),
        placeholder=bench.say("choose"),
        key=f"{bench.key}:{name}:codes",
    )
    codes: tuple[Code, ...] = tuple(variable.by_key[key].code for key in chosen)
    return Rule(variable.id, codes) if codes else None
