"""The room of former versions: a folder beside the surveys, which is none of them.

``.versions/ID/NUMBER/ID`` is a former version of the survey ID, whole, so that every command reads
it. What is being published lies in ``NUMBER.part``, of the number that the one before it has, until
the two change places; so what an interrupted publication left can be told, and finished or removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from insight.language.errors import Fault, RequestError
from insight.survey.disk.exchange import FORMER, put_in_place
from insight.survey.disk.held_folders import held_file
from insight.survey.disk.publication import CONTENT, RECORD, Publication, read_record

VERSIONS = ".versions"
SETTING, USUAL_KEPT = "INSIGHT_VERSIONS_KEPT", 3
_PART = ".part"


def versions_kept() -> int:
    """Return how many former versions of a survey are kept.

    Raises
    ------
    RequestError
        If the setting is no whole number.
    """
    written = os.environ.get(SETTING, "").strip() or str(USUAL_KEPT)
    if not (written.isascii() and written.isdecimal() and len(written) < 4):
        raise RequestError(Fault("fault.setting_number", {"name": SETTING, "value": written}))
    return int(written)


@dataclass(frozen=True)
class VersionRoom:
    """The former versions of one survey.

    Attributes
    ----------
    surveys
        The folder whose folders are surveys.
    id
        The survey's.
    """

    surveys: Path
    id: str

    @property
    def served(self) -> Path:
        """The folder that is read."""
        return self.surveys / self.id

    @property
    def _room(self) -> Path:
        return self.surveys / VERSIONS / self.id

    def kept(self) -> list[int]:
        """Return the numbers of the former versions that are there, in order."""
        names = [path.name for path in self._room.glob("*")] if self._room.is_dir() else []
        numbers = (int(name) for name in names if name.isascii() and name.isdecimal())
        return sorted(number for number in numbers if self.former(number).is_dir())

    def former(self, number: int) -> Path:
        """Return the folder of a former version."""
        return self._room / str(number) / self.id

    def history(self) -> Publication | None:
        """Return the longest record there is, of what is read or of former versions."""
        folders = [self.served, *(self.former(number) for number in self.kept())]
        found = [record for folder in folders if (record := read_record(folder))]
        return max(found, key=lambda record: record.current.number, default=None)

    def stage(self, source: Path, number: int) -> Path:
        """Copy what is read of a survey beside the former versions.

        Parameters
        ----------
        source
            The survey's folder.
        number
            Of the version whose place it will take; 0 of none.

        Raises
        ------
        OSError
            If it cannot be copied; what was copied stays until :meth:`tidy`.
        """
        staged = self._room / f"{number}{_PART}" / self.id
        staged.mkdir(parents=True)
        for name in CONTENT:
            if (source / name).exists():
                shutil.copyfile(source / name, staged / name)
                _keep(staged / name)
        return staged

    def put_in_place(self, staged: Path, record: str) -> None:
        """Let what was staged be read in one step, with its record; what was read is kept.

        Raises
        ------
        OSError
            If it cannot be.
        """
        (staged / RECORD).write_text(record, "utf-8")
        _keep(staged / RECORD)
        _keep(staged)
        put_in_place(staged, self.served)
        _keep(self.surveys)
        self.tidy()

    def tidy(self) -> None:
        """Finish what was put in its place, and remove what was not."""
        for part in self._room.glob(f"*{_PART}"):
            room, staged = part.with_suffix(""), part / self.id
            if (left := part / FORMER / self.id).is_dir():
                if not self.served.exists():  # ended between two steps: all was as it had been
                    left.rename(self.served)
                else:
                    shutil.rmtree(staged, ignore_errors=True)
                    left.rename(staged)
            if staged.is_dir() and self._has_been_read(staged, room.name):
                shutil.rmtree(room, ignore_errors=True)
                part.rename(room)
            else:
                shutil.rmtree(part, ignore_errors=True)

    def _has_been_read(self, staged: Path, number: str) -> bool:
        """Whether a folder is the one whose place another has taken, and not that other."""
        served, there = read_record(self.served), read_record(staged)
        newest = served.current.number if served else 0
        of_there = there.current.number if there else 0
        return number != "0" and newest > int(number) and of_there < newest

    def prune(self, keep: int) -> None:
        """Remove the oldest former versions but for so many."""
        kept = self.kept()
        for number in kept[: max(len(kept) - keep, 0)]:
            shutil.rmtree(self._room / str(number), ignore_errors=True)


@contextmanager
def publishing(surveys: Path) -> Iterator[None]:
    """Hold the right to publish in a folder of surveys.

    Raises
    ------
    RequestError
        If somebody else holds it.
    OSError
        If the folder may not be written to.
    """
    (surveys / VERSIONS).mkdir(exist_ok=True)
    with held_file(surveys / VERSIONS / "lock") as is_ours:
        if not is_ours:
            raise RequestError(Fault("fault.publish_busy"))
        yield


def _keep(path: Path) -> None:
    """Have a file or folder written to the disk, so that no power cut leaves half of it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
