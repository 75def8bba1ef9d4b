"""Answering of data calls: figures of a selection, or an analysis, in the format asked for.

What has been answered is remembered with the survey, as the tables are that it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from email.utils import format_datetime
from typing import Any

from insight.api.asking.asked_analysis import Analysis
from insight.api.asking.selection import Selection, Wanted, select
from insight.api.audited.audited_calls import Given, tell_view
from insight.api.audited.restricted_surveys import codes_of
from insight.api.calls import Answer, Call, json_answer, unchanged
from insight.api.cube import Cube
from insight.api.cube_figures import Cells, figures
from insight.api.formats.analysis_rows import analysis_csv, analysis_document
from insight.api.formats.jsonstat import Telling, dataset, of_selection
from insight.api.formats.long_rows import LongRows, layout_of
from insight.api.formats.px_file import px_bytes
from insight.api.listing import mark_of, updated
from insight.api.problems import Problem
from insight.language.errors import shorten

USUAL_FORMAT = "json-stat2"
MOST_REMEMBERED = 5_000  # cells; larger answers would take the room of what pages remember
Parameters = tuple[str, ...]
Writer = Callable[[Selection, Cells, Telling, Parameters], bytes]


def _json(selection: Selection, cells: Cells, telling: Telling, _: Parameters) -> bytes:
    return json_answer(dataset(of_selection(selection), telling, cells)).body


def _px(selection: Selection, cells: Cells, telling: Telling, _: Parameters) -> bytes:
    return px_bytes(selection, cells, telling)


def _rows(write: Callable[[LongRows], bytes]) -> Writer:
    def written(
        selection: Selection, cells: Cells, telling: Telling, parameters: Parameters
    ) -> bytes:
        return write(LongRows(selection, cells, telling, layout_of(parameters)))

    return written


# Each format with its media type and what writes it.
FORMATS: Mapping[str, tuple[str, Writer]] = {
    "json-stat2": ("application/json", _json),
    "csv": ("text/csv; charset=utf-8", _rows(LongRows.csv)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _rows(LongRows.xlsx),
    ),
    "parquet": ("application/vnd.apache.parquet", _rows(LongRows.parquet)),
    "html": ("text/html; charset=utf-8", _rows(LongRows.html)),
    "px": ("application/octet-stream", _px),
}


def format_of(asked: str) -> str:
    """Return the format that is asked for.

    Raises
    ------
    Problem
        If there is no such format.
    """
    name = asked.strip().lower() or USUAL_FORMAT
    if name not in FORMATS:
        raise Problem("unsupported_format", name=shorten(asked), known=", ".join(FORMATS))
    return name


def answer_data(
    call: Call,
    cube: Cube,
    wanted: Wanted,
    telling: Telling,
    *,
    usual_format: str = "",
    usual_parameters: Parameters = (),
) -> Answer:
    """Answer with the figures of a selection.

    Parameters
    ----------
    call
        Which may name a format.
    cube, wanted
        What is asked, and of what.
    telling
        In which language.
    usual_format, usual_parameters
        What holds where the call names nothing.
    """
    name = format_of(call.parameter("outputFormat") or usual_format)
    parameters = call.list_of("outputFormatParams") or usual_parameters
    selection = select(cube, wanted, call.settings)
    mark = mark_of(cube)
    if call.knows(mark):
        return unchanged(mark)
    call.take_table(selection.key)
    tell_selection(call, selection)
    media_type, _ = FORMATS[name]
    body = written(selection, telling, name, parameters)
    saved_as = "" if name in (USUAL_FORMAT, "html") else f"{cube.id}.{name}"
    return _of_cubes([cube], telling, body, media_type, saved_as)


def tell_selection(call: Call, selection: Selection) -> None:
    """Tell the audit of a selection, if its survey is a restricted one."""
    told = [each for each in selection.selected if each.dimension.kind in ("segment", "wave")]
    chosen = {
        each.dimension.id: [*each.codes]
        for each in told
        if len(each.values) < len(each.dimension.values)
    }
    by = [each.dimension.id for each in told if len(each.values) > 1]
    given = Given("api", "", (selection.cube.item.id,), by, chosen, selection.key)
    tell_view(call.person, selection.cube.survey, given)


def _of_cubes(
    cubes: Sequence[Cube], telling: Telling, body: bytes, media_type: str, saved_as: str
) -> Answer:
    """An answer with what caches may know of it, and the name of the file that it is saved as."""
    changed = format_datetime(max(updated(cube.survey) for cube in cubes), usegmt=True)
    headers: dict[str, str] = {"Content-Language": telling.language}
    if saved_as:
        headers["Content-Disposition"] = f'attachment; filename="{saved_as[-120:]}"'
    return Answer(body, media_type, mark=mark_of(*cubes), changed=changed, headers=headers)


def written(
    selection: Selection, telling: Telling, name: str, parameters: Parameters = ()
) -> bytes:
    """Return a selection with its figures in a format, as it is remembered."""
    known = tuple(sorted({each.lower() for each in parameters} & _PARAMETERS))
    key = ("api", selection.key, telling.name, telling.settings.address, name, known)
    survey = selection.cube.survey
    _, write = FORMATS[name]

    def make() -> memoryview:
        return memoryview(write(selection, figures(selection), telling, known))

    return bytes(survey.recall(key, make) if selection.size <= MOST_REMEMBERED else make())


_PARAMETERS = {
    *("usecodes", "usetexts", "usecodesandtexts", "includetitle"),
    *("separatortab", "separatorspace", "separatorsemicolon"),
}


ANALYSIS_FORMATS: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


def answer_analysis(call: Call, cube: Cube, telling: Telling, kind: type[Analysis[Any]]) -> Answer:
    """Answer with the rows of an analysis that parameters ask for.

    Parameters
    ----------
    call
        Whose parameters say what is asked.
    cube
        Of what.
    telling
        In which language.
    kind
        Which analysis.
    """
    named = call.parameter("outputFormat")
    name = named.strip().lower() or "json"
    if name not in ANALYSIS_FORMATS:
        known = ", ".join(ANALYSIS_FORMATS)
        raise Problem("unsupported_format", name=shorten(named), known=known)
    asked = kind.read(cube, call)
    if asked.rows > call.settings.most_cells:
        raise Problem("too_many_cells", count=asked.rows, most=call.settings.most_cells)
    mark = mark_of(*asked.cubes)
    if call.knows(mark):
        return unchanged(mark)
    call.take_table(asked.key)
    for survey, items, where in asked.seen:
        given = Given("api", "", items, asked.by, codes_of(where), asked.key)
        tell_view(call.person, survey, given)
    body = _written_analysis(asked, telling, name)
    saved_as = "" if name == "json" else f"{cube.id}.{asked.name}.{name}"
    return _of_cubes(asked.cubes, telling, body, ANALYSIS_FORMATS[name], saved_as)


def _written_analysis(asked: Analysis[Any], telling: Telling, name: str) -> bytes:
    """An analysis in a format, as it is remembered unless it is large."""
    survey = asked.cube.survey
    of_others = tuple(cube.survey.version for cube in asked.cubes[1:])
    is_small = asked.rows * len(asked.columns) <= MOST_REMEMBERED

    def make() -> memoryview:
        key = ("api found", asked.key, of_others)
        found = survey.recall(key, asked.found) if is_small else asked.found()
        if name == "csv":
            return memoryview(analysis_csv(asked, found, telling))
        return memoryview(json_answer(analysis_document(asked, found, telling)).body)

    key = ("api analysis", asked.key, of_others, telling.name, telling.settings.address, name)
    return bytes(survey.recall(key, make) if is_small else make())
