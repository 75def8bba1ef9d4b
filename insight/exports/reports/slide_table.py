"""Tables on slides: native ones, in letters that are read from afar, on as many as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from insight.exports.reports.printable_words import printable_line
from insight.exports.reports.slide_template import Box
from insight.exports.reports.slide_words import SMALLEST, Line, describe, write_run
from insight.language.catalogue import Language
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.pictures.letters import Letters, fold, width

if TYPE_CHECKING:
    from pptx.slide import Slide

_LIGHT = PALETTES["light"]
CELL = Letters(SMALLEST, 16, _LIGHT.ink)
HEAD = Letters(SMALLEST, 16, _LIGHT.secondary, 600)
PAD, ABOVE = 4.0, 3.0  # points at the sides of words, and above and below them
NARROWEST, WIDEST_NAME = 36.0, 0.3  # points of a column; part of the room that the first takes
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
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    heights: Sequence[float]


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
        part
        for columns, widths in _blocks(heads, rows, room.width)
        for part in _pages(
            [heads[at] for at in columns], [[row[at] for at in columns] for row in rows],
            widths, room.height,
        )
    ]  # fmt: skip


def _blocks(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: float
) -> list[tuple[list[int], list[float]]]:
    """The columns that stand side by side, with their widths."""
    least = [_least(heads[at], [row[at] for row in rows]) for at in range(len(heads))]
    most = [_most(heads[at], [row[at] for row in rows]) for at in range(len(heads))]
    if sum(least) <= room:
        return [([*range(len(heads))], _spread(least, most, room))]
    first = min(most[0], WIDEST_NAME * room)
    blocks: list[list[int]] = [[0]]
    taken = first
    for at in range(1, len(heads)):
        needed = min(least[at], room - first)
        if taken + needed > room + 0.01 and len(blocks[-1]) > 1:
            blocks.append([0])
            taken = first
        blocks[-1].append(at)
        taken += needed
    low = [[first, *(min(least[at], room - first) for at in block[1:])] for block in blocks]
    return [
        (block, _spread(own, [most[at] for at in block], room))
        for block, own in zip(blocks, low, strict=True)
    ]


def _spread(low: Sequence[float], most: Sequence[float], room: float) -> list[float]:
    """Widths of columns: what their words need at least, and of what is left as much as helps."""
    wanted = [max(0.0, more - own) for own, more in zip(low, most, strict=True)]
    spare, asked = room - sum(low), sum(wanted)
    part = min(1.0, spare / asked) if asked else 0.0
    return [own + part * more for own, more in zip(low, wanted, strict=True)]


def _least(head: str, cells: Sequence[str]) -> float:
    """The width in which no word of a column is broken, nor of a cell more than into four lines."""
    words = max((width(word, HEAD) for word in head.split(" ")), default=0)
    longest = max(cells, key=len)
    own = max((width(word, CELL) for cell in {*cells} for word in cell.split(" ")), default=0)
    return max(NARROWEST, min(max(words, own), 150.0) + 2 * PAD, width(longest, CELL) / 4)


def _most(head: str, cells: Sequence[str]) -> float:
    longest = sorted({*cells}, key=len)[-4:]
    return max(width(head, HEAD) / 2, *(width(cell, CELL) for cell in longest)) + 2 * PAD + 2


def _pages(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], room: float
) -> list[TablePart]:
    above = _height(heads, widths, HEAD)
    cut = [_cut(row, widths, room - above) for row in rows]
    heights = [_height(row, widths, CELL) for row in cut]
    pages: list[list[int]] = [[]]
    taken = above
    for place, high in enumerate(heights):
        if pages[-1] and taken + high > room + 0.01:
            pages.append([])
            taken = above
        pages[-1].append(place)
        taken += high
    return [
        TablePart(
            heads,
            [cut[place] for place in page],
            widths,
            [above, *(heights[place] for place in page)],
        )
        for page in pages
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
    slide: Slide, part: TablePart, at: Box, language: Language, description: str
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
    """
    size = (len(part.rows) + 1, len(part.heads))
    place = (at.left, at.top, sum(part.widths), sum(part.heights))
    shape = slide.shapes.add_table(*size, *map(Pt, place))
    describe(shape, description, "Table")
    table = shape.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    [style] = table._tbl.findall(".//a:tableStyleId", table._tbl.nsmap)
    style.text = NO_STYLE
    for number, wide in enumerate(part.widths):
        table.columns[number].width = Pt(wide)
    columns = [*zip(*part.rows, strict=True)]
    to_right = [False, *(_are_numbers(column) for column in columns[1:])]
    for number, (row, words) in enumerate(zip(table.rows, [part.heads, *part.rows], strict=True)):
        row.height = Pt(part.heights[number])
        for cell, one, right in zip(row.cells, words, to_right, strict=True):
            letters = HEAD if number == 0 else CELL
            _write_cell(cell, Line(one, letters), language, right=right)
            _rule(cell, _LIGHT.secondary if number == 0 else _LIGHT.grid)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether a column holds short figures, so that they stand below each other at the right."""
    told = [words for words in cells if any(mark.isalnum() for mark in words)]
    return all(any(mark.isdecimal() for mark in one) and len(one) < 24 for one in told)


def _write_cell(cell: Any, line: Line, language: Language, *, right: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(PAD)
    cell.margin_top = cell.margin_bottom = Pt(ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if line.letters is HEAD else MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
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
