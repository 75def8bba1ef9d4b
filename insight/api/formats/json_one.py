"""JSON of version 1: rows by key with the contents side by side, and JSON-stat before 2.0."""

from __future__ import annotations

import itertools
import math

from insight.api.asking.selection import Selection
from insight.api.cube_figures import Cells
from insight.api.formats.jsonstat import Json, Telling, dataset, of_selection


def keyed_rows(selection: Selection, cells: Cells, telling: Telling) -> Json:
    """Return rows, each with the codes that it is of and a figure, or a mark, for each content."""
    language = telling.language
    others = [each for each in selection.selected if each.dimension.kind != "contents"]
    contents = next(each for each in selection.selected if each.dimension.kind == "contents")
    steps = _steps(selection)
    columns = [
        {
            "code": each.dimension.id,
            "text": each.dimension.label[language],
            "type": "t" if each.dimension.kind == "wave" else "d",
        }
        for each in others
    ]
    columns += [
        {"code": value.code, "text": value.label[language], "type": "c"}
        for value in contents.values
    ]
    step_of_contents = steps[contents.dimension.id]
    data = []
    for places in itertools.product(*(range(len(each.values)) for each in others)):
        start = sum(
            place * steps[each.dimension.id] for place, each in zip(places, others, strict=True)
        )
        row = [start + number * step_of_contents for number in range(len(contents.values))]
        key = [each.codes[place] for place, each in zip(places, others, strict=True)]
        data.append({"key": key, "values": [_written(cells, place) for place in row]})
    document = dataset(of_selection(selection), telling)
    about = {name: document[name] for name in ("label", "source", "updated")}
    notes = [
        {"variable": "", "value": "", "comment": note} for note in _words(document.get("note"))
    ]
    return {"columns": columns, "comments": notes, "data": data, "metadata": [about]}


def _words(notes: object) -> list[str]:
    return [str(note) for note in notes] if isinstance(notes, list) else []


def _steps(selection: Selection) -> dict[str, int]:
    """How many cells lie between neighbouring values of each dimension."""
    sizes = [len(each.values) for each in selection.selected]
    return {
        each.dimension.id: math.prod(sizes[number + 1 :])
        for number, each in enumerate(selection.selected)
    }


def _written(cells: Cells, place: int) -> str:
    value = cells.values[place]
    return cells.statuses[place] if value is None else repr(value)


def dataset_one(selection: Selection, cells: Cells, telling: Telling) -> Json:
    """Return JSON-stat as it was before 2.0: dimensions in an object that has ids and sizes too."""
    document = dataset(of_selection(selection), telling, cells)
    dimensions = document["dimension"]
    inner = {name: document[name] for name in ("id", "size", "role")}
    kept = ("label", "source", "updated", "note", "value", "status", "extension")
    return {
        "dataset": {
            "dimension": {**(dimensions if isinstance(dimensions, dict) else {}), **inner},
            **{name: document[name] for name in kept if name in document},
        }
    }
