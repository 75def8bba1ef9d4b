"""Words below an answer: whom it is about, how it was made, and what is related."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st
from markupsafe import Markup

from insight.analysis.estimates import QUANTILES
from insight.analysis.preparation.first_view import first_view
from insight.disclosure.choice_counts import respondents_told
from insight.documents.glossary import glossary
from insight.documents.published import PublishedFigure, published_figures
from insight.language import numbers
from insight.language.catalogue import both
from insight.reporting import labels
from insight.reporting.breakdown import notes
from insight.reporting.breakdown.answer import Caption
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.reporting.breakdown.sums import remarks_on_sums
from insight.survey.constructs import counterparts
from insight.survey.filters import EVERYONE
from insight.views.several import Several
from insight.views.shown import Shown
from insight.views.view import View
from insight.web import choices, routes
from insight.web.evidence import needs_of_item
from insight.web.html import needs as needs_html
from insight.web.html import tables
from insight.web.html import text as text_html
from insight.web.html.templates import draw

Paragraph = tuple[str, str | Markup]


def draw_caption(view: View, caption: Caption) -> None:
    """Draw what is said below an answer."""
    rest = " ".join([*caption.marks, caption.source])
    tag = view.say("tag.assumed")
    st.html(draw("answers", "folding_caption", caption.base, caption.assumed, rest, tag))


def why_first(view: View, item: str) -> str:
    """Say why a survey of one's own opens on a question; empty on any other question."""
    first = first_view(view.survey) if choices.is_own(view.survey) else None
    if first is None or first.item != item or first.reason == "first":
        return ""
    told = [view.say("first_view.why"), view.say(f"first_view.{first.reason}")]
    if first.answered is not None:
        whole = respondents_told(view.survey, EVERYONE)
        count = numbers.whole(first.answered, view.language)
        if whole is not None:
            of = numbers.whole(whole, view.language)
            told.append(view.say("first_view.answered", count=count, of=of))
    if first.empty:
        told.append(view.say("first_view.empty", count=first.empty))
    return " ".join(told)


def paragraphs_of_several(view: View, shown: Several) -> Iterator[Paragraph]:
    """Yield how the numbers of several questions were made."""
    yield view.say("answers.who_head"), f"{shown.answer.base}."
    if shown.answer.basis:
        yield view.say("answers.published_head"), shown.answer.basis
    level = labels.level(shown.questions[0].whole, view.language)
    told = view.say("answers.interval_words", level=level.rstrip(" %\N{NO-BREAK SPACE}"))
    yield view.say("answers.interval_head"), told
    families = [one.tests or one.over_time for one in shown.questions]
    tests = next((family for family in families if family), None)
    if tests:
        yield view.say("answers.detected_head"), notes.method(tests, view.language)


def paragraphs(view: View, shown: Shown) -> Iterator[Paragraph]:
    """Yield how the numbers were made, a paragraph for each thing that there is to know."""
    language, figures, answer = view.language, shown.figures, shown.answer
    item = figures.breakdown.item
    asked = item.question[language] if item.question else ""
    who = [asked, f"{answer.base}.", *remarks_on_sums(figures, answer.chart.keys, language)]
    yield view.say("answers.who_head"), " ".join(filter(None, who))
    if answer.basis:
        yield view.say("answers.published_head"), answer.basis
    if item.assumption:
        said = both("figure.assumption", words=item.assumption)
        yield view.say("tag.assumed"), text_html.mark_phrases(said, language)
    yield view.say("answers.interval_head"), _interval(view, figures)
    if figures.whole.statistic in QUANTILES:
        rounded = "quantile.rounded" if figures.whole.rounded else ""
        told = [view.say("quantile.method"), view.say(rounded) if rounded else ""]
        yield view.say("quantile.method_head"), " ".join(filter(None, told))
    yield view.say("answers.found_head"), shown.reading
    told = notes.notes(figures, shown.families, shown.tested.related, language)
    if told:
        yield view.say("answers.detected_head"), " ".join(told)


def words_of(view: View, shown: Shown) -> list[tuple[str, str]]:
    """Return the words of the glossary that an answer and its making use, with what they mean."""
    book, figures = view.survey.codebook, shown.figures
    estimates = [estimate for table in figures.shown for estimate in table.of(figures.key)]
    flags = {flag for estimate in estimates for flag in estimate.flags}
    used = {
        "confidence_interval": True,
        "indicative_interval": not book.design.probability,
        "weight": figures.whole.weighted,
        "effective_base": True,
        "suppressed": "suppressed" in flags,
        "holm_correction": any(tests.count > 1 for tests in shown.families),
        "break": bool(figures.breakdown.item.breaks),
        "simulated_respondents": book.simulated,
    }
    return [
        (word.name[view.language], word.text[view.language])
        for word in glossary()
        if used.get(word.id)
    ]


def _interval(view: View, figures: Figures) -> str:
    level = labels.level(figures.whole, view.language)
    told = view.say("answers.interval_words", level=level.rstrip(" %\N{NO-BREAK SPACE}"))
    if figures.whole.codebook.design.probability:
        return told
    return f"{told} {view.say('answers.indicative')}"


def method(view: View, told: Sequence[Paragraph], words: Sequence[tuple[str, str]] = ()) -> None:
    """Draw how the numbers were made, in one fold, and what its words mean."""
    st.html(draw("answers", "method", view.say("figure.made"), told, words))


def related(view: View, breakdown: Breakdown) -> None:
    """Draw links to what belongs to a question: needs, published figures, its codebook entry."""
    item, language = breakdown.item, view.language
    links: list[tuple[str, str]] = []
    folds: list[tuple[str, str, Markup]] = []
    if needs := needs_of_item(view.survey.id, item.id):
        words = f"{view.say('needs.of_item')} ({len(needs)})"
        links.append((words, "#answer-needs"))
        folds.append(("answer-needs", words, needs_html.links(view, needs)))
    if published := _published(view, breakdown):
        words = f"{view.say('figure.published')} ({len(published)})"
        links.append((words, "#answer-published"))
        books = [survey.codebook for survey in view.surveys]
        drawn = [tables.published_table(published, books, language)]
        if any(figure.year_inferred for figure in published):
            drawn.append(draw("page", "secondary", view.say("figure.published_inferred")))
        folds.append(("answer-published", words, Markup().join(drawn)))
    links.append((view.say("answers.in_codebook"), routes.href(view, "codebook", item=item.id)))
    st.html(draw("answers", "related", view.say("answers.related"), links, folds))


def _published(view: View, breakdown: Breakdown) -> list[PublishedFigure]:
    """What was published of what is followed, in this survey and in those that ask the same."""
    alike = counterparts(view.surveys, view.survey, breakdown.item, EVERYONE)
    shown = {(like.survey.id, like.item.id) for like in alike if like.survey.codebook.simulated}
    return [
        figure
        for figure in published_figures()
        if figure.measure == "share"
        and figure.target == breakdown.target
        and (figure.survey, figure.item) in shown
    ]
