"""The column of all answers that stands beside the columns of single answers, as Kobo writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from insight.importers.drafting.multiple_answers.batteries import Battery
from insight.importers.readers.source import SourceColumn

BETWEEN = (" ", ";", ",", ", ", "; ", "|", "\n")
MOST_SHAPES = 100_000  # different rows that are looked at


def columns_by_name(columns: Sequence[SourceColumn]) -> dict[str, list[int]]:
    """Return the positions of columns by their names and labels, apart from case and blanks."""
    positions: dict[str, list[int]] = {}
    for position, column in enumerate(columns):
        for name in {_folded(column.name), _folded(column.label)} - {""}:
            positions.setdefault(name, []).append(position)
    return positions


def joined_candidates(battery: Battery, positions: Mapping[str, list[int]]) -> list[int]:
    """Return columns that go by the name of a question whose answers have columns of their own.

    Parameters
    ----------
    battery
        The question.
    positions
        What `columns_by_name` gives.
    """
    named = [*positions.get(_folded(battery.name), ()), *positions.get(_folded(battery.label), ())]
    return [position for position in dict.fromkeys(named) if position not in battery.positions]


def says_the_same(battery: Battery, values: pa.ChunkedArray, marks: Sequence[pa.Array]) -> bool:
    """Whether a column lists exactly the answers that are marked in the columns beside it.

    Parameters
    ----------
    battery
        The question.
    values
        The column.
    marks
        Columns of 0 and 1, in the order of the question's columns.
    """
    names = [f"m{number}" for number in range(len(marks))]
    text = values.cast(pa.string()).combine_chunks()
    table = pa.table([text, *marks], names=["joined", *names]).group_by(["joined", *names])
    shapes = table.aggregate([])
    if shapes.num_rows > MOST_SHAPES:
        return False
    rows = shapes.to_pylist()
    if not any(row["joined"] for row in rows):
        return False
    pairs = [
        (row["joined"] or "", [number for number, name in enumerate(names) if row[name]])
        for row in rows
    ]
    return any(
        all(_lists(text, [words[number] for number in marked], sign) for text, marked in pairs)
        for words in (battery.codes, battery.labels)
        if words
        for sign in BETWEEN
    )


def _lists(text: str, words: Sequence[str], sign: str) -> bool:
    """Whether a text lists these words, in whatever order, and no others."""
    text = text.strip().removesuffix(sign.strip() or " ").strip()
    if text == sign.join(words):
        return True
    pieces = [piece.strip() for piece in text.split(sign) if piece.strip()]
    return sorted(pieces) == sorted(words)


def _folded(words: str) -> str:
    return " ".join(words.casefold().strip(" :?").split())
