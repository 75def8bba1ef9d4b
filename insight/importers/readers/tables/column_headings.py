"""Headings of columns, gathered from the header rows: a name, a label and the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from insight.importers.readers.source import SourceColumn, label_of
from insight.importers.readers.tables.header_rows import Header
from insight.importers.readers.tables.row_roles import NO_OPTION, Cells, filled_right
from insight.importers.readers.values import clean_label


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header rows say of a column, as `SourceColumn` has it."""

    name: str
    label: str = ""
    question: str = ""


def describe_columns(header: Header, data: Sequence[pa.ChunkedArray]) -> tuple[SourceColumn, ...]:
    """Return the columns of a table; without a header they are called by their number."""
    headings = headings_of(header) or [
        Heading(f"column_{number + 1}") for number in range(len(data))
    ]
    return tuple(
        SourceColumn(
            heading.name, heading.label, {}, (), "", values.type, question=heading.question
        )
        for heading, values in zip(headings, data, strict=True)
    )


def headings_of(header: Header) -> tuple[Heading, ...]:
    """Return the heading of each column; none where there is no header.

    Examples
    --------
    >>> from insight.importers.readers.tables.header_rows import header_of
    >>> rows = [("ID", "Kanaler", ""), ("", "E-post", "Chat"), *[("1", "1", "0")] * 3]
    >>> headings_of(header_of(rows))[2]
    Heading(name='Kanaler - Chat', label='Kanaler – Chat', question='Kanaler')
    """
    if not header.rows:
        return ()
    roles = header.roles
    texts = [header.rows[at] for at in roles.texts]
    spans = [[span for span in roles.spans if span.row == at] for at in roles.texts]
    upper = filled_right(texts, spans)[:-1]
    width = len(header.rows[0])
    questions = [_join(row[column] for row in upper) for column in range(width)]
    names = header.rows[roles.names] if roles.names is not None else None
    return tuple(
        _heading(column, names[column] if names else None, texts, questions)
        for column in range(width)
    )


def _heading(
    column: int, name: str | None, texts: Sequence[Cells], questions: Sequence[str]
) -> Heading:
    question = questions[column]
    option = clean_label(texts[-1][column]) if texts else ""
    around = (*questions[max(0, column - 1) : column], *questions[column + 1 : column + 2])
    shared = question if question and question in around else ""
    if question and option.casefold() in NO_OPTION and not shared:
        option = ""
    parts = [part for part in (question, option) if part]
    label = label_of(*parts) if len(parts) == 2 and question != option else (parts or [""])[0]
    made = " - ".join(dict.fromkeys(parts))
    return Heading(made if name is None else name, label, shared if option else "")


def _join(texts: Iterator[str]) -> str:
    return " – ".join(dict.fromkeys(filter(None, map(clean_label, texts))))
