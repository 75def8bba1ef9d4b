"""Commands that write files for others: the codebook in a standard's form."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from insight.codebook_formats import FORMATS, Format, codebook_bytes
from insight.consistency import check
from insight.datapackage import DATAPACKAGE
from insight.errors import Fault, RequestError, UnknownNameError
from insight.export import write_file
from insight.store import Store
from insight.survey import RESPONSES, Survey, data_folder, is_folder, open_survey


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
    store = Store()
    survey = check(store, named_survey(chosen))
    file_format: Format = chosen.format
    out: Path | None = chosen.out
    if file_format == "datapackage" and out is not None:
        _beside(out)
    made = datetime.now().astimezone().date()
    content = codebook_bytes(store, survey, file_format, chosen.lang, made)
    if out is not None:
        write_file(out, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
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


def named_survey(chosen: argparse.Namespace) -> Survey:
    """The survey that was named, by id or by path."""
    try:
        return open_survey(chosen.survey, data_folder(chosen.data))
    except UnknownNameError:
        named_data_folder(chosen)
        raise
