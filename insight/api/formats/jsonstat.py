"""JSON-stat 2.0: a selection of a cube with its figures, or a whole cube without, as metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insight.api import cube_words
from insight.api.asking.selection import Selection
from insight.api.cube import COUNTS, Cube, Dimension, Value
from insight.api.cube_figures import Cells
from insight.api.listing import updated
from insight.api.page_address import page_address
from insight.api.settings import Settings
from insight.language.catalogue import Language, say
from insight.survey.disk.publication import version_link

Json = dict[str, object]
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Telling:
    """In which language it is told, by which name that was asked for, and with which settings."""

    name: str
    language: Language
    settings: Settings

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language."""
        return say(self.language, key, **values)


@dataclass(frozen=True)
class Shown:
    """What is shown of a cube: dimensions with their values, and how they are placed."""

    cube: Cube
    parts: Sequence[tuple[Dimension, Sequence[Value]]]
    stub: Sequence[str]
    heading: Sequence[str]


def of_selection(selection: Selection) -> Shown:
    """Show what is selected."""
    parts = [(each.dimension, each.values) for each in selection.selected]
    return Shown(selection.cube, parts, selection.stub, selection.heading)


def dataset(shown: Shown, telling: Telling, cells: Cells | None = None) -> Json:
    """Return a JSON-stat dataset; without cells it has no values.

    Parameters
    ----------
    shown
        What is shown.
    telling
        Its language.
    cells
        The figures.
    """
    cube, language = shown.cube, telling.language
    dimensions = [dimension for dimension, _ in shown.parts]
    notes = cube_words.notes(cube, language)
    simulated = cube.codebook.simulated
    document: Json = {
        "version": "2.0",
        "class": "dataset",
        "href": f"{telling.settings.base}/tables/{cube.id}",
        "label": cube_words.title(cube, dimensions, language),
        "source": cube_words.source(cube, language),
        "updated": updated(cube.survey).strftime(TIME_FORMAT),
        "link": {"related": [_codebook_link(cube, telling)]},
        "note": notes,
        "role": _roles(dimensions),
        "id": [dimension.id for dimension in dimensions],
        "size": [len(values) for _, values in shown.parts],
        "dimension": {
            dimension.id: _dimension(cube, dimension, values, telling)
            for dimension, values in shown.parts
        },
        "extension": {
            **({"noteMandatory": {"0": True}} if simulated else {}),
            "simulated": simulated,
            "licence": cube_words.licence(cube, language),
            "tags": ["simulated"] if simulated else [],
            "status": {"label": cube_words.status_words(cube, language)},
            **({"basis": _alike(cells.bases)} if cells and simulated else {}),
            "px": _px(shown, telling),
        },
        "value": list(cells.values) if cells else [],
    }
    if cells:
        marked = {str(at): status for at, status in enumerate(cells.statuses) if status}
        document |= {"status": marked} if marked else {}
    return document


def _alike(words: Sequence[str]) -> object:
    """One word where all are the same, as a status may be told; else all of them."""
    return words[0] if len(set(words)) == 1 else list(words)


def _codebook_link(cube: Cube, telling: Telling) -> Json:
    """A link to what explains the survey."""
    address = telling.settings.address
    return {
        "type": "text/html",
        "href": page_address(
            address, "codebook", telling.language, cube.codebook.id, **version_link(cube.survey)
        ),
        "label": telling.say("api.codebook"),
        "extension": {"relation": "about-statistics"},
    }


def _roles(dimensions: Sequence[Dimension]) -> Json:
    roles = {
        "time": [each.id for each in dimensions if each.kind == "wave"],
        "metric": [each.id for each in dimensions if each.kind == "contents"],
    }
    return {role: ids for role, ids in roles.items() if ids}


def _dimension(cube: Cube, dimension: Dimension, values: Sequence[Value], telling: Telling) -> Json:
    category: Json = {
        "index": {value.code: place for place, value in enumerate(values)},
        "label": {value.code: value.label[telling.language] for value in values},
    }
    extension: Json = {"elimination": dimension.may_be_left_out, "show": "value"}
    if code := dimension.left_out_code:
        extension["eliminationValueCode"] = code
    match dimension.kind:
        case "category":
            category |= _children(cube, values)
        case "contents":
            category["unit"] = {value.code: unit_of(cube, value, telling) for value in values}
            extension["alternativeText"] = {
                value.code: telling.say(
                    "api.meaning", measure=value.label, item=cube.item.question or cube.label
                )
                for value in values
            }
        case "wave":
            category |= _breaks(cube, values, telling)
            extension |= _mandatory(category)
    known = cube.codelists if dimension.kind == "category" else ()
    lists = [codelist_entry(cube, name, telling) for name in known]
    extension |= {"codelists": lists, "codeLists": lists}
    return {
        "label": dimension.label[telling.language],
        "category": category,
        "extension": extension,
    }


