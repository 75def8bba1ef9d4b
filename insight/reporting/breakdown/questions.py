"""Several questions at once: a figure of each, or of each by the groups of one variable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from insight.analysis.estimates import Table
from insight.analysis.significance import Group, Tests
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import labels
from insight.reporting.boxes import Box
from insight.reporting.breakdown.finding import verdict
from insight.reporting.breakdown.heading.group_wordings import groups_of
from insight.reporting.breakdown.heading.title_room import Part, Title, assemble, first_that_fits
from insight.reporting.breakdown.heading.titles import in_words
from insight.reporting.breakdown.row_marks import Whose, tip
from insight.reporting.breakdown.tested import against_others
from insight.reporting.charts import heat_rows
from insight.reporting.lists import name_within
from insight.survey.codebook import Variable


@dataclass(frozen=True)
class Question:
    """One of the questions.

    Attributes
    ----------
    item, key
        The question, and which of its answers is followed.
    whole, grouped
        Figures of all, and of each group; the same where there are none.
    tests
        The groups against each other, corrected for those of all questions.
    over_time
        All of them since the first wave, corrected likewise.
    """

    item: Variable
    key: str
    whole: Table
    grouped: Table
    tests: Tests | None = None
    over_time: Tests | None = None

    def name(self, language: Language, *, measured: bool) -> str:
        """Its label, and what is followed of it where that is not the same for all."""
        label = self.item.label[language]
        if not measured:
            return label
        return f"{label}: {labels.target_label(self.whole, self.key, language)}"

    @property
    def value(self) -> float:
        """How large its figure is, to put questions in order; hidden ones come last."""
        value = self.whole.at((), self.key).value
        return -1.0 if value is None else value


@dataclass(frozen=True)
class Cell:
    """A figure of a matrix: in words, how strong its ground is, a mark, and what it tells."""

    words: str
    strength: float
    mark: str
    tip: Box | None


@dataclass(frozen=True)
class Matrix:
    """Questions by groups, or groups by questions: the names of columns, and rows with theirs."""

    corner: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]

    @property
    def turned(self) -> Matrix:
        """The same with rows for columns."""
        columns = [
            (head, [cells[at] for _, cells in self.rows]) for at, head in enumerate(self.heads)
        ]
        return Matrix(self.corner, [name for name, _ in self.rows], columns)

    @property
    def table(self) -> pd.DataFrame:
        """The figures as words."""
        names = distinct_names(self.heads, range(len(self.heads)), [self.corner])
        lines = []
        for name, cells in self.rows:
            words = (f"{cell.words} {cell.mark}".strip() for cell in cells)
            lines.append({self.corner: name, **dict(zip(names, words, strict=True))})
        return pd.DataFrame(lines)


def measures_differ(questions: Sequence[Question], language: Language) -> bool:
    """Tell whether what is followed is not called the same in all questions."""
    return len({labels.target_label(one.whole, one.key, language) for one in questions}) > 1


def matrix(questions: Sequence[Question], when: str, language: Language) -> Matrix:
    """Return the figures of questions by groups, the first column that of all together."""
    measured = measures_differ(questions, language)
    groups = questions[0].grouped.request.groups
    heads = _heads(questions[0], language)
    rows = [
        (
            question.name(language, measured=measured),
            [
                _cell(question, question.whole, (), heads[0], when, language),
                *(
                    _cell(question, question.grouped, group, head, when, language)
                    for group, head in zip(groups, heads[1:], strict=True)
                ),
            ],
        )
        for question in questions
    ]
    return Matrix(say(language, "answers.question"), heads, rows)


def _heads(question: Question, language: Language) -> list[str]:
    """All together, then each of the groups where there are any."""
    grouped = question.grouped
    groups = grouped.request.groups if grouped.request.by else []
    everyone = say(language, "chart.everyone")
    return [everyone, *(labels.group_label(grouped, group, language) for group in groups)]


def grid(questions: Sequence[Question], language: Language) -> heat_rows.Grid:
    """Return the same as a heat table, for a picture; an arrow tells what a test detected."""
    measured = measures_differ(questions, language)
    return heat_rows.Grid(
        [heat_rows.Line(one.name(language, measured=measured)) for one in questions],
        [heat_rows.Line(head) for head in _heads(questions[0], language)],
        [[*_heat_cells(one, language)] for one in questions],
    )


def _heat_cells(question: Question, language: Language) -> Iterator[heat_rows.Cell]:
    grouped, key, tests = question.grouped, question.key, question.tests
    yield heat_rows.Cell(question.whole, question.whole.at((), key))
    for group in grouped.request.groups if grouped.request.by else ():
        tested = tests is not None and group in tests.differences
        mark = verdict(tests, group, language).mark if tests and tested else ""
        yield heat_rows.Cell(grouped, grouped.at(group, key), mark)


def _cell(
    question: Question, table: Table, group: Group, name: str, when: str, language: Language
) -> Cell:
    estimate = table.at(group, question.key)
    if estimate.value is None:
        return Cell(labels.hidden_word(estimate, language), 0.0, "", None)
    told = against_others(question.tests, group, language)
    whose = Whose(name, table, group, question.key, when, against=told)
    mark = told.found if told.apart else ""
    told_of = tip(whose, question.key, language, followed=True)
    words = labels.value_of(estimate, table, language)
    return Cell(words, round(100 * min(max(estimate.value, 0.0), 1.0)), mark, told_of)


def title(questions: Sequence[Question], language: Language) -> Title:
    """Return from where to where the figures go, and how many changes or differences were found."""
    shown = [question for question in questions if question.value >= 0]
    if not shown:
        return Title(say(language, "answers.several", count=len(questions)))
    least, most = (find(shown, key=lambda question: question.value) for find in (min, max))
    exact = not any(question.whole.rounded for question in (least, most))
    low, high = numbers.percents(least.value, most.value, language, exact=exact)
    alike = high in {low, numbers.with_percent(low, language)}
    key = "several_alike" if alike else "several_from"
    ends = {"low": in_words(low, language), "high": in_words(high, language)}
    name = say(language, "answers.main_answer")
    if not measures_differ(questions, language):
        label = labels.target_label(questions[0].whole, questions[0].key, language)
        name = say(language, "answers.quoted", label=label)
    names = [name, say(language, "answers.the_share")]
    words = (
        say(language, f"answers.{key}", count=len(shown), label=name, **ends) for name in names
    )
    return assemble([Part(first_that_fits(words)), *_found(questions, language)])


def _found(questions: Sequence[Question], language: Language) -> Iterator[Part]:
    """On how many of the questions a test detected a difference, or else a change."""
    by = questions[0].grouped.request.by
    families = [family for one in questions if (family := one.tests or one.over_time)]
    if not families:
        return
    found = sum(map(_detects, families))
    values: dict[str, object] = {"count": found, "all": len(questions)}
    if by:
        key, values["groups"] = "apart_in", groups_of(by[0], language)
    else:
        first = next(iter(families[0].differences.values())).second
        key = "changed_in"
        values["since"] = name_within(families[0].table.request.by[0], first, language)
    key = f"answers.{key}" if found else f"answers.{key}_none"
    yield Part(say(language, key, **values), bool(found))


def _detects(tests: Tests) -> bool:
    return bool({"lower", "higher"} & {*map(tests.finding, tests.differences)})


def subtitle(
    questions: Sequence[Question], among: str, by: Variable | None, when: str, language: Language
) -> str:
    """Return what is measured of the questions, of whom, by what and when."""
    measured = say(language, "answers.main_shares")
    if not measures_differ(questions, language):
        name = labels.target_label(questions[0].whole, questions[0].key, language)
        measured = say(language, "answers.share_of", label=name)
    parts = [measured, among]
    if by:
        label = by.label[language]
        parts.append(say(language, "answers.divided", by=within_sentence(label)))
    parts.append(when)
    return ", ".join(filter(None, parts))
