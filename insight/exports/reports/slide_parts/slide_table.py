"""Tables on slides: native ones, in letters that are read from afar, on as many as they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from insight.exports.reports.slide_parts.slide_template import Box
from insight.exports.reports.slide_parts.slide_words import (
    SMALLEST,
    Line,
    colour,
    describe,
    write_run,
)
from insight.language.catalogue import Language
from insight.language.printable_words import printable_line
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.pictures.letters import Letters, fold, width
from insight.reporting.pictures.svg_marks import mixed

if TYPE_CHECKING:
    from pptx.slide import Slide

_LIGHT = PALETTES["light"]
CELL = Letters(SMALLEST, 16, _LIGHT.ink)
HEAD = Letters(SMALLEST, 16, _LIGHT.secondary, 700)  # as wide as programs set bold words
ON_GROUND = Letters(SMALLEST, 16, _LIGHT.steps[-1])  # the same on any theme
NAME = Letters(SMALLEST, 16, _LIGHT.ink, 500)  # beside what has a ground
PAD, ABOVE = 6.0, 3.0  # points at the sides of words, and above and below them
NARROWEST, WIDEST_NAME = 36.0, 0.3  # points of a column; part of the room that the first takes
WIDEST_CELL, HIGHEST_CELL = 112.0, 34.0  # points of the cells of a heat table
MOST_LINES = 4  # of a head and of a cell, where the table has room for that
_EVEN_STEPS = 12
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"


@dataclass(frozen=True)
class TablePart:
    """What of a table stands on one slide.

    Attributes
    ----------
    heads, rows
        Words of the heads, and of the rows.
    widths, heights
        Of columns, and of the line of heads and each row.
    places, columns
        Which rows and columns of the whole table these are.
    sides
        Where the words of each column stand.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    heights: Sequence[float]
    places: Sequence[int] = ()
    columns: Sequence[int] = ()
    sides: Sequence[PP_ALIGN] = ()


def parts_of(table: pd.DataFrame, room: Box) -> list[TablePart]:
    """Return a table in parts that have room on a slide each; the first column is in all of them.

    Parameters
    ----------
    table
        Words.
    room
        Where it stands on a slide.
    """
    heads = [printable_line(str(name)) for name in table.columns]
    rows = [[*map(printable_line, map(str, row))] for row in table.itertuples(index=False)]
    if not heads or not rows:
        return []
    return [
        replace(part, columns=columns)
        for columns, widths in _blocks(heads, rows, room.width)
        for part in _pages(
            [heads[at] for at in columns], [[row[at] for at in columns] for row in rows],
            widths, room.height,
        )
    ]  # fmt: skip


def roomy(part: TablePart, room: Box) -> TablePart:
    """Return a part whose columns are alike and whose rows are higher, as far as there is room."""
    first, *others = part.widths
    alike = min((room.width - first) / max(1, len(others)), WIDEST_CELL)
    widths = [first, *[max(alike, *others)] * len(others)] if others else [first]
    head, *heights = part.heights
    spare = (room.height - head) / len(heights)
    higher = [max(high, min(spare, HIGHEST_CELL)) for high in heights]
    fits = sum(widths) <= room.width + 0.01 and head + sum(higher) <= room.height + 0.01
    return replace(part, widths=widths, heights=[head, *higher]) if fits else part


def heat_words(rows: pd.DataFrame, corner: str) -> tuple[pd.DataFrame, dict[tuple[int, int], str]]:
    """Return a heat table as a table of words, and the colours of its cells by row and column.

    Parameters
    ----------
    rows
        The rows of its chart.
    corner
        What stands above the names of its rows.
    """
    by_mark = {mark: rows[rows["mark"] == mark] for mark in ("column", "words", "cell")}
    heads = [" ".join(head.split()) for head in by_mark["column"]["wrapped"]]
    names = [*by_mark["words"]["group_line"]]
    lines, grounds = [[name, *[""] * len(heads)] for name in names], {}
    least, most = _LIGHT.heat
    for cell in by_mark["cell"].to_dict("records"):
        row, column = int(cell["order"]), int(cell["column"]) + 1
        lines[row][column] = cell["number"] or cell["hidden"]
        if not pd.isna(cell["tone"]):
            grounds[row, column] = mixed(most, min(max(cell["tone"], 0.0), 1.0), least)
    return pd.DataFrame(lines, columns=[corner, *heads], dtype=object), grounds


