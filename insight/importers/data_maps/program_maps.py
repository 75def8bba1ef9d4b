"""Data maps of programs: REDCap's dictionary, LimeSurvey's structure, XLSForm, and plain tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from insight.importers.data_maps.data_map import MappedVariable, plain_words
from insight.importers.data_maps.map_rows import Row

Sheets = Mapping[str, Sequence[Row]]
# What the columns of a plain data map are called.
NAMES = ("name", "variable", "column", "field", "navn", "variabel", "kolonne", "variabelnavn")
LABELS = ("label", "question", "text", "description", "etikett", "spørsmål", "tekst", "beskrivelse")
CODES = ("codes", "values", "categories", "choices", "koder", "verdier", "kategorier", "svar")
CODE = ("code", "value", "kode", "verdi")
CODE_LABELS = ("code label", "code_label", "value label", "value_label", "kodetekst", "verditekst")
REDCAP = "variable / field name"
LONGEST_CODES = 100_000  # letters of a cell with codes that are read


def redcap_variables(sheets: Sheets) -> Iterator[MappedVariable]:
    """Yield the variables of REDCap's data dictionary.

    A field of check boxes has a column for each choice, called ``field___code``.
    """
    for row in _first(sheets):
        name, label = row.get(REDCAP, ""), plain_words(row.get("field label", ""))
        choices = row.get("choices, calculations, or slider labels", "")
        kind = row.get("field type", "").lower()
        codes = codes_of(choices) if kind in ("radio", "dropdown", "checkbox") else {}
        if kind in ("yesno", "truefalse"):
            codes = {"1": "Yes", "0": "No"} if kind == "yesno" else {"1": "True", "0": "False"}
        if kind == "checkbox":
            for code, words in codes.items():
                yield MappedVariable(f"{name}___{code}".lower(), words)
            yield MappedVariable(name, label)
        elif name:
            yield MappedVariable(name, label, codes)


def limesurvey_variables(sheets: Sheets) -> Iterator[MappedVariable]:
    """Yield the variables of LimeSurvey's survey structure, a text with tabulators.

    Questions are rows of class Q, their columns SQ and their codes A below them. Where several
    languages are given, the first counts.
    """
    question, label = "", ""
    columns: list[tuple[str, str]] = []
    codes: dict[str, str] = {}
    languages = [row.get("language", "") for row in _first(sheets) if row.get("class") == "Q"]
    for row in _first(sheets):
        if languages and row.get("language", "") not in ("", languages[0]):
            continue
        kind, name, words = (row.get(part, "") for part in ("class", "name", "text"))
        if kind == "Q":
            yield from _question(question, label, columns, codes)
            question, label, columns, codes = name, plain_words(words), [], {}
        elif kind == "SQ":
            columns.append((name, plain_words(words)))
        elif kind == "A":
            codes[name] = plain_words(words)
    yield from _question(question, label, columns, codes)


def _question(
    name: str, label: str, columns: Sequence[tuple[str, str]], codes: Mapping[str, str]
) -> Iterator[MappedVariable]:
    """The columns of a question of LimeSurvey, under each name that its exports give them."""
    if name and not columns:
        yield MappedVariable(name, label, codes)
    for part, words in columns:
        for column in (f"{name}[{part}]", f"{name}_{part}"):
            yield MappedVariable(column, words, codes)
    if columns:
        yield MappedVariable(name, label)


def xlsform_variables(sheets: Sheets) -> Iterator[MappedVariable]:
    """Yield the variables of an XLSForm, as Kobo and ODK have it.

    A question of several choices has a column for each, called ``name/choice``.
    """
    choices: dict[str, dict[str, str]] = {}
    for row in sheets.get("choices", ()):
        of_list = choices.setdefault(row.get("list_name", row.get("list name", "")), {})
        of_list.setdefault(row.get("name", row.get("value", "")), plain_words(_label(row)))
    for row in sheets.get("survey", ()):
        kind, _, rest = row.get("type", "").partition(" ")
        name, label = row.get("name", ""), plain_words(_label(row))
        codes = choices.get(rest.split(" ")[0], {}) if kind.startswith("select_") else {}
        if not name or kind in ("begin_group", "end_group", "note"):
            continue
        if kind == "select_multiple":
            for code, words in codes.items():
                for column in (f"{name}/{code}", f"{name}_{code}"):
                    yield MappedVariable(column, words)
            codes = {}
        yield MappedVariable(name, label, codes)


def _label(row: Row) -> str:
    """The label of a row; of several languages the first."""
    return next((words for name, words in row.items() if re.match(r"label\b", name) and words), "")


def table_variables(sheets: Sheets) -> Iterator[MappedVariable]:
    """Yield the variables of a table with name, label and codes, or with a row for each code."""
    name, label = "", ""
    for row in _first(sheets):
        # A cell that is left empty below another means the same.
        if found := _cell(row, NAMES):
            name, label = found, ""
        label = plain_words(_cell(row, LABELS)) or label
        codes = codes_of(_cell(row, CODES))
        code, words = _cell(row, CODE), plain_words(_cell(row, CODE_LABELS))
        if code and words:
            codes = {code: words}
        if name:
            yield MappedVariable(name, label, codes)


def _first(sheets: Sheets) -> Sequence[Row]:
    return next(iter(sheets.values()), ())


def _cell(row: Row, names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def codes_of(written: str) -> dict[str, str]:
    r"""Return codes and labels that stand in one cell.

    Examples
    --------
    >>> codes_of("1, Ja, ofte | 2, Nei"), codes_of("1 = Ja; 2 = Nei"), codes_of("1: Ja\n2: Nei")
    ({'1': 'Ja, ofte', '2': 'Nei'}, {'1': 'Ja', '2': 'Nei'}, {'1': 'Ja', '2': 'Nei'})
    """
    separator = next((mark for mark in ("|", "\n", ";") if mark in written), "|")
    parts = (part.strip() for part in written[:LONGEST_CODES].split(separator))
    pairs = (re.match(r"([^\s=:,]+)\s*[=:,]\s*(.+)", part, re.DOTALL) for part in parts)
    return {pair[1].strip("\"'"): plain_words(pair[2].strip("\"'")) for pair in pairs if pair}


READERS: Mapping[str, Callable[[Sheets], Iterator[MappedVariable]]] = {
    "REDCap": redcap_variables,
    "LimeSurvey": limesurvey_variables,
    "XLSForm": xlsform_variables,
    "table": table_variables,
}


def program_of(sheets: Sheets) -> str | None:
    """Return the program whose data map the sheets are; None where they are no data map."""
    if "survey" in sheets and "choices" in sheets:
        return "XLSForm"
    names = {name for row in _first(sheets)[:5] for name in row}
    if REDCAP in names:
        return "REDCap"
    if {"class", "name", "text"} <= names:
        return "LimeSurvey"
    tells = {*LABELS, *CODES, *CODE_LABELS}
    return "table" if names & {*NAMES} and names & tells else None
