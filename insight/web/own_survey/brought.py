"""A survey made of a visitor's file, and how it is written down beside it.

What is written is enough for another process to go on with it. The key that finds it is no part
of that.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from insight.importers.importing import Imported
from insight.importers.readers.source import ImportOptions
from insight.importers.sandbox.messages import (
    fault_as_json,
    fault_from_json,
    proposal_as_json,
    proposal_from_json,
    together_as_json,
    together_from_json,
)
from insight.language.errors import Fault
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import shared_store
from insight.survey.folders import read_survey

Texts = Mapping[str, str]
WRITTEN = "visitor.json"


@dataclass(frozen=True)
class Brought:
    """A survey made of a visitor's file.

    Attributes
    ----------
    survey
        The survey.
    made
        What was understood of the file.
    file
        Name of the file.
    drafted
        The texts of codebook and recipe as they were drafted, before any correction.
    renamed_from
        The id that it would have had if no other survey had it; empty where it has it.
    options
        What the visitor said of the file when it was read.
    """

    survey: OpenSurvey
    made: Imported
    file: str
    drafted: Texts
    renamed_from: str = ""
    options: ImportOptions = field(default_factory=ImportOptions)


@dataclass(frozen=True)
class Belongings:
    """What a visitor has: a survey, the file where it is kept, and what they took along of it."""

    brought: Brought | None = None
    file: Path | None = None
    taken_along: Texts = field(default_factory=dict)


def write_down(root: Path, belongings: Belongings) -> None:
    """Write down what a visitor has in the folder `root`, whole or not at all."""
    brought, file = belongings.brought, belongings.file
    written = {
        "survey": _brought_as_json(root, brought) if brought else None,
        "file": str(file.relative_to(root)) if file else None,
        "taken_along": dict(belongings.taken_along),
    }
    unfinished = root / f".{secrets.token_hex(4)}"
    unfinished.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(root / WRITTEN)


def read_again(root: Path) -> Belongings:
    """Return what was written down in the folder `root`.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError, InsightError
        If it cannot be gone on with: another release wrote it, or a file is not there any longer.
    """
    written = json.loads((root / WRITTEN).read_text(encoding="utf-8"))
    brought = _brought_from_json(root, written["survey"]) if written["survey"] else None
    file = root / written["file"] if written["file"] else None
    return Belongings(brought, file, written["taken_along"])


def _brought_as_json(root: Path, brought: Brought) -> dict[str, Any]:
    made = brought.made
    return {
        "folder": str(brought.survey.folder.relative_to(root)),
        "name": brought.file,
        "drafted": dict(brought.drafted),
        "renamed_from": brought.renamed_from,
        "options": asdict(brought.options),
        "made": {
            "folder": str(made.folder),
            "rows": made.rows,
            "variables": made.variables,
            "sets": made.sets,
            "remarks": [fault_as_json(fault) for fault in made.remarks],
            "changes": [fault_as_json(fault) for fault in made.changes],
            "proposals": [proposal_as_json(proposal) for proposal in made.proposals],
            "together": [together_as_json(together) for together in made.together],
            "undecided": [together_as_json(together) for together in made.undecided],
            "personal": list(made.personal),
        },
    }


def _brought_from_json(root: Path, written: Mapping[str, Any]) -> Brought:
    survey = open_in(shared_store(), read_survey(root / written["folder"]))
    made = written["made"]
    return Brought(
        survey,
        Imported(
            folder=Path(made["folder"]),
            rows=made["rows"],
            variables=made["variables"],
            sets=made["sets"],
            remarks=tuple(fault_from_json(fault) for fault in made["remarks"]),
            changes=tuple(fault_from_json(fault) for fault in made["changes"]),
            proposals=tuple(proposal_from_json(proposal) for proposal in made["proposals"]),
            together=tuple(together_from_json(together) for together in made["together"]),
            undecided=tuple(together_from_json(together) for together in made["undecided"]),
            personal=tuple(made["personal"]),
        ),
        written["name"],
        written["drafted"],
        written["renamed_from"],
        _options_from_json(written["options"]),
    )


def _options_from_json(written: Mapping[str, Any]) -> ImportOptions:
    said: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in written.items()
    }
    return ImportOptions(**said)


def remark_of_id(brought: Brought) -> Fault | None:
    """Say that the survey has another id than its file would have given it."""
    if not brought.renamed_from:
        return None
    values = {"wanted": brought.renamed_from, "id": brought.survey.id}
    return Fault("own_survey.renamed", values)
