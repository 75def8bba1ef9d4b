"""Version 2 of PxWebApi: configuration, tables, metadata, data, code lists and saved queries."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Sequence
from typing import Any
from urllib.parse import urlencode

from insight.api import cube_words
from insight.api.answering import FORMATS, USUAL_FORMAT, answer_analysis, answer_data, format_of
from insight.api.asking.asked_analysis import Analysis
from insight.api.asking.saved_queries import LONGEST_ID, SavedQuery, read_saved_query, unpack
from insight.api.asking.selection import (
    Selection,
    Wanted,
    select,
    wanted_in_body,
    wanted_in_parameters,
)
from insight.api.audited.audited_calls import Given, tell_view
from insight.api.calls import Answer, Call, Endpoint, json_answer, unchanged
from insight.api.cube import Cube, Dimension, Value
from insight.api.formats.jsonstat import TIME_FORMAT, Json, Shown, Telling, codelist, dataset
from insight.api.listing import days_ago, mark_of, updated
from insight.api.problems import KINDS, Problem
from insight.language.catalogue import say
from insight.language.errors import shorten
from insight.language.search import LONGEST

VERSION = "2.0.0"
USUAL_PAGE = 50
MOST_IN_PAGE = 10_000


def config(call: Call) -> Answer:
    """Tell what there is and how much may be asked."""
    settings = call.settings
    document = {
        "apiVersion": VERSION,
        "appVersion": VERSION,
        "languages": [
            {"id": name, "label": label} for name, label in (("no", "Norsk"), ("en", "English"))
        ],
        "defaultLanguage": cube_words.TOLD_LANGUAGES[0],
        "maxDataCells": settings.most_cells,
        "maxCallsPerTimeWindow": settings.most_calls,
        "timeWindow": settings.seconds,
        "license": "",
        "sourceReferences": [
            {"language": name, "text": say(cube_words.LANGUAGES[name], "shell.app_name")}
            for name in cube_words.TOLD_LANGUAGES
        ],
        "defaultMetadataFormat": USUAL_FORMAT,
        "defaultDataFormat": USUAL_FORMAT,
        "dataFormats": list(FORMATS),
        "features": [
            {"id": "CORS", "params": [{"key": "enabled", "value": "True"}]},
            {"id": "SavedQueries", "params": [{"key": "enabled", "value": "True"}]},
        ],
    }
    return json_answer(document)


def tables(call: Call) -> Answer:
    """List the tables, those that are searched for, a page at a time."""
    telling, known = call.telling(), call.listing
    since = days_ago(call.number("pastDays", 0)) if call.parameter("pastDays") else None
    size = min(call.number("pageSize", USUAL_PAGE), MOST_IN_PAGE)
    number = call.number("pageNumber", 1)
    if size < 1:
        raise Problem("bad_parameter", value=size, name="pageSize", hint="")
    if since is None and call.knows(known.mark):
        return unchanged(known.mark)
    found = known.found(call.parameter("query")[:LONGEST], since)
    pages = max(math.ceil(len(found) / size), 1)
    if not 1 <= number <= pages:
        raise Problem("unknown_page", number=number, count=pages)
    shown = found[(number - 1) * size : number * size]
    links = _page_links(call, telling, number, pages)
    public = call.public
    page = {
        "pageNumber": number,
        "pageSize": size,
        "totalElements": len(found),
        "totalPages": pages,
        "links": links,
    }
    document = {
        "language": telling.name,
        "tables": [entry(cube, telling, public) for cube in shown],
        "page": page,
        "links": links,
    }
    # What is of the last days is another list tomorrow.
    return json_answer(document, mark="" if since else known.mark)


def _page_links(call: Call, telling: Telling, number: int, pages: int) -> list[Json]:
    """Links to the first page and the last, and to those beside this."""
    places = {"self": number, "first": 1, "last": pages}
    places |= {"prev": number - 1} if number > 1 else {}
    places |= {"next": number + 1} if number < pages else {}
    kept = {"query": call.parameter("query")[:LONGEST], "pastDays": call.parameter("pastDays")}
    kept = {name: value for name, value in kept.items() if value}
    size = str(call.number("pageSize", USUAL_PAGE))
    query = urlencode({"lang": telling.name, **kept, "pageSize": size})
    return [
        {
            "rel": relation,
            "hreflang": telling.name,
            "href": f"{call.settings.base}/tables?{query}&pageNumber={place}",
        }
        for relation, place in places.items()
    ]


def entry(cube: Cube, telling: Telling, public: Container[str]) -> Json:
    """Return what the list says of a table; `public` are the versions of surveys for everybody."""
    language, book = telling.language, cube.codebook
    waves = book.waves if book.waves_ordered else ()
    return {
        "type": "Table",
        "id": cube.id,
        "label": cube_words.title(cube, cube.dimensions, language),
        "description": (cube.item.question or cube.label)[language],
        "sortCode": cube.id,
        "updated": updated(cube.survey).strftime(TIME_FORMAT),
        "firstPeriod": waves[0] if waves else "",
        "lastPeriod": waves[-1] if waves else "",
        "category": "public" if cube.survey.version in public else "private",
        "variableNames": [each.label[language] for each in cube.dimensions],
        "discontinued": False,
        "source": cube_words.source(cube, language),
        "subjectCode": book.id,
        "timeUnit": "Annual" if waves and all(map(_is_year, waves)) else "Other",
        "paths": [[{"id": book.id, "label": book.title[language]}]],
        "tags": ["simulated"] if book.simulated else [],
        "links": _table_links(cube, telling),
    }


def _is_year(code: str) -> bool:
    return len(code) == 4 and code.isascii() and code.isdecimal()


def _table_links(cube: Cube, telling: Telling) -> list[Json]:
    here = f"{telling.settings.base}/tables/{cube.id}"
    own = telling.language
    others = [name for name in cube_words.TOLD_LANGUAGES if cube_words.LANGUAGES[name] != own]
    links = [("self", telling.name, ""), *(("alternate", name, "") for name in others)]
    links += [("metadata", telling.name, "/metadata"), ("data", telling.name, "/data")]
    return [
        {"rel": relation, "hreflang": name, "href": f"{here}{part}?lang={name}"}
        for relation, name, part in links
    ]


def table(call: Call) -> Answer:
    """Tell of one table what the list says of it."""
    telling, cube = call.telling(), _cube(call)
    return _about(
        call, cube, lambda: {"language": telling.name, **entry(cube, telling, call.public)}
    )


def metadata(call: Call) -> Answer:
    """Tell of a table everything but its figures.

    Of a saved query, the values are those of its code lists, chosen or not: who reads them offers
    a choice among all. The usual selection has no code lists, so ``defaultSelection`` changes
    nothing.
    """
    telling, cube = call.telling(), _cube(call)
    wanted = wanted_in_parameters(call.parameters)
    format_of(call.parameter("outputFormat"))
    if saved := call.parameter("savedQuery"):
        query = unpack(saved)
        if query.table.casefold() != cube.id.casefold():
            raise Problem("unknown_saved_query")
        wanted = query.wanted
    lists = {cube.dimension(name).id: given for name, given in wanted.codelists.items()}
    parts = [(each, cube.values_of(each, lists.get(each.id, ""))) for each in cube.dimensions]
    chosen = select(cube, wanted if saved else Wanted(), call.settings)
    shown = Shown(cube, parts, *_placed(parts, chosen))
    return _about(call, cube, lambda: dataset(shown, telling))


def _placed(
    parts: Sequence[tuple[Dimension, Sequence[Value]]], chosen: Selection
) -> tuple[list[str], list[str]]:
    """Where the dimensions are placed: as they are in a selection, the others at the side."""
    names = [dimension.id for dimension, _ in parts]
    heading = [name for name in names if name in chosen.heading]
    return [name for name in names if name not in heading], heading


def default_selection(call: Call) -> Answer:
    """Tell what of a table is given where nothing is selected."""
    telling, cube = call.telling(), _cube(call)
    chosen = select(cube, Wanted(), call.settings)
    return _about(call, cube, lambda: selection_document(chosen, telling))


def selection_document(chosen: Selection, telling: Telling) -> Json:
    """Return a selection, each value by its code."""
    return {
        "language": telling.name,
        "selection": [
            {
                "variableCode": each.dimension.id,
                **({"codelist": each.codelist} if each.codelist else {}),
                "valueCodes": list(each.codes),
            }
            for each in chosen.selected
        ],
        "placement": {"heading": list(chosen.heading), "stub": list(chosen.stub)},
        "links": [],
    }


def data(call: Call) -> Answer:
    """Give the figures that parameters ask for."""
    cube = _cube(call)
    return answer_data(call, cube, wanted_in_parameters(call.parameters), call.telling())


def posted_data(call: Call) -> Answer:
    """Give the figures that a body asks for."""
    cube = _cube(call)
    return answer_data(call, cube, wanted_in_body(call.document()), call.telling())


def analysis(kind: type[Analysis[Any]]) -> Endpoint:
    """Return what gives an analysis of a table; our own, PxWebApi has none."""

    def answer(call: Call) -> Answer:
        return answer_analysis(call, _cube(call), call.telling(), kind)

    return answer


def code_list(call: Call) -> Answer:
    """Tell the values of a code list."""
    telling, name = call.telling(), call.path["id"]
    if name.casefold() not in call.listing.by_codelist:
        raise Problem("unknown_codelist", name=shorten(name))
    cube, known = call.listing.by_codelist[name.casefold()]
    return _about(call, cube, lambda: codelist(cube, known, cube.codelists[known], telling))


def save_query(call: Call) -> Answer:
    """Give the id of a query, which must be one that can be answered."""
    query = read_saved_query(call.document())
    cube = call.listing.cube(query.table)
    telling = call.telling(query.language)
    format_of(query.output_format)
    select(cube, query.wanted, call.settings)
    saved_id = query.id
    try:
        unpack(saved_id)
    except Problem:
        raise Problem("too_long_query", most=LONGEST_ID) from None
    headers = {"Location": f"{call.settings.base}/savedqueries/{saved_id}"}
    return json_answer(_saved(query, saved_id, telling), status=201, headers=headers)


def saved_query(call: Call) -> Answer:
    """Tell the query that an id is."""
    query = unpack(call.path["id"])
    return json_answer(_saved(query, call.path["id"], call.telling(query.language)))


def _saved(query: SavedQuery, saved_id: str, telling: Telling) -> Json:
    here = f"{telling.settings.base}/savedqueries/{saved_id}"
    return {
        "language": telling.name,
        "id": saved_id,
        "savedQuery": {"id": saved_id, **query.document()},
        "links": [
            {"rel": relation, "hreflang": telling.name, "href": f"{here}{part}"}
            for relation, part in (("self", ""), ("data", "/data"), ("selection", "/selection"))
        ],
    }


def saved_query_data(call: Call) -> Answer:
    """Give the figures that a saved query asks for."""
    query = unpack(call.path["id"])
    return answer_data(
        call,
        call.listing.cube(query.table),
        query.wanted,
        call.telling(query.language),
        usual_format=query.output_format,
        usual_parameters=query.parameters,
    )


def saved_query_selection(call: Call) -> Answer:
    """Tell which values a saved query selects now."""
    query = unpack(call.path["id"])
    cube, telling = call.listing.cube(query.table), call.telling(query.language)
    chosen = select(cube, query.wanted, call.settings)
    return _about(call, cube, lambda: selection_document(chosen, telling))


def problem(call: Call) -> Answer:
    """Tell what a kind of problem is, at the address by which it is named."""
    kind = call.path["kind"].replace("-", "_")
    if kind not in KINDS:
        raise Problem("unknown_address", base=call.settings.base)
    status, title = KINDS[kind]
    return json_answer({"status": status, "title": title})


def _cube(call: Call) -> Cube:
    return call.listing.cube(call.path["id"])


def _about(call: Call, cube: Cube, document: Callable[[], object]) -> Answer:
    mark = mark_of(cube)
    if call.knows(mark):
        return unchanged(mark)
    tell_view(call.person, cube.survey, Given("api", items=(cube.item.id,)))
    return json_answer(document(), mark=mark)
