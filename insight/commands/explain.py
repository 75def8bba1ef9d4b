"""``insight explain``: what was read for a table, from where, how many rows, and how long it took.

It is for whoever has the files of the survey. The rows of a cube tell how many combinations of
answers there are, small groups among them, which no page and no address tells a visitor.
"""

from __future__ import annotations

import argparse
import json

from insight.commands.arguments import add_request, add_shared, add_survey
from insight.commands.table import add_asked, estimated
from insight.language import numbers
from insight.language.catalogue import Language, one_line, say
from insight.query.explained import Explanation, Reading, explained
from insight.query.opened import open_survey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight explain``: those of ``insight table``, but for files."""
    add_survey(parser)
    add_request(parser)
    add_shared(parser)
    add_asked(parser)
    parser.add_argument("--json", action="store_true", help="for programs")


def run(chosen: argparse.Namespace) -> int:
    """Estimate what was asked for, and tell what was read for it."""
    survey = open_survey(chosen.survey, chosen.data)
    with explained() as explanation:
        estimated(survey, chosen)
    if chosen.json:
        print(json.dumps(_as_data(explanation), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(explanation, chosen.lang)))
    return 0


def _as_data(explanation: Explanation) -> dict[str, object]:
    readings = [
        {
            "from": reading.kind,
            "survey": reading.survey,
            "what": reading.what,
            "rows": reading.rows,
            "queries": reading.queries,
            "seconds": round(reading.seconds, 6),
            "file": str(reading.path) if reading.path else None,
            "bytes": reading.nbytes or None,
        }
        for reading in explanation.readings
    ]
    return {
        "readings": readings,
        "queries": explanation.queries,
        "query_seconds": round(explanation.query_seconds, 6),
        "seconds": round(explanation.seconds, 6),
    }


def _lines(explanation: Explanation, language: Language) -> list[str]:
    """A line for each reading, where its table stands on disk, and the sum."""
    lines = [line for each in explanation.readings for line in _lines_of(each, language)]
    sums = {
        "queries": explanation.queries,
        "asked": _seconds(explanation.query_seconds, language),
        "seconds": _seconds(explanation.seconds, language),
    }
    return [*(lines or [say(language, "explain.nothing")]), say(language, "explain.sum", **sums)]


def _lines_of(reading: Reading, language: Language) -> list[str]:
    values = {
        "rows": numbers.whole(reading.rows, language),
        "queries": reading.queries,
        "seconds": _seconds(reading.seconds, language),
    }
    lines = [
        say(language, f"explain.{reading.kind.replace(' ', '_')}", **values),
        f"    {one_line(reading.what)}",
    ]
    if reading.path is not None:
        size = numbers.whole(max(reading.nbytes / 1000, 1), language)
        lines.append(f"    {say(language, 'explain.stands', file=reading.path, size=size)}")
    elif reading.kind == "made":
        lines.append(f"    {say(language, 'explain.in_memory')}")
    return lines


def _seconds(seconds: float, language: Language) -> str:
    return numbers.decimal(seconds, language, 3)
