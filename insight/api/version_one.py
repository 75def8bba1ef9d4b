"""Version 1 of PxWebApi, for older clients: levels, variables, and a query that is posted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insight.api import cube_words
from insight.api.answering import FORMATS, tell_selection, written
from insight.api.asking.selection import Wanted, select
from insight.api.audited.audited_calls import Given, tell_view
from insight.api.calls import Answer, Call, json_answer
from insight.api.cube import Cube, Dimension
from insight.api.cube_figures import figures
from insight.api.formats.json_one import dataset_one, keyed_rows
from insight.api.formats.jsonstat import TIME_FORMAT, Json, Telling
from insight.api.listing import updated
from insight.api.problems import Problem
from insight.language.errors import shorten

OWN_FORMATS = {"json": keyed_rows, "json-stat": dataset_one}
USUAL_FORMAT = "json"


def languages(call: Call) -> Answer:
    """List the languages, the first level."""
    if told := _config(call):
        return told
    return json_answer([{"id": "no", "text": "Norsk"}, {"id": "en", "text": "English"}])


def surveys(call: Call) -> Answer:
    """List the surveys, the level under a language."""
    telling = _telling(call)
    if told := _config(call):
        return told
    return json_answer(
        [
            {"id": survey.id, "type": "l", "text": survey.codebook.title[telling.language]}
            for survey in call.listing.surveys
        ]
    )


def items(call: Call) -> Answer:
    """List the tables of a survey."""
    telling, name = _telling(call), call.path["survey"]
    if told := _config(call):
        return told
    cubes = [cube for cube in call.listing.cubes if cube.codebook.id == name]
    if not cubes:
        raise Problem("unknown_table", name=shorten(name), hint="")
    return json_answer(
        [
            {
                "id": cube.id.partition(".")[2],
                "type": "t",
                "text": cube_words.title(cube, cube.dimensions, telling.language),
                "updated": updated(cube.survey).strftime(TIME_FORMAT),
            }
            for cube in cubes
        ]
    )


def variables(call: Call) -> Answer:
    """Tell the variables of a table, with their values."""
    telling, cube = _telling(call), _cube(call)
    if told := _config(call):
        return told
    tell_view(call.person, cube.survey, Given("api", items=(cube.item.id,)))
    title = cube_words.title(cube, cube.dimensions, telling.language)
    told_variables = [_variable(dimension, telling) for dimension in cube.dimensions]
    return json_answer({"title": title, "variables": told_variables})


def _variable(dimension: Dimension, telling: Telling) -> Json:
    return {
        "code": dimension.id,
        "text": dimension.label[telling.language],
        "values": [value.code for value in dimension.values],
        "valueTexts": [value.label[telling.language] for value in dimension.values],
        **({"elimination": True} if dimension.may_be_left_out else {}),
        **({"time": True} if dimension.kind == "wave" else {}),
    }


def data(call: Call) -> Answer:
    """Give the figures that a query asks for."""
    telling, cube = _telling(call), _cube(call)
    body = call.document()
    response = body.get("response") or {}
    asked = response.get("format") if isinstance(response, dict) else None
    name = asked.lower() if isinstance(asked, str) else USUAL_FORMAT
    if name not in (*OWN_FORMATS, *FORMATS):
        known = ", ".join((*OWN_FORMATS, *FORMATS))
        raise Problem("unsupported_format", name=shorten(asked), known=known)
    selection = select(cube, _wanted(cube, body.get("query") or []), call.settings)
    call.take_table(selection.key)
    tell_selection(call, selection)
    if name in FORMATS:
        return Answer(written(selection, telling, name), FORMATS[name][0])
    return json_answer(OWN_FORMATS[name](selection, figures(selection), telling))


def _wanted(cube: Cube, query: object) -> Wanted:
    """What a query asks for; of what must be chosen and is not, everything."""
    wanted = Wanted()
    for entry in query if isinstance(query, list) else [None]:
        if not isinstance(entry, dict):
            raise Problem("bad_body")
        name, selection = entry.get("code"), entry.get("selection")
        if not isinstance(selection, dict) or not isinstance(name, str):
            raise Problem("bad_body")
        wanted.add(name, *_asked(selection))
    chosen = {cube.dimension(name).id for name in wanted.expressions}
    for dimension in cube.dimensions:
        if not dimension.may_be_left_out and dimension.id not in chosen:
            wanted.add(dimension.id, ["*"], "")
    return wanted


def _asked(selection: Mapping[str, Any]) -> tuple[list[str], str]:
    """The expressions and the code list that a filter means."""
    kind, values = selection.get("filter"), selection.get("values")
    if not isinstance(kind, str) or not isinstance(values, list):
        raise Problem("bad_body")
    words = [str(value) for value in values if isinstance(value, str | int)]
    kind, _, codelist = kind.partition(":")
    match kind.lower():
        case "item" | "all":
            return words, ""
        case "top" if len(words) == 1:
            return [f"top({words[0]})"], ""
        case "agg" | "vs":
            return words, codelist
    raise Problem("bad_parameter", value=shorten(kind), name="filter", hint="")


def _telling(call: Call) -> Telling:
    name, language = cube_words.language_of(call.path["lang"])
    return Telling(name, language, call.settings)


def _cube(call: Call) -> Cube:
    return call.listing.cube(f"{call.path['survey']}.{call.path['item']}")


def _config(call: Call) -> Answer | None:
    """The limits, which are told at every level."""
    if not any(name.lower() == "config" for name, _ in call.parameters):
        return None
    settings = call.settings
    return json_answer(
        {
            "maxValues": settings.most_cells,
            "maxCells": settings.most_cells,
            "maxCalls": settings.most_calls,
            "timeWindow": settings.seconds,
            "CORS": True,
        }
    )
