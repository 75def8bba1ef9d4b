"""Choice of background that groups are to be alike in, and refusals in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from insight.language.errors import Fault, InsightError
from insight.language.numbers import list_names
from insight.operation.counts import count_refusal
from insight.reporting.breakdown.request import Figures
from insight.reporting.labels import short_title
from insight.survey.codebook import Variable
from insight.survey.filters import split
from insight.views.view import View
from insight.web import choices
from insight.web.frame import view_link


@dataclass(frozen=True)
class Choice:
    """A choice of background: its name in the link, what it is called, and how many at most."""

    name: str
    label: str
    none: str
    most: int


def offered(view: View, figures: Figures) -> dict[str, Variable]:
    """Return the background that groups may differ in besides what they are groups of, by id.

    Nothing where they are groups of two variables, or of none.
    """
    if len(figures.breakdown.by) != 1:
        return {}
    taken = {variable.id for variable in figures.breakdown.by} | {figures.breakdown.item.id}
    respondents = view.respondents
    return {
        variable.id: variable
        for variable in view.survey.codebook.segments
        if variable.kind == "single"
        and variable.id not in taken
        and len(respondents.codes(variable.id)) != 1
    }


def choose(view: View, there: Mapping[str, Variable], choice: Choice) -> list[str]:
    """Offer it, and return the ids that are chosen, which the link says too."""
    key = f"answers:{view.survey.id}:{choice.name}"
    linked = view_link.from_link(choice.name)
    if linked is not None:
        codes = split(linked[0], ",") if linked and linked[0] else []
        for code in codes:
            choices.check_choice(choice.name, code, list(there))
        st.session_state[key] = codes
    kept = [code for code in st.session_state.get(key, []) if code in there][: choice.most]
    st.session_state[key] = kept
    own, codes = choices.own_key(key, view.language), list(there)
    named = choices.distinct(codes, lambda code: there[code].label[view.language])
    chosen: list[str] = st.multiselect(
        choice.label,
        codes,
        format_func=named,
        max_selections=choice.most,
        placeholder=choice.none,
        key=own,
        on_change=choices.keep,
        args=(own, key),
    )
    return chosen


def draw_refusal(view: View, refusal: InsightError) -> None:
    """Say why there is no answer, with labels where the sentence has ids and codes."""
    count_refusal("page", refusal)
    told = " ".join(_in_labels(view, fault).text(view.language) for fault in refusal.faults)
    st.info(choices.plain(told))


def _in_labels(view: View, fault: Fault) -> Fault:
    """The fault with labels where it has ids and codes, which a reader of the page never sees."""
    known, language = view.survey.codebook.variables, view.language
    values = dict(fault.values)
    for names, of in (("code", "variable"), ("groups", "variable"), ("group", "between")):
        variable = known.get(str(values.get(of)))
        if names in values and variable:
            codes = str(values[names]).split(", ")
            labels = [variable.category(code).label[language] for code in codes]
            values[names] = list_names(labels, language)
    item = known.get(str(values.get("item")))
    if item and "key" in values:
        answer = item.net(str(values["key"])) or item.by_key.get(str(values["key"]))
        values["key"] = answer.label[language] if answer else values["key"]
    for name in ("variable", "between", "first", "second", "item"):
        if variable := known.get(str(values.get(name))):
            values[name] = variable.label[language]
    books = {survey.id: survey.codebook for survey in view.surveys}
    for name in ("survey", "other"):
        if book := books.get(str(values.get(name))):
            values[name] = short_title(book)[language]
    if "stratum" in values:
        values["stratum"] = _stratum(view, str(values["stratum"]))
        wave = view.survey.codebook.wave
        named = wave.by_key.get(str(values.get("source"))) if wave else None
        values["source"] = (named.label if named else short_title(view.survey.codebook))[language]
    return Fault(fault.key, values)


def _stratum(view: View, written: str) -> str:
    """The labels of a stratum that is written with ids and codes."""
    known, told = view.survey.codebook.variables, []
    for part in split(written, ","):
        name, _, code = part.strip().partition("=")
        variable = known.get(name)
        category = variable.by_key.get(code) if variable else None
        told.append(category.label[view.language] if category else part.strip())
    return list_names(told, view.language)
