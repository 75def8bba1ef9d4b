"""OpenAPI 3.1: the addresses of version 2, what they take and what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insight.api.answering import ANALYSIS_FORMATS, FORMATS
from insight.api.asking.analyses_by_name import ANALYSES
from insight.api.asking.asked_whom import BASES, LEVELS
from insight.api.asking.compared import ADJUSTMENTS, HELD_AGAINST
from insight.api.asking.measured_items import STATISTICS
from insight.api.calls import Answer, Call, json_answer
from insight.api.cube_words import LANGUAGES
from insight.api.descriptions.schemas import SCHEMAS, reference
from insight.api.problems import KINDS
from insight.api.settings import MOST_BYTES, Settings
from insight.language.catalogue import say
from insight.language.search import LONGEST

Json = dict[str, object]


def _parameter(name: str, schema: Mapping[str, object], about: str, where: str = "query") -> Json:
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, **required, "description": about, "schema": dict(schema)}


def _choices(name: str, about: str) -> Json:
    """A parameter whose name goes on with that of a variable, in brackets."""
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    return {**_parameter(name, schema, about), "style": "deepObject", "explode": True}


PARAMETERS: Mapping[str, Json] = {
    "lang": _parameter(
        "lang", {"type": "string", "enum": [*LANGUAGES]}, "Language of words; Norwegian if absent."
    ),
    "query": _parameter(
        "query", {"type": "string", "maxLength": LONGEST}, "Words, each of which must occur."
    ),
    "pastDays": _parameter(
        "pastDays", {"type": "integer", "minimum": 0, "maximum": 100_000}, "Changed since."
    ),
    "pageNumber": _parameter("pageNumber", {"type": "integer", "minimum": 1}, "From 1."),
    "pageSize": _parameter(
        "pageSize", {"type": "integer", "minimum": 1, "maximum": 10_000}, "Tables in a page."
    ),
    "valueCodes": _choices(
        "valueCodes", "valueCodes[VARIABLE]: codes and expressions with commas between."
    ),
    "codelist": _choices("codelist", "codelist[VARIABLE]: the id of a code list."),
    "outputFormat": _parameter(
        "outputFormat", {"type": "string", "enum": [*FORMATS]}, "JSON-stat 2.0 if absent."
    ),
    "outputFormatParams": _parameter(
        "outputFormatParams", {"type": "string"}, "How files are written, with commas between."
    ),
    "heading": _parameter("heading", {"type": "string"}, "Variables at the top."),
    "stub": _parameter("stub", {"type": "string"}, "Variables at the side."),
    "defaultSelection": _parameter(
        "defaultSelection", {"type": "string"}, "Of PxWeb's front end; every value is told anyway."
    ),
    "savedQuery": _parameter(
        "savedQuery", {"type": "string"}, "A saved query, for the values of its code lists."
    ),
    "between": _parameter(
        "between", {"type": "string"}, "The variable, or the wave, whose groups are compared."
    ),
    "category": _parameter(
        "category", {"type": "string"}, "The answer or net that is meant; none of means."
    ),
    "given": _parameter(
        "given", {"type": "string"}, "Variables that are to be alike, with commas between."
    ),
    "statistic": _parameter(
        "statistic", {"type": "string", "enum": [*STATISTICS]}, "What is measured."
    ),
    "others": _parameter("others", {"type": "string"}, "The further questions."),
    "turned": _parameter("turned", {"type": "string"}, "Those of alpha that are reversed."),
    "survey": _parameter("survey", {"type": "string"}, "The id of the other survey."),
    "otherCodes": _choices(
        "otherCodes",
        "otherCodes[VARIABLE]: a filter on the other survey; the same filter if absent.",
    ),
    "by": _parameter(
        "by", {"type": "string"}, "Variables that divide the respondents, with commas between."
    ),
    "over": _parameter(
        "over", {"type": "string"}, "Variables that groups are to be composed alike in."
    ),
    "to": _parameter("to", {"type": "string"}, "The wave whose composition it is; all if absent."),
    "numbers": _parameter(
        "numbers", {"type": "string"}, "CODE:NUMBER of one variable, with commas between."
    ),
    "waves": _parameter(
        "waves", {"type": "string", "enum": ["alike"]}, "In place of over: each wave alike."
    ),
    "someCodes": _choices(
        "valueCodes",
        "valueCodes[VARIABLE]: one code, which is a filter; several of variables that divide.",
    ),
    "oneCode": _choices("valueCodes", "valueCodes[VARIABLE]: one code, which is a filter."),
    "base": _parameter("base", {"type": "string", "enum": [*BASES]}, "All answers if absent."),
    "against": _parameter(
        "against",
        {"type": "string", "enum": [*HELD_AGAINST]},
        "Every pair of groups if absent, each group and all others, or the trend in their order.",
    ),
    "adjustment": _parameter(
        "adjustment", {"type": "string", "enum": [*ADJUSTMENTS]}, "Of p values; Holm's if absent."
    ),
    "level": _parameter(
        "level", {"type": "string", "enum": [*LEVELS]}, "Confidence level; 0.95 if absent."
    ),
    "rowsFormat": _parameter(
        "outputFormat", {"type": "string", "enum": [*ANALYSIS_FORMATS]}, "JSON if absent."
    ),
    "id": _parameter("id", {"type": "string", "minLength": 1}, "An id.", "path"),
    "kind": _parameter("kind", {"type": "string", "minLength": 1}, "A kind of problem.", "path"),
}
OF_DATA = ("valueCodes", "codelist", "outputFormat", "outputFormatParams", "heading", "stub")

# Path, method, what it is, its parameters, the schema of its answer, the schema of its body.
OPERATIONS: Sequence[tuple[str, str, str, Sequence[str], str, str]] = (
    ("/config", "get", "What there is and how much may be asked", (), "Config", ""),
    (
        "/tables",
        "get",
        "Tables, a page at a time",
        ("lang", "query", "pastDays", "pageNumber", "pageSize"),
        "Tables",
        "",
    ),
    ("/tables/{id}", "get", "A table in the list", ("id", "lang"), "Table", ""),
    (
        "/tables/{id}/metadata",
        "get",
        "All variables and values of a table",
        ("id", "lang", "codelist", "defaultSelection", "savedQuery"),
        "Dataset",
        "",
    ),
    (
        "/tables/{id}/defaultselection",
        "get",
        "What is given where nothing is selected",
        ("id", "lang"),
        "Selection",
        "",
    ),
    ("/tables/{id}/data", "get", "Figures", ("id", "lang", *OF_DATA), "Dataset", ""),
    (
        "/tables/{id}/data",
        "post",
        "Figures, of a query in the body",
        ("id", "lang", "outputFormat", "outputFormatParams"),
        "Dataset",
        "Query",
    ),
    *(
        (
            f"/tables/{{id}}/{name}",
            "get",
            kind.about,
            ("id", "lang", *kind.parameters),
            name.capitalize(),
            "",
        )
        for name, kind in ANALYSES.items()
    ),
    ("/codelists/{id}", "get", "Values of a code list", ("id", "lang"), "CodeList", ""),
    ("/savedqueries", "post", "The id of a query", ("lang",), "SavedQueryAnswer", "SavedQuery"),
    ("/savedqueries/{id}", "get", "A saved query", ("id", "lang"), "SavedQueryAnswer", ""),
    (
        "/savedqueries/{id}/data",
        "get",
        "Figures of a saved query",
        ("id", "lang", "outputFormat", "outputFormatParams"),
        "Dataset",
        "",
    ),
    (
        "/savedqueries/{id}/selection",
        "get",
        "What a saved query selects now",
        ("id", "lang"),
        "Selection",
        "",
    ),
    ("/problems/{kind}", "get", "What a kind of problem is", ("kind",), "ProblemKind", ""),
)


def openapi(settings: Settings) -> Json:
    """Return the description.

    Parameters
    ----------
    settings
        Which say where the API is.
    """
    paths: dict[str, Json] = {}
    for path, method, about, parameters, answered, body in OPERATIONS:
        paths.setdefault(path, {})[method] = {
            "summary": about,
            "operationId": f"{method}{path.title().replace('/', '')}".translate(_NO_BRACES),
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in parameters],
            **({"requestBody": _json_body(body)} if body else {}),
            "responses": _answers(answered, _files(parameters), path=path),
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say("en", "shell.app_name"),
            "version": "2.0.0",
            "summary": say("en", "api.summary"),
            "description": say("en", "api.description", most=MOST_BYTES),
        },
        "servers": [{"url": settings.base}],
        "paths": paths,
        "components": {
            "parameters": dict(PARAMETERS),
            "schemas": dict(SCHEMAS),
            "responses": {"Problem": _problem()},
        },
    }


_NO_BRACES = str.maketrans("", "", "{}")


def _json_body(schema: str) -> Json:
    return {"required": True, "content": {"application/json": {"schema": reference(schema)}}}


def _files(parameters: Sequence[str]) -> list[str]:
    """The media types of files that may be asked for."""
    known: list[str] = []
    if "outputFormat" in parameters:
        known = [media for media, _ in FORMATS.values()]
    elif "rowsFormat" in parameters:
        known = [*ANALYSIS_FORMATS.values()]
    return sorted({media.partition(";")[0] for media in known} - {"application/json"})


def _answers(schema: str, files: Sequence[str], *, path: str) -> Json:
    content: Json = {"application/json": {"schema": reference(schema)}}
    content |= {media: {} for media in files}
    good = "201" if schema == "SavedQueryAnswer" and path == "/savedqueries" else "200"
    refused = sorted({str(status) for status, _ in KINDS.values()} - {"500", "405"})
    return {
        good: {"description": "What was asked for", "content": content},
        "304": {"description": "The client has it already"},
        **{status: {"$ref": "#/components/responses/Problem"} for status in refused},
    }


def _problem() -> Json:
    content = {"application/problem+json": {"schema": reference("Problem")}}
    return {"description": "What is wrong, and what to do", "content": content}


def document(call: Call) -> Answer:
    """Give the description."""
    return json_answer(openapi(call.settings))
