"""Decks: presentations that grow by slides of one template, each with its title."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from insight.exports.reports.report import TAGS, Report
from insight.exports.reports.slide_parts.slide_template import TITLES, Box, Template
from insight.exports.reports.slide_parts.slide_words import (
    BODY,
    INSET,
    Line,
    fill_placeholder,
    fill_title,
    fitted,
    write,
    write_notes,
)
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.printable_words import printable_line
from insight.reporting.pictures.letters import fits_in, fold

if TYPE_CHECKING:
    from pptx.slide import Slide

BELOW_TITLE = 4.0  # points
LONGEST_TITLE = 250  # letters of a presentation's own title


def _have_room(lines: Sequence[str], placeholder: Any) -> bool:
    """Whether paragraphs have room in a placeholder."""
    room, high = (one / Pt(1) - 2 * INSET for one in (placeholder.width, placeholder.height))
    most = int(high / BODY.leading / len(lines))
    return most > 0 and all(fits_in(most, printable_line(one), BODY, room) for one in lines)


class Deck:
    """A presentation that grows by slides of one template."""

    def __init__(self, template: Template, language: Language) -> None:
        self.template, self.language = template, language
        self._opened, self._layout, self._first = template.open()

    def slide(self, title: str, size: float = 0.0) -> tuple[Slide, Box]:
        """Add a slide with a title; return it and what is free below that.

        Parameters
        ----------
        title
            Its title.
        size
            The largest letters of that; 0 for those of the template.
        """
        slide = self._opened.slides.add_slide(self._layout)
        for shape in [*slide.placeholders]:
            kept = shape.placeholder_format.idx == self.template.subtitle
            if shape.placeholder_format.type not in TITLES and not kept:
                shape.element.getparent().remove(shape.element)
        words, letters, _ = self._fitted(title, size)
        fill_title(slide, words, letters, self.language)
        return slide, self.free_below(title, size)

    def _fitted(self, title: str, size: float) -> tuple[str, float, int]:
        template = self.template
        inset = 0.0 if template.own else INSET
        at = template.title
        room = Box(at.left, at.top, at.width - 2 * inset, at.height - inset)
        return fitted(title, min(size or math.inf, template.title_size), room)

    def retitle(self, slide: Slide, title: str) -> None:
        """Give a slide another title."""
        words, letters, _ = self._fitted(title, 0.0)
        fill_title(slide, words, letters, self.language)

    def free_below(self, title: str, size: float = 0.0) -> Box:
        """Return what is free below a title; ours ends where its words do."""
        area = self.template.area
        if not self.template.own:
            return area
        _, letters, lines = self._fitted(title, size)
        top = self.template.title.top + lines * letters * 1.2 + BELOW_TITLE
        return Box(area.left, top, area.width, area.bottom - top)

    def subtitle(self, slide: Slide) -> Any:
        """Return the placeholder for the question on a slide; None where there is none."""
        number = self.template.subtitle
        return next(
            (one for one in slide.placeholders if one.placeholder_format.idx == number), None
        )

    def add_opening(self, report: Report) -> None:
        """Add the first slide: the report's title, its introduction, and what has changed."""
        made = say(self.language, "download.made_line", day=numbers.day(report.made, self.language))
        slide = self._opened.slides.add_slide(self._first)
        title, below = slide.shapes.title, None
        for shape in [*slide.placeholders]:
            kind = shape.placeholder_format.type
            if kind == PP_PLACEHOLDER.SUBTITLE and below is None:
                below = shape
            elif kind not in TITLES:
                shape.element.getparent().remove(shape.element)
        if title is not None:
            place = Box(
                *(one / Pt(1) for one in (title.left, title.top, title.width, title.height))
            )
            words, size, _ = fitted(report.title, 36.0, place)
            fill_title(slide, words, size, self.language)
        told = [line for line in report.introduction.splitlines() if line.strip()]
        apart = [] if below is not None and _have_room([*told, made], below) else told
        if below is not None:
            fill_placeholder(below, [made] if apart else [*told, made], BODY, self.language)
        else:
            write(slide, self.template.area, [Line(made, BODY)], self.language, "Date")
        write_notes(slide, [report.title, *told, *report.told], self.language)
        if apart:
            self.add_words(report.title, apart)
        if report.told:
            self.add_words(say(self.language, "slide.told"), report.told)

    def add_words(self, title: str, paragraphs: Sequence[str], link: str = "") -> None:
        """Add paragraphs on as many slides as they need."""
        free = self.free_below(title)
        lines = [
            Line(one, BODY)
            for words in paragraphs
            if words.strip()
            for one in [*fold(printable_line(words), BODY, free.width), ""]
        ]
        if link:
            lines.append(Line(say(self.language, "slide.open"), BODY, link))
        most = max(1, int(free.height / BODY.leading) - 1)
        pages = [lines[first : first + most] for first in range(0, len(lines), most)]
        for number, page in enumerate(pages, start=1):
            own = title
            if len(pages) > 1:
                values = {"title": title, "part": number, "parts": len(pages)}
                own = say(self.language, "slide.part", **values)
            slide, free = self.slide(own)
            box = Box(free.left, free.top + 8, free.width, free.height - 8)
            write(slide, box, page, self.language, "Words")
            write_notes(slide, [title, *paragraphs, link], self.language)

    def written(self, report: Report) -> bytes:
        """Return the file; it tells its title, its language and its day, and of nobody."""
        properties = self._opened.core_properties
        first = next((page.title for page in report.pages), "")
        properties.title = printable_line(report.title or first)[:LONGEST_TITLE]
        properties.language = TAGS[self.language]
        properties.author = properties.last_modified_by = ""
        properties.keywords = properties.comments = properties.subject = properties.category = ""
        day = datetime.combine(report.made, time(), UTC).replace(tzinfo=None)
        properties.created = properties.modified = day
        properties.revision = 1
        content = BytesIO()
        self._opened.save(content)
        return content.getvalue()
