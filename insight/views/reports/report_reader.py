"""Reader of ``report.toml``: a :class:`ReportPlan`, or every fault that the file has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from insight.language.catalogue import LANGUAGES
from insight.language.errors import Fault, RequestError, near_miss, reason_of, shorten
from insight.survey.toml_reader import TomlReader
from insight.views.reports.planned_pages import ANSWERS, PAGES, PARAMETERS, REQUIRED
from insight.views.reports.report_plan import (
    LONGEST,
    MOST_VIEWS,
    Found,
    Link,
    PlannedView,
    ReportPlan,
    faults_of_words,
    listed_signs,
    odd_signs,
    pairs_of,
    planned_link,
)

REPORT = "report.toml"
FORMAT = 1
LARGEST_FILE = 1_000_000  # bytes
MOST_POINTS = 200  # in a line: a key of thousands of parts takes seconds to read
MOST_FAULTS = 10
LONGEST_VALUE, MOST_VALUES = 500, 40  # of a parameter
LONGEST_FIGURE, MOST_FIGURES = 200, 60
TOP = ("format", "title", "introduction", "language", "view")
OF_VIEW = ("page", "heading", "comment", "title", "found")
OF_FOUND = ("day", "language", "survey", "finding", "figures")


def read_report(path: Path) -> ReportPlan:
    """Read a report's file.

    Raises
    ------
    RequestError
        With the faults of the file.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise RequestError(Fault("report_fault.absent", {"file": str(path)})) from None
    except OSError as error:
        values = {"file": str(path), "reason": reason_of(error)}
        raise RequestError(Fault("fault.unreadable", values)) from error
    return parse_report(content, path.name)


def parse_report(content: bytes, file: str = REPORT) -> ReportPlan:
    """Return the plan that the bytes of a file are.

    Parameters
    ----------
    content
        The bytes, as they were sent or read.
    file
        What the file is called in sentences.

    Raises
    ------
    RequestError
        With the faults of the file.
    """
    table = TomlReader(_table(content, file), file)
    plan = _plan(table)
    if table.faults:
        raise RequestError(*table.faults[:MOST_FAULTS])
    return plan


def _table(content: bytes, file: str) -> dict[str, object]:
    if len(content) > LARGEST_FILE:
        raise RequestError(Fault("report_fault.large", {"file": file}))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(Fault("fault.not_utf8", {"file": file})) from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_POINTS:
            values = {"file": file, "line": number, "most": MOST_POINTS}
            raise RequestError(Fault("fault.recipe_points", values))
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        # A ValueError that is not a TOMLDecodeError: a number of thousands of digits.
        values = {"file": file, "reason": shorten(str(error))}
        raise RequestError(Fault("fault.not_toml", values)) from None


def _plan(table: TomlReader) -> ReportPlan:
    _refuse_others(table, TOP)
    declared = table.value("format")
    if declared != FORMAT or isinstance(declared, bool):
        table.fault("report_fault.format", "format", expected=FORMAT)
    language = table.choice("language", LANGUAGES, LANGUAGES[0])
    title, introduction = _words(table, "title"), _words(table, "introduction")
    tables = table.tables("view")
    if not tables and not table.faults:
        table.fault("report_fault.no_views", "view")
    if len(tables) > MOST_VIEWS:
        table.fault("report_fault.many_views", "view", most=MOST_VIEWS, count=len(tables))
    views = [_view(each) for each in tables[:MOST_VIEWS]]
    return ReportPlan(language, tuple(views), title, introduction)


def _view(table: TomlReader) -> PlannedView:
    page = table.choice("page", PAGES, ANSWERS)
    _refuse_others(table, (*OF_VIEW, *PARAMETERS[page]))
    heading, comment, title = (_words(table, name) for name in ("heading", "comment", "title"))
    found = None if table.value("found") is None else _found(table.table("found"))
    return PlannedView(_link(table, page), heading, comment, title, found, page=page)


def _link(table: TomlReader, page: str) -> Link:
    """The parameters of a view: codes are words, and may be written as whole numbers."""
    link: dict[str, tuple[str, ...]] = {}
    for name in PARAMETERS[page]:
        value = table.value(name)
        if value is None:
            continue
        values = value if isinstance(value, list) and name == "where" else [value]
        if not values or len(values) > MOST_VALUES or not all(map(_is_code, values)):
            table.fault("report_fault.not_a_code", name, value=value)
            continue
        if odd := odd_signs("".join(map(str, values))):
            table.fault("report_fault.signs", name, signs=listed_signs(odd))
            continue
        link[name] = tuple(map(str, values))
    for name in REQUIRED[page]:
        if name not in table.names:
            table.fault("fault.absent", name, value=name)
    return planned_link(pairs_of(link), page)


def _is_code(value: object) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= LONGEST_VALUE
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18


def _words(table: TomlReader, name: str) -> str:
    value = table.value(name, "")
    if not isinstance(value, str):
        table.fault("fault.not_text", name, value=value)
        return ""
    for fault in faults_of_words(name, value):
        table.fault(fault.key, name, **fault.values)
    return value.strip()


def _found(table: TomlReader) -> Found:
    _refuse_others(table, OF_FOUND)
    day = table.optional_date("day")
    if day is None and not table.faults:
        table.fault("fault.absent", "day", value="day")
    figures = table.value("figures", {})
    if not _are_figures(figures):
        table.fault("report_fault.not_figures", "figures")
        figures = {}
    finding, survey = table.value("finding", ""), table.value("survey", "")
    for name, words in (("finding", finding), ("survey", survey)):
        if not isinstance(words, str) or len(words) > 2 * LONGEST["title"]:
            table.fault("fault.not_text", name, value=words)
    language = table.choice("language", LANGUAGES, LANGUAGES[0])
    assert isinstance(figures, dict)
    return Found(day or date.min, language, str(survey), _plain(str(finding)), figures)


def _are_figures(figures: object) -> bool:
    return (
        isinstance(figures, dict)
        and len(figures) <= MOST_FIGURES
        and all(isinstance(words, str) for words in figures.values())
        and all(len(words) <= LONGEST_FIGURE for pair in figures.items() for words in pair)
    )


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _refuse_others(table: TomlReader, known: Sequence[str]) -> None:
    for name in table.names:
        if name not in known:
            table.fault("fault.unknown_key", name, value=name, hint=near_miss(name, known))