def _children(cube: Cube, values: Sequence[Value]) -> Json:
    """Which answers each net takes together, of those that are there."""
    there = {value.key: value.code for value in values if not value.is_net}
    children = {
        value.code: [there[key] for key in net.codes if key in there]
        for value in values
        if value.is_net and (net := cube.item.net(value.key))
    }
    held = {code: codes for code, codes in children.items() if codes}
    return {"child": held} if held else {}


def unit_of(cube: Cube, value: Value, telling: Telling) -> dict[str, Any]:
    """Return the unit of a content, and with how many decimals it is read."""
    if value.code in COUNTS:
        return {"base": telling.say("api.unit_answers"), "decimals": 0}
    is_error = value.code.endswith("_se")
    if cube.measure != "share":
        return {"base": telling.say("api.unit_value"), "decimals": 3 if is_error else 2}
    key = "api.unit_points" if is_error else "api.unit_percent"
    return {"base": telling.say(key), "decimals": 2 if is_error else 1}


def _breaks(cube: Cube, values: Sequence[Value], telling: Telling) -> Json:
    """Notes of the waves from which on figures cannot be compared with those before."""
    reasons: dict[str, list[str]] = {}
    codes = {value.key: value for value in values}
    for each in cube.item.breaks:
        if value := codes.get(each.wave):
            told = telling.say("api.break_here", wave=value.label, reason=each.reason)
            reasons.setdefault(value.code, []).append(told)
    return {"note": reasons} if reasons else {}


def _mandatory(category: Mapping[str, object]) -> Json:
    notes = category.get("note")
    if not isinstance(notes, dict):
        return {}
    return {
        "categoryNoteMandatory": {
            code: {str(place): True for place in range(len(told))} for code, told in notes.items()
        }
    }


def codelist_entry(cube: Cube, name: str, telling: Telling) -> Json:
    """Return what is told of a code list beside its dimension."""
    return {
        "id": name,
        "label": telling.say("api.nets" if name.startswith("agg_") else "api.answers"),
        "type": "Aggregation" if name.startswith("agg_") else "Valueset",
        "links": [
            {
                "rel": "metadata",
                "hreflang": telling.name,
                "href": f"{telling.settings.base}/codelists/{name}?lang={telling.name}",
            }
        ],
    }


def codelist(cube: Cube, name: str, values: Sequence[Value], telling: Telling) -> Json:
    """Return a code list: its values, and the answers that each of them is made of."""
    codes = {value.key: value.code for value in _answers(cube)}
    return {
        **codelist_entry(cube, name, telling),
        "language": telling.name,
        "languages": list(cube_words.TOLD_LANGUAGES),
        "elimination": False,
        "values": [
            {
                "code": value.code,
                "label": value.label[telling.language],
                "valueMap": [codes[key] for key in net.codes if key in codes]
                if value.is_net and (net := cube.item.net(value.key))
                else [value.code],
            }
            for value in values
        ],
    }


def _answers(cube: Cube) -> list[Value]:
    found = (each for each in cube.dimensions if each.kind == "category")
    return [value for value in next(found).values if not value.is_net]


def _px(shown: Shown, telling: Telling) -> Json:
    """What a px file would say of itself."""
    cube, language = shown.cube, telling.language
    return {
        "tableid": cube.id,
        "decimals": 1,
        "official-statistics": False,
        "aggregallowed": False,
        "copyright": False,
        "language": telling.name,
        "contents": cube.label[language],
        "description": cube_words.title(cube, [each for each, _ in shown.parts], language),
        "descriptiondefault": False,
        "matrix": cube.id,
        "subject-code": cube.codebook.id,
        "subject-area": cube.codebook.title[language],
        "stub": list(shown.stub),
        "heading": list(shown.heading),
    }
