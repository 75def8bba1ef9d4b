"""A report as a Word document: headings, captions and tables are what Word knows them as."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from insight.exports.reports.document_parts import (
    WIDE,
    Block,
    Document,
    Figure,
    Section,
    document_of,
    is_address,
    width_on_sheet,
)
from insight.exports.reports.report import Report
from insight.reporting.pictures.picture import Picture, draw_picture

FONT = "Calibri"
INK, GREY, LINK = RGBColor(0x1C, 0x26, 0x30), RGBColor(0x53, 0x60, 0x6B), RGBColor(0x0B, 0x5C, 0x7A)
SMALL, ADDRESS, TABLE, CELL = "SmallPrint", "Address", "Figures", "Cell"
_SIZES = {"Title": 22, "Heading 1": 16, "Heading 2": 13, "Caption": 10}
_LONGEST_PROPERTY = 255  # letters, as the format has it


def word_document(report: Report) -> bytes:
    """Return a report as a .docx file.

    Parameters
    ----------
    report
        The views, with all their words.

    Raises
    ------
    RuntimeError
        When a picture was not drawn.
    """
    document = document_of(report)
    file = docx.Document()
    _prepare(file, document, report)
    _opening(file, document)
    for number, section in enumerate(document.sections, 1):
        _section(file, section, number, document)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


# --- The file -------------------------------------------------------------------------------------


def _prepare(file: WordFile, document: Document, report: Report) -> None:
    """Set size, margins, styles, language and properties."""
    sheet = file.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Mm(20)
    _foot(sheet.footer.paragraphs[0], document)
    known = file.core_properties
    known.title, known.language = document.title[:_LONGEST_PROPERTY], document.tag
    known.author = known.last_modified_by = known.comments = ""
    known.created = known.modified = datetime.combine(report.made, time(12), UTC)
    _styles(file, document.tag)


def _styles(file: WordFile, tag: str) -> None:
    """Give the styles that Word knows our look, and add a few."""
    styles: Any = file.styles
    plain = styles["Normal"]
    plain.font.size, plain.font.color.rgb = Pt(11), INK
    plain.paragraph_format.space_after = Pt(6)
    for name, high in _SIZES.items():
        style = styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(high), INK, True
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
        for border in style.element.xpath("./w:pPr/w:pBdr"):
            border.getparent().remove(border)
    for name in ("Normal", *_SIZES):
        letters = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        letters.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            letters.set(qn(f"w:{kind}"), FONT)
    _add_styles(styles)
    for language in styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
        language.set(qn("w:val"), tag)


def _add_styles(styles: Any) -> None:
    """Add small print, addresses, and tables with lines below their rows only."""
    for name, high, colour, after in ((SMALL, 9.0, GREY, 3), (CELL, 8.5, INK, 1)):
        small = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size, small.font.color.rgb = styles["Normal"], Pt(high), colour
        small.paragraph_format.space_after = Pt(after)
    address = styles.add_style(ADDRESS, WD_STYLE_TYPE.CHARACTER)
    address.font.color.rgb, address.font.underline = LINK, True
    table = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = styles["Normal Table"]
    line = {"val": "single", "sz": "4", "space": "0", "color": "C9D0D6"}
    lines = _element("tblBorders", _element("bottom", **line), _element("insideH", **line))
    sides = (("left", "0"), ("right", "70"))
    room = _element("tblCellMar", *(_element(side, w=wide, type="dxa") for side, wide in sides))
    table.element.append(_element("tblPr", lines, room))


def _foot(line: Paragraph, document: Document) -> None:
    """Write when it was made, and the number of the page."""
    line.text = f"{document.made}\t\t"
    _field(line, "PAGE", "1")


# --- Its parts ------------------------------------------------------------------------------------


def _opening(file: WordFile, document: Document) -> None:
    """Write the title, what the author says first, what has changed, and the contents."""
    if document.headed:
        file.add_paragraph(document.title, "Title")
    _paragraphs(file, document.introduction)
    if document.told:
        file.add_paragraph().add_run(document.say("document.told")).bold = True
        _paragraphs(file, document.told, "List Bullet")
    if document.has_contents:
        file.add_paragraph().add_run(document.say("document.contents")).bold = True
        _contents(file, document.sections)


def _section(file: WordFile, section: Section, number: int, document: Document) -> None:
    heading = file.add_paragraph(style="Heading 1")
    heading.paragraph_format.page_break_before = number > 1 or document.has_contents
    _marked(heading, section.heading, number)
    _paragraphs(file, section.comment)
    for shown in section.shown:
        _figure(file, shown, document)
    if not section.shown:
        file.add_paragraph(section.refused)
    if section.link:
        line = file.add_paragraph(f"{document.say('download.link')}: ", SMALL)
        if is_address(section.link):
            _linked(line, section.link)
        else:
            line.add_run(section.link)


def _figure(file: WordFile, shown: Figure, document: Document) -> None:
    if shown.title:
        file.add_paragraph(shown.title, "Heading 2")
    _paragraphs(file, shown.told, leads=True)
    if shown.picture:
        _picture(file, shown, shown.picture, document)
    _paragraphs(file, shown.notes, SMALL)
    if shown.blocks:
        _caption(file, document.say("document.table"), shown.table_number, shown.table_caption)
    for block in shown.blocks:
        _table(file, block)
        between = file.add_paragraph(style=SMALL)  # Word would join two tables
        between.paragraph_format.keep_with_next = block.is_short or None
    _paragraphs(file, [*shown.marks, *shown.foot], SMALL)


def _picture(file: WordFile, shown: Figure, drawing: Picture, document: Document) -> None:
    """Write a picture below its caption, with what stands for it where it cannot be seen."""
    _caption(file, document.say("document.figure"), shown.number, shown.caption)
    drawn = draw_picture(drawing, "png", document.language, shape="document")
    line = file.add_paragraph()
    picture = line.add_run().add_picture(io.BytesIO(drawn))
    wide, high = picture.width, picture.height
    picture.width = Mm(width_on_sheet(wide, high))
    picture.height = Emu(int(picture.width * high / wide))
    told = picture._inline.docPr
    told.set("name", f"{document.say('document.figure')} {shown.number}")
    told.set("descr", shown.alternative)


def _table(file: WordFile, block: Block) -> None:
    """Write a table whose first row is repeated on every page and whose rows stay whole.

    A short one stays on one page, with what is said below it.
    """
    rows = [block.heads, *block.rows]
    table = file.add_table(len(rows), len(block.heads), TABLE)
    table.autofit = False
    wide = [Mm(WIDE * width / sum(block.widths)) for width in block.widths]
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    for number, (row, line) in enumerate(zip(rows, table._tbl.tr_lst, strict=True)):
        known = line.get_or_add_trPr()
        known.append(_element("cantSplit"))
        if number == 0:
            known.append(_element("tblHeader"))
        for cell, words, width in zip(line.tc_lst, row, wide, strict=True):
            cell.width = width
            cell.p_lst[0].style = CELL
            paragraph = Paragraph(cell.p_lst[0], table)
            paragraph.paragraph_format.keep_with_next = block.is_short or None
            run = paragraph.add_run(words)
            run.bold = number == 0 or None


def _paragraphs(
    file: WordFile, words: Iterable[str], style: str = "Normal", *, leads: bool = False
) -> None:
    """Write paragraphs, those that lead to what follows on the same page as that."""
    for paragraph in words:
        file.add_paragraph(paragraph, style).paragraph_format.keep_with_next = leads or None


# --- What Word has and its library has not --------------------------------------------------------


def _caption(file: WordFile, kind: str, number: int, words: str) -> None:
    """Write a caption whose number Word counts."""
    line = file.add_paragraph(f"{kind} ", "Caption")
    _field(line, f"SEQ {kind} \\* ARABIC", str(number))
    line.add_run(f". {words}")


def _field(line: Paragraph, told: str, shown: str) -> None:
    """Add a field with what it shows until it is updated."""
    line._p.append(_element("fldSimple", _run(shown), instr=told))


def _contents(file: WordFile, sections: Sequence[Section]) -> None:
    """Write the contents as Word's own field, each entry leading to its heading."""
    for number, section in enumerate(sections, 1):
        line = file.add_paragraph()
        if number == 1:
            _edge(line, "begin")
            line._p.append(_run('TOC \\o "1-1" \\h \\n', "instrText"))
            _edge(line, "separate")
        line._p.append(_element("hyperlink", _run(section.heading), anchor=_name(number)))
        if number == len(sections):
            _edge(line, "end")


def _edge(line: Paragraph, kind: str) -> None:
    line._p.append(_element("r", _element("fldChar", fldCharType=kind)))


def _marked(heading: Paragraph, words: str, number: int) -> None:
    """Write a heading that the contents lead to."""
    heading._p.append(_element("bookmarkStart", id=str(number), name=_name(number)))
    heading.add_run(words)
    heading._p.append(_element("bookmarkEnd", id=str(number)))


def _name(number: int) -> str:
    return f"_Toc{number:08d}"


def _linked(line: Paragraph, address: str) -> None:
    """Write an address that leads there."""
    relation = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = _run(address)
    run.insert(0, _element("rPr", _element("rStyle", val=ADDRESS)))
    link = _element("hyperlink", run)
    link.set(qn("r:id"), relation)
    line._p.append(link)


def _run(words: str, kind: str = "t") -> Any:
    text = _element(kind)
    text.text = words
    text.set(qn("xml:space"), "preserve")
    return _element("r", text)


def _element(tag: str, /, *inside: Any, **attributes: str) -> Any:
    """An element of Word's language, with those inside it."""
    made = OxmlElement(f"w:{tag}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    made.extend(inside)
    return made