def _blocks(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: float
) -> list[tuple[list[int], list[float]]]:
    """The columns that stand side by side, with their widths; about as much in each block."""
    least = [_least(heads[at], [row[at] for row in rows]) for at in range(len(heads))]
    most = [_most(heads[at], [row[at] for row in rows]) for at in range(len(heads))]
    if sum(least) <= room:
        return [([*range(len(heads))], _spread(least, most, room))]
    first = min(most[0], WIDEST_NAME * room)
    least = [first, *(min(one, room - first) for one in least[1:])]
    blocks = [[0, *(1 + place for place in places)] for places in _evenly(least[1:], room - first)]
    return [
        (block, _spread([least[at] for at in block], [most[at] for at in block], room))
        for block in blocks
    ]


def _evenly(sizes: Sequence[float], room: float) -> list[list[int]]:
    """The places of sizes in as few runs as have room, none of them much longer than the others.

    Examples
    --------
    >>> _evenly([1, 1, 1, 1, 1], 4)
    [[0, 1, 2], [3, 4]]
    """
    runs = _runs(sizes, room)
    low, upp = 0.0, room
    for _ in range(_EVEN_STEPS):
        middle = (low + upp) / 2
        tried = _runs(sizes, middle)
        if len(tried) > len(runs):
            low = middle
        else:
            runs, upp = tried, middle
    return runs


def _runs(sizes: Sequence[float], room: float) -> list[list[int]]:
    """The places of sizes in runs that are as long as there is room for."""
    runs: list[list[int]] = [[]]
    taken = 0.0
    for place, size in enumerate(sizes):
        if runs[-1] and taken + size > room + 0.01:
            runs.append([])
            taken = 0.0
        runs[-1].append(place)
        taken += size
    return runs


def _spread(low: Sequence[float], most: Sequence[float], room: float) -> list[float]:
    """Widths of columns: what their words need at least, and of what is left as much as helps."""
    wanted = [max(0.0, more - own) for own, more in zip(low, most, strict=True)]
    spare, asked = room - sum(low), sum(wanted)
    part = min(1.0, spare / asked) if asked else 0.0
    return [own + part * more for own, more in zip(low, wanted, strict=True)]


def _least(head: str, cells: Sequence[str]) -> float:
    """The width in which no word of a column is broken, no figure, and no cell of many lines."""
    words = max((width(word, HEAD) for word in head.split(" ")), default=0)
    longest = max(cells, key=len)
    apart = cells if _are_figures(cells) else [word for cell in {*cells} for word in cell.split()]
    own = max((width(part, CELL) for part in {*apart}), default=0)
    lines = max(width(longest, CELL), width(head, HEAD)) / MOST_LINES
    return max(NARROWEST, min(max(words, own), 150.0) + 2 * PAD, lines + 2 * PAD)


def _most(head: str, cells: Sequence[str]) -> float:
    longest = sorted({*cells}, key=len)[-4:]
    return max(width(head, HEAD) / 2, *(width(cell, CELL) for cell in longest)) + 2 * PAD + 2


def _pages(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], room: float
) -> list[TablePart]:
    above = _height(heads, widths, HEAD)
    cut = [_cut(row, widths, room - above) for row in rows]
    heights = [_height(row, widths, CELL) for row in cut]
    sides = [PP_ALIGN.LEFT, *map(_side, [*zip(*rows, strict=True)][1:])]
    return [
        TablePart(
            heads,
            [cut[place] for place in page],
            widths,
            [above, *(heights[place] for place in page)],
            page,
            sides=sides,
        )
        for page in _evenly(heights, room - above)
    ]


def _cut(row: Sequence[str], widths: Sequence[float], room: float) -> list[str]:
    """Words of a row, cut where a slide is too low for them."""
    most = max(1, int((room - 2 * ABOVE) / CELL.leading))
    return [
        " ".join(lines) if len(lines := fold(words, CELL, wide - 2 * PAD, most)) == most else words
        for words, wide in zip(row, widths, strict=True)
    ]


