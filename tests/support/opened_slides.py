"""Slides opened again: what stands where on them, and the figures of their charts."""

import io
from datetime import date
from typing import Any

import openpyxl
import pptx
from pptx.oxml.ns import qn
from pptx.util import Pt
from shown_answer import answer_of

from insight.exports.reports.report import Report, ViewPage
from insight.exports.reports.slides import presentation
from insight.reporting.pictures.letters import Letters, fold
from insight.views import captions
from insight.views.answer_picture import picture_of

DAY = date(2026, 11, 30)
LINK = "https://innsikt.example.no/answers?survey=citizens"


def page_of(*asked: str, link: str = LINK, **view) -> tuple[ViewPage, Any]:
    """A view as a page of a report, and the answer behind it."""
    seen, shown = answer_of(*asked, **view)
    caption = captions.caption(seen, shown)
    picture = picture_of(shown.answer, caption, seen.language, DAY)
    own = shown.answer.table
    table = shown.answer.chart.table if own is None else own
    return ViewPage(picture, shown.answer, table, link=link), shown


def opened(*pages, title: str = "", template: bytes | None = None, language="nb", **more):
    """The presentation of some pages, opened again."""
    report = Report(title, pages, language, DAY, **more)
    return pptx.Presentation(io.BytesIO(presentation(report, template)))


def charts_of(deck) -> list[Any]:
    """The native charts, in order."""
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def workbook_of(chart):
    """The first sheet of the workbook behind a chart, by row, with the values of its formulas."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return [*openpyxl.load_workbook(io.BytesIO(blob), data_only=True).worksheets[0].values]


def figures_of(series) -> list[float | None]:
    """The cached figures of a series."""
    return [*series.values]


def reaches_of(series, end: str) -> list[float | None]:
    """How far the error bars of a series reach, below (`minus`) or above (`plus`) its figures."""
    bars = series._element.find(qn("c:errBars"))
    cache = bars.find(qn(f"c:{end}")).find(f".//{qn('c:numCache')}")
    found = {int(one.get("idx")): float(one.find(qn("c:v")).text) for one in cache.iter(qn("c:pt"))}
    count = int(cache.find(qn("c:ptCount")).get("val"))
    return [found.get(place) for place in range(count)]


def words_of(slide) -> str:
    """All words on a slide, those of tables too."""
    told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            told += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(told)


def misplaced(deck) -> list[str]:
    """What lies beyond its slide, on something else, or has no room for its words."""
    found = []
    for number, slide in enumerate(deck.slides, start=1):
        boxes = [(shape.name, *_edges(shape)) for shape in slide.shapes]
        for name, left, top, right, bottom in boxes:
            if left < 0 or top < 0 or right > deck.slide_width or bottom > deck.slide_height:
                found.append(f"{number}: {name} lies beyond the slide")
        found += [
            f"{number}: {one[0]} lies on {other[0]}"
            for place, one in enumerate(boxes)
            for other in boxes[:place]
            if min(one[3], other[3]) - max(one[1], other[1]) > Pt(1)
            and min(one[4], other[4]) - max(one[2], other[2]) > Pt(1)
        ]
        found += [
            f"{number}: no room for {shape.text_frame.text[:40]!r}"
            for shape in slide.shapes
            if shape.has_text_frame and _height(shape) > shape.height / Pt(1) + 0.5
        ]
        found += [
            f"{number}: no room for a row of the table"
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            if max(map(_height_of_cell, zip(row.cells, shape.table.columns, strict=True)))
            > row.height / Pt(1) + 0.5
        ]
    return found


def _edges(shape) -> tuple[int, int, int, int]:
    if shape == shape.part.slide.shapes.title:  # ours reaches down to where its words end
        high = min(shape.height, Pt(_height(shape)))
        return shape.left, shape.top, shape.left + shape.width, shape.top + high
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


def _height(shape) -> float:
    return sum(_lines(paragraph, shape.width / Pt(1)) for paragraph in shape.text_frame.paragraphs)


def _height_of_cell(cell_and_column) -> float:
    cell, column = cell_and_column
    room = (column.width - cell.margin_left - cell.margin_right) / Pt(1)
    words = sum(_lines(paragraph, room) for paragraph in cell.text_frame.paragraphs)
    return words + (cell.margin_top + cell.margin_bottom) / Pt(1)


def _lines(paragraph, room: float) -> float:
    runs = paragraph.runs
    if not runs:
        return 0.0
    size = runs[0].font.size / Pt(1) if runs[0].font.size else 27.0
    leading = paragraph.line_spacing / Pt(1) if paragraph.line_spacing else 1.2 * size
    letters = Letters(size, leading, "#000000", 700 if runs[0].font.bold else 400)
    return len(fold(paragraph.text, letters, room)) * leading
