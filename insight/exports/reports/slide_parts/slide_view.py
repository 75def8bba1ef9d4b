"""Slides of a view: its chart with finding, question, tags and source, then its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from insight.exports.reports.native_charts.answer_charts import native_charts
from insight.exports.reports.native_charts.chart_elements import NO_NAMES, Room
from insight.exports.reports.native_charts.chart_workbook import chart_workbook
from insight.exports.reports.native_charts.chart_xml import chart_xml
from insight.exports.reports.native_charts.native_chart import NativeChart
from insight.exports.reports.report import ViewPage
from insight.exports.reports.slide_parts.chart_room import (
    APART,
    LABEL,
    MEASURE,
    TICKS,
    RowsRoom,
    parts_of_rows,
    room_of_lines,
    room_of_rows,
)
from insight.exports.reports.slide_parts.slide_deck import Deck
from insight.exports.reports.slide_parts.slide_table import draw_table, heat_words, parts_of, roomy
from insight.exports.reports.slide_parts.slide_template import Box
from insight.exports.reports.slide_parts.slide_words import (
    BODY,
    LINKS,
    QUESTION,
    SMALL,
    TAG_GAP,
    TAG_HEIGHT,
    Line,
    describe,
    draw_tags,
    fill_placeholder,
    height_of,
    paragraph,
    tag_width,
    write,
    write_notes,
)
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting.breakdown.answer_rows import Rows, round_step
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.letters import fold
from insight.reporting.pictures.picture import Picture, draw_picture
from insight.reporting.pictures.picture_shapes import PAGE

if TYPE_CHECKING:
    from pptx.chart.data import ChartData
    from pptx.slide import Slide


MOST_NOTES, MOST_SOURCES, MOST_COMMENT = 3, 4, 3  # lines below a chart, and of a comment above it
MOST_BELOW_TABLE = 1  # lines of notes below a table
TABLE_TITLE = 20.0  # points of the title of a table
ABOVE_FOOT, ABOVE_TABLE = 10.0, 6.0


@dataclass(frozen=True)
class ViewSlides:
    """What makes the slides of one view.

    Attributes
    ----------
    deck
        The presentation.
    page
        The view.
    """

    deck: Deck
    page: ViewPage

    @property
    def language(self) -> Language:
        """Of its words."""
        return self.deck.language

    @property
    def words(self) -> Words:
        """The words around what is shown."""
        return self.page.picture.words

    def add(self) -> None:
        """Add the slides: the chart on as many as it needs, then the table.

        Where there is no chart the table stands below the words.
        """
        if self.page.picture.shown is None:
            self._add_words_and_table()
            return
        answer = self.page.answer
        charts = native_charts(answer, self.language) if answer else []
        if charts:
            self._add_charts(charts)
        elif answer and answer.chart.way == "heat":
            self._add_heat(answer.chart.rows)
        else:
            self._add_picture()
        self._add_table()

    # --- What stands around ----------------------------------------------------------------------

    def _start(self, title: str, *, foot: bool = True, notes: str = "") -> tuple[Slide, Box]:
        """Add a slide with its words; return it and what is free between them."""
        slide, free = self.deck.slide(title)
        free = self._put_question(slide, free)
        if foot:
            free = self._put_foot(slide, free, notes)
        finding = self.page.finding if self.page.finding != self.page.title else ""
        self._note(slide, self.page.title, finding, self.words.alternative)
        return slide, free

    def _put_question(self, slide: Slide, free: Box) -> Box:
        """Write the author's heading, the question and the comment; return what is free below."""
        lines = [*filter(None, [self.page.heading, *self.words.lines])]
        placeholder = self.deck.subtitle(slide)
        if placeholder is not None:
            fill_placeholder(placeholder, lines, QUESTION, self.language)
            lines = []
        told = [one for words in lines for one in paragraph(words, QUESTION, free.width, 2)]
        if self._comment_fits(free.width):
            told += [Line(words, BODY) for words in self._comment]
        if not told:
            return free
        high = height_of(told, free.width)
        write(slide, replace(free, height=high), told, self.language, "Question")
        return Box(free.left, free.top + high + 10, free.width, free.height - high - 10)

    @property
    def _comment(self) -> list[str]:
        return [words for words in self.page.comment.splitlines() if words.strip()]

    def _comment_fits(self, room: float) -> bool:
        lines = sum(len(fold(words, BODY, room)) for words in self._comment)
        return 0 < lines <= MOST_COMMENT

    def comment_apart(self, room: float) -> list[str]:
        """Return the paragraphs of a comment that is too long to stand above a chart."""
        return [] if self._comment_fits(room) else self._comment

    def _put_foot(self, slide: Slide, free: Box, more: str, most: int = MOST_NOTES) -> Box:
        """Write notes, source, date, link and tags at the lower edge; return what is free above."""
        lines, room, high = self._foot(free.width, more, most)
        box = Box(free.left, free.bottom - high, room, high)
        write(slide, box, lines, self.language, "Source", at_bottom=True)
        draw_tags(slide, self.words.tags, free.right, free.bottom, self.language)
        return replace(free, height=free.height - high - ABOVE_FOOT)

    def _foot(self, wide: float, more: str, most: int) -> tuple[list[Line], float, float]:
        """The lines at the lower edge beside the tags, how wide they are and how high."""
        room = wide - sum(tag_width(tag) + TAG_GAP for tag in self.words.tags) - TAG_GAP
        first, *rest = [*self._notes, ""]
        notes = " ".join(filter(None, [first, more, *rest]))
        *sources, made = [*self.words.foot, ""] if len(self.words.foot) < 2 else self.words.foot
        lines = paragraph(notes, SMALL, room, most)
        lines += paragraph(" ".join(sources), SMALL, room, MOST_SOURCES)
        lines.append(self._made(made))
        return lines, room, max(height_of(lines, room), TAG_HEIGHT)

    def _made(self, made: str) -> Line:
        """The day, and the link to the view."""
        if not self.page.link.startswith(LINKS):
            return Line(made, SMALL)
        link = Line(say(self.language, "slide.open"), SMALL, self.page.link)
        return Line(f"{made} ", SMALL, then=link) if made else link

    @property
    def _notes(self) -> list[str]:
        """What the marks mean, without those that a native chart does not have."""
        rows, notes = self.page.picture.shown, [*self.words.notes]
        if not isinstance(rows, Rows):
            return notes
        gone = [rows.note]
        named = [row.name for row in rows.rows if row.kind != "group" and row.dot]
        if named:
            told = numbers.list_names(named, self.language)
            gone.append(say(self.language, "answers.dashed", names=told))
        for sentence in filter(None, gone):
            notes = [note.replace(sentence, "").replace("  ", " ").strip() for note in notes]
        return [note for note in notes if note]

    def _note(self, slide: Slide, *told: str) -> None:
        """Write the speaker's notes: what a slide tells in full, tags, notes, source and link."""
        words = self.words
        tags = [f"{tag.name}. {tag.words}" for tag in words.tags]
        paragraphs = [*told, *tags, *words.notes, *words.foot, self.page.link]
        write_notes(slide, [*dict.fromkeys(paragraphs)], self.language)

    # --- Charts ----------------------------------------------------------------------------------

    def _add_charts(self, charts: Sequence[NativeChart]) -> None:
        """Add native charts, side by side and on as many slides as their rows need."""
        if charts[0].kind == "lines":
            uneven = say(self.language, "slide.uneven") if charts[0].uneven else ""
            told = " ".join(filter(None, [uneven, _sentence(charts[0].note)]))
            slide, free = self._start(self.page.title, notes=told)
            chart, room = room_of_lines(charts[0], free)
            self._put_chart(slide, chart, free, room, self.words.alternative)
            return
        title = self.page.title
        slide, free = self._start(title)
        shown = room_of_rows(charts, free)
        parts = [*parts_of_rows(len(charts[0].categories), charts[0].references, shown.most)]
        for number, places in enumerate(parts, start=1):
            if number > 1:
                part = self._numbered(title, number, len(parts))
                slide, free = self._start(part)
            elif len(parts) > 1:
                self.deck.retitle(slide, self._numbered(title, 1, len(parts)))
            self._put_rows(slide, [chart.part(places) for chart in charts], free, shown)

    def _numbered(self, title: str, part: int, parts: int) -> str:
        return say(self.language, "slide.part", title=title, part=part, parts=parts)

    def _put_rows(
        self, slide: Slide, charts: Sequence[NativeChart], free: Box, shown: RowsRoom
    ) -> None:
        """Put charts side by side, so that the rows of both stand on the same height."""
        names = [shown.short[name] for name in charts[0].categories]
        charts = [replace(chart, categories=names) for chart in charts]
        high = shown.above + min(shown.row * len(names), free.height) + TICKS
        high = min(high, free.height)
        if len(charts) == 1:
            room = Room(free.width, high, shown.names, shown.above, LABEL, TICKS)
            self._put_chart(slide, charts[0], replace(free, height=high), room)
            return
        stack, measure = charts
        wide = free.width * (1 - MEASURE) - APART
        room = Room(wide, high, shown.names, shown.above, 4, TICKS, legend=True)
        self._put_chart(
            slide, stack.called(shown.legend), Box(free.left, free.top, wide, high), room
        )
        place = Box(free.left + wide + APART, free.top, free.width - wide - APART, high)
        room = Room(place.width, high, NO_NAMES, shown.above, LABEL, TICKS)
        self._put_chart(slide, measure, place, room, f"{measure.heading}.")

    def _put_chart(
        self, slide: Slide, chart: NativeChart, at: Box, room: Room, description: str = ""
    ) -> None:
        """Put a native chart on a slide, with its workbook and its words."""
        most = max(2, int(room.plot_width / 52) + 1)
        if chart.kind != "lines":
            step = round_step(chart.axis[1] - chart.axis[0], min(most, 7))
            chart = replace(chart, step=step)
        data = _ChartData(
            chart_xml(chart, room, self.language),
            chart_workbook(chart, self._about, self.language),
        )
        left, top, wide, high = map(Pt, (at.left, at.top, at.width, at.height))
        kind = XL_CHART_TYPE.BAR_CLUSTERED  # the XML says which it is
        shape = slide.shapes.add_chart(kind, left, top, wide, high, cast("ChartData", data))
        describe(shape, description or self.words.alternative, "Chart")

    @property
    def _about(self) -> list[tuple[str, str]]:
        """What is said of the figures in the workbook of a chart."""
        tagged = [(tag.name, tag.words) for tag in self.words.tags]
        told = [(say(self.language, "download.item"), self.page.title)]
        told += [("", words) for words in (*self.words.lines, *self.words.notes, *self.words.foot)]
        linked = [(say(self.language, "download.link"), self.page.link)] if self.page.link else []
        return [*told, *tagged, *linked]

    def _add_picture(self) -> None:
        """Add what no program draws as a picture, as large as there is room for."""
        slide, free = self._start(self.page.title, notes=say(self.language, "slide.picture"))
        alone = Picture(self.page.picture.shown, Words("", alternative=self.words.alternative))
        drawn = draw_picture(alone, "png", self.language)
        shape = slide.shapes.add_picture(BytesIO(drawn), Pt(free.left), Pt(free.top))
        across, down = shape.image.size
        side = PAGE.margin / PAGE.wide
        below = side * across / down / 2
        shape.crop_left = shape.crop_right = side  # the margins of a picture that stands alone
        shape.crop_bottom = below
        wide, high = across * (1 - 2 * side), down * (1 - below)
        scale = min(free.width / wide, free.height / high)
        shape.width, shape.height = Pt(wide * scale), Pt(high * scale)
        shape.left = Pt(free.left + (free.width - wide * scale) / 2)
        describe(shape, self.words.alternative, "Picture")

    def _add_heat(self, rows: pd.DataFrame) -> None:
        """Add a table whose cells are the darker the larger their figure."""
        table, grounds = heat_words(rows, str(self.page.table.columns[0]))
        slide, free = self._start(self.page.title)
        parts = parts_of(table, free)
        for number, part in enumerate(parts, start=1):
            if number > 1:
                slide, free = self._start(self._numbered(self.page.title, number, len(parts)))
            elif len(parts) > 1:
                self.deck.retitle(slide, self._numbered(self.page.title, 1, len(parts)))
            draw_table(
                slide, roomy(part, free), free, self.language, self.words.alternative, grounds
            )

    def _add_words_and_table(self) -> None:
        """Add a table below the question and what is said of it."""
        title = self.page.title
        slide, free = self._start(title)
        first, *rest = parts_of(self.page.table, free)
        draw_table(slide, first, free, self.language, f"{title}.")
        for number, part in enumerate(rest, start=2):
            slide, free = self._start(self._numbered(title, number, len(rest) + 1))
            draw_table(slide, part, free, self.language, f"{title}.")

    # --- The table -------------------------------------------------------------------------------

    def _add_table(self) -> None:
        table = self.page.table
        title = say(self.language, "slide.table", title=self.page.label)
        parts = parts_of(table, self._room_of_table(title))
        for number, part in enumerate(parts, start=1):
            own = self._numbered(title, number, len(parts)) if len(parts) > 1 else title
            slide, free = self.deck.slide(own, TABLE_TITLE)
            below = self._put_foot(slide, free, "", MOST_BELOW_TABLE)
            below = replace(below, top=below.top + ABOVE_TABLE)
            draw_table(slide, part, below, self.language, f"{title}.")
            self._note(slide, title)

    def _room_of_table(self, title: str) -> Box:
        """What is free on a slide with a table, without adding one."""
        free = self.deck.free_below(self._numbered(title, 88, 88), TABLE_TITLE)
        *_, high = self._foot(free.width, "", MOST_BELOW_TABLE)
        return replace(free, height=free.height - high - ABOVE_FOOT - ABOVE_TABLE)


@dataclass(frozen=True)
class _ChartData:
    """What a presentation makes a chart of: its XML and its workbook."""

    xml: bytes
    xlsx_blob: bytes

    def xml_bytes(self, chart_type: Any) -> bytes:
        """Return the XML, whatever its kind is called."""
        return self.xml


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""
