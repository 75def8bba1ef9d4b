"""Trust by year, one survey beside another, and by respondent group."""

import streamlit as st

from insight.language.catalogue import Text, both
from insight.reporting import basis_words, labels, sentences
from insight.reporting.breakdown import drawing
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.request import Breakdown, shares
from insight.reporting.breakdown.sums import remarks_on_sums
from insight.survey.codebook import Variable
from insight.survey.constructs import counterparts
from insight.web import answers, breakdown_answers, choices, ui

view = choices.current()
language = view.language
codebook = view.survey.codebook
method: list[str | Text] = []


def is_of_other(item: Variable) -> bool:
    """Whether an item is about anything but trust."""
    return not (item.construct or "").startswith("trust")


def choose() -> Breakdown:
    """Offer an item, which of its answers to follow, and a segment to divide them by."""
    survey, segments = view.survey.id, codebook.segments
    item_column, target_column, by_column = st.columns([3, 2, 2])
    with item_column:
        item = choices.pick_item(view, sorted(codebook.items, key=is_of_other))
    with target_column:
        named = shares(item, language, valid_only=view.valid_only)
        label, key = view.say("trust.target"), f"target:{survey}:{item.id}"
        target = choices.pick(view, label, "target", named, key=key, term="net") if named else ""
    with by_column:
        named = {"none": view.say("trust.undivided")}
        named |= {segment.id: segment.label[language] for segment in segments}
        label, usual = view.say("trust.by"), [*named][:3][-1]
        by = choices.pick(
            view, label, "by", named, key=f"by:{survey}", default=usual, term="segment"
        )
    choices.set_link(view, item=item.id, target=target, by=by)
    chosen = tuple(segment for segment in segments if segment.id == by)
    return Breakdown(item, target, chosen, view.respondents, view.valid_only, codebook.wave)


def draw_trend(breakdown: Breakdown) -> None:
    item, target = breakdown.item, breakdown.target
    alike = counterparts(view.surveys, view.survey, item, view.respondents)[:3]
    tables = answers.by_wave(view, alike, target)
    if not tables:
        return
    published = answers.figures_about(tables, target)
    unfiltered = not view.respondents.conditions and view.base == "all"
    figures = labels.side_by_side(answers.latest(view, tables, target), language)
    finding = f"{figures}. {breakdown_answers.changes(view, tables, target)}"
    base = labels.bases_over_time(tables, target, language)
    ui.heading(view.say("trust.over_time"), finding, base)
    notes = ui.set_aside(view, alike)
    for sentence in labels.breaks(tables, language):
        notes += ui.small_print(sentence)
    if not any(estimate.shown for table in tables for estimate in table.of(target)):
        return
    chart = drawing.plain_trend(tables, target, published if unfiltered else (), language)
    name = f"{view.survey.id}_{item.id}_by_wave"
    basis = basis_words.sentence(tables, chart.keys, language)
    answer = Answer(name, item.label[language], finding, base, chart, tables, basis)
    ui.answer_chart(view, answer, "trend")
    if any(table.codebook.simulated for table in tables):
        notes += ui.small_print(view.say("trust.marks" if unfiltered else "trust.marks_filtered"))
    told = breakdown_answers.change_notes(view, tables, target)
    method.extend(told)
    ui.take_away(view, answer, [*notes, *told])
    ui.sources(view, published)


def draw_groups(breakdown: Breakdown) -> None:
    figures = breakdown_answers.figures(view, breakdown)
    finding = sentences.level(figures.whole, figures.whole.at((), figures.key), language)
    chart = drawing.plain(figures, language)
    answer = breakdown_answers.answer(view, figures, finding, chart)
    ui.heading(view.say("trust.groups_title"), answer.finding, answer.base)
    if words := ui.nobody(view, figures.whole):
        st.info(words)
        return
    ui.answer_chart(view, answer, "groups")
    told: list[str | Text] = [*remarks_on_sums(figures, chart.keys, language)]
    if breakdown.item.assumption:
        told.append(both("figure.assumption", words=breakdown.item.assumption))
    method.extend(told)
    notes = [words if isinstance(words, str) else words[language] for words in told]
    ui.take_away(view, answer, notes, responses=True)


def draw_method() -> None:
    """Draw how the numbers were made, in one fold; nothing where there is nothing to say of it."""
    if method:
        with st.expander(view.say("figure.made")):
            for words in method:
                if isinstance(words, Text):
                    ui.remark(view, words)
                else:
                    ui.secondary(words)


def draw() -> None:
    breakdown = choose()
    item = breakdown.item
    question = item.question[language] if item.question else ""
    ui.heading(item.label[language], line=question, top=True)
    draw_trend(breakdown)
    draw_groups(breakdown)
    draw_method()
    ui.needs_of(view, item)


if codebook.items:
    draw()
else:
    ui.no_items(view)
