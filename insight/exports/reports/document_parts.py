"""The parts of a document: what a report says, in order and in words that every format can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

import pandas as pd

from insight.exports.reports.report import TAGS, FurtherPart, RefusedPage, Report, ViewPage
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.printable_words import printable, printable_line
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Chart, Picture

WIDE, HIGH = 170, 215  # millimetres that a picture has on a sheet of A4
ROOM = 108  # letters of a table side by side on a sheet of A4
_NARROWEST, _WIDEST, _LONGEST_WORD = 4, 26, 18
_LINES_OF_CELL = 3
_FEW_ROWS = 6


@dataclass(frozen=True)
class Block:
    """Columns of a table that have room beside each other.

    Attributes
    ----------
    heads, rows
        Its words; the first cell of a row says what the row is about.
    widths
        How wide each column is, measured against the others.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]

    @property
    def is_short(self) -> bool:
        """Whether it stands on one page, rather than being parted where a page ends."""
        return len(self.rows) <= _FEW_ROWS


@dataclass(frozen=True)
class Figure:
    """What a view shows, or what is told of its groups besides.

    Attributes
    ----------
    title
        The finding below the author's heading, empty where it is the heading itself; or what is
        told besides.
    told
        What that says, in paragraphs.
    number, caption
        Its number, and what was asked, and of whom.
    picture, alternative
        What is drawn, with its tags, and all of it in words; None where nothing is.
    notes
        The base, and what the marks mean.
    table_number, table_caption, blocks
        The table, in as many parts as its columns need; no parts where there is none.
    marks
        What is simulated and assumed, for the table.
    foot
        Source and date, and the finding where the author has given the view another title.
    """

    title: str
    told: Sequence[str]
    number: int
    caption: str
    picture: Picture | None
    alternative: str
    notes: Sequence[str]
    table_number: int
    table_caption: str
    blocks: Sequence[Block]
    marks: Sequence[str]
    foot: Sequence[str]


@dataclass(frozen=True)
class Section:
    """A view: its heading, what the author says of it, and what it shows or why it shows nothing.

    What it shows is its own figure, and then what is told of its groups besides.
    """

    heading: str
    comment: Sequence[str]
    shown: Sequence[Figure]
    refused: str
    link: str


@dataclass(frozen=True)
class Document:
    """A report as a document says it.

    Attributes
    ----------
    title
        Of the file.
    headed
        Whether the title stands above the sections; that of a view alone is its heading.
    made
        When it was made.
    introduction, told
        What the author says first, and what has changed since the report was put together.
    sections
        The views.
    language
        Of its words.
    """

    title: str
    headed: bool
    made: str
    introduction: Sequence[str]
    told: Sequence[str]
    sections: Sequence[Section]
    language: Language

    @property
    def tag(self) -> str:
        """The language as files name it."""
        return TAGS[self.language]

    @property
    def has_contents(self) -> bool:
        """Whether it has so many sections that a reader looks for one of them."""
        return len(self.sections) > 1

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the document."""
        return say(self.language, key, **values)


def document_of(report: Report) -> Document:
    """Return the parts of a report as every format of documents has them."""
    made = say(report.language, "download.made_line", day=numbers.day(report.made, report.language))
    sections = [*_sections(report, made)]
    own = printable_line(report.title)
    first = sections[0].heading if sections else say(report.language, "shell.app_name")
    return Document(
        title=own or first,
        headed=bool(own) or not sections,
        made=made,
        introduction=_paragraphs(report.introduction),
        told=[*filter(None, map(printable_line, report.told))],
        sections=sections,
        language=report.language,
    )


def width_on_sheet(wide: float, high: float) -> float:
    """Return how many millimetres wide a picture is, so that no sheet cuts it.

    Examples
    --------
    >>> width_on_sheet(1200, 600), width_on_sheet(1200, 2400)
    (170, 107.5)
    """
    return min(WIDE, HIGH * wide / high)


def is_address(link: str) -> bool:
    """Whether a reader can be led there: to a page, and not to a program or a file.

    Examples
    --------
    >>> is_address("https://eksempel.no/answers"), is_address("javascript:alert(1)")
    (True, False)
    """
    return link.startswith(("https://", "http://"))


def _sections(report: Report, made: str) -> Iterator[Section]:
    numbers_of = _Numbers(report.language, made)
    for page in report.pages:
        title, heading = printable_line(page.title), printable_line(page.heading)
        named = heading or title or say(report.language, "document.no_title")
        beside = title if heading and title != heading else ""
        comment, link = _paragraphs(page.comment), printable_line(page.link)
        if isinstance(page, RefusedPage):
            why = printable_line(f"{beside.rstrip('.')}. {page.reason}" if beside else page.reason)
            yield Section(named, comment, (), why, link)
        else:
            shown = [numbers_of.figure(page, beside), *map(numbers_of.further, page.further)]
            yield Section(named, comment, shown, "", link)


class _Numbers:
    """What gives figures and tables their numbers, each kind by itself.

    When it was made a document tells once, and not below each figure.
    """

    def __init__(self, language: Language, made: str) -> None:
        self._language, self._made = language, made
        self._figures, self._tables = count(1), count(1)

    def figure(self, page: ViewPage, title: str) -> Figure:
        """Return the figure of a view, below a title."""
        words, language = page.picture.words, self._language
        finding = [say(language, "document.finding", finding=page.finding)] if page.finding else []
        words = replace(words, foot=[*words.foot, *finding])
        caption = printable_line(" ".join(words.lines)) or page.label
        return self._figure(words, page.picture.shown, page.table, title, caption)

    def further(self, part: FurtherPart) -> Figure:
        """Return what is told of a view's groups besides; the view has named the source."""
        title, told = printable_line(part.words.title), [*map(printable_line, part.told)]
        caption = printable_line(f"{part.words.title}. {' '.join(part.words.lines)}")
        words = replace(part.words, foot=())
        shown = self._figure(words, part.chart, part.table, title, caption)
        return replace(shown, told=told)

    def _figure(
        self,
        words: Words,
        shown: Rows | Chart | None,
        table: pd.DataFrame | None,
        title: str,
        caption: str,
    ) -> Figure:
        marks = [printable_line(f"{tag.name}. {tag.words}") for tag in words.tags]
        alternative = printable_line(" ".join([*marks, words.alternative]))
        inside = Words("", tags=words.tags, alternative=alternative)
        number = next(self._figures) if shown else 0
        blocks = [] if table is None else blocks_of(table)
        of_figure = say(self._language, "document.table_of", number=number)
        return Figure(
            title=title,
            told=(),
            number=number,
            caption=caption,
            picture=Picture(shown, inside) if shown else None,
            alternative=alternative,
            notes=[*filter(None, map(printable_line, words.notes))],
            table_number=next(self._tables) if blocks else 0,
            table_caption=of_figure if number else caption,
            blocks=blocks,
            marks=marks,
            foot=[line for line in map(printable_line, words.foot) if line not in ("", self._made)],
        )


