"""Remarks on the header of a table: what was taken for it, and which rows are no respondents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insight.importers.readers.source import MOST_HEADER_ROWS, ImportOptions
from insight.importers.readers.tables.column_headings import Heading, headings_of
from insight.importers.readers.tables.header_rows import Header
from insight.importers.readers.tables.row_roles import Cells
from insight.importers.readers.values import clean_label
from insight.language.errors import Fault, ImportRefusal, shorten


def refuse_senseless_count(options: ImportOptions) -> None:
    """Refuse a number of header rows that no table has."""
    count = options.header_rows
    if count is not None and not 0 <= count <= MOST_HEADER_ROWS:
        values = {"value": count, "most": MOST_HEADER_ROWS}
        raise ImportRefusal(Fault("fault.import_header_count", values))


def header_remarks(
    header: Header, above: Sequence[Cells], first: int, repeated: int, blank: int = 0
) -> Iterator[Fault]:
    """Yield what was understood of the top of a table, where it is more than one row of names.

    Parameters
    ----------
    header
        The header.
    above
        Rows before it.
    first
        Number in the file of the first row with answers.
    repeated, blank
        How many rows among the answers are a header row once more, or blank.
    """
    if titles := [clean_label(" ".join(filter(None, row))) for row in above if any(row)]:
        values = {"count": len(titles), "text": shorten(titles[0])}
        yield Fault("fault.import_rows_above", values)
    if not header.rows:
        yield Fault("fault.import_no_header", {"first": "column_1"})
    elif len(header.rows) > 1:
        shown = _telling_heading(headings_of(header))
        rows = {"count": len(header.rows), "row": first}
        name, label = clean_label(shown.name), shown.label
        if header.roles.names is None or not label:
            yield Fault("fault.import_header_named", {**rows, "name": shorten(label or name)})
        else:
            told = {"name": shorten(name), "label": shorten(label)}
            yield Fault("fault.import_header_labelled", {**rows, **told})
    if repeated:
        yield Fault("fault.import_header_repeated", {"count": repeated})
    if blank:
        yield Fault("fault.import_blank_rows", {"count": blank})


def _telling_heading(headings: Sequence[Heading]) -> Heading:
    """Return the heading that shows best what became of the header: one with all its parts."""
    return max(headings, key=lambda heading: (bool(heading.question), bool(heading.label)))
