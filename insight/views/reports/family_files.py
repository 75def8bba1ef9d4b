"""Files of a family of reports, one for each group, and what each was made of.

A folder remembers of every file the report, the surveys and the group it was made of, so that the
work can be taken up again where it was broken off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from insight.exports.files import LONGEST_NAME, file_name, write_file
from insight.language.errors import Fault, RequestError, reason_of
from insight.survey.filters import Filter
from insight.views.at_address.facts_view import written
from insight.views.reports.composing import Day
from insight.views.reports.group_reports import ReportGroup
from insight.views.reports.report_plan import ReportPlan
from insight.views.reports.report_writer import report_toml

# What a report looks like; with it the marks change by which files are known to be old.
EDITION = "2"
MADE = "made.json"
LONGEST_STEM, ROOM_FOR_NUMBER = 60, 8  # letters of a file's name


class FamilyFiles:
    """A folder of reports.

    Parameters
    ----------
    folder
        The folder, which is made where it is not there.

    Raises
    ------
    RequestError
        If it cannot be made, or is no folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            values = {"file": str(folder), "reason": reason_of(error)}
            raise RequestError(Fault("fault.not_written", values)) from error
        self._made = dict(_made(folder / MADE))

    def has(self, name: str, mark: str) -> bool:
        """Whether a file is there as it was written, and was made of the same."""
        if self._made.get(name, ("", ""))[0] != mark:
            return False
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return False
        return self._made[name][1] == _hashed(content)

    def keep(self, name: str, mark: str, content: bytes) -> None:
        """Write a file whole, and what it was made of.

        Raises
        ------
        RequestError
            If it cannot be written.
        """
        write_file(self._folder / name, content)
        self._made[name] = (mark, _hashed(content))
        written = json.dumps(self._made, ensure_ascii=False, indent=0)
        write_file(self._folder / MADE, written.encode())


def _made(path: Path) -> Mapping[str, tuple[str, str]]:
    """What files were made of; nothing where that is unknown or is not what this has written."""
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    there = read.items() if isinstance(read, dict) else ()
    return {
        name: (marks[0], marks[1])
        for name, marks in there
        if isinstance(marks, list) and len(marks) == 2 and all(isinstance(m, str) for m in marks)
    }


def fingerprint(
    plan: ReportPlan, group: ReportGroup, on: Day, kind: str, template: bytes | None = None
) -> str:
    """Return a mark that changes with a report, its surveys, its group or its format.

    The day is no part of it: on another day the same figures would stand in the file.
    """
    asked = {name for view in plan.views for name in view.link.get("survey", ())}
    versions = sorted(f"{survey.id} {survey.version}" for survey in on.surveys)
    gone = sorted(asked - {survey.id for survey in on.surveys})
    condition = group.condition
    facts = written() if any(view.is_of_facts for view in plan.views) else ""
    parts = [EDITION, facts, kind, on.start, condition.written, group.name("nb"), *versions, *gone]
    whole = hashlib.sha256("\n".join(parts).encode("utf-8", "replace"))
    whole.update(report_toml(plan))
    whole.update(repr([view.own for view in plan.views]).encode())  # those have no link
    whole.update(template or b"")
    return whole.hexdigest()


def file_names(stem: str, groups: Sequence[ReportGroup], ending: str) -> list[str]:
    """Return the names of the files of groups, no two alike on any system.

    Each has room for its group, however long the name of the report is.
    """
    names: list[str] = []
    for group in groups:
        where = Filter((group.condition,))
        name, taken = file_name(stem[:LONGEST_STEM], where, ending), {*map(str.casefold, names)}
        whole, number = name.removesuffix(f".{ending}")[: LONGEST_NAME - ROOM_FOR_NUMBER], 2
        while name.casefold() in taken:
            name, number = f"{whole}_{number}.{ending}", number + 1
        names.append(name)
    return names


def _hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
