"""Frames of pictures: finding, question and tags above what is shown, notes and source below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal
from xml.etree import ElementTree

from insight.language.catalogue import Language
from insight.reporting.charts.palettes import FONT, PALETTES
from insight.reporting.pictures.letters import Letters, fits_in, fold, width
from insight.reporting.pictures.picture_shapes import PAGE, Sheet
from insight.reporting.pictures.svg_marks import box, element, text

_LIGHT = PALETTES["light"]
TITLE = Letters(23, 29, _LIGHT.ink, 600)
LINE = Letters(15, 20, _LIGHT.secondary)
NOTE = Letters(13, 18, _LIGHT.secondary)
TOLD = Letters(13.5, 18, _LIGHT.ink)
HATCH = "hatch-of-tag"
EVEN = {LINE: 0.8, NOTE: 0.8}  # how full the lines of a paragraph are at least; of a title half
# Letters of a title on a sheet of a fixed shape, and in how many lines it must have room.
TITLES = ((Letters(27, 33, _LIGHT.ink, 600), 2), (TITLE, 3), (Letters(18, 23, _LIGHT.ink, 600), 0))


@dataclass(frozen=True)
class Tag:
    """A tag and what it says: that answers are simulated, or that a level is assumed."""

    kind: Literal["simulated", "assumed"]
    name: str
    words: str


@dataclass(frozen=True)
class Look:
    """Colours of a tag: its words, its border, its ground, and the ground of the whole line."""

    ink: str
    border: str
    ground: str
    line: str


LOOKS = {
    "simulated": Look("#7a3d0c", "#c98a2b", "#fff1d6", "#fff8ea"),
    "assumed": Look("#3d4a54", "#7d8993", "#ffffff", "#f4f6f7"),
}


@dataclass(frozen=True)
class Words:
    """The words around what is shown.

    Attributes
    ----------
    title, lines
        The finding, and below it in grey the question.
    tags
        What nobody has answered or published, a line for each.
    notes, foot
        What the marks mean; source and date.
    alternative
        What is shown in words, for those who cannot see it.
    """

    title: str
    lines: Sequence[str] = ()
    tags: Sequence[Tag] = ()
    notes: Sequence[str] = ()
    foot: Sequence[str] = ()
    alternative: str = ""


def frame(
    words: Words, language: Language, sheet: Sheet = PAGE, letters: Letters | None = None
) -> tuple[ElementTree.Element, float, float]:
    """Return an SVG with words, and how high those above and those below what is shown are.

    The last two of its groups wait for what is shown, and for their place below it.

    Parameters
    ----------
    words, language
        The words and their language.
    sheet
        What they are set on.
    letters
        Those of the title; without them as the sheet has room for.
    """
    whole = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{sheet.wide:g}",
            "role": "img",
            "lang": language,
            "xml:lang": language,
            "aria-labelledby": "title description",
            "font-family": FONT,
        },
    )
    element(whole, "title", words.title, id="title")
    element(whole, "desc", words.alternative, id="description")
    element(whole, "rect", width="100%", height="100%", fill=_LIGHT.background)
    margin, title = sheet.margin, letters or _title_letters(words.title, sheet)
    top = _paragraphs(whole, _thoughts(words.title, title, sheet), title, sheet, margin - 6)
    top = _paragraphs(whole, words.lines, LINE, sheet, top + 2)
    for tag in words.tags:
        top = _tag(whole, tag, sheet, top + 8)
    above = top + 14
    element(whole, "g", transform=f"translate({margin:g},{above:g})")
    under = element(whole, "g")
    below = _paragraphs(under, words.notes, NOTE, sheet, 4)
    below = _paragraphs(under, words.foot, NOTE, sheet, below + (3 if words.notes else 0))
    return whole, above, below + margin - 6


def _title_letters(title: str, sheet: Sheet) -> Letters:
    """Return how a title is set: on a sheet of a fixed shape a short one is large."""
    if sheet.high is None:
        return TITLE
    fit = (letters for letters, lines in TITLES if fits_in(lines, title, letters, sheet.room))
    return next(fit, TITLES[-1][0])


def _thoughts(title: str, letters: Letters, sheet: Sheet) -> list[str]:
    """The sentences of a title, each a paragraph where they are two that need a line each."""
    first, stop, second = title.partition(". ")
    apart = stop and second and width(title, letters) > sheet.room
    fit = all(width(each, letters) <= sheet.room for each in (first + ".", second))
    return [f"{first}.", second] if apart and fit else [title]


def _paragraphs(
    parent: ElementTree.Element, words: Sequence[str], letters: Letters, sheet: Sheet, top: float
) -> float:
    """Set paragraphs below each other; return where they end."""
    even = EVEN.get(letters, 0.5)
    folded = (fold(paragraph, letters, sheet.room, narrowest=even) for paragraph in words)
    for line in chain.from_iterable(folded):
        text(parent, line, (sheet.margin, top + letters.leading / 2), letters)
        top += letters.leading
    return top


def _tag(parent: ElementTree.Element, tag: Tag, sheet: Sheet, top: float) -> float:
    """Draw a line with a tag; return where it ends."""
    look, margin = LOOKS[tag.kind], sheet.margin
    name = Letters(13, 18, look.ink, 600)
    wide = width(tag.name, name) + 12
    lines = fold(tag.words, TOLD, sheet.room - wide - 24, narrowest=0.8)
    high = 10 + TOLD.leading * max(len(lines), 1)
    box(parent, (margin, top, sheet.room, high), rx=4, fill=look.line)
    around = (margin + 8, top + 5, wide, TOLD.leading)
    box(parent, around, rx=3, fill=look.ground, stroke=look.border)
    if tag.kind == "assumed":
        _hatch(parent, look.border)
        box(parent, around, rx=3, fill=f"url(#{HATCH})")
    middle = top + 5 + TOLD.leading / 2
    text(parent, tag.name, (margin + 8 + wide / 2, middle), name, "middle")
    for place, line in enumerate(lines):
        text(parent, line, (margin + 18 + wide, middle + place * TOLD.leading), TOLD)
    return top + high


def _hatch(parent: ElementTree.Element, colour: str) -> None:
    """The ground of what is assumed: strokes from the lower left to the upper right."""
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = element(parent, "pattern", id=HATCH, width=6, height=6, **turned)
    box(pattern, (0, 0, 1, 6), fill=colour, fill_opacity="0.35")
