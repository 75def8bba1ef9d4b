"""A bundled table with one row or some words changed."""

import csv
from pathlib import Path


def with_row(source: Path, folder: Path, row_id: str, cells: dict[str, str]) -> Path:
    """Write a table to a folder with some cells changed of the row whose first cell is an id."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if next(iter(row.values())) == row_id).update(cells)
    path = folder / source.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def with_words(source: Path, folder: Path, before: str, after: str) -> Path:
    """Write a table to a folder with the first place of some words changed."""
    text = source.read_text("utf-8")
    assert before in text
    path = folder / source.name
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path
