"""A pair of groups or waves side by side: their difference, its interval and its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import ceil, isfinite, log10

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.corrections import corrected_intervals
from insight.analysis.differences import Difference
from insight.analysis.significance import between, reverse
from insight.language import numbers
from insight.reporting import labels, signed
from insight.reporting.breakdown.finding import MARKS
from insight.reporting.breakdown.request import Figures
from insight.reporting.breakdown.tested import Tested, over_period
from insight.reporting.charts.palettes import PALETTES
from insight.survey.codebook import Variable
from insight.survey.filters import Filter
from insight.views import answers
from insight.views.view import View
from insight.web import choices, ui
from insight.web.audited.acts import Taken
from insight.web.html.templates import draw as draw_html
from insight.web.parts import tidy_fold

MOST_GROUPS = 24  # 276 pairs
MOST_ROWS = 120


def draw(view: View, figures: Figures, tested: Tested) -> dict[str, str]:
    """Offer to compare two groups, and say how they differ.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups can be compared.
    tested
        What was tested already: a change is told once, as strictly everywhere.

    Returns
    -------
    dict of str to str
        What the link says of the choice; empty as long as there is none.
    """
    usable = [place for place in range(len(figures.breakdown.by)) if _codes(figures, place)]
    if not usable:
        ui.keep_place()
        return {}
    two = len(figures.breakdown.by) > 1
    with st.container(key="pair", border=True):
        place, where, within, inside = usable[0], figures.grouped.request.where, "", ""
        if two:
            columns = iter(st.columns(2))
            with next(columns):
                place = _choose_variable(view, figures, usable)
            with next(columns):
                where, within, inside = _choose_within(view, figures, place)
        compare = partial(
            answers.comparison_of, figures.grouped, figures.key, "pairs", place, where=where
        )
        compared = compare()
        comparison = _as_told(compared, tested, place, inside)
        widths = [2, 2.1, 0.7, 2.1, 2, 3]
        title, *selects, words = st.columns(widths, vertical_alignment="center")
        with title:
            st.html(pair_html("title", view.say("pair.title")))
        usual = _usual(comparison, _codes(figures, place))
        first, second, link = _choose_groups(view, figures, place, usual, selects)
        with selects[1]:
            named = [figures.breakdown.by[place].category(code).label for code in (first, second)]
            names = [within, *(label[view.language] for label in named)]
            st.html(pair_html("minus", view.say("pair.minus"), *names))
        with words:
            st.html(_verdict(view, comparison, first, second))
        with selects[3]:
            st.html(_interval(view, comparison, first, second))
        with st.expander(view.say("pair.table"), type="compact"):
            ui.secondary(f"{within} {_method(view, compared, comparison, first, second)}".strip())
            ui.table_of(_table(view, comparison))
            # Only the file tells sizes of effects with their intervals.
            _offer(
                view,
                comparison,
                lambda: _as_told(compare(effects=True), tested, place, inside),
            )
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


def _choose_within(view: View, figures: Figures, place: int) -> tuple[Filter, str, str]:
    """The filter of the groups compared, one group of the other variable: name and code."""
    by, where = figures.breakdown.by, figures.grouped.request.where
    other = by[1 - place]
    codes = figures.grouped.request.levels[1 - place]
    named = {code: other.category(code).label[view.language] for code in codes}
    label = choices.plain(view.say("pair.within", other=other.label))
    chosen = choices.pick(view, label, "within", named, key=f"pair:{view.survey.id}:{other.id}")
    told = f"{other.label[view.language]}: {named[chosen]}."
    return where.narrowed(other, [chosen]), told, chosen


def _as_told(comparison: Comparison, tested: Tested, place: int, inside: str) -> Comparison:
    """The comparison with those changes that the page tells already as it tells them.

    They were tested in a family of their own, over the whole period; another verdict on the same
    difference would contradict it.
    """
    changes = over_period(tested.by_group if inside else tested.whole)
    if changes is None or not _over_time(comparison):
        return comparison
    told = [
        gap
        for group, gap in changes.differences.items()
        if not inside or group[1 - place] == inside
    ]
    gaps = []
    for gap in comparison.differences:
        same = (one for one in told if {one.first, one.second} == {gap.first, gap.second})
        known = next(same, gap)
        turned = known if known.first == gap.first else reverse(known)
        gaps.append(replace(turned, effect_ends=gap.effect_ends))
    return replace(comparison, differences=tuple(gaps))


def _usual(comparison: Comparison, codes: Sequence[str]) -> tuple[str, str]:
    """The last group and the first, of those whose answers are shown where there are two."""
    shown = {
        code
        for gap in comparison.differences
        if gap.finding(comparison.level, comparison.tests) != "untested"
        for code in (gap.first, gap.second)
    }
    first, *_, last = [code for code in codes if code in shown] if len(shown) > 1 else codes
    return last, first


def _follow(key: str, usual: tuple[str, str]) -> None:
    """Let go of a pair that nobody has chosen, where a filter shows other groups than before."""
    chosen, before = (f"{key}:first", f"{key}:second"), st.session_state.get(f"{key}:usual")
    if before != usual and tuple(map(st.session_state.get, chosen)) == before:
        for each in chosen:
            del st.session_state[each]
    st.session_state[f"{key}:usual"] = usual


def _choose_groups(
    view: View,
    figures: Figures,
    place: int,
    usual: tuple[str, str],
    columns: Sequence[DeltaGenerator],
) -> tuple[str, str, dict[str, str]]:
    variable = figures.breakdown.by[place]
    codes = _codes(figures, place)
    named = {code: variable.category(code).label[view.language] for code in codes}
    key = f"pair:{view.survey.id}:{variable.id}"
    _follow(key, usual)
    with columns[0]:
        label = view.say("pair.first")
        first = choices.pick(
            view, label, "first", named, key=f"{key}:first", default=usual[0], hidden=True
        )
    others = {code: name for code, name in named.items() if code != first}
    with columns[2]:
        label = view.say("pair.second")
        default = usual[1] if usual[1] in others else next(iter(others))
        second = choices.pick(
            view, label, "second", others, key=f"{key}:second", default=default, hidden=True
        )
    return first, second, _link(figures, variable, first, second, usual)


def _link(
    figures: Figures, variable: Variable, first: str, second: str, usual: tuple[str, str]
) -> dict[str, str]:
    if (first, second) == usual and variable == figures.breakdown.by[figures.breakdown.over]:
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


def _verdict(view: View, comparison: Comparison, first: str, second: str) -> Markup:
    """The difference with its interval, as strict as its test, and what the test found."""
    gap, language = _gap(comparison, first, second), view.language
    found = gap.finding(comparison.level, comparison.tests)
    kind = "change" if _over_time(comparison) else "gap"
    words = view.say(f"pair.{kind}_{found}")
    if gap.value is None or found in ("break", "untested"):
        return pair_html("verdict", "", "", words)
    size = signed.value(gap.value, comparison, language)
    if comparison.statistic == "share":
        size = view.say("pair.points", size=size)
    ends = corrected_intervals.of_pair(comparison, gap)
    between = signed.interval(ends, comparison, language) if ends else ""
    return pair_html("verdict", size, f"({between})" if between else "", words)


def _interval(view: View, comparison: Comparison, first: str, second: str) -> Markup | str:
    """The same drawn, with nought in the middle."""
    gap = _gap(comparison, first, second)
    ends = corrected_intervals.of_pair(comparison, gap)
    if gap.value is None or ends is None or not all(map(isfinite, ends)):
        return pair_html("minus", "")
    return interval_html(
        (ends.low, gap.value, ends.upp),
        lambda end: signed.value(end, comparison, view.language),
        share=comparison.statistic == "share",
    )


def interval_html(
    ends: tuple[float, float, float], told: Callable[[float], str], *, share: bool
) -> Markup:
    """Return a difference between the ends of its interval drawn, with nought in the middle."""
    reach = max(map(abs, ends))
    step = 0.2 if share else 10.0 ** ceil(log10(max(reach, 1e-9)))
    reach = step * max(1, ceil(reach / step - 1e-9))
    places = [round(50 + 50 * end / reach, 2) for end in ends]
    words = [told(end) for end in (-reach, 0.0, reach)]
    blue = ",".join(PALETTES[theme].series[0] for theme in ("light", "dark"))
    return pair_html("interval", *places, words, f"light-dark({blue})")


def pair_html(macro: str, *values: object) -> Markup:
    """Return a part of the box."""
    return draw_html("pair", macro, *values)


def _method(
    view: View, compared: Comparison, comparison: Comparison, first: str, second: str
) -> str:
    gap, count = _gap(comparison, first, second), comparison.tests
    if gap.p_claim_adjusted is None:
        return ""
    p = numbers.p_words(gap.p_claim_adjusted, view.language)
    if gap != _gap(compared, first, second):
        return view.say("pair.method_told", p=p)
    level = numbers.level(comparison.level, view.language)
    return view.say("pair.method", p=p, count=count, level=level)


def _table(view: View, comparison: Comparison) -> pd.DataFrame:
    """Every pair in words, or those that differ where there are too many."""
    gaps = comparison.differences
    if len(gaps) > MOST_ROWS:
        gaps = tuple(gap for gap in gaps if gap.significant(comparison.level))[:MOST_ROWS]
    rows = [dict(_row(view, comparison, gap)) for gap in gaps]
    return pd.DataFrame(rows, dtype=object)


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
    ends = corrected_intervals.of_pair(comparison, gap)
    size = signed.with_interval(gap.value or 0, ends, comparison, language) if shown else ""
    yield view.say("pair.difference"), size
    p = gap.p_claim_adjusted
    yield view.say("pair.p"), "" if p is None else numbers.p_words(p, language)
    yield view.say("pair.found"), f"{MARKS.get(found, '')}{view.say(f'breakdown.{key}')}"


def _offer(view: View, comparison: Comparison, with_effects: Callable[[], Comparison]) -> None:
    """Offer all pairs as the tidy comparison."""
    request = comparison.request
    by = [variable.id for variable in request.by]
    stem = f"{view.survey.id}_{request.item.id}_between_{by[0]}"
    taken = Taken("pairs", (view.survey,), [request.item.id], by, request.where)
    tidy_fold.offer(view, view.say("pair.download"), with_effects, stem, taken)
