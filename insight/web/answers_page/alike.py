"""Groups when other variables are alike: what stays of their differences, beside the figures."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from insight.analysis.adjusted.adjusted_request import MOST_GIVEN
from insight.analysis.adjusted.adjusted_result import Adjusted
from insight.exports.files import file_name, tidy_bytes
from insight.language.errors import Fault, InsightError
from insight.language.numbers import list_names
from insight.operation.counts import count_refusal
from insight.reporting.adjusted import adjusted_chart
from insight.reporting.adjusted.adjusted_sentences import stays
from insight.reporting.breakdown.request import Figures
from insight.survey.codebook import Variable
from insight.survey.filters import split
from insight.views import answers
from insight.views.view import View
from insight.web import choices, ui
from insight.web.audited.acts import Taken
from insight.web.frame import file_button, view_link

MOST_SENTENCES = 6


def draw(view: View, figures: Figures) -> dict[str, str]:
    """Offer variables to be held alike, and say how the groups stand then.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups are compared.

    Returns
    -------
    dict of str to str
        What the link says of the choice; empty as long as there is none.
    """
    between, offered = figures.breakdown.by, _offered(view, figures)
    if len(between) != 1 or not offered:
        return {}
    with st.container(key="alike", border=True):
        given = _choose(view, offered)
        if not given:
            return {}
        try:
            found = answers.adjusted_of(figures.grouped, figures.key, tuple(given))
        except InsightError as refusal:
            count_refusal("page", refusal)
            told = " ".join(_in_labels(view, fault).text(view.language) for fault in refusal.faults)
            st.info(choices.plain(told))
        else:
            _draw_found(view, found)
    return {"given": ",".join(given)}


def _offered(view: View, figures: Figures) -> dict[str, Variable]:
    """The background that groups may differ in besides."""
    taken = {variable.id for variable in figures.breakdown.by} | {figures.breakdown.item.id}
    respondents = view.respondents
    return {
        variable.id: variable
        for variable in view.survey.codebook.segments
        if variable.kind == "single"
        and variable.id not in taken
        and len(respondents.codes(variable.id)) != 1
    }


def _choose(view: View, offered: Mapping[str, Variable]) -> list[str]:
    key = f"answers:{view.survey.id}:given"
    linked = view_link.from_link("given")
    if linked is not None:
        codes = split(linked[0], ",") if linked and linked[0] else []
        for code in codes:
            choices.check_choice("given", code, list(offered))
        st.session_state[key] = codes
    kept = [code for code in st.session_state.get(key, []) if code in offered][:MOST_GIVEN]
    st.session_state[key] = kept
    own, codes = choices.own_key(key, view.language), list(offered)
    named = choices.distinct(codes, lambda code: offered[code].label[view.language])
    chosen: list[str] = st.multiselect(
        view.say("adjusted.choose"),
        codes,
        format_func=named,
        max_selections=MOST_GIVEN,
        placeholder=view.say("adjusted.none"),
        key=own,
        on_change=choices.keep,
        args=(own, key),
    )
    return chosen


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
    for name in ("variable", "between", "first", "second"):
        if variable := known.get(str(values.get(name))):
            values[name] = variable.label[language]
    return Fault(fault.key, values)


def _draw_found(view: View, found: Adjusted) -> None:
    language = view.language
    told = stays(found, language)
    if len(told) > MOST_SENTENCES:
        told = told[-1:]
    ui.remark(" ".join(told))
    ui.chart(
        view,
        adjusted_chart.rows(found, language),
        adjusted_chart.spec(found, view.theme, language),
        adjusted_chart.alternative(found, language),
        "adjusted-chart",
    )
    with st.expander(view.say("adjusted.table"), type="compact"):
        ui.table_of(adjusted_chart.table(found, language))
        request = found.request
        stem = f"{view.survey.id}_{request.item.id}_between_{request.by[0].id}_adjusted"
        file_button.draw(
            language,
            view.say("adjusted.download"),
            lambda: tidy_bytes(found.tidy(language)),
            file_name(stem, request.where, "csv"),
            "text/csv",
            "adjusted-file",
            Taken(
                "adjusted",
                (view.survey,),
                [request.item.id],
                [variable.id for variable in (*request.by, *found.given)],
                request.where,
            ),
        )
