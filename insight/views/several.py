"""Several questions at once: their figures and tests, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from insight.analysis.corrections.joined_families import join
from insight.analysis.differences import Difference
from insight.analysis.estimates import Table
from insight.analysis.significance import Group, Tests
from insight.language.capitals import within_sentence
from insight.reporting import basis_words, labels
from insight.reporting.breakdown import answer_rows, answer_table, questions, tested
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.drawing import Drawing, arrows
from insight.reporting.breakdown.heading.title_room import Title
from insight.reporting.breakdown.questions import Matrix, Question
from insight.reporting.breakdown.request import Breakdown
from insight.reporting.breakdown.row_marks import Whose, stacks
from insight.reporting.breakdown.tested import over_period
from insight.reporting.breakdown.ways import MOST_COLUMNS
from insight.reporting.charts import group_specs
from insight.reporting.charts.heat_rows import heat_rows, heat_table, legend
from insight.reporting.lists import name_within
from insight.survey.codebook import Variable
from insight.survey.filters import escape
from insight.views import answers, breakdown_answers
from insight.views.row_sources import name_of_all, when
from insight.views.view import View

MOST = 40


def labels_of(item: Variable) -> list[object]:
    """Return the words of all answers to a question."""
    return [category.label for category in item.categories]


def link(items: Sequence[Variable]) -> str:
    """Return the questions as they stand in a link."""
    return ",".join(escape(item.id, ",") for item in items)


@dataclass(frozen=True)
class Several:
    """Several questions as they are shown: rows where there are no groups, else a matrix."""

    questions: Sequence[Question]
    title: Title
    subtitle: str
    matrix: Matrix | None
    answer: Answer


def several(
    view: View, items: Sequence[Variable], breakdown: Breakdown, *, turned: bool, limit: int
) -> Several:
    """Return figures of several questions, one measure each, and what was tested of them."""
    language, by = view.language, breakdown.by[:1]
    asked = [_question(view, item, breakdown, by) for item in items]
    asked = _corrected(asked)
    if breakdown.order == "value":
        asked.sort(key=lambda question: -question.value)
    asked = asked[: limit or len(asked)]
    name = when(view, asked[0].whole) if not breakdown.over_time else ""
    title = questions.title(asked, language)
    among = name_of_all(view, view.respondents)
    among = within_sentence(among) if not view.respondents.conditions else among
    subtitle = questions.subtitle(asked, among, by[0] if by else None, name, language)
    tables = _tables(asked)
    rows, matrix = None, None
    if by:
        matrix = questions.matrix(asked, name, language)
        matrix = matrix.turned if turned else matrix
        table = matrix.table
    else:
        rows, table = _rows(view, asked, name)
    told = f"{title.whole}."
    answer = Answer(
        name="_and_".join([f"{view.survey.id}_{asked[0].item.id}", f"{len(asked) - 1}_more"]),
        label=subtitle,
        finding=told,
        base=breakdown_answers.base_words(view, asked[0].whole),
        chart=_chart(view, asked, turned=turned),
        tables=tables,
        basis=basis_words.sentence(tables, [question.key for question in asked], language),
        title=title.whole,
        subtitle=subtitle,
        table=table,
        rows=rows,
    )
    return Several(asked, title, subtitle, matrix, answer)


def _told(asked: Sequence[Question], view: View) -> list[str]:
    measured = questions.measures_differ(asked, view.language)
    return [
        f"{one.name(view.language, measured=measured)}: "
        f"{labels.figure(one.whole.at((), one.key), one.whole, view.language)}"
        for one in asked
    ]


def _question(view: View, item: Variable, breakdown: Breakdown, by: Sequence[Variable]) -> Question:
    """The figures of one question, of the measure asked for or else of its own first."""
    over_time = breakdown.over_time
    where = view.respondents if over_time else view.where
    ids = tuple(variable.id for variable in by)
    whole = answers.estimates(view.survey, item.id, (), where, view.base)
    grouped = answers.estimates(view.survey, item.id, ids, where, view.base) if ids else whole
    key = _measure(item, breakdown)
    tests = breakdown_answers.test_groups(grouped, key) if by and not over_time else None
    wave = view.survey.codebook.wave
    changed = None
    if not by and wave and len(wave.categories) > 1 and view.survey.codebook.waves_ordered:
        over = answers.estimates(view.survey, item.id, (wave.id,), view.respondents, view.base)
        last = breakdown_answers.last_wave(over, view.wave)
        if last == view.wave:
            changed = _last_only(over_period(breakdown_answers.test_changes(over, key, last)), last)
    return Question(item, key, whole, grouped, tests, changed)


def _last_only(tests: Tests | None, last: str) -> Tests | None:
    """The change up to the last wave alone, of all the steps that were tested."""
    if tests is None or (last,) not in tests.differences:
        return None
    gaps: dict[Group, Difference] = {(last,): tests.differences[last,]}
    return Tests(tests.table, tests.key, tests.over, gaps, 1, tests.level, tests.span)


def _measure(item: Variable, breakdown: Breakdown) -> str:
    asked = breakdown.item.net(breakdown.target) or breakdown.item.by_key.get(breakdown.target)
    own = item.net(breakdown.target) or item.by_key.get(breakdown.target)
    if asked and own and asked.label == own.label:
        return breakdown.target
    return item.nets[0].id if item.nets else next(iter(item.by_key))


def _corrected(asked: Sequence[Question]) -> list[Question]:
    """Correct the tests of all questions together."""
    groups = join([question.tests for question in asked])
    changes = join([question.over_time for question in asked])
    return [
        Question(one.item, one.key, one.whole, one.grouped, tests, changed)
        for one, tests, changed in zip(asked, groups, changes, strict=True)
    ]


def _tables(asked: Sequence[Question]) -> list[Table]:
    found = [table for one in asked for table in (one.grouped, one.whole)]
    return [table for at, table in enumerate(found) if table not in found[:at]]


def _rows(view: View, asked: Sequence[Question], name: str) -> tuple[Rows, pd.DataFrame]:
    language = view.language
    measured = questions.measures_differ(asked, language)
    whose = []
    for one in asked:
        told = tested.change(one.over_time, (view.wave or "",), language)
        since = ""
        if first := tested.first_wave(one.over_time):
            wave = view.survey.codebook.wave
            since = (
                view.say("answers.change_since", wave=name_within(wave, first, language))
                if wave
                else ""
            )
        label = one.name(language, measured=measured)
        whose.append(Whose(label, one.whole, (), one.key, name, told, since=since))
    same = len({tuple(map(str, labels_of(one.item))) for one in asked}) == 1
    bars = same and all(stacks(one.whole) for one in asked)
    measure = view.say("table.share") if measured else None
    rows = answer_rows.rows_of(
        [("group", each) for each in whose], language, bars=bars, measure=measure
    )
    return rows, answer_table.words_of(rows, whose, [], "", language)


def _chart(view: View, asked: Sequence[Question], *, turned: bool) -> Drawing:
    """The figures of all as a heat table, for a picture; turned as long as it is not too wide."""
    language = view.language
    grid = questions.grid(asked, language)
    grid = grid.turned if turned and len(asked) <= MOST_COLUMNS else grid
    rows = heat_rows(grid, language)
    spec = partial(group_specs.heat_spec, beside=False, tested=False)
    told = "; ".join(_told(asked, view))
    keys = [*dict.fromkeys(question.key for question in asked)]
    notes: list[str] = []
    if asked[0].grouped.request.by:  # else the picture has the rows of the page
        notes = [*legend(grid, language), *arrows(rows, language, over_time=False)]
    return Drawing(rows, spec, heat_table(grid, language), f"{told}.", keys, notes, "heat")
