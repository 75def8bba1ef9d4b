"""Commands that write files: the codebook in a standard's form, and a survey's weights."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from insight.analysis.weighting.folder import may_be_column, write_weight
from insight.analysis.weighting.margins import read_margins
from insight.analysis.weighting.weights import SCALES, weigh
from insight.analysis.weighting.words import cells, label_of_weight, lines, note
from insight.exports.codebook_formats import FORMATS, Format, codebook_bytes
from insight.exports.datapackage import DATAPACKAGE
from insight.exports.files import tidy_bytes, write_file
from insight.language.catalogue import one_line, say
from insight.language.errors import Fault, RequestError, UnknownNameError
from insight.query.opened import open_in, open_survey
from insight.query.store import shared_store
from insight.statistics.raking import NO_BOUNDS
from insight.survey.folders import (
    RESPONSES,
    data_folder,
    is_folder,
    read_survey,
)


def add_codebook(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add ``insight codebook`` to the command line."""
    told = commands.add_parser(
        "codebook", parents=[shared], help="write the codebook as DDI, data package or CSV"
    )
    told.add_argument("survey", metavar="SURVEY", help="id of a survey, or path to its folder")
    told.add_argument("--format", choices=FORMATS, default="csv")
    told.add_argument("--out", type=Path, metavar="FILE")
    told.set_defaults(run=_codebook)


def _codebook(chosen: argparse.Namespace) -> int:
    survey = open_survey(chosen.survey, chosen.data)
    file_format: Format = chosen.format
    out: Path | None = chosen.out
    if file_format == "datapackage" and out is not None:
        _beside(out)
    made = datetime.now().astimezone().date()
    content = codebook_bytes(survey, file_format, chosen.lang, made)
    if out is not None:
        write_file(out, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def add_weight(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add ``insight weight`` to the command line."""
    raked = commands.add_parser(
        "weight", parents=[shared], help="rake a survey to margins of its population"
    )
    raked.add_argument("folder", metavar="FOLDER", type=Path)
    raked.add_argument("--margins", required=True, type=Path, metavar="FILE")
    raked.add_argument("--column", default="raked_weight", metavar="NAME", help="the new weight")
    raked.add_argument("--replace", metavar="NAME", help="the column that may be overwritten")
    raked.add_argument("--start", metavar="COLUMN", help="starting weights, or none")
    raked.add_argument(
        "--trim",
        nargs=2,
        type=float,
        default=NO_BOUNDS,
        metavar=("LOW", "HIGH"),
        help="least and greatest weight, relative to the mean",
    )
    raked.add_argument("--scale", choices=SCALES, default="mean", help="mean 1, or population")
    raked.add_argument("--out", type=Path, metavar="FILE", help="every margin, before and after")
    raked.set_defaults(run=_weight)


def _weight(chosen: argparse.Namespace) -> int:
    column, bounds = chosen.column, tuple(chosen.trim)
    survey = open_in(shared_store(), read_survey(chosen.folder))
    may_be_column(survey, column, chosen.replace)
    start = None if chosen.start == "none" else chosen.start or survey.codebook.design.weight
    if start == column:
        raise RequestError(Fault("fault.start_is_replaced", {"column": column}))
    margins = read_margins(chosen.margins, survey.codebook)
    found = weigh(survey, margins, start=start, bounds=bounds, scale=chosen.scale)
    said = note(found, chosen.margins.name, start, bounds, datetime.now().astimezone().date())
    if chosen.out is not None:
        write_file(chosen.out, tidy_bytes(cells(survey, found, chosen.lang)))
    write_weight(survey, column, found.weights, label_of_weight(), said)
    for line in lines(found, bounds, chosen.lang):
        print(one_line(line))
    print(say(chosen.lang, "weighting.written", column=column, survey=survey.id))
    return 0


def _beside(out: Path) -> None:
    """Refuse a package that would describe a file which is not there."""
    if out.name != DATAPACKAGE or not (out.parent / RESPONSES).is_file():
        values = {"file": str(out), "package": DATAPACKAGE, "responses": RESPONSES}
        raise RequestError(Fault("fault.package_beside", values))


def named_data_folder(chosen: argparse.Namespace) -> Path:
    """The data folder, which must exist."""
    root = data_folder(chosen.data)
    if not is_folder(root):
        raise UnknownNameError(Fault("fault.no_data_folder", {"folder": root}))
    return root
