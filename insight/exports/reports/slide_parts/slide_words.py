"""Words on slides: paragraphs in their place, tags, links and a speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from insight.exports.reports.slide_parts.slide_template import Box
from insight.language.catalogue import Language
from insight.language.printable_words import printable, printable_line
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.pictures.frame import LOOKS, Tag
from insight.reporting.pictures.letters import Letters, fold, width

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

LANGUAGE_IDS = {
    "nb": MSO_LANGUAGE_ID.NORWEGIAN_BOKMOL,
    "en": MSO_LANGUAGE_ID.ENGLISH_UK,
}
_LIGHT = PALETTES["light"]
SMALLEST = 12.75  # points; 17 pixels of a slide that is 1280 wide
SMALL = Letters(SMALLEST, 16.5, _LIGHT.secondary)
QUESTION = Letters(15, 19, _LIGHT.secondary)
BODY = Letters(16, 21, _LIGHT.ink)
TAG = Letters(SMALLEST, 16.5, LOOKS["simulated"].ink, 600)
TAG_HEIGHT, TAG_GAP = 23.0, 8.0
INSET = 7.2  # points between the edge of a template's placeholder and its words
LINKS = ("https://", "http://")  # what an address begins with that a slide leads to


@dataclass(frozen=True)
class Line:
    """A paragraph of a box; `address` where its words lead somewhere, `then` what follows them."""

    words: str
    letters: Letters
    address: str = ""
    then: Line | None = None


def fitted(words: str, size: float, room: Box, smallest: float = 18.0) -> tuple[str, float, int]:
    """Return words with the size of letters in which they have room, and how many lines they make.

    They are cut where even the smallest letters have no room for them.

    Parameters
    ----------
    words
        A title.
    size
        Its usual letters, in points.
    room
        Its place.
    smallest
        The smallest letters.
    """
    plain = printable_line(words)
    sizes = [size, *(one for one in (24.0, 21.0, smallest) if one < size)]
    for one in sizes:
        letters = Letters(one, 1.2 * one, _LIGHT.ink, 700)
        most = max(1, int(room.height / letters.leading + 0.05))
        lines = fold(plain, letters, room.width, most + 1)
        if len(lines) <= most:
            return plain, one, len(lines)
    return " ".join(fold(plain, letters, room.width, most)), sizes[-1], most


def paragraph(words: str, letters: Letters, room: float, most: int) -> list[Line]:
    """Return words as one paragraph, cut where they need more lines than there are."""
    if not words.strip():
        return []
    plain = printable_line(words)
    lines = fold(plain, letters, room, most + 1)
    told = plain if len(lines) <= most else " ".join(fold(plain, letters, room, most))
    return [Line(told, letters)]


def height_of(lines: Sequence[Line], room: float) -> float:
    """Return how high paragraphs stand in a width."""
    return sum(
        len(fold(line.words + (line.then.words if line.then else ""), line.letters, room))
        * line.letters.leading
        for line in lines
    )


def write(
    slide: Slide,
    box: Box,
    lines: Sequence[Line],
    language: Language,
    name: str,
    *,
    at_bottom: bool = False,
) -> BaseShape:
    """Put paragraphs in their place on a slide.

    Parameters
    ----------
    slide, box
        Where they stand.
    lines
        The paragraphs, folded by whatever shows them.
    language
        Of the words.
    name
        Of the box, in the list of what a slide has.
    at_bottom
        Whether they stand at the lower edge.
    """
    shape = slide.shapes.add_textbox(*map(Pt, (box.left, box.top, box.width, box.height)))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if at_bottom else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(lines):
        written = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        written.line_spacing = Pt(line.letters.leading)
        write_run(written, line, language)
        if line.then is not None:
            write_run(written, line.then, language)
    return shape


def write_run(written: Any, line: Line, language: Language) -> None:
    """Add words to a paragraph, in their letters and language, and what they lead to."""
    run = written.add_run()
    run.text = printable(line.words).replace("\n", " ")
    font = run.font
    font.size, font.bold = Pt(line.letters.size), line.letters.weight >= 600
    font.language_id = LANGUAGE_IDS[language]
    if line.address.startswith(LINKS):
        run.hyperlink.address = printable_line(line.address)
    else:
        colour(font.color, line.letters.colour)


def colour(target: Any, value: str) -> None:
    """Give a colour to something; those of words and of the ground are the presentation's."""
    match value:
        case _LIGHT.ink:
            target.theme_color = MSO_THEME_COLOR.TEXT_1
        case _LIGHT.secondary:
            target.theme_color = MSO_THEME_COLOR.TEXT_2
        case _LIGHT.background:
            target.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        case _:
            target.rgb = cast("Any", RGBColor).from_string(value.lstrip("#").upper())


