"""Any two groups or waves of a breakdown side by side: their difference, its interval and test."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.analysis.differences import Comparison, Difference
from insight.analysis.significance import between
from insight.exports.files import file_name, tidy_bytes
from insight.language import numbers
from insight.reporting import labels, sentences
from insight.reporting.breakdown.finding import MARKS, pair_sentence
from insight.reporting.breakdown.request import Figures
from insight.survey.codebook import Variable
from insight.survey.filters import Filter
from insight.web import answers, choices, ui
from insight.web.answers import View

MOST_GROUPS = 24  # 276 pairs
MOST_ROWS = 120


def draw(view: View, figures: Figures) -> dict[str, str]:
    """Offer to compare two groups, and say how they differ.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups can be compared.

    Returns
    -------
    dict of str to str
        What the link says of the choice; empty as long as there is none.
    """
    usable = [place for place in range(len(figures.breakdown.by)) if _codes(figures, place)]
    if not usable:
        return {}
    with st.container(key="pair"):
        head = st.container()
        columns = iter(st.columns(2 * len(figures.breakdown.by)))
        place = usable[0]
        if len(figures.breakdown.by) > 1:
            with next(columns):
                place = _choose_variable(view, figures, usable)
        where, within = figures.grouped.request.where, ""
        if len(figures.breakdown.by) > 1:
            with next(columns):
                where, within = _choose_within(view, figures, place)
        comparison = answers.comparison_of(
            figures.grouped, figures.key, "pairs", place, where=where
        )
        first, second, link = _choose_groups(view, figures, place, columns)
        with head:
            told = _sentence(view, comparison, first, second)
            line = " ".join(filter(None, [within, _method(view, comparison, first, second)]))
            ui.heading(view.say("pair.title"), told, line)
        with st.expander(view.say("pair.table")):
            ui.table_of(_table(view, comparison))
        _offer(view, comparison)
    return link


def _codes(figures: Figures, place: int) -> list[str]:
    """The groups of a variable, where there are two at least and not too many to compare."""
    codes = [*figures.grouped.request.levels[place]]
    return codes if 1 < len(codes) <= MOST_GROUPS else []


def _choose_variable(view: View, figures: Figures, usable: list[int]) -> int:
    named = {
        variable.id: variable.label[view.language]
        for place, variable in enumerate(figures.breakdown.by)
        if place in usable
    }
    usual = figures.breakdown.by[figures.breakdown.over].id
    key = f"pair:{view.survey.id}:between"
    default = usual if usual in named else next(iter(named))
    chosen = choices.pick(
        view, view.say("pair.between"), "between", named, key=key, default=default
    )
    return next(place for place in usable if figures.breakdown.by[place].id == chosen)


def _choose_within(view: View, figures: Figures, place: int) -> tuple[Filter, str]:
    """The filter of the groups compared, one group of the other variable, and its name."""
    by, where = figures.breakdown.by, figures.grouped.request.where
    other = by[1 - place]
    codes = figures.grouped.request.levels[1 - place]
    named = {code: other.category(code).label[view.language] for code in codes}
    label = view.say("pair.within", other=other.label)
    chosen = choices.pick(view, label, "within", named, key=f"pair:{view.survey.id}:{other.id}")
    told = f"{other.label[view.language]}: {named[chosen]}."
    return where.narrowed(other, [chosen]), told


def _choose_groups(
    view: View, figures: Figures, place: int, columns: Iterator[DeltaGenerator]
) -> tuple[str, str, dict[str, str]]:
    variable = figures.breakdown.by[place]
    codes = _codes(figures, place)
    named = {code: variable.category(code).label[view.language] for code in codes}
    key = f"pair:{view.survey.id}:{variable.id}"
    with next(columns):
        label = view.say("pair.first")
        first = choices.pick(view, label, "first", named, key=f"{key}:first")
    others = {code: name for code, name in named.items() if code != first}
    with next(columns):
        label, last = view.say("pair.second"), [*others][-1]
        second = choices.pick(view, label, "second", others, key=f"{key}:second", default=last)
    return first, second, _link(figures, variable, first, second, [codes[0], codes[-1]])


def _link(
    figures: Figures, variable: Variable, first: str, second: str, usual: list[str]
) -> dict[str, str]:
    if [first, second] == usual and variable == figures.breakdown.by[figures.breakdown.over]:
        return {}
    two = len(figures.breakdown.by) > 1
    return {"first": first, "second": second} | ({"between": variable.id} if two else {})


def _gap(comparison: Comparison, first: str, second: str) -> Difference:
    """The difference of two groups as it is told: of waves the later one less the earlier."""
    codes = [*comparison.request.by[0].by_key]
    if _over_time(comparison):
        first, second = sorted((first, second), key=codes.index, reverse=True)
    gap = between(comparison, first, second)
    if gap is None:
        raise ValueError(f"{first} and {second} were not compared")
    return gap


def _over_time(comparison: Comparison) -> bool:
    """Whether the groups are waves whose order is known, so that a difference is a change."""
    book = comparison.survey.codebook
    return comparison.request.by[0] == book.wave and book.waves_ordered


def _sentence(view: View, comparison: Comparison, first: str, second: str) -> str:
    gap, language = _gap(comparison, first, second), view.language
    found = gap.finding(comparison.level, comparison.tests)
    if _over_time(comparison):
        words = sentences.change_to(gap, found, comparison, language)
        return f"{words[:1].upper()}{words[1:]}."
    return pair_sentence(gap, comparison, language)


def _method(view: View, comparison: Comparison, first: str, second: str) -> str:
    gap, count = _gap(comparison, first, second), comparison.tests
    if gap.p_claim_adjusted is None:
        return ""
    p = numbers.p_words(gap.p_claim_adjusted, view.language)
    level = numbers.level(comparison.level, view.language)
    return view.say("pair.method", p=p, count=count, level=level)


def _table(view: View, comparison: Comparison) -> pd.DataFrame:
    """Every pair in words, or those that differ where there are too many."""
    gaps = comparison.differences
    if len(gaps) > MOST_ROWS:
        gaps = tuple(gap for gap in gaps if gap.significant(comparison.level))[:MOST_ROWS]
    return pd.DataFrame([dict(_row(view, comparison, gap)) for gap in gaps])


def _row(view: View, comparison: Comparison, gap: Difference) -> Iterator[tuple[str, str]]:
    variable, language = comparison.request.by[0], view.language
    gap = _gap(comparison, gap.first, gap.second)
    found = gap.finding(comparison.level, comparison.tests)
    key = "unchanged" if _over_time(comparison) and found == "alike" else found
    yield view.say("pair.first"), variable.category(gap.first).label[language]
    yield view.say("pair.second"), variable.category(gap.second).label[language]
    shown = gap.value is not None
    values = (gap.value_first, gap.value_second)
    for heading, value in zip(("pair.value_first", "pair.value_second"), values, strict=True):
        yield view.say(heading), labels.value(value or 0, comparison, language) if shown else ""
    yield view.say("pair.difference"), sentences.signed_size(gap, comparison, language)
    p = gap.p_claim_adjusted
    yield view.say("pair.p"), "" if p is None else numbers.p_words(p, language)
    yield view.say("pair.found"), f"{MARKS.get(found, '')}{view.say(f'breakdown.{key}')}"


def _offer(view: View, comparison: Comparison) -> None:
    """Offer all pairs as the tidy comparison."""
    request, language = comparison.request, view.language
    stem = f"{view.survey.id}_{request.item.id}_between_{request.by[0].id}"
    st.download_button(
        view.say("pair.download"),
        data=lambda: tidy_bytes(comparison.tidy(language)),
        file_name=file_name(stem, request.where, "csv"),
        mime="text/csv",
        on_click="ignore",
        key="pairs-file",
    )
