"""Files that a reader can take away of what is shown, each made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from insight.analysis.estimates import stack
from insight.exports import files
from insight.exports.bundle import FORMATS, bundle
from insight.exports.workbook import workbook
from insight.reporting import provenance
from insight.reporting.breakdown.answer import Answer
from insight.reporting.charts.picture import PICTURES, Picture, draw_picture
from insight.survey.filters import Filter
from insight.web.answers import View

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Offer:
    """A file that can be had: `kind` is its name in the catalogue, `make` makes it."""

    kind: str
    name: str
    make: Callable[[], bytes]

    @property
    def mime(self) -> str:
        """The media type of the file."""
        return MIME[self.name.rpartition(".")[2]]


def of_answer(
    view: View, answer: Answer, notes: Sequence[str], *, link: str = "", made: date
) -> Iterator[Offer]:
    """Offer an answer as CSV for programs and for a Norwegian Excel, as workbook and as picture.

    Parameters
    ----------
    view, answer
        What the reader looks at, and what of it is offered.
    notes
        What is said of the chart.
    link
        Address of the view.
    made
        The reader's day.
    """
    language, tables, chart = view.language, answer.tables, answer.chart
    request, keys, lines = tables[0].request, chart.keys, [answer.label, answer.base]
    stem = f"{answer.name}_valid" if request.valid_only else answer.name

    def named(ending: str, part: str = "") -> str:
        return files.file_name(f"{stem}{part}", request.where, ending)

    yield Offer("csv", named("csv"), lambda: files.tidy_bytes(stack(tables, language, keys)))
    yield Offer(
        "norwegian",
        named("csv", "_excel"),
        lambda: files.spreadsheet_bytes(stack(tables, language, keys).to_pandas()),
    )
    make = partial(workbook, tables, language, keys=keys, link=link, made=made)
    yield Offer("workbook", named("xlsx"), make)
    below = [*filter(None, [answer.basis]), *notes]
    picture = Picture(
        chart.spec("light"), chart.rows, answer.finding, lines, below, answer.alternative
    )
    books = provenance.codebooks(tables)
    foot, mark = provenance.foot(books, made, language), provenance.mark(books, language)
    for kind in PICTURES:
        draw = partial(draw_picture, picture, kind, language, foot=foot, mark=mark)
        yield Offer(kind, named(kind), draw)


def of_responses(view: View, where: Filter, *, link: str = "", made: date) -> Iterator[Offer]:
    """Offer the responses that a filter keeps, with their codebook, as CSV and as Parquet."""
    for kind in FORMATS:
        make = partial(bundle, view.survey, where, kind, view.language, link=link, made=made)
        name = files.file_name(f"{view.survey.id}_responses_{kind}", where, "zip")
        yield Offer(f"responses_{kind}", name, make)
