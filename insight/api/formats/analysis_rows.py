"""Rows of an analysis: those of the command, with the API's codes and a status, as files.

In JSON what all rows share stands once, beside what the words in them mean.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from insight.analysis.tidy import Kind, TidyResult, TidyRows
from insight.api import cube_words
from insight.api.asking.asked_analysis import Analysis
from insight.api.codes import NET, escape_code, escape_id
from insight.api.cube_figures import ABSENT, MARKS, SUPPRESSED, UNRELIABLE
from insight.api.formats.jsonstat import TIME_FORMAT, Json, Telling
from insight.api.listing import updated
from insight.exports.files import tidy_bytes, without_formula
from insight.reporting import provenance
from insight.reporting.description import replicates_in_words

BROKEN = "b"
BASES = ("published", "bound", "assumed")
# What all rows share, and JSON has once; the answer too where each row is of the same.
SHARED = {
    *("survey", "item", "others", "rule", "between", "given", "adjustment", "model", "over"),
    *("population", "question", "filter", "weighting", "method", "level", "simulated"),
}
ANSWER = {"category", "category_label"}


def tidy_rows_of(asked: Analysis[Any], found: TidyResult, telling: Telling) -> TidyRows:
    """Return the rows of the command, with codes as they stand in addresses and a status.

    Parameters
    ----------
    asked
        What is asked.
    found
        The answer.
    telling
        In which language.
    """
    tidy = found.tidy(telling.language)
    names = {name: name for name in tidy.kinds}
    by = [name for name in asked.by if name in names and f"{name}_label" in names]
    for name in by:
        names |= {name: escape_id(name), f"{name}_label": f"{escape_id(name)}_label"}
    kinds: dict[str, Kind] = {}
    for name, kind in tidy.kinds.items():
        kinds[names[name]] = "words" if kind == "code" else kind
        if name == "flag":
            kinds["status"] = "words"
    rows = []
    for row in filter(asked.keeps, tidy.rows):
        of_groups = {name: escape_code(str(row[name])) for name in by}
        told = {**row, **of_groups, **_coded(asked, row)}
        told = {names[name]: _finite(value) for name, value in told.items()}
        told["status"] = "" if asked.is_of_all(row) else status_of(row, asked.figure)
        rows.append({name: told[name] for name in kinds})
    return TidyRows(kinds, rows)


def _coded(asked: Analysis[Any], row: Mapping[str, object]) -> dict[str, object]:
    """The codes of a row as they stand in addresses."""
    told: dict[str, object] = {}
    if "kind" in row:
        net = NET if row["kind"] == "net" else ""
        told["category"] = f"{net}{escape_code(str(row['category']))}" if row["category"] else ""
    elif "category" in row:
        told["category"] = asked.category.code if asked.category else ""
    groups = {name: escape_code(str(row[name])) for name in asked.groups if row[name]}
    return {**told, **groups, **asked.coded}


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def status_of(row: Mapping[str, object], figure: str) -> str:
    """Return why a figure is not told, or the marks of one that is."""
    flags = str(row["flag"]).split()
    if row[figure] is not None:
        return "".join(mark for flag, mark in MARKS.items() if flag in flags)
    if "suppressed" in flags:
        return SUPPRESSED
    return BROKEN if "break" in flags else UNRELIABLE


def analysis_csv(asked: Analysis[Any], found: TidyResult, telling: Telling) -> bytes:
    """Write the rows as CSV: UTF-8, decimal point, nothing that a spreadsheet would run."""
    tidy = tidy_rows_of(asked, found, telling)
    rows = [{name: _harmless(cell) for name, cell in row.items()} for row in tidy.rows]
    return tidy_bytes(TidyRows(tidy.kinds, rows), "csv")


def _harmless(cell: object) -> object:
    return without_formula(cell) if isinstance(cell, str) else cell


def analysis_document(asked: Analysis[Any], found: TidyResult, telling: Telling) -> Json:
    """Return the rows as a JSON object, with all that must be known of them."""
    cube, language = asked.cube, telling.language
    tidy, words = tidy_rows_of(asked, found, telling), _words(asked, telling)
    shared = left_out(tidy.kinds)
    return {
        "language": telling.name,
        "table": cube.id,
        "href": f"{telling.settings.base}/tables/{cube.id}",
        "label": asked.title(language),
        "source": _each(cube_words.source(one, language) for one in asked.cubes),
        "updated": max(updated(one.survey) for one in asked.cubes).strftime(TIME_FORMAT),
        "licence": _each(cube_words.licence(one, language) for one in asked.cubes),
        "note": _notes(asked, found, words["status"], telling),
        "simulated": any(one.codebook.simulated for one in asked.cubes),
        "asked": {
            "measure": cube.measure,
            "category": asked.category.code if asked.category else "",
            "category_label": asked.category.label[language] if asked.category else "",
            "filter": found.request.where.sentence(language),
            "base": asked.base,
            "level": asked.level,
            **asked.asked(found, language),
        },
        "told": [*asked.told(found, language)],
        "rows": [{name: row[name] for name in row if name not in shared} for row in tidy.rows],
        "words": words,
    }


def left_out(kinds: Collection[str]) -> Collection[str]:
    """Return which of some columns JSON has once."""
    return SHARED if "kind" in kinds else SHARED | ANSWER


def _each(told: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(told))


def _words(asked: Analysis[Any], telling: Telling) -> dict[str, dict[str, str]]:
    """What the words and marks in rows mean."""
    each = [cube_words.status_words(cube, telling.language) for cube in asked.cubes]
    marks = [mark for mark in each[0] if mark != ABSENT]
    status = {mark: _each(words[mark] for words in each if mark in words) for mark in marks}
    told = {
        column: {word: telling.say(key) for word, key in meant.items()}
        for column, meant in asked.words.items()
    }
    told["status"] = status | {BROKEN: telling.say("api.broken")}
    if any(cube.codebook.simulated for cube in asked.cubes):
        told["basis"] = {word: telling.say(f"download.basis_{word}") for word in BASES}
    return told


def _notes(
    asked: Analysis[Any], found: TidyResult, status: Mapping[str, str], telling: Telling
) -> list[str]:
    """What must be known of the rows, first what is simulated, and how they are read."""
    cube, language = asked.cube, telling.language
    books = [one.codebook for one in asked.cubes]
    indicative = any(not book.design.probability for book in books)
    reading = [
        cube_words.symbols(status, language),
        telling.say("api.comparison_share") if cube.measure == "share" else "",
        *asked.reading(found, language),
        telling.say("api.comparison_indicative") if indicative else "",
        *(words for book in books for words in replicates_in_words(book, language)),
    ]
    simulated = "" if cube.codebook.simulated else provenance.mark(books, language)
    of_others = (note for one in asked.cubes[1:] for note in cube_words.notes(one, language, [""]))
    notes = [simulated, *cube_words.notes(cube, language, reading), *of_others]
    return [*dict.fromkeys(note for note in notes if note)]
