"""What a reader can take away of what is shown: each file with its name, made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from insight.analysis.estimates import Table
from insight.analysis.tidy import stacked
from insight.exports import files
from insight.exports.bundle import FORMATS, bundle
from insight.exports.workbook import workbook
from insight.query.opened import OpenSurvey, remembered
from insight.reporting import provenance
from insight.reporting.charts.picture import PICTURES, Picture, drawn
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


def of_result(
    view: View,
    tables: Sequence[Table],
    name: str,
    *,
    keys: Sequence[str] = (),
    picture: Picture | None = None,
    link: str = "",
    made: date,
) -> Iterator[Offer]:
    """Offer a result as CSV for programs and for a Norwegian Excel, as workbook and as picture.

    Parameters
    ----------
    view
        What the reader looks at.
    tables
        The estimates that are shown.
    name
        What the files hold: survey, item and breakdown.
    keys
        The categories and nets that are shown; all where there are none.
    picture
        The chart, if there is one.
    link
        Address of the view.
    made
        The reader's day.
    """
    language, request = view.language, tables[0].request
    stem = f"{name}_valid" if request.valid_only else name

    def named(ending: str, part: str = "") -> str:
        return files.file_name(f"{stem}{part}", request.where, ending)

    yield Offer("csv", named("csv"), lambda: files.tidy_bytes(stacked(tables, language, keys)))
    yield Offer(
        "norwegian",
        named("csv", "_excel"),
        lambda: files.spreadsheet_bytes(stacked(tables, language, keys)),
    )
    make = partial(workbook, tables, language, keys=keys, link=link, made=made)
    yield Offer("workbook", named("xlsx"), make)
    if picture:
        books = provenance.codebooks(tables)
        foot, mark = provenance.foot(books, made, language), provenance.mark(books, language)
        for kind in PICTURES:
            draw = partial(drawn, picture, kind, language, foot=foot, mark=mark)
            yield Offer(kind, named(kind), draw)


@remembered
def respondents(survey: OpenSurvey, where: Filter) -> int:
    """How many respondents a filter keeps, remembered for every reader."""
    return survey.count(where)


def of_responses(view: View, where: Filter, *, link: str = "", made: date) -> Iterator[Offer]:
    """Offer the responses that a filter keeps, with their codebook, as CSV and as Parquet."""
    for kind in FORMATS:
        make = partial(bundle, view.survey, where, kind, view.language, link=link, made=made)
        name = files.file_name(f"{view.survey.id}_responses_{kind}", where, "zip")
        yield Offer(f"responses_{kind}", name, make)
