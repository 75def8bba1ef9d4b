"""A report as PDF: tagged as PDF/UA-1 asks, with language, alternatives and its fonts inside."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import typst

from insight.exports.reports.document_parts import (
    Document,
    Figure,
    Section,
    document_of,
    is_address,
    width_on_sheet,
)
from insight.exports.reports.report import Report
from insight.reporting.pictures.letters import FONTS
from insight.reporting.pictures.picture import drawing

NO_LETTER = "\N{REPLACEMENT CHARACTER}"
_TEMPLATE = Path(__file__).resolve().parent / "templates" / "pdf_document.typ"
_MOST_TRIES = 6  # letters that no font has come to light a few at a time
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f]")  # what letters are joined by that no font has
_UNUSUAL = re.compile("[^\n -\u024f\u2010-\u2026\u2190-\u2193\u2212]")
_ONE_AT_A_TIME = threading.Lock()


def pdf_document(report: Report) -> bytes:
    """Return a report as a PDF that everybody can read.

    Letters that none of its fonts has are shown as U+FFFD, and the document says so.

    Parameters
    ----------
    report
        The views, with all their words.

    Raises
    ------
    RuntimeError
        When a chart was not drawn.
    """
    document = document_of(report)
    values = _values(document)
    made = datetime.combine(report.made, time(12), UTC)
    for number in range(_MOST_TRIES):
        try:
            return _set(document.title, values, made)
        except typst.TypstError as problem:
            unknown = {*_not_shown(str(problem))}
            if not unknown:
                raise
            if number == _MOST_TRIES - 2:
                unknown |= {*_UNUSUAL.findall(json.dumps(values, ensure_ascii=False))}
            values = _without(values, unknown)
            values["notice"] = document.say("document.no_letter", mark=NO_LETTER)
    raise RuntimeError("the document was not set")


def _set(title: str, values: dict[str, Any], made: datetime) -> bytes:
    """Have the template set with values, which it reads as data."""
    with _ONE_AT_A_TIME:
        found = _compiler().compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"title": title, "report": json.dumps(values)},
            pdf_standards=["ua-1"],
            timestamp=made,
        )
    if not isinstance(found, bytes):
        raise TypeError("a PDF is one file")
    return found


@cache
def _compiler() -> typst.Compiler:
    """What sets documents: it knows the fonts, and reads no file but those beside the template."""
    return typst.Compiler(root=_TEMPLATE.parent, font_paths=[str(FONTS)], ignore_system_fonts=True)


def _values(document: Document) -> dict[str, Any]:
    language, _, region = document.tag.partition("-")
    return {
        "title": document.title,
        "headed": document.headed,
        "lang": language,
        "region": region.lower(),
        "made": document.made,
        "introduction": document.introduction,
        "told": document.told,
        "told_heading": document.say("document.told"),
        "contents": document.has_contents,
        "contents_heading": document.say("document.contents"),
        "figure": document.say("document.figure"),
        "table": document.say("document.table"),
        "link": document.say("download.link"),
        "notice": "",
        "sections": [_section(section, document) for section in document.sections],
    }


def _section(section: Section, document: Document) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "comment": section.comment,
        "refused": section.refused,
        "shown": [_shown(shown, document) for shown in section.shown],
        "link": section.link,
        "leads": is_address(section.link),
    }


def _shown(shown: Figure, document: Document) -> dict[str, Any]:
    drawn: dict[str, Any] = {"svg": "", "width": 0}
    if shown.picture:
        svg = drawing(shown.picture, document.language, shape="document")
        size = ElementTree.fromstring(svg).attrib
        wide = width_on_sheet(float(size["width"]), float(size["height"]))
        drawn = {"svg": svg, "width": wide}
    return drawn | {
        "title": shown.title,
        "told": shown.told,
        "caption": shown.caption,
        "alternative": shown.alternative,
        "notes": shown.notes,
        "table_caption": shown.table_caption,
        "blocks": [vars(block) | {"is_short": block.is_short} for block in shown.blocks],
        "marks": shown.marks,
        "foot": shown.foot,
    }


def _not_shown(problem: str) -> Iterator[str]:
    """The letters that no font has, as typst tells of them."""
    for told in _NOT_SHOWN.findall(problem):
        yield _ESCAPE.sub(lambda part: chr(int(part[1], 16)) if part[1] else part[2], told)


def _without(value: Any, unknown: set[str]) -> Any:
    """Values whose words have U+FFFD in place of what no font has."""
    if isinstance(value, str):
        for letters in unknown:
            value = value.replace(letters, NO_LETTER)
        return _JOINERS.sub("", value)
    if isinstance(value, dict):
        return {name: _without(inner, unknown) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without(inner, unknown) for inner in value]
    return value
