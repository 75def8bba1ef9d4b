"""Slides of a view: its chart with finding, question, tags and source, then its table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from insight.exports.reports.chart_workbook import chart_workbook
from insight.exports.reports.chart_xml import FIRM, NAME, NO_NAMES, Room, chart_xml, ends_of_lines
from insight.exports.reports.native_chart import NativeChart, native_charts
from insight.exports.reports.printable_words import printable_line
from insight.exports.reports.report import ViewPage
from insight.exports.reports.slide_table import draw_table, heat_words, parts_of, roomy
from insight.exports.reports.slide_template import Box
from insight.exports.reports.slide_words import (
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
from insight.reporting.pictures.frame import MARGIN, WIDTH, Words
from insight.reporting.pictures.letters import MORE, cut, fits_in, fold, width
from insight.reporting.pictures.picture import Picture, draw_picture
from insight.reporting.pictures.row_names import ends_apart

if TYPE_CHECKING:
    from pptx.chart.data import ChartData
    from pptx.slide import Slide

    from insight.exports.reports.slides import Deck

MOST_NOTES, MOST_SOURCES, MOST_COMMENT = 3, 4, 3  # lines below a chart, and of a comment above it
MOST_BELOW_TABLE = 1  # lines of notes below a table
TABLE_TITLE = 20.0  # points of the title of a table
LONGEST_END = 0.18  # part of the width that a name at the end of a line may take
MOST_NAMES = 3  # lines of a name
ROW, TALLEST_ROW = 24.0, 50.0  # points of a row of a chart
HEADING = 26.0  # above a plot without a legend
WIDEST_NAMES = {False: (0.2, 0.28, 0.36), True: (0.18, 0.24, 0.3)}  # parts of the width
TICKS = 24.0  # below a plot, for the numbers of its axis
MEASURE = 0.3  # part of the width for the figures beside bars
LABEL = 66.0  # points for a figure behind its interval


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
        """Add the slides: the chart on as many as it needs, then the table."""
        charts = native_charts(self.page.answer, self.language)
        if charts:
            self._add_charts(charts)
        elif self.page.answer.chart.way == "heat":
            self._add_heat(self.page.answer.chart.rows)
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
        self._note(slide)
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
        tags = self.words.tags
        room = free.width - sum(tag_width(tag) + TAG_GAP for tag in tags) - TAG_GAP
        first, *rest = [*self._notes, ""]
        notes = " ".join(filter(None, [first, more, *rest]))
        *sources, made = [*self.words.foot, ""] if len(self.words.foot) < 2 else self.words.foot
        lines = paragraph(notes, SMALL, room, most)
        lines += paragraph(" ".join(sources), SMALL, room, MOST_SOURCES)
        lines.append(self._made(made))
        high = max(height_of(lines, room), TAG_HEIGHT)
        box = Box(free.left, free.bottom - high, room, high)
        write(slide, box, lines, self.language, "Source", at_bottom=True)
        draw_tags(slide, tags, free.right, free.bottom, self.language)
        return replace(free, height=free.height - high - 10)

    def _made(self, made: str) -> Line:
        """The day, and the link to the view."""
        if not self.page.link.startswith(LINKS):
            return Line(made, SMALL)
        link = Line(say(self.language, "slide.open"), SMALL, self.page.link)
        return replace(link, words=link.words) if not made else Line(f"{made} ", SMALL, then=link)

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

    def _note(self, slide: Slide) -> None:
        """Write the speaker's notes: the finding in full, the chart in words, notes and link."""
        words = self.words
        finding = self.page.finding if self.page.finding != self.page.title else ""
        paragraphs = [self.page.title, finding, words.alternative]
        paragraphs += [f"{tag.name}. {tag.words}" for tag in words.tags]
        paragraphs += [*words.notes, *words.foot, self.page.link]
        write_notes(slide, [*dict.fromkeys(paragraphs)], self.language)

    # --- Charts ----------------------------------------------------------------------------------

    def _add_charts(self, charts: Sequence[NativeChart]) -> None:
        """Add native charts, side by side and on as many slides as their rows need."""
        if charts[0].kind == "lines":
            slide, free = self._start(self.page.title, notes=_sentence(charts[0].note))
            chart, room = _room_of_lines(charts[0], free)
            self._put_chart(slide, chart, free, room, self.words.alternative)
            return
        title = self.page.title
        slide, free = self._start(title)
        shown = _rows_in(charts, free)
        parts = [*_parts(len(charts[0].categories), charts[0].references, shown.most)]
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
        self, slide: Slide, charts: Sequence[NativeChart], free: Box, shown: _Rows
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
        wide = free.width * (1 - MEASURE) - 12
        room = Room(wide, high, shown.names, shown.above, 4, TICKS, legend=True)
        self._put_chart(slide, stack, Box(free.left, free.top, wide, high), room)
        place = Box(free.left + wide + 12, free.top, free.width - wide - 12, high)
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
        side, below = MARGIN / WIDTH, MARGIN * across / WIDTH / down / 2
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

    # --- The table -------------------------------------------------------------------------------

    def _add_table(self) -> None:
        table = self.page.table
        answer = self.page.answer
        title = say(self.language, "slide.table", title=answer.label or self.page.title)
        parts = parts_of(table, self._room_of_table(title))
        for number, part in enumerate(parts, start=1):
            own = self._numbered(title, number, len(parts)) if len(parts) > 1 else title
            slide, free = self.deck.slide(own, TABLE_TITLE)
            below = self._put_foot(slide, replace(free, top=free.top + 6), "", MOST_BELOW_TABLE)
            draw_table(slide, part, below, self.language, f"{title}.")

    def _room_of_table(self, title: str) -> Box:
        """What is free on a slide with a table, without adding one."""
        free = self.deck.free_below(self._numbered(title, 88, 88), TABLE_TITLE)
        high = (MOST_BELOW_TABLE + MOST_SOURCES + 1) * SMALL.leading + 22
        return replace(free, height=free.height - high)


