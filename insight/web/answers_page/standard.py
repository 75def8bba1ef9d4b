"""Groups with one composition: their figures directly standardised, beside those that are not."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.language.errors import InsightError
from insight.reporting.breakdown.request import Figures
from insight.reporting.charts.side_by_side import side_by_side_spec
from insight.reporting.combined import standardised_words
from insight.survey.codebook import Variable
from insight.views import answers
from insight.views.view import View
from insight.web import choices, ui
from insight.web.answers_page import background_choice, own_population
from insight.web.answers_page.own_population import MOST_GROUPS as MOST_OWN
from insight.web.audited.acts import Taken
from insight.web.parts import tidy_fold

MOST_OVER = 3
ALL, OWN = "all", "own"


def draw(view: View, figures: Figures) -> dict[str, str]:
    """Offer background whose composition is to be that of all groups, and show the figures then.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups are standardised.

    Returns
    -------
    dict of str to str
        What the link says of the choice; empty as long as there is none.
    """
    there = background_choice.offered(view, figures)
    if not there:
        ui.keep_place()
        return {}
    choice = background_choice.Choice(
        "standard", view.say("standardised.choose"), view.say("standardised.none"), MOST_OVER
    )
    with st.container(key="standard", border=True):
        over = background_choice.choose(view, there, choice)
        if not over:
            return {}
        to = _choose_population(view, figures, [there[name] for name in over])
        link = {"standard": ",".join(over), "to": to}
        wave, written = "" if to in (ALL, OWN) else to, ""
        if to == OWN:
            numbers = own_population.draw(view, there[over[0]])
            if not numbers:
                return link
            link["numbers"], written = numbers, f"{over[0]}={numbers}"
        try:
            found = answers.standardised_of(
                figures.grouped, figures.key, tuple(over), wave, written
            )
        except InsightError as refusal:
            background_choice.draw_refusal(view, refusal)
        else:
            _draw_found(view, figures, found, wave)
    return link


def _choose_population(view: View, figures: Figures, over: Sequence[Variable]) -> str:
    """Offer the composition of each wave, of all, or by numbers of the reader's own.

    Over time it is usually that of the first wave, else that of the chosen one. Numbers are of one
    variable, and not where figures are told rounded, which they would tell exactly.
    """
    book = view.survey.codebook
    named = {ALL: view.say("standardised.to_all")}
    usual = ALL
    if book.wave:
        labels = {code: book.wave.by_key[code].label for code in book.waves}
        named |= {
            code: view.say("standardised.to_wave", wave=label) for code, label in labels.items()
        }
        usual = view.wave or ALL
        if figures.breakdown.over_time and book.waves_ordered:
            usual = book.waves[0]
    few = len(over) == 1 and len(own_population.groups_of(view, over[0])) <= MOST_OWN
    if few and not figures.grouped.rounded:
        named[OWN] = view.say("standardised.to_own")
    key = f"answers:{view.survey.id}:to:{'time' if figures.breakdown.over_time else ''}"
    label = view.say("standardised.to_label")
    return choices.pick(view, label, "to", named, key=key, default=usual)


def _draw_found(view: View, figures: Figures, found: StandardisedTable, wave: str) -> None:
    language, key = view.language, figures.key
    lines = standardised_words.lines(found, key, language)
    lacking = [standardised_words.lacks(line, language) for line in lines if line.lacking]
    ui.remark(" ".join([standardised_words.what_it_is(found, wave, language), *lacking]))
    ways = [view.say("standardised.plain"), view.say("standardised.column")]
    ui.chart(
        view,
        standardised_words.rows(found, key, language),
        side_by_side_spec(ways, view.theme, language, share=found.statistic == "share"),
        " ".join(standardised_words.in_words(line, found, language) for line in lines),
        "standard-chart",
    )
    request = found.request
    by = [variable.id for variable in (*request.by, *found.population.strata)]
    tidy_fold.draw(
        view,
        view.say("adjusted.table"),
        standardised_words.table(found, key, language),
        found,
        f"{view.survey.id}_{request.item.id}_by_{by[0]}_standardised",
        Taken("standardised", (view.survey,), [request.item.id], by, request.where),
    )
