"""The part of an import that touches the file: run in a process of its own, with limits.

It reads the file, drafts the survey, writes it into a folder that nobody else looks at yet, and
checks it as the app will.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from insight.consistency import check
from insight.importers.codebook_toml import codebook_text
from insight.importers.draft import Draft, draft_of
from insight.importers.messages import fault_as_json, proposal_as_json
from insight.importers.opening import read_source
from insight.importers.responses import write_responses
from insight.importers.source import ImportOptions
from insight.store import Store
from insight.survey import CODEBOOK, RESPONSES, read_survey
from insight.units import strata

BLOCK = 1 << 20


def perform(request: Mapping[str, Any]) -> dict[str, Any]:
    """Import a file into a new folder and return what was understood of it.

    Parameters
    ----------
    request
        ``path`` of the file, ``folder`` to write (its name is the survey's id), ``options`` of the
        reader, and ``imported``, the day.

    Returns
    -------
        Numbers, remarks, proposals and changes, as plain values.

    Raises
    ------
    InsightError
        With what is wrong with the file.
    """
    path, folder = Path(request["path"]), Path(request["folder"])
    source = read_source(path, ImportOptions(**request["options"]))
    draft = draft_of(source)
    origin: dict[str, str | int | date] = {
        "file": source.path_name,
        "sha256": _sha256(path),
        "rows": draft.rows,
        "imported": date.fromisoformat(request["imported"]),
    }
    folder.mkdir()
    text = codebook_text(draft, folder.name, origin)
    (folder / CODEBOOK).write_text(text, encoding="utf-8", newline="\n")
    write_responses(draft.pieces, folder / RESPONSES)
    _check(folder)
    return _answer(draft)


def _check(folder: Path) -> None:
    store = Store()
    strata(store, check(store, read_survey(folder)))


def _answer(draft: Draft) -> dict[str, Any]:
    return {
        "rows": draft.rows,
        "variables": len(draft.variables),
        "sets": sum(one.kind == "multiple" for one in draft.variables),
        "remarks": [fault_as_json(one) for one in draft.remarks],
        "proposals": [proposal_as_json(one) for one in draft.proposals],
        "changes": [],
    }


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()
