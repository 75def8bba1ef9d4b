"""Rows of a comparison: those of ``insight compare``, with the API's codes and a status, as files.

In JSON what all rows share stands once, beside what the words in them mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from insight.analysis.compared.comparison_result import COLUMNS, Comparison
from insight.analysis.tidy import Kind, TidyRows, columns
from insight.api import cube_words
from insight.api.asking.compared import Compared
from insight.api.codes import escape_code, escape_id
from insight.api.cube_figures import ABSENT, MARKS, SUPPRESSED, UNRELIABLE
from insight.api.formats.jsonstat import TIME_FORMAT, Json, Telling
from insight.api.listing import updated
from insight.exports.files import tidy_bytes, without_formula
from insight.language import numbers
from insight.reporting.description import replicates_in_words

BROKEN = "b"
WORDS: Mapping[str, tuple[str, ...]] = {
    "finding": ("lower", "higher", "alike", "few", "untested", "break"),
    "test": ("difference", "association", "trend", "equality"),
}
BASES = ("published", "bound", "assumed")
SHARED = {
    *("survey", "item", "category", "category_label", "between", "adjustment"),
    *("question", "filter", "weighting", "level", "simulated"),
}


def tidy_rows_of(asked: Compared, comparison: Comparison, telling: Telling) -> TidyRows:
    """Return the rows of ``insight compare``, with codes as they stand in addresses and a status.

    Parameters
    ----------
    asked
        What is compared.
    comparison
        The tests.
    telling
        In which language.
    """
    kinds: dict[str, Kind] = {}
    for name, kind in COLUMNS.items():
        kinds |= {name: kind, **(columns("words", "status") if name == "flag" else {})}
    category = asked.category.code if asked.category else ""
    rows = []
    for row in comparison.tidy(telling.language).rows:
        told = {
            **row,
            "category": category,
            "between": escape_id(asked.between.id),
            "status": status_of(row),
            **{name: escape_code(str(row[name])) for name in ("group", "other") if row[name]},
        }
        rows.append({name: _finite(told[name]) for name in kinds})
    return TidyRows(kinds, rows)


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def status_of(row: Mapping[str, object]) -> str:
    """Return why a difference is not told, or the marks of one that is."""
    flags = str(row["flag"]).split()
    if row["test"] != "difference":
        return ""
    if row["difference"] is not None:
        return "".join(mark for flag, mark in MARKS.items() if flag in flags)
    if "suppressed" in flags:
        return SUPPRESSED
    return BROKEN if "break" in flags else UNRELIABLE


def comparison_csv(asked: Compared, comparison: Comparison, telling: Telling) -> bytes:
    """Write the rows as CSV: UTF-8, decimal point, nothing that a spreadsheet would run."""
    tidy = tidy_rows_of(asked, comparison, telling)
    rows = [{name: _harmless(cell) for name, cell in row.items()} for row in tidy.rows]
    return tidy_bytes(TidyRows(tidy.kinds, rows), "csv")


def _harmless(cell: object) -> object:
    return without_formula(cell) if isinstance(cell, str) else cell


def comparison_document(asked: Compared, comparison: Comparison, telling: Telling) -> Json:
    """Return the rows as a JSON object, with all that must be known of them."""
    cube, language = asked.cube, telling.language
    rows = tidy_rows_of(asked, comparison, telling).rows
    words = _words(asked, telling)
    return {
        "language": telling.name,
        "table": cube.id,
        "href": f"{telling.settings.base}/tables/{cube.id}",
        "label": title(asked, telling),
        "source": cube_words.source(cube, language),
        "updated": updated(cube.survey).strftime(TIME_FORMAT),
        "licence": cube_words.licence(cube, language),
        "note": cube_words.notes(cube, language, _reading(asked, words["status"], telling)),
        "simulated": cube.codebook.simulated,
        "asked": {
            "measure": cube.measure,
            "category": asked.category.code if asked.category else "",
            "category_label": asked.category.label[language] if asked.category else "",
            "between": escape_id(asked.between.id),
            "between_label": asked.between.label[language],
            "filter": asked.where.sentence(language),
            "base": asked.base,
            "against": asked.against,
            "adjustment": asked.adjustment,
            "level": asked.level,
            "tests": comparison.tests,
        },
        "rows": [{name: row[name] for name in row if name not in SHARED} for row in rows],
        "words": words,
    }


def title(asked: Compared, telling: Telling) -> str:
    """Say what is compared between whom."""
    label = asked.cube.label[telling.language]
    if asked.category:
        label = f"{label}: {asked.category.label[telling.language]}"
    groups = asked.between.label[telling.language]
    return telling.say("api.comparison_title", item=label, groups=groups)


def _words(asked: Compared, telling: Telling) -> dict[str, dict[str, str]]:
    """What the words and marks in rows mean."""
    marks = cube_words.status_words(asked.cube, telling.language)
    status = {mark: word for mark, word in marks.items() if mark != ABSENT}
    told = {
        kind: {word: telling.say(f"api.{kind}_{word}") for word in known}
        for kind, known in WORDS.items()
    }
    told["status"] = status | {BROKEN: telling.say("api.broken")}
    if asked.cube.codebook.simulated:
        told["basis"] = {word: telling.say(f"download.basis_{word}") for word in BASES}
    return told


def _reading(asked: Compared, status: Mapping[str, str], telling: Telling) -> list[str]:
    """How the rows are to be read."""
    design = asked.cube.codebook.design
    level = numbers.level(asked.level, telling.language)
    return [
        cube_words.symbols(status, telling.language),
        telling.say("api.comparison_share") if asked.category else "",
        telling.say("api.comparison_interval", level=level),
        "" if design.probability else telling.say("api.comparison_indicative"),
        *replicates_in_words(asked.cube.codebook, telling.language),
        telling.say(f"api.adjustment_{asked.adjustment}"),
        telling.say("api.comparison_detectable"),
        telling.say("api.comparison_partial"),
    ]