def _paragraphs(words: str) -> list[str]:
    return [*filter(None, map(printable_line, printable(words).split("\n")))]


def blocks_of(table: pd.DataFrame, room: int = ROOM) -> list[Block]:
    """Return a table in blocks that have room on a sheet, each with the first column.

    Columns of which no cell says anything are left out. A table is turned where it then needs fewer
    blocks, as one of many answers and few groups does.

    Examples
    --------
    >>> wide = pd.DataFrame({"Gruppe": ["Kvinner"], "2020": ["65 %"], "2021": ["68 %"]})
    >>> [block.heads for block in blocks_of(wide)]
    [['Gruppe', '2020', '2021']]
    >>> [block.rows for block in blocks_of(wide, room=16)]
    [[['2020', '65 %'], ['2021', '68 %']]]
    """
    rows = [[_cell(cell) for cell in row] for row in table.itertuples(index=False)]
    columns = [[_cell(head), *(row[at] for row in rows)] for at, head in enumerate(table)]
    filled = [column for at, column in enumerate(columns) if not at or any(column[1:])]
    upright = _blocks(filled, room)
    if len(upright) < 2:
        return upright
    turned = _blocks([[*row] for row in zip(*filled, strict=True)], room)
    return min(upright, turned, key=len)


def _blocks(columns: Sequence[Sequence[str]], room: int) -> list[Block]:
    """Columns, each from its head, in as few blocks as there is room for, each with the first."""
    widths = [*map(_width, columns)]
    blocks: list[list[int]] = [[0]] if len(columns) == 1 else []
    left = 0
    for place in range(1, len(columns)):
        if not blocks or widths[place] > left:
            blocks.append([0])
            left = room - widths[0]
        blocks[-1].append(place)
        left -= widths[place]
    return [_block([columns[at] for at in block], [widths[at] for at in block]) for block in blocks]


def _block(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> Block:
    heads, *rows = ([*row] for row in zip(*columns, strict=True))
    return Block(heads, rows, widths)


def _cell(value: object) -> str:
    missing = value is None or value is pd.NA or value != value
    return "" if missing else printable_line(str(value))


def _width(cells: Sequence[str]) -> int:
    """The letters that a column needs: its longest word, and long cells in a few lines."""
    word = max((len(word) for cell in cells for word in cell.split(" ")), default=0)
    line = max(len(cell) for cell in cells) // _LINES_OF_CELL
    wide = min(max(min(word, _LONGEST_WORD), line), _WIDEST)
    return max(wide, _NARROWEST) + 2
