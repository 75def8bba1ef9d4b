"""Schemas of what is asked and answered, in JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insight.analysis.tidy import Kind
from insight.api.asking.analyses_by_name import ANALYSES
from insight.api.asking.asked_analysis import Analysis
from insight.api.formats.analysis_rows import left_out
from insight.api.problems import KINDS

Json = dict[str, object]
TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer", "minimum": 0}
TRUTH: Json = {"type": "boolean"}
ANYTHING: Json = {"type": "object"}


def _list(of: Mapping[str, object]) -> Json:
    return {"type": "array", "items": dict(of)}


def _object(required: str, optional: Mapping[str, object] | None = None, **members: object) -> Json:
    """An object with members; those of `required`, with blanks between, must be there."""
    return {
        "type": "object",
        "properties": {**members, **(optional or {})},
        "required": required.split(),
    }


def reference(name: str) -> Json:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


_LINKS = _list(_object("rel hreflang href", rel=TEXT, hreflang=TEXT, href=TEXT))
_NUMBER: Json = {"type": ["number", "null"]}
_VALUES = _list(_NUMBER)

_HELD: Mapping[Kind, Json] = {"number": _NUMBER, "count": _NUMBER, "truth": TRUTH}


def _analysis(kind: type[Analysis[Any]]) -> Json:
    """What an analysis answers: its rows, with what must be known of them."""
    columns = {name: of for name, of in kind.columns.items() if name not in left_out(kind.columns)}
    held = {name: _HELD.get(of, TEXT) for name, of in columns.items()}
    words = {name: {"type": "string", "enum": ["", *known]} for name, known in kind.words.items()}
    row: Json = {**held, **words, "status": TEXT}
    return _object(
        "language table label source updated licence note simulated asked told rows words",
        language=TEXT,
        table=TEXT,
        label=TEXT,
        source=TEXT,
        updated={"type": "string", "format": "date-time"},
        licence=TEXT,
        note=_list(TEXT),
        simulated=TRUTH,
        asked=ANYTHING,
        told=_list(TEXT),
        rows=_list(_object(" ".join(row), row)),
        words=ANYTHING,
    )


SCHEMAS: Mapping[str, Json] = {
    "Problem": _object(
        "type title status detail", type=TEXT, title=TEXT, status=WHOLE, detail=TEXT
    ),
    "ProblemKind": _object(
        "status title",
        status=WHOLE,
        title={"type": "string", "enum": sorted({title for _, title in KINDS.values()})},
    ),
    "Config": _object(
        "apiVersion languages defaultLanguage maxDataCells maxCallsPerTimeWindow timeWindow",
        apiVersion=TEXT,
        languages=_list(_object("id label", id=TEXT, label=TEXT)),
        defaultLanguage=TEXT,
        maxDataCells=WHOLE,
        maxCallsPerTimeWindow=WHOLE,
        timeWindow=WHOLE,
        dataFormats=_list(TEXT),
    ),
    "Table": _object(
        "id label updated firstPeriod lastPeriod variableNames paths links",
        id=TEXT,
        label=TEXT,
        description=TEXT,
        updated={"type": "string", "format": "date-time"},
        firstPeriod=TEXT,
        lastPeriod=TEXT,
        variableNames=_list(TEXT),
        subjectCode=TEXT,
        timeUnit={"type": "string", "enum": ["Annual", "Other"]},
        paths=_list(_list(_object("id label", id=TEXT, label=TEXT))),
        tags=_list(TEXT),
        links=_LINKS,
    ),
    "Tables": _object(
        "language tables page links",
        language=TEXT,
        tables=_list(reference("Table")),
        page=_object(
            "pageNumber pageSize totalElements totalPages",
            pageNumber=WHOLE,
            pageSize=WHOLE,
            totalElements=WHOLE,
            totalPages=WHOLE,
        ),
        links=_LINKS,
    ),
    "Dataset": _object(
        "version class label source updated id size dimension value extension",
        {"class": {"const": "dataset"}},
        version={"const": "2.0"},
        label=TEXT,
        source=TEXT,
        updated={"type": "string", "format": "date-time"},
        note=_list(TEXT),
        id=_list(TEXT),
        size=_list(WHOLE),
        role=ANYTHING,
        dimension=ANYTHING,
        value=_VALUES,
        status={"type": "object", "additionalProperties": TEXT},
        extension=_object("simulated", simulated=TRUTH),
    ),
    **{name.capitalize(): _analysis(kind) for name, kind in ANALYSES.items()},
    "Choice": _object(
        "variableCode",
        variableCode=TEXT,
        valueCodes=_list(TEXT),
        codelist=TEXT,
    ),
    "Placement": _object("", heading=_list(TEXT), stub=_list(TEXT)),
    "Query": _object(
        "selection", selection=_list(reference("Choice")), placement=reference("Placement")
    ),
    "Selection": _object(
        "selection placement",
        language=TEXT,
        selection=_list(reference("Choice")),
        placement=reference("Placement"),
    ),
    "CodeList": _object(
        "id label language type values",
        id=TEXT,
        label=TEXT,
        language=TEXT,
        type={"type": "string", "enum": ["Aggregation", "Valueset"]},
        values=_list(_object("code label valueMap", code=TEXT, label=TEXT, valueMap=_list(TEXT))),
    ),
    "SavedQuery": _object(
        "tableId selection",
        tableId=TEXT,
        language=TEXT,
        selection=reference("Query"),
        outputFormat=TEXT,
        outputFormatParams=_list(TEXT),
    ),
    "SavedQueryAnswer": _object(
        "language id savedQuery",
        language=TEXT,
        id=TEXT,
        savedQuery=ANYTHING,
        links=_LINKS,
    ),
}
