"""Files that a reader can take away of what is shown, each made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd

from insight.analysis.estimates import Table, stack
from insight.documents.later.later_figures import all_facts as later_facts
from insight.exports import files
from insight.exports.bundle import FORMATS, bundle
from insight.exports.headings import in_words, of_facts
from insight.exports.reports.report import Report, ViewPage
from insight.exports.workbook import workbook
from insight.language.catalogue import Language, say
from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import PICTURES, Chart, Format, Picture, draw_picture
from insight.reporting.pictures.picture_shapes import Shape
from insight.survey.filters import Filter
from insight.views.answer_picture import further_parts, picture_of
from insight.views.at_address.facts_view import with_sources
from insight.views.reports.report_formats import report_bytes
from insight.views.view import View
from insight.web.audited.acts import Taken

# Under which heading of the menu a kind of file stands, in their order.
GROUPS = {
    "picture": ("png", "svg"),
    "numbers": ("csv", "norwegian", "workbook", "rows", "rows_norwegian"),
    "report": ("slide", "document", "pdf"),
    "responses": tuple(f"responses_{kind}" for kind in FORMATS),
}
IN_NAME: dict[Shape, str] = {"page": "", "wide": "_16x9", "square": "_1x1"}
MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "toml": "application/toml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}


NOTHING = Taken()  # of a survey


@dataclass(frozen=True)
class Offer:
    """A file that can be had: `kind` is its name in the catalogue, `make` makes it, `of` what."""

    kind: str
    name: str
    make: Callable[[], bytes]
    of: Taken = NOTHING

    @property
    def taken(self) -> Taken:
        """What is taken with it."""
        return replace(self.of, kind=self.kind)

    @property
    def mime(self) -> str:
        """The media type of the file."""
        return MIME[self.name.rpartition(".")[2]]

    @property
    def group(self) -> str:
        """The heading of the menu under which it stands."""
        return next(group for group, kinds in GROUPS.items() if self.kind in kinds)


def of_answer(
    view: View,
    answer: Answer,
    caption: Caption,
    *,
    link: str = "",
    made: date,
    shape: Shape = "page",
) -> Iterator[Offer]:
    """Offer an answer as CSV for programs and for a Norwegian Excel, workbook, picture, document.

    Parameters
    ----------
    view, answer
        What the reader looks at, and what of it is offered.
    caption
        What is said below it.
    link
        Address of the view.
    made
        The reader's day.
    shape
        Of its picture.
    """
    language, tables, chart = view.language, answer.tables, answer.chart
    request, keys = tables[0].request, chart.keys
    alike = [name for further in answer.further for name in further.alike]
    stem = f"{answer.name}_valid" if request.valid_only else answer.name
    of = Taken(
        surveys=list(dict.fromkeys(table.survey for table in tables)),
        items=list(dict.fromkeys(table.item.id for table in tables)),
        by=list(dict.fromkeys([*(variable.id for variable in request.by), *alike])),
        where=request.where,
    )

    def named(ending: str, part: str = "") -> str:
        return files.file_name(f"{stem}{part}", request.where, ending)

    yield Offer("csv", named("csv"), lambda: files.tidy_bytes(stack(tables, language, keys)), of)
    yield Offer(
        "norwegian",
        named("csv", "_excel"),
        lambda: _for_excel(tables, language, keys),
        of,
    )
    titles = [*_titles(answer, language)]
    make = partial(workbook, tables, language, keys=keys, link=link, made=made, titles=titles)
    yield Offer("workbook", named("xlsx"), make, of)
    report = partial(_report, answer, caption, language, link=link, made=made)
    yield Offer("slide", named("pptx"), lambda: report_bytes(report(), "pptx"), of)
    for kind in PICTURES:
        draw = partial(_picture, kind, answer, caption, language, made, shape)
        yield Offer(kind, named(kind, IN_NAME[shape]), draw, of)
    yield Offer("document", named("docx"), lambda: report_bytes(report(), "docx"), of)
    yield Offer("pdf", named("pdf"), lambda: report_bytes(report(), "pdf"), of)


def _report(
    answer: Answer, caption: Caption, language: Language, *, link: str, made: date
) -> Report:
    """A report of one view, which keeps the finding where the reader has worded a title."""
    picture = picture_of(answer, caption, language, made)
    table = answer.chart.table if answer.table is None else answer.table
    further = further_parts(answer, caption, language, made)
    page = ViewPage(picture, answer, table, link, finding=answer.replaced, further=further)
    return Report("", [page], language, made)


def _picture(
    kind: Format, answer: Answer, caption: Caption, language: Language, made: date, shape: Shape
) -> bytes:
    picture = picture_of(answer, caption, language, made)
    return draw_picture(picture, kind, language, shape=shape)


def _titles(answer: Answer, language: Language) -> Iterator[tuple[str, str]]:
    """The title that a reader has given an answer, and always the finding."""
    if answer.replaced:
        yield say(language, "picture.title"), answer.title
    yield say(language, "picture.finding"), answer.replaced or answer.title or answer.finding


def _for_excel(tables: Sequence[Table], language: Language, keys: Sequence[str]) -> bytes:
    """The tidy result as a Norwegian Excel opens it, with headings that people read."""
    frame = stack(tables, language, keys).to_pandas()
    return files.spreadsheet_bytes(
        frame.rename(columns=in_words(map(str, frame), tables, language))
    )


@dataclass(frozen=True)
class FactRows:
    """Facts to take away: the name of their files, and what makes a row for each of them."""

    name: str
    make: Callable[[], pd.DataFrame]


def of_fact_rows(rows: FactRows, language: Language) -> Iterator[Offer]:
    """Offer facts as CSV for programs, and as one with headings in words for a Norwegian Excel."""

    def for_excel() -> bytes:
        frame = rows.make()
        headings = of_facts(map(str, frame), later_facts(), language)
        return files.spreadsheet_bytes(frame.rename(columns=headings))

    yield Offer("rows", f"{rows.name}.csv", lambda: files.csv_bytes(rows.make()))
    yield Offer("rows_norwegian", f"{rows.name}_excel.csv", for_excel)


def of_fact_chart(
    name: str,
    chart: Chart,
    words: Words,
    sources: Sequence[str],
    language: Language,
    made: date,
    shape: Shape = "page",
) -> Iterator[Offer]:
    """Offer the picture of a chart of facts, which says from where they are and when it was made.

    Parameters
    ----------
    name
        Of the files.
    chart, words
        The chart, and the words around it but for its foot.
    sources
        Names of the documents that the facts are from.
    language
        Of its words.
    made
        The reader's day.
    shape
        Of the picture.
    """
    picture = Picture(chart, with_sources(words, sources, language, made))
    for kind in PICTURES:
        draw = partial(draw_picture, picture, kind, language, shape=shape)
        yield Offer(kind, f"{name}{IN_NAME[shape]}.{kind}", draw)


def of_responses(view: View, where: Filter, *, link: str = "", made: date) -> Iterator[Offer]:
    """Offer the responses that a filter keeps, with their codebook, as CSV and as Parquet."""
    for kind in FORMATS:
        make = partial(bundle, view.survey, where, kind, view.language, link=link, made=made)
        name = files.file_name(f"{view.survey.id}_responses_{kind}", where, "zip")
        of = Taken(surveys=(view.survey,), where=where)
        yield Offer(f"responses_{kind}", name, make, of)
