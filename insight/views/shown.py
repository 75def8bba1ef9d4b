"""An answer as it is shown: figures, what was tested, title, rows or chart, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from insight.analysis.estimates import Table
from insight.analysis.significance import Tests
from insight.language.capitals import at_beginning
from insight.reporting import basis_words, labels
from insight.reporting.alternatives.text_alternatives import describe_answers
from insight.reporting.breakdown import (
    answer_rows,
    answer_table,
    changes,
    drawing,
    finding,
)
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.breakdown.heading import subtitles, titles
from insight.reporting.breakdown.heading.title_room import Title
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.reporting.breakdown.tested import Tested, over_period
from insight.reporting.breakdown.ways import Show
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import Theme
from insight.reporting.layout import Layout
from insight.views import answers, breakdown_answers, row_sources
from insight.views.asked import Asked
from insight.views.beside import Reference, reference
from insight.views.view import View


@dataclass(frozen=True)
class Shown:
    """Everything that the page draws of an answer.

    Attributes
    ----------
    figures, compared, seen
        The figures, those of which any two are compared (over time where there are no groups), and
        those that are drawn (over time where lines are).
    tested, families
        What was tested about them, and the families of tests.
    title, subtitle, reading
        What was found, what was asked, and the finding in full with its intervals.
    answer
        What is drawn and can be taken away.
    """

    figures: Figures
    compared: Figures
    seen: Figures
    tested: Tested
    families: Sequence[Tests]
    title: Title
    subtitle: str
    reading: str
    answer: Answer

    @property
    def empty(self) -> bool:
        """Whether no group has answers that can be shown."""
        return not any(estimate.base for estimate in self.figures.grouped.estimates)


def shown(view: View, asked: Asked) -> Shown:
    """Return the answer to what has been asked."""
    breakdown, language = asked.breakdown, view.language
    figures = breakdown_answers.figures(view, breakdown)
    related = breakdown_answers.associations(figures.grouped, figures.key)
    tested = breakdown_answers.tested(view, figures, related)
    beside = reference(view, breakdown, asked.beside)
    reading, families = _reading(view, figures, tested)
    tests = tested.groups or breakdown_answers.test_groups(figures.grouped, figures.key)
    layout = finding.layout(figures, tests, language)
    compared = asked.compared
    over = breakdown_answers.figures(view, compared) if compared != breakdown else figures
    if asked.show == "trend" and not breakdown.over_time:
        rows, chart, tables, table = _lines(view, over, beside)
    else:
        rows, chart, tables, table = _drawn(view, asked, figures, tested, beside, layout)
    title = titles.title(figures, tested, language)
    where = row_sources.name_of_all(view, view.respondents) if view.respondents.conditions else ""
    seen = over if asked.show == "trend" else figures
    each = _by_answer(breakdown, asked.show)
    subtitle = subtitles.subtitle(seen, tested, where, language, each=each)
    base = breakdown_answers.base_line(view, seen.whole)
    answer = Answer(
        name="_by_".join(
            [f"{view.survey.id}_{breakdown.item.id}", *(one.id for one in breakdown.by)]
        ),
        label=breakdown.item.label[language],
        finding=reading,
        base=base,
        chart=chart,
        tables=tables,
        basis=basis_words.sentence(tables, chart.keys, language),
        title=title.whole,
        subtitle=subtitle,
        table=table,
        rows=rows,
    )
    return Shown(figures, over, seen, tested, families, title, subtitle, reading, answer)


def _by_answer(breakdown: Breakdown, show: Show | None) -> bool:
    """Whether each row is an answer of all together."""
    return not breakdown.by and show == "dots" and bool(breakdown.target)


def _reading(view: View, figures: Figures, tested: Tested) -> tuple[str, list[Tests]]:
    """The finding in full, and every family of tests behind the page."""
    told, families = breakdown_answers.reading(view, figures, tested.groups, tested.related)
    if figures.breakdown.over_time or not tested.wave:
        return told, families
    said = [told]
    [one, *_] = [*changes.tell(tested.whole, (tested.wave,), view.language), ""]
    if one:
        said.append(f"{at_beginning(one)}.")
    said.append(changes.by_group(tested.by_group, tested.wave, view.language))
    over = (over_period(tested.whole), over_period(tested.by_group))
    own = [tests for tests in over if tests]
    return " ".join(filter(None, said)), [*families, *own]


def _drawn(
    view: View,
    asked: Asked,
    figures: Figures,
    tested: Tested,
    beside: Reference | None,
    layout: Layout,
) -> tuple[Rows | None, Drawing, Sequence[Table], pd.DataFrame]:
    """The rows where the way of showing has them, the chart, its tables, and its words."""
    breakdown, language = asked.breakdown, view.language
    match asked.show:
        case "heat" | "trend" | "panels" as way:
            chart = drawing.drawing(way, figures, layout, language)
            return None, chart, figures.shown, chart.table
    by_answer = _by_answer(breakdown, asked.show)
    sourced = row_sources.sources(
        view, figures, tested, beside, by_answer=by_answer, limit=asked.limit
    )
    measure = view.say("table.share") if by_answer else None
    heading = "" if breakdown.over_time else layout.heading
    rows = answer_rows.rows_of(
        *(sourced, language),
        bars=asked.show == "bars",
        marked=asked.marked,
        measure=measure,
        against=heading,
    )
    keys = row_sources.table_keys(figures, by_answer=by_answer)
    whose = [each for _, each in sourced]
    table = answer_table.words_of(rows, whose, keys, heading, language)
    of_files = breakdown.answers if asked.show == "bars" else [one.key for one in whose[:1]]
    of_files = drawing.keys_told(figures) if breakdown.statistic == "quartiles" else of_files
    of_files = drawing.answers_in_order(figures) if by_answer else of_files
    words = (
        describe_answers(figures.whole, of_files, language)
        if by_answer
        else drawing.describe(figures, language)
    )
    chart = Drawing(pd.DataFrame(), _nothing, pd.DataFrame(), words, of_files)
    tables = [*figures.shown, *([beside.table] if beside and not by_answer else [])]
    return rows, chart, tables, table


def _nothing(theme: Theme) -> Spec:
    """The specification of a chart that the page does not draw, for it has rows."""
    return {}


def _lines(
    view: View, over: Figures, beside: Reference | None
) -> tuple[None, Drawing, Sequence[Table], pd.DataFrame]:
    """Lines over time: of each group, or of all and those beside whom they are seen."""
    language, key = view.language, over.key
    if len(over.breakdown.by) > 1:
        tests = breakdown_answers.test_groups(over.grouped, key)
        layout = finding.layout(over, tests, language)
        chart = drawing.drawing("trend", over, layout, language)
        return None, chart, over.shown, chart.table
    tables = [over.grouped, *([beside.by_wave] if beside and beside.by_wave else [])]
    unfiltered = not view.respondents.conditions and view.base == "all"
    published = answers.figures_about(tables, key) if unfiltered else ()
    families = [breakdown_answers.test_groups(table, key) for table in tables]
    layouts = [Layout(told=finding.told(each, language)) for each in families]
    chart = drawing.plain_trend(tables, key, published, language, layouts)
    notes = []
    if any(table.codebook.simulated for table in tables):
        notes.append(view.say("trust.marks" if unfiltered else "trust.marks_filtered"))
    notes += [*labels.breaks(tables, language), *chart.notes]
    return None, replace(chart, notes=notes), tables, chart.table