@dataclass(frozen=True)
class _ChartData:
    """What a presentation makes a chart of: its XML and its workbook."""

    xml: bytes
    xlsx_blob: bytes

    def xml_bytes(self, chart_type: Any) -> bytes:
        """Return the XML, whatever its kind is called."""
        return self.xml


@dataclass(frozen=True)
class _Rows:
    """How the rows of charts have room.

    Attributes
    ----------
    names
        Width of their names.
    above
        Height of legend or heading.
    row
        Height of a row.
    most
        How many there are on a slide.
    short
        Each name as it has room.
    """

    names: float
    above: float
    row: float
    most: int
    short: Mapping[str, str]


def _short(names: Sequence[str], room: float) -> dict[str, str]:
    """Names as they have room; those that would be cut to the same end in what differs."""
    plain = {name: printable_line(name) for name in names}
    short = {name: _cut(words, room, MOST_NAMES) for name, words in plain.items()}
    times = Counter(short.values())
    alike = {plain[name] for name in plain if times[short[name]] > 1}
    if len(alike) > 1:
        ends = dict(ends_apart(sorted(alike)))
        for name, words in plain.items():
            if words in ends:
                begins = fold(words, NAME, room, 1)[0].removesuffix(MORE)
                rest = _cut(f"{MORE} {ends[words]}", room, MOST_NAMES - 1)
                short[name] = f"{begins} {rest}"
    return short


def _cut(words: str, room: float, most: int) -> str:
    """Words, cut where they need more lines than there are."""
    return words if fits_in(most, words, NAME, room) else " ".join(fold(words, NAME, room, most))


def _rows_in(charts: Sequence[NativeChart], free: Box) -> _Rows:
    """How rows have room: their names in so many lines that they need the fewest slides."""
    names = [printable_line(name) for name in charts[0].categories]
    above = HEADING
    if charts[0].kind == "stack":
        wide = free.width * (1 - MEASURE) - 12
        taken = sum(width(series.name, NAME) + 30 for series in charts[0].series)
        above = math.ceil(taken / wide) * 19 + 10
    plot = free.height - above - TICKS
    widest = max(max(width(name, NAME) for name in names) + 14, 40.0)
    tried = []
    for part in WIDEST_NAMES[len(charts) > 1]:
        room = min(widest, part * free.width)
        lines = max(len(fold(name, NAME, room - 10, MOST_NAMES)) for name in names)
        row = max(ROW, lines * NAME.leading + 1)
        most = max(1, int(plot / row))
        slides = len([*_parts(len(names), charts[0].references, most)])
        tried.append((slides, room, row, most))
    slides, room, row, most = min(tried)
    longest = max(map(len, _parts(len(names), charts[0].references, most)))
    high = max(row, min(plot / longest, TALLEST_ROW))
    return _Rows(room, above, high, most, _short(charts[0].categories, room - 10))


def _parts(count: int, references: int, most: int) -> Iterator[list[int]]:
    """The places of rows on each slide, about as many on each; the references on all of them."""
    if count <= most or most <= references:
        for first in range(0, count, most):
            yield [*range(first, min(first + most, count))]
        return
    groups = count - references
    slides = math.ceil(groups / (most - references))
    each = math.ceil(groups / slides)
    for first in range(references, count, each):
        yield [*range(references), *range(first, min(first + each, count))]


def _room_of_lines(chart: NativeChart, free: Box) -> tuple[NativeChart, Room]:
    """The room of lines: names stand at their ends where they have room, else in a legend."""
    left, below = 52.0, TICKS
    plot = free.height - 10 - below
    names = [*ends_of_lines(chart)]
    widest = max((width(name, FIRM) for name in [*names, "100 %"]), default=0.0) + 20
    if len(names) * 2 * FIRM.leading <= plot and widest <= LONGEST_END * free.width:
        return chart, Room(free.width, free.height, left, 10.0, widest, below)
    names = [*dict.fromkeys(series.name for series in chart.series)]
    taken = sum(width(name, NAME) + 40 for name in names)
    above = math.ceil(taken / free.width) * 19 + 12
    room = Room(free.width, free.height, left, above, 56.0, below, legend=True)
    short = [replace(one, name=cut(one.name, NAME, free.width / 2)) for one in chart.series]
    return replace(chart, series=short), room


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""
