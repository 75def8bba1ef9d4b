"""Rows of facts for programs: CSV as the page's file, and JSON-stat of rows and columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from insight.documents.later.later_figures import all_facts
from insight.exports import files
from insight.exports.headings import of_facts
from insight.views.at_address.facts_view import FactsView


def as_csv(seen: FactsView) -> bytes:
    """Return the rows as the page's file for programs has them."""
    return files.csv_bytes(seen.rows())


def as_json_stat(seen: FactsView) -> bytes:
    """Return the rows as a dataset: a value for each fact and each column of the file.

    A value is a number where the file has one; a cell without anything in it is null.
    """
    frame = seen.rows()
    names, ids = [*map(str, frame)], [*map(str, frame["id"])]
    headings = of_facts(names, all_facts(), seen.language)
    titled = "text" if "text" in frame else "indicator"
    labels = dict(zip(ids, map(str, frame[titled]), strict=True))
    records = json.loads(frame.to_json(orient="values", double_precision=15))
    marks = seen.marks()
    notes = (seen.finding, seen.line, marks.read if marks else "")
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": seen.title,
        "source": ", ".join(seen.sources),
        "note": [words for words in notes if words],
        "id": ["fact", "column"],
        "size": [len(ids), len(names)],
        "role": {"metric": ["column"]},
        "dimension": {
            "fact": _dimension(seen.title, ids, labels),
            "column": _dimension(seen.title, names, headings),
        },
        "value": [None if value == "" else value for record in records for value in record],
        "extension": {"simulated": False},
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def _dimension(label: str, ids: list[str], labels: Mapping[str, str]) -> dict[str, object]:
    return {"label": label, "category": {"index": ids, "label": dict(labels)}}


WRITTEN: Mapping[str, tuple[str, Callable[[FactsView], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json_stat),
}
