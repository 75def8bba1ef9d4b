"""How far organisations have come with the UN goals, and what so few answers allow to be said."""

from functools import partial

import pandas as pd
import streamlit as st

from insight.analysis.estimates import Table
from insight.language import numbers
from insight.reporting import group_sentences, labels, sentences
from insight.reporting import tables as readable
from insight.reporting.charts import bar_rows, specs
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.picture import Picture
from insight.web import answers, choices, ui

MATURITY, GOALS, ENGAGEMENT = "sdg_maturity", "sdg_most_important", "sdg_staff_engagement"
FAR, HIGH = "well_under_way", "high"

view = choices.current()
language = view.language
codebook = view.survey.codebook


def estimated(item: str, *by: str) -> Table:
    return answers.estimates(view.survey, item, by, view.where, view.base)


def base_line(table: Table) -> str:
    everyone = answers.estimates(view.survey, table.item.id, (), view.whole_wave, view.base)
    return labels.base_line(table, everyone.estimates[0].base, language)


def offered(
    tables: list[Table],
    rows: pd.DataFrame,
    spec: Spec,
    title: str,
    alternative: str,
    by: str = "none",
    *,
    table: pd.DataFrame,
    responses: bool = False,
) -> None:
    """Say what the source says of an item and what is assumed, and offer its table and files."""
    item, whole = tables[-1].item, tables[-1]
    if item.note:
        ui.remark(view, item.note)
    notes = ui.assumption(view, item)
    lines = [item.label[language], base_line(whole)]
    name = f"{view.survey.id}_{item.id}" + ("" if by == "none" else f"_by_{by}")
    picture = Picture(spec, rows, title, lines, notes, alternative)
    ui.equivalent_table(view, table)
    ui.downloads(view, tables, name, picture=picture, responses=responses)


def choose_breakdown() -> str:
    named = {one.id: one.label[language] for one in codebook.segments}
    named |= {"none": view.say("trust.undivided")}
    return choices.pick(view, view.say("trust.by"), "by", named)


def draw_maturity(by: str) -> None:
    whole, grouped = estimated(MATURITY), estimated(MATURITY, *([] if by == "none" else [by]))
    found = sentences.level(whole, whole.at((), FAR), language)
    if by != "none":
        rest = answers.compared(view, MATURITY, FAR, by, "rest")
        found = f"{found} {group_sentences.apart(rest, language)}"
    ui.heading(whole.item.label[language], found, base_line(whole))
    rows = bar_rows.likert_rows(grouped, whole, FAR, language)
    spec = partial(specs.likert_spec, names=bar_rows.steps(whole.item, language))
    words = f"{found} {labels.described([grouped], FAR, language)}"
    ui.chart(view, rows, spec(view.theme), words, "maturity")
    tables = [whole] if by == "none" else [grouped, whole]
    table = readable.by_group(grouped, whole, whole.request.categories, FAR, language)
    offered(tables, rows, spec("light"), found, words, by, table=table, responses=True)


def draw_goals() -> None:
    whole = estimated(GOALS)
    ranked = [one.key for one in group_sentences.by_size(whole)]
    found = group_sentences.leading(whole, language)
    ui.heading(whole.item.label[language], found, base_line(whole))
    rows = bar_rows.dot_rows(whole, whole, ranked, language)
    words = f"{found} {labels.described_answers(whole, ranked, language)}"
    ui.chart(view, rows, specs.dot_spec(view.theme, language), words, "goals")
    spec, table = specs.dot_spec("light", language), readable.by_answer(whole, ranked, language)
    offered([whole], rows, spec, found, words, table=table)


def draw_engagement() -> None:
    whole, grouped = estimated(ENGAGEMENT), estimated(ENGAGEMENT, MATURITY)
    stages = answers.compared(view, ENGAGEMENT, HIGH, MATURITY, "pairs")
    found = group_sentences.between(stages, view.say("maturity.engaged"), language)
    ui.heading(view.say("maturity.engagement"), found, base_line(whole))
    rows = bar_rows.dot_rows(grouped, whole, [HIGH], language)
    words = f"{found} {labels.described([grouped], HIGH, language)}"
    ui.chart(view, rows, specs.dot_spec(view.theme, language), words, "engagement")
    spec = specs.dot_spec("light", language)
    table = readable.by_group(grouped, whole, whole.request.categories, HIGH, language)
    offered([grouped, whole], rows, spec, found, words, MATURITY, table=table)


def draw_few(by: str) -> None:
    variable = codebook.variable(by) if by != "none" else codebook.segments[0]
    grouped, whole = estimated(MATURITY, variable.id), estimated(MATURITY).at((), FAR)
    pairs = answers.compared(view, MATURITY, FAR, variable.id, "pairs")
    n, population = (numbers.whole(one or 0, language) for one in (whole.base, whole.base_weighted))
    ui.heading(view.say("maturity.few"), view.say("maturity.answered", n=n, population=population))
    detectable = group_sentences.detectable(pairs, language)
    told = f"{detectable} {group_sentences.hidden(grouped, FAR, language)}"
    told = view.say("maturity.by", by=variable.label, words=told)
    for words in (group_sentences.narrower(whole, language), told):
        st.markdown(choices.plain(words))
    ui.equivalent_table(view, readable.answered(grouped, FAR, language))


def draw_source() -> None:
    ui.heading(view.say("maturity.source"))
    for words in (codebook.note, codebook.assumption):
        if words:
            ui.remark(view, words)


def draw(by: str) -> None:
    if words := ui.nobody(view, estimated(MATURITY)):
        st.info(words)
        return
    draw_maturity(by)
    draw_goals()
    draw_engagement()
    draw_few(by)
    draw_source()


if {MATURITY, GOALS, ENGAGEMENT} <= set(codebook.variables):
    title_column, by_column = st.columns([3, 1])
    with title_column:
        ui.heading(view.say("maturity.heading"), top=True)
    with by_column:
        chosen = choose_breakdown()
    choices.set_link(view, by=chosen)
    st.info(view.say("maturity.lead"))
    draw(chosen)
else:
    choices.set_link(view)
    ui.heading(view.say("maturity.heading"), top=True)
    st.info(view.say("maturity.absent"))
