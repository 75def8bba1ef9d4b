"""``insight import``: a survey file of another program becomes a survey folder."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from insight.importers.importing import Imported, import_file
from insight.importers.readers.source import ImportOptions
from insight.language.catalogue import Language, one_line, say
from insight.language.errors import Fault


def add_import(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add ``insight import`` to the command line."""
    told = commands.add_parser(
        "import", parents=[shared], help="make a survey folder of a survey file"
    )
    told.add_argument("file", metavar="FILE", type=Path)
    told.add_argument("--to", required=True, type=Path, metavar="FOLDER")
    told.add_argument("--id", metavar="ID", help="id of the survey; else made of the names")
    told.add_argument("--separator", help="sign between the columns of a text file")
    told.add_argument("--decimal", help="decimal mark of a text file")
    told.add_argument("--encoding", help="encoding of the text")
    told.add_argument("--sheet", help="sheet of a workbook")
    told.add_argument("--wave", help="name of the wave that the file adds to a survey")
    told.set_defaults(run=_import)


def _import(chosen: argparse.Namespace) -> int:
    options = ImportOptions(chosen.separator, chosen.decimal, chosen.encoding, chosen.sheet)
    made = import_file(chosen.file, chosen.to, chosen.id, options, wave=chosen.wave)
    print(made.folder)
    for line in lines(made, chosen.lang):
        print(line)
    return 0


def lines(made: Imported, language: Language) -> Iterator[str]:
    """Return what an import has to say, line by line."""
    counted = {"rows": made.rows, "variables": made.variables, "sets": made.sets}
    yield say(language, "import.summary", **counted)
    yield from _listed("import.remarks", made.remarks, language)
    proposals = [
        Fault("import.proposal", {"part": one.part, "column": one.column, "reason": one.reason})
        for one in made.proposals
    ]
    yield from _listed("import.proposals", proposals, language)
    yield from _listed("import.changes", made.changes, language)
    yield say(language, "import.next", folder=made.folder)
    yield say(language, "import.next_data")


def _listed(heading: str, faults: Any, language: Language) -> Iterator[str]:
    if faults:
        yield say(language, heading)
    yield from (f"  – {one_line(one.text(language))}" for one in faults)
