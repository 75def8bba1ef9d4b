"""A bundled table with one row changed."""

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
