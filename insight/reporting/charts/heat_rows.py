"""Rows of a heat table: answers by group, or the groups of two variables.

A figure that may not be shown leaves a word in its cell, and the reason in what is read out of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from insight.analysis.estimates import QUANTILES, Estimate, Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import boxes, labels
from insight.reporting.charts.elements import rows_of_chart
from insight.reporting.charts.row_words import group_words, name_lines, wrap
from insight.reporting.charts.scales import window
from insight.reporting.layout import AS_IT_IS, Layout

FEW_COLUMNS = 7
UPRIGHT = 4
WIDE, BESIDE, NARROW = 116, 27, 50
Row = dict[str, object]


@dataclass(frozen=True)
class Line:
    """A row or column of a heat table: its name, and the words beside it."""

    name: str
    words: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Cell:
    """A figure in a heat table, with the table it is from, and what tests found of it."""

    table: Table
    estimate: Estimate
    mark: str = ""
    layout: Layout = AS_IT_IS


@dataclass(frozen=True)
class Grid:
    """A heat table before it is drawn."""

    rows: Sequence[Line]
    columns: Sequence[Line]
    cells: Sequence[Sequence[Cell]]

    @property
    def turned(self) -> Grid:
        """The same with its columns as rows, and no words beside them."""
        names = [Line(row.name) for row in self.rows]
        return Grid(self.columns, names, list(zip(*self.cells, strict=True)))


def answers_by_group(
    table: Table, whole: Table, keys: Sequence[str], key: str, language: Language, layout: Layout
) -> Grid:
    """Return groups as rows and answers as columns, with the words of each group beside it.

    Parameters
    ----------
    table, whole
        The item broken down by one variable, and all respondents together.
    keys
        The answers.
    key
        The one whose test stands beside the rows; empty for a mean.
    language
        Language of the words.
    layout
        Which groups, in which order, with which words of tests.
    """
    rows, cells = [], []
    for source, group in layout.rows(table, whole):
        found = {key: (layout.verdict(group).mark, layout)}
        line = [Cell(source, source.at(group, answer), *found.get(answer, ())) for answer in keys]
        words = group_words(source, group, key, language, layout)
        words["line"] = " · ".join(filter(None, (str(words.get("test", "")), _n(words))))
        if any(cell.estimate.shown for cell in line):
            words["reason"] = ""
        rows.append(Line(labels.group_label(source, group, language), words))
        cells.append(line)
    columns = [Line(labels.target_label(whole, answer, language)) for answer in keys]
    return Grid(rows, columns, cells)


def _n(words: Mapping[str, object]) -> str:
    nbsp = "\N{NO-BREAK SPACE}"
    return f"n{nbsp}={nbsp}{words['n']}" if words["n"] else ""


def groups_by_group(
    table: Table, key: str, language: Language, layout: Layout, rows: Sequence[str]
) -> Grid:
    """Return the groups of one variable as rows and those of the other as columns.

    Parameters
    ----------
    table
        The item broken down by two variables.
    key
        The answer that the cells are about; empty for a mean.
    language, layout
        As :func:`answers_by_group`.
    rows
        Codes of the first variable, in order.
    """
    first, second = table.request.by
    columns = table.request.levels[1]
    cells = [
        [
            Cell(table, table.at((row, column), key), layout.verdict((row, column)).mark, layout)
            for column in columns
        ]
        for row in rows
    ]
    return Grid(
        [Line(first.category(code).label[language]) for code in rows],
        [Line(second.category(code).label[language]) for code in columns],
        cells,
    )


def heat_rows(grid: Grid, language: Language, heading: str = "") -> pd.DataFrame:
    """Rows of a heat table: its cells, the names of its columns, and the words of its rows.

    Parameters
    ----------
    grid
        What the table holds.
    language
        Language of the words in the chart.
    heading
        What stands above the words of tests.
    """
    every = [cell for line in grid.cells for cell in line]
    values = [value for cell in every if (value := cell.estimate.value) is not None]
    scale = window(values, share=every[0].table.statistic == "share")
    rows: list[Row] = [{"mark": "head", "order": -1, "n": "n", "test": heading}]
    room = WIDE - (BESIDE if grid.rows[0].words is not None else 0)
    for place, column in enumerate(grid.columns):
        head = _head(column.name, len(grid.columns), room)
        rows.append({"mark": "column", "column": place} | head)
    for order, (row, line) in enumerate(zip(grid.rows, grid.cells, strict=True)):
        told = {**_NO_WORDS, **name_lines(row.name), **(row.words or {}), "order": order}
        rows.append(told | {"mark": "words"})
        for place, cell in enumerate(line):
            shown = _cell(cell, scale, len(line), language) | {"column": place, "order": order}
            blank = {"hidden": ""} if told["reason"] else {}
            rows.append(shown | blank | {"mark": "cell"})
    return rows_of_chart(rows)


def _cell(cell: Cell, scale: tuple[float, float], columns: int, language: Language) -> Row:
    """A cell: how dark it is, what stands in it, and what is read out of it."""
    estimate, (low, upp) = cell.estimate, scale
    return {
        "tone": None if estimate.value is None else (estimate.value - low) / (upp - low),
        "number": _number(cell, columns, language),
        "soft": _soft(cell),
        "hidden": labels.hidden_word(estimate, language),
        "said": boxes.of_figure(cell.table, estimate.key, estimate.group, language, cell.layout),
    }


_NO_WORDS = dict.fromkeys(("test", "n", "line", "reason", "flagged"), "") | {"apart": False}


def _head(name: str, columns: int, room: int) -> Row:
    """The name of a column, in lines where it has room, else in one."""
    letters = room // columns
    if columns <= UPRIGHT:
        letters = min(letters, NARROW // columns)
    longest = max(map(len, name.split()), default=0)
    width = max(letters, 8, longest if longest <= letters + 3 else 0)
    return {"wrapped": wrap(name, width, 4), "short": wrap(name, 20, 2)}


def _number(cell: Cell, columns: int, language: Language) -> str:
    value = cell.estimate.value
    if value is None:
        return ""
    if cell.table.statistic in QUANTILES:
        number = numbers.decimal(value, language, cell.table.places)
    elif cell.table.statistic != "share":
        number = numbers.decimal(value, language)
    else:
        number = labels.value_of(cell.estimate, cell.table, language)
        if columns > FEW_COLUMNS:
            number = number.removesuffix(numbers.with_percent("", language))
    return f"{number} {cell.mark}".strip()


def heat_table(grid: Grid, language: Language) -> pd.DataFrame:
    """Return the table in words: in each cell its figure, or the word that stands for it."""
    first = say(language, "table.answer" if grid.rows[0].words is None else "table.group")
    heads = [column.name for column in grid.columns]
    names = distinct_names(heads, range(1, len(heads) + 1), [first])
    rows = [
        [row.name]
        + [
            _number(cell, 1, language) or labels.hidden_word(cell.estimate, language)
            for cell in line
        ]
        for row, line in zip(grid.rows, grid.cells, strict=True)
    ]
    return pd.DataFrame(rows, columns=[first, *names])


def legend(grid: Grid, language: Language) -> tuple[str, ...]:
    """Say what numbers are, what darkness means, and what the words in cells stand for."""
    every = [cell for line in grid.cells for cell in line]
    rules = every[0].table.codebook.disclosure
    statistic = every[0].table.statistic
    kind = "medians" if statistic in QUANTILES else "means"
    told = [say(language, f"breakdown.heat_{'shares' if statistic == 'share' else kind}")]
    if any(_soft(cell) for cell in every):
        few = say(language, "flag.low_base", limit=rules.low_base)
        told.append(say(language, "breakdown.italic", reason=few))
    estimates = (cell.estimate for cell in every)
    return (*told, *labels.hidden_reasons(estimates, rules, language))


def _soft(cell: Cell) -> bool:
    return cell.estimate.shown and "low_base" in cell.estimate.flags
