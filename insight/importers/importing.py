"""The import of a survey file: it becomes a survey folder, or nothing happens at all.

What touches the file runs in a process of its own and writes into a folder beside the target, which
is put in its place by a single renaming when all is well.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from insight.importers.drafting.naming import survey_id_of
from insight.importers.drafting.parts import Together
from insight.importers.drafting.proposals import Proposal
from insight.importers.readers.source import ImportOptions
from insight.importers.sandbox.messages import (
    fault_from_json,
    proposal_from_json,
    together_from_json,
)
from insight.importers.sandbox.sandbox import run_apart
from insight.language.errors import Fault, ImportRefusal, reason_of
from insight.operation.counts import timed_import
from insight.survey.disk.exchange import put_in_place
from insight.survey.disk.held_folders import held_folder
from insight.survey.disk.room import is_full
from insight.survey.folders import CODEBOOK, is_folder

PREFIX = ".import-"  # of the folder beside the target
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Imported:
    """A survey that was made from a file.

    Attributes
    ----------
    folder
        Where it is.
    rows, variables, sets
        Respondents; variables that the codebook describes; those with several answers.
    remarks
        What was detected, decided or repaired.
    proposals
        Columns that may have a part in the design, with the evidence; none is set.
    changes
        What is different from what was there before.
    together
        Questions with several answers, and why their columns or cells were taken so.
    undecided
        Columns that may hold several answers, and were left as they are.
    personal
        Columns that tell who a respondent is, whether they were left out or not.
    """

    folder: Path
    remarks: tuple[Fault, ...]
    proposals: tuple[Proposal, ...]
    changes: tuple[Fault, ...]
    rows: int
    variables: int
    sets: int
    together: tuple[Together, ...] = ()
    undecided: tuple[Together, ...] = ()
    personal: tuple[str, ...] = ()


def import_file(
    path: Path,
    to: Path,
    survey_id: str | None = None,
    options: ImportOptions | None = None,
    *,
    wave: str | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Imported:
    """Make a survey folder of a survey file.

    Parameters
    ----------
    path
        The file.
    to
        The survey folder where its name is the id, else the folder to make it in.
    survey_id
        Id of the survey; else the name of `to` where that can be an id, else made of the file's
        name.
    options
        What the file does not say itself.
    wave
        Name of the wave that the file becomes.
    on_progress
        Is told what part of the work is done. What it raises ends the work.

    Raises
    ------
    ImportRefusal
        With one sentence; nothing is left on disk, and what was there is as it was.
    InsightError
        If the survey that the file makes, or that is already there, is faulty.
    """
    if not path.is_file():
        raise ImportRefusal(Fault("fault.import_no_file", {"file": path.name or str(path)}))
    folder = target_folder(path, to, survey_id)
    previous = folder if (folder / CODEBOOK).is_file() else None
    with _disk_in_words(folder), _folder_beside(folder) as temporary:
        request = {
            "path": str(path.resolve()),
            "folder": str(temporary / folder.name),
            "options": asdict(options or ImportOptions()),
            "imported": datetime.now(UTC).date().isoformat(),
            "previous": str(previous) if previous else None,
            "wave": wave,
        }
        with timed_import():
            answer = run_apart(request, on_progress=on_progress)
            _put_in_place(temporary, folder)
    return _imported(folder, answer)


def _imported(folder: Path, answer: Mapping[str, Any]) -> Imported:
    return Imported(
        folder=folder,
        remarks=tuple(fault_from_json(remark) for remark in answer["remarks"]),
        proposals=tuple(proposal_from_json(proposal) for proposal in answer["proposals"]),
        changes=tuple(fault_from_json(change) for change in answer["changes"]),
        rows=answer["rows"],
        variables=answer["variables"],
        sets=answer["sets"],
        together=tuple(together_from_json(together) for together in answer["together"]),
        undecided=tuple(together_from_json(together) for together in answer["undecided"]),
        personal=tuple(answer["personal"]),
    )


def target_folder(path: Path, to: Path, survey_id: str | None) -> Path:
    """Return the survey folder that an import will make or renew.

    Raises
    ------
    ImportRefusal
        If it cannot be one: an id that is none, a file, or a folder with something else in it.
    """
    if survey_id is not None and not _ID.fullmatch(survey_id):
        raise ImportRefusal(Fault("fault.bad_id", {"value": survey_id}))
    to = to.absolute()
    if survey_id is None and _ID.fullmatch(to.name) and _is_free(to):
        folder = to
    else:
        wanted = survey_id or survey_id_of(path.name)
        folder = to if to.name == wanted and _is_free(to) else to / wanted
    if any(target.exists() and not is_folder(target) for target in (to, folder)):
        raise ImportRefusal(Fault("fault.import_target_file", {"folder": str(to)}))
    if not _is_free(folder):
        raise ImportRefusal(Fault("fault.import_not_survey", {"folder": str(folder)}))
    return folder


def _is_free(folder: Path) -> bool:
    """Whether a survey may go to `folder`: absent, empty, or a survey already."""
    if not folder.exists():
        return True
    if not is_folder(folder):
        return False
    return (folder / CODEBOOK).is_file() or not any(folder.iterdir())


@contextmanager
def _disk_in_words(folder: Path) -> Iterator[None]:
    """Say what is wrong with the disk, which is not the fault of the file."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise ImportRefusal(Fault("fault.import_full")) from error
        values = {"folder": folder.name, "reason": reason_of(error)}
        raise ImportRefusal(Fault("fault.import_not_kept", values)) from error


@contextmanager
def _folder_beside(folder: Path) -> Iterator[Path]:
    """A folder beside the target, gone in the end; so are folders made for it where it failed."""
    made_folders = [parent for parent in folder.parents if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with held_folder(PREFIX, folder.parent) as temporary:
            yield temporary
    finally:
        if not folder.exists():
            for parent in made_folders:
                parent.rmdir()


def _put_in_place(temporary: Path, folder: Path) -> None:
    """Put the finished folder into its place in one step; what else lay in the old one stays."""
    finished = temporary / folder.name
    for path in folder.iterdir() if folder.exists() else ():
        if not (finished / path.name).exists():
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, finished / path.name)
    put_in_place(finished, folder)
