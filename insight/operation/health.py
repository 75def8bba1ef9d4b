"""Health: whether the process can serve, asked often and by anybody, so at no cost to visitors.

What is wrong is told in words that are known beforehand: no path, and no name of a survey.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MB = 1024**2
SECONDS_REMEMBERED = 1.0
PART_OF_CONTAINER = 0.9  # of its memory, above which the kernel may soon end the process
PROBE = 4096  # bytes that are written
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Wrong:
    """Something that is wrong: with what, and how."""

    check: str
    what: str
    hinders: bool = True  # whether visitors are better sent to another process


class Readiness:
    """Finds out whether this process can serve.

    Parameters
    ----------
    survey_files
        Returns the files of each survey of the data folder; raises `OSError` where the folder
        cannot be read.
    memory
        MB over which the process is not ready, or 0 for the container's own limit.
    room
        MB that temporary files need.
    audit
        Returns what is wrong with the audit, in a word; empty if nothing is.
    engines
        Returns what is wrong with the databases that surveys stand in, in a word for each kind.
    """

    def __init__(
        self,
        survey_files: Callable[[], list[list[Path]]],
        *,
        memory: int,
        room: int,
        audit: Callable[[], str] = str,
        engines: Callable[[], list[str]] = list,
    ) -> None:
        self._survey_files = survey_files
        self._audit = audit
        self._engines = engines
        self._most = memory * MB or container_limit()
        self._room = room * MB
        self._lock = threading.Lock()
        self._known: tuple[float, tuple[Wrong, ...]] = (-SECONDS_REMEMBERED, ())
        self._stops = False

    def begin_to_stop(self) -> None:
        """Be ready for nobody from now on, because the process is about to end."""
        self._stops = True

    def known(self) -> tuple[Wrong, ...] | None:
        """Return what is known to be wrong without looking; None where it is not known."""
        if self._stops:
            return (Wrong("process", "stopping"),)
        found_at, wrong = self._known
        return wrong if time.monotonic() - found_at < SECONDS_REMEMBERED else None

    def wrong(self) -> tuple[Wrong, ...]:
        """Return what is wrong; however many ask, it is found out once a second at the most."""
        with self._lock:
            if (known := self.known()) is not None:
                return known
            wrong = (
                *(*self._surveys(), *self._temporary_folder()),
                *(*self._memory(), *self._of_audit(), *self._of_engines()),
            )
            self._known = time.monotonic(), wrong
            return wrong

    def _surveys(self) -> Iterator[Wrong]:
        """Surveys of which none can be read; that one is broken hurts no other."""
        try:
            surveys = self._survey_files()
        except OSError:
            yield Wrong("surveys", "folder_unreadable")
            return
        if surveys and not any(all(map(_can_be_read, files)) for files in surveys):
            yield Wrong("surveys", "unreadable")

    def _temporary_folder(self) -> Iterator[Wrong]:
        try:
            folder = tempfile.gettempdir()
            with tempfile.TemporaryFile(dir=folder, prefix="insight-ready-") as file:
                file.write(bytes(PROBE))
                file.flush()
            if shutil.disk_usage(folder).free < self._room:
                yield Wrong("temporary_folder", "full")
        except OSError:
            yield Wrong("temporary_folder", "not_writable")

    def _memory(self) -> Iterator[Wrong]:
        if self._most and resident_memory() > self._most:
            yield Wrong("memory", "over_limit")

    def _of_audit(self) -> Iterator[Wrong]:
        """What is open to everybody is served without it, and others have the same disk."""
        if what := self._audit():
            yield Wrong("audit", what, hinders=False)

    def _of_engines(self) -> Iterator[Wrong]:
        """Other processes ask the same databases, and other surveys stand in files."""
        for what in self._engines():
            yield Wrong("engine", what, hinders=False)


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


def resident_memory() -> int:
    """Return the bytes of memory that this process takes; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def container_limit(folder: Path = _CGROUP) -> int:
    """Return the bytes of memory above which a container is in danger; 0 where it has no limit."""
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            written = (folder / name).read_text("ascii").strip()
        except OSError:
            continue
        if written.isdecimal() and int(written) < 2**60:
            return int(int(written) * PART_OF_CONTAINER)
    return 0