def _height(words: Sequence[str], widths: Sequence[float], letters: Letters) -> float:
    lines = (
        len(fold(one, letters, wide - 2 * PAD)) for one, wide in zip(words, widths, strict=True)
    )
    return max(1, *lines) * letters.leading + 2 * ABOVE


def draw_table(
    slide: Slide,
    part: TablePart,
    at: Box,
    language: Language,
    description: str,
    grounds: Mapping[tuple[int, int], str] | None = None,
) -> None:
    """Draw a part of a table at the top of a place, the first column and all heads marked as such.

    Parameters
    ----------
    slide, at
        Where it stands.
    part
        Its words and sizes.
    language
        Of the words.
    description
        What it is, for those who cannot see it.
    grounds
        Colours of cells, by row and column of the whole table.
    """
    size = (len(part.rows) + 1, len(part.heads))
    place = (at.left, at.top, sum(part.widths), sum(part.heights))
    shape = slide.shapes.add_table(*size, *map(Pt, place))
    describe(shape, description, "Table")
    table, grounds = shape.table, grounds or {}
    table.first_row, table.first_col, table.horz_banding = True, True, False
    [style] = table._tbl.findall(".//a:tableStyleId", table._tbl.nsmap)
    style.text = NO_STYLE
    for number, wide in enumerate(part.widths):
        table.columns[number].width = Pt(wide)
    sides = [
        side if place == 0 or not grounds else PP_ALIGN.CENTER
        for place, side in enumerate(part.sides)
    ]
    for number, (row, words) in enumerate(zip(table.rows, [part.heads, *part.rows], strict=True)):
        row.height = Pt(part.heights[number])
        for column, cell, one, side in zip(part.columns, row.cells, words, sides, strict=True):
            ground = grounds.get((part.places[number - 1], column)) if number else None
            letters = (
                HEAD if number == 0 else ON_GROUND if ground else CELL if not grounds else NAME
            )
            _write_cell(cell, Line(one, letters), language, side)
            _rule(cell, _LIGHT.secondary if number == 0 else _LIGHT.grid)
            if ground:
                cell.fill.solid()
                colour(cell.fill.fore_color, ground)


def _side(cells: Sequence[str]) -> PP_ALIGN:
    """Where the words of a column stand: short figures below each other at the right."""
    return PP_ALIGN.RIGHT if _are_figures(cells) else PP_ALIGN.LEFT


def _are_figures(cells: Sequence[str]) -> bool:
    """Whether a column has figures, maybe words in place of some of them.

    A sentence with a number in it is no figure.

    Examples
    --------
    >>> columns = (["12 %", "hidden"], ["under 50 answers", ""], ["−3 (−9 to +4)"], ["none"])
    >>> [_are_figures(cells) for cells in columns]
    [True, False, True, False]
    """
    told = [words for words in cells if any(mark.isdecimal() for mark in words)]
    return bool(told) and all(not one[0].isalpha() and len(one) < 24 for one in told)


def _write_cell(cell: Any, line: Line, language: Language, side: PP_ALIGN) -> None:
    cell.margin_left = cell.margin_right = Pt(PAD)
    cell.margin_top = cell.margin_bottom = Pt(ABOVE)
    anchors = {HEAD: MSO_ANCHOR.BOTTOM, ON_GROUND: MSO_ANCHOR.MIDDLE, NAME: MSO_ANCHOR.MIDDLE}
    cell.vertical_anchor = anchors.get(line.letters, MSO_ANCHOR.TOP)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = side
    paragraph.line_spacing = Pt(line.letters.leading)
    write_run(paragraph, line, language)


def _rule(cell: Any, value: str) -> None:
    """Draw a thin line below a cell."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(f"{{{properties.nsmap['a']}}}lnB", {"w": str(Pt(0.75))})
    fill = line.makeelement(f"{{{properties.nsmap['a']}}}solidFill", {})
    own = {"val": value.lstrip("#").upper()}
    fill.append(fill.makeelement(f"{{{properties.nsmap['a']}}}srgbClr", own))
    line.append(fill)
    properties.insert(0, line)
