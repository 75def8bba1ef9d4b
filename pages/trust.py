"""Trust by year, one survey beside another, and by respondent group."""

from functools import partial

import streamlit as st

from insight.reporting import labels, sentences
from insight.reporting import tables as readable
from insight.reporting.charts import bar_rows, specs, trend_rows
from insight.reporting.charts.picture import Picture
from insight.survey.codebook import Variable
from insight.survey.constructs import asked_alike
from insight.web import answers, choices, ui

view = choices.current()
language = view.language
codebook = view.survey.codebook


def choose_item() -> Variable:
    items = sorted(codebook.items, key=lambda one: not (one.construct or "").startswith("trust"))
    ids = [one.id for one in items]
    key = f"item:{view.survey.id}"
    choices.first_choice(key, "item", ids, ids[0])
    label = view.say("trust.item")
    return codebook.variable(
        choices.select(view, label, ids, lambda one: codebook.variable(one).label[language], key)
    )


def choose_target(item: Variable) -> str:
    if item.kind == "numeric":
        return ""
    named = {one.id: one.label for one in item.nets}
    counted = (one for one in item.categories if view.base == "all" or not one.missing)
    named |= {one.key: one.label for one in counted}
    key = f"target:{view.survey.id}:{item.id}"
    choices.first_choice(key, "target", list(named), next(iter(named)))
    return choices.select(
        view,
        view.say("trust.target"),
        list(named),
        lambda one: named[one][language],
        key,
        term="net",
    )


def choose_breakdown() -> str:
    named = {"none": view.say("trust.undivided")}
    named |= {one.id: one.label[language] for one in codebook.segments}
    key = f"by:{view.survey.id}"
    choices.first_choice(key, "by", list(named), list(named)[min(2, len(named) - 1)])
    return choices.select(
        view, view.say("trust.by"), list(named), lambda one: named[one], key, term="segment"
    )


def draw_trend(item: Variable, target: str) -> None:
    alike = asked_alike(view.surveys, view.survey, item, view.respondents)[:3]
    tables = [answers.by_wave(one, view.base) for one in alike if one.survey.codebook.wave]
    tables = labels.alike(tables, view.survey.id, target)
    if not tables:
        return
    figures = answers.published(tables, target)
    unfiltered = not view.respondents.conditions and view.base == "all"
    found = (
        f"{labels.side_by_side(answers.latest(view, tables, target), language)}. "
        f"{answers.changes(view, tables, target)}"
    )
    base = labels.bases_over_time(tables, target, language)
    ui.heading(view.say("trust.over_time"), found, base)
    notes = ui.set_aside(view, alike)
    for sentence in dict.fromkeys(
        one for shown in tables for one in labels.breaks(shown, language)
    ):
        ui.secondary(sentence)
        notes.append(sentence)
    if not any(one.shown for shown in tables for one in shown.of(target)):
        return
    rows = trend_rows.trend_rows(tables, target, figures if unfiltered else (), language)
    spec = partial(specs.trend_spec, language=language, mean=item.kind == "numeric")
    words = f"{found} {labels.described(tables, target, language)}"
    ui.chart(view, rows, spec(view.theme), words, "trend")
    if any(one.codebook.simulated for one in tables):
        notes.append(view.say("trust.marks" if unfiltered else "trust.marks_filtered"))
        ui.secondary(notes[-1])
    name = f"{view.survey.id}_{item.id}_by_wave"
    picture = Picture(spec("light"), rows, found, [item.label[language], base], notes, words)
    ui.equivalent_table(view, readable.over_time(tables, target, language))
    ui.downloads(view, tables, name, keys=[target], picture=picture)
    ui.sources(view, figures)


def draw_groups(item: Variable, target: str, by: str) -> None:
    divided = () if by == "none" else (by,)
    whole = answers.estimates(view.survey, item.id, (), view.where, view.base)
    grouped = answers.estimates(view.survey, item.id, divided, view.where, view.base)
    everyone = answers.estimates(view.survey, item.id, (), view.whole_wave, view.base)
    sentence = sentences.level(whole, whole.at((), target), language)
    base = labels.base_line(whole, everyone.estimates[0].base, language)
    ui.heading(view.say("trust.groups_title"), sentence, base)
    if words := ui.nobody(view, whole):
        st.info(words)
        return
    shown = list(whole.request.categories) or [target]
    if bar_rows.has_scale(item):
        rows = bar_rows.likert_rows(grouped, whole, target, language)
        spec = partial(specs.likert_spec, names=bar_rows.steps(item, language))
    else:
        keys = [target] if divided or item.kind == "numeric" else shown
        rows = bar_rows.dot_rows(grouped, whole, keys, language)
        spec = partial(specs.dot_spec, language=language, mean=item.kind == "numeric")
    if divided or bar_rows.has_scale(item) or item.kind == "numeric":
        drawn = labels.described([grouped], target, language)
    else:
        drawn = labels.described_answers(whole, shown, language)
    words = f"{sentence} {drawn}"
    ui.chart(view, rows, spec(view.theme), words, "groups")
    notes = ui.assumption(view, item)
    tables = [grouped, whole] if divided else [whole]
    name = f"{view.survey.id}_{item.id}" + (f"_by_{by}" if divided else "")
    picture = Picture(spec("light"), rows, sentence, [item.label[language], base], notes, words)
    ui.equivalent_table(view, readable.by_group(grouped, whole, shown, target, language))
    ui.downloads(view, tables, name, picture=picture, responses=True)


def draw() -> None:
    item_column, target_column, by_column = st.columns([3, 2, 2])
    with item_column:
        item = choose_item()
    with target_column:
        target = choose_target(item)
    with by_column:
        by = choose_breakdown()
    choices.set_link(view, item=item.id, target=target, by=by)
    ui.heading(
        item.label[language], line=item.question[language] if item.question else "", top=True
    )
    draw_trend(item, target)
    draw_groups(item, target, by)
    ui.needs_of(view, item)


if codebook.items:
    draw()
else:
    choices.set_link(view)
    ui.heading(codebook.title[language], top=True)
    st.info(view.say("trust.no_items"))