def fill_title(slide: Slide, words: str, size: float | None, language: Language) -> None:
    """Write a slide's title in its placeholder; `size` where it is another than the layout's."""
    title = slide.shapes.title
    if title is None:
        return
    frame = title.text_frame
    frame.text = printable_line(words)
    for run in frame.paragraphs[0].runs:
        run.font.language_id = LANGUAGE_IDS[language]
        if size is not None:
            run.font.size = Pt(size)


def fill_placeholder(
    shape: Any, lines: Sequence[str], letters: Letters, language: Language
) -> None:
    """Write paragraphs in a placeholder of a template, each in as many lines as there is room for.

    Parameters
    ----------
    shape
        The placeholder.
    lines
        The paragraphs.
    letters
        Their size; everything else is the template's.
    language
        Of the words.
    """
    room, high = shape.width / Pt(1) - 2 * INSET, shape.height / Pt(1) - INSET
    most = max(1, int(high / letters.leading / max(1, len(lines))))
    told = [one for words in lines for one in paragraph(words, letters, room, most)]
    shape.text_frame.text = "\n".join(line.words for line in told)
    for written in shape.text_frame.paragraphs:
        written.line_spacing = Pt(letters.leading)
        properties = written._p.get_or_add_pPr()
        properties.set("marL", "0")
        properties.set("indent", "0")
        properties.append(properties.makeelement(qn("a:buNone"), {}))
        for run in written.runs:
            run.font.language_id, run.font.size = LANGUAGE_IDS[language], Pt(letters.size)


def tag_width(tag: Tag) -> float:
    """Return how wide a tag is."""
    return width(tag.name, TAG) + 18


def draw_tags(
    slide: Slide, tags: Sequence[Tag], right: float, bottom: float, language: Language
) -> float:
    """Draw tags side by side in a corner; return how wide they are together."""
    left = right
    for tag in reversed(tags):
        look, wide = LOOKS[tag.kind], tag_width(tag)
        left -= wide
        place = (left, bottom - TAG_HEIGHT, wide, TAG_HEIGHT)
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *map(Pt, place))
        shape.name, shape.adjustments[0] = tag.name, 0.16
        for style in shape._element.findall(qn("p:style")):
            shape._element.remove(style)  # no shadow and no effect of a theme
        shape.line.width = Pt(0.75)
        colour(shape.line.color, look.border)
        if tag.kind == "assumed":
            shape.fill.patterned()
            shape.fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
            colour(shape.fill.fore_color, "#e4e7ea")
            colour(shape.fill.back_color, "#ffffff")
        else:
            shape.fill.solid()
            colour(shape.fill.fore_color, look.ground)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = False, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        write_run(frame.paragraphs[0], Line(tag.name, replace(TAG, colour=look.ink)), language)
        left -= TAG_GAP
    return right - left


def describe(shape: Any, words: str, name: str) -> None:
    """Give a shape the words that stand for it where it is not seen."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", printable_line(words))
    properties.set("name", printable_line(name))


def write_notes(slide: Slide, paragraphs: Sequence[str], language: Language) -> None:
    """Write a speaker's notes."""
    frame = slide.notes_slide.notes_text_frame
    if frame is None:
        return
    frame.text = "\n".join(filter(None, map(printable, paragraphs)))
    for written in frame.paragraphs:
        for run in written.runs:
            run.font.language_id = LANGUAGE_IDS[language]
