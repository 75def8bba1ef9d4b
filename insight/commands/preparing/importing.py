"""``insight import``: a survey file of another program becomes a survey folder."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from insight.commands.arguments import add_shared
from insight.importers.importing import Imported, import_file
from insight.importers.readers.source import ImportOptions
from insight.language.catalogue import Language, one_line, say
from insight.language.errors import Fault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight import``."""
    add_shared(parser)
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--to", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--id", metavar="ID", help="id of the survey; else made of the names")
    parser.add_argument("--separator", help="sign between the columns of a text file")
    parser.add_argument("--decimal", help="decimal mark of a text file")
    parser.add_argument("--encoding", help="encoding of the text")
    parser.add_argument("--sheet", help="sheet of a workbook")
    parser.add_argument(
        "--header-rows", type=int, metavar="N", help="rows of names, questions and options"
    )
    parser.add_argument(
        "--separate",
        action="append",
        default=[],
        metavar="NAME",
        help="column or question that does not hold several answers; may be repeated",
    )
    parser.add_argument(
        "--split",
        action="append",
        default=[],
        metavar="COLUMN",
        help="column whose cells hold several answers; may be repeated",
    )
    parser.add_argument("--wave", help="name of the wave that the file is")
    parser.add_argument(
        "--without-personal",
        action="store_true",
        help="leave out columns that tell who a respondent is",
    )


def run(chosen: argparse.Namespace) -> int:
    """Import the file and say what was understood of it."""
    options = ImportOptions(
        chosen.separator,
        chosen.decimal,
        chosen.encoding,
        chosen.sheet,
        chosen.header_rows,
        tuple(chosen.separate),
        tuple(chosen.split),
        without_personal=chosen.without_personal,
    )
    imported = import_file(chosen.file, chosen.to, chosen.id, options, wave=chosen.wave)
    print(imported.folder)
    for line in lines(imported, chosen.lang):
        print(line)
    return 0


def lines(imported: Imported, language: Language) -> Iterator[str]:
    """Return what an import has to say, line by line."""
    counts = {"rows": imported.rows, "variables": imported.variables, "sets": imported.sets}
    yield say(language, "import.summary", **counts)
    yield from _section("import.remarks", imported.remarks, language)
    questions = [
        Fault("import.question", {"name": together.variable, "reason": together.reason})
        for together in imported.together
    ]
    yield from _section("import.questions", questions, language)
    if questions:
        yield say(language, "import.questions_undo", name=imported.together[-1].variable)
    proposals = [
        Fault(
            "import.proposal",
            {"part": proposal.part, "column": proposal.column, "reason": proposal.reason},
        )
        for proposal in imported.proposals
    ]
    yield from _section("import.proposals", proposals, language)
    yield from _section("import.changes", imported.changes, language)
    yield say(language, "import.next", folder=imported.folder)
    yield say(language, "import.next_data")


def _section(heading: str, faults: Sequence[Fault], language: Language) -> Iterator[str]:
    """A heading and a line for each fault; nothing where there is none."""
    if faults:
        yield say(language, heading)
    yield from (f"  – {one_line(fault.text(language))}" for fault in faults)
