"""Sources of the rows of a page, in their order: all, the reference, each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insight.analysis.estimates import Table
from insight.analysis.significance import Group
from insight.language.capitals import within_sentence
from insight.reporting import labels
from insight.reporting.breakdown.answer_rows import Kind
from insight.reporting.breakdown.drawing import answers_in_order, keys_told
from insight.reporting.breakdown.request import Figures
from insight.reporting.breakdown.row_marks import Whose
from insight.reporting.breakdown.tested import (
    NOTHING,
    Tested,
    against_others,
    change,
    first_wave,
    over_period,
)
from insight.reporting.lists import name_within
from insight.survey.filters import Filter
from insight.views.beside import Reference
from insight.views.breakdown_answers import last_wave, test_changes
from insight.views.view import View

Sourced = list[tuple[Kind, Whose]]


def sources(
    view: View,
    figures: Figures,
    tested: Tested,
    reference: Reference | None,
    *,
    by_answer: bool,
    limit: int = 0,
) -> Sourced:
    """Return whose answers the rows show.

    Parameters
    ----------
    view, figures, tested
        What the reader looks at, its figures and what was tested about them.
    reference
        Those beside whom all are seen, if anybody.
    by_answer
        Whether each row is an answer of all together, where there are no groups.
    limit
        How many groups there are at most; 0 for all.
    """
    breakdown = figures.breakdown
    if by_answer:
        keys = answers_in_order(figures) if figures.key else [figures.key]
        rows: Sourced = [("group", _of_answer(view, figures, key)) for key in keys]
        return rows[: limit or len(rows)]
    rows = []
    if not breakdown.over_time:
        rows.append(("all", _all(view, figures, tested)))
    if reference:
        rows.append(("beside", _beside(view, figures, tested, reference)))
    groups = list(_groups(view, figures, tested)) if breakdown.by else []
    return [*rows, *(("group", whose) for whose in groups[: limit or len(groups)])]


def name_of_all(view: View, where: Filter) -> str:
    """Return what all respondents together are called: after the filter where there is one."""
    if where.conditions:
        return where.name(view.language)
    title = view.survey.codebook.short_title
    if title is None:
        return view.say("chart.everyone")
    return view.say("answers.all_together", who=within_sentence(title[view.language]))


def when(view: View, table: Table) -> str:
    """Return the wave that a table is about, in words."""
    return labels.wave_label(table, table.estimates[0], view.language) if table.estimates else ""


def _since(view: View, tested: Tested) -> str:
    tests = over_period(tested.whole) or over_period(tested.by_group)
    first = first_wave(tests)
    if tests is None or not first:
        return ""
    wave = name_within(tests.table.request.by[tests.over], first, view.language)
    return view.say("answers.change_since", wave=wave)


def _all(view: View, figures: Figures, tested: Tested) -> Whose:
    table = figures.whole
    told = change(over_period(tested.whole), (tested.wave,), view.language)
    name = name_of_all(view, view.respondents)
    since = _since(view, tested)
    return Whose(name, table, (), figures.key, when(view, table), told, since=since)


def _beside(view: View, figures: Figures, tested: Tested, reference: Reference) -> Whose:
    language, key = view.language, figures.key
    told, table = NOTHING, reference.by_wave
    if table and tested.wave in table.request.levels[0]:
        last = last_wave(table, tested.wave)
        if last == tested.wave:
            told = change(over_period(test_changes(table, key, last)), (last,), language)
    own = when(view, reference.table)
    return Whose(reference.name, reference.table, (), key, own, told, since=_since(view, tested))


def _groups(view: View, figures: Figures, tested: Tested) -> Iterator[Whose]:
    grouped, language, breakdown = figures.grouped, view.language, figures.breakdown
    since, own = _since(view, tested), when(view, figures.whole)
    by_group = over_period(tested.by_group)
    for group in breakdown.in_order(grouped):
        place: Group = (*group, tested.wave)
        told = change(by_group, place, language) if len(breakdown.by) == 1 else NOTHING
        yield Whose(
            labels.group_label(grouped, group, language),
            grouped,
            group,
            figures.key,
            "" if breakdown.over_time else own,
            told,
            against_others(tested.groups, group, language),
            since,
        )


def _of_answer(view: View, figures: Figures, key: str) -> Whose:
    table = figures.whole
    label = labels.figure_label(table, key, view.language)
    return Whose(label, table, (), key, when(view, table))


def table_keys(figures: Figures, *, by_answer: bool) -> Sequence[str]:
    """Return the answers whose shares the table tells beside what is followed, or the quartiles."""
    if figures.whole.statistic == "quartiles":
        return keys_told(figures)
    return [] if by_answer or not figures.key else list(figures.breakdown.answers)
