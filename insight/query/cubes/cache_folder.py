"""The cache folder: a file per table, in a folder per version of a survey, within a bounded room.

Cells of a table may be of one respondent, so folders and files are for this user alone. Nothing
here is needed: each file may be removed at any moment, also while somebody reads it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

import insight
from insight.operation.counts import KEPT_BYTES
from insight.query.cubes.cache_settings import MB
from insight.survey.disk.held_folders import held_file, take
from insight.survey.folders import CODEBOOK, RESPONSES, Survey, version_of
from insight.survey.recipe.application import RECIPE

CUBES, TABLE, DRAFT, LOCK = "cubes", ".parquet", ".draft-", ".lock"
SURVEY = "survey"  # a file that tells which survey folder the tables beside it are of
MOST_DAYS = 30  # that a table is kept without being read
LEFT_FREE = 500 * MB  # of the disk, for others; below it a server is not ready
# A file that has just changed may change again without its time doing so.
SETTLED = 2.0
_DAY = 86_400
_LONGEST_PATH = 10_000


@dataclass(frozen=True)
class Place:
    """Where a table is kept.

    Attributes
    ----------
    file, lock
        Its file, and the one that is locked by whoever makes it.
    mark
        What the file says of itself: a mark of the version, of the table, and of the program that
        made it.
    """

    file: Path
    lock: Path
    mark: str


def place_of(root: Path, survey: Survey, name: tuple[Hashable, ...]) -> Place:
    """Return where a table of a version of a survey is kept under a cache folder."""
    file = _digest(repr(name), made_by())
    folder = root / CUBES / _version_name(survey)
    mark = _digest(survey.version, repr(name), made_by())
    return Place(folder / f"{file}{TABLE}", folder / f"{file}{LOCK}", mark)


def _version_name(survey: Survey) -> str:
    """A name of a version: of its folder and the state of its files, and of what is made of them.

    A version tells its files' sizes, places and times, so that it lasts from one start to the next
    and no longer than the files.
    """
    return f"{_files_name(survey.folder, survey.version)}{_digest(survey.version)[:16]}"


def _files_name(folder: Path, version: str) -> str:
    files = re.split("[:~]", version.removeprefix(f"{folder}:"))[:3]
    return f"{_digest(str(folder))[:16]}-{_digest(*files)[:16]}-"


@cache
def made_by() -> str:
    """Return a mark of the program: another one may make another table of the same responses."""
    package = Path(insight.__file__).parent
    sources = sorted([*package.glob("query/**/*.py"), *package.glob("survey/**/*.py")])
    texts = (path.read_bytes().hex() for path in sources)
    return _digest(duckdb.__version__, pa.__version__, *texts)


def _digest(*parts: str) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode())
    return whole.hexdigest()[:40]


def is_settled(survey: Survey) -> bool:
    """Whether the files of a survey were last changed long enough ago for their time to tell.

    A file's time goes in steps: what changes twice within one step looks as after the first.
    """
    for name in (CODEBOOK, RESPONSES, RECIPE):
        with suppress(FileNotFoundError):
            changed_at = (survey.folder / name).stat().st_ctime  # which nobody can set
            if abs(time.time() - changed_at) < SETTLED:
                return False
    return True


def make_private(folder: Path) -> None:
    """Make a folder that nobody else may look into.

    Raises
    ------
    OSError
        If it cannot be made, or is a link, or another user's.
    """
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if status.st_mode & 0o077:
        folder.chmod(0o700)


def begin_version(root: Path, survey: Survey) -> None:
    """Make the folder of a version of a survey, where it is not there, and tell whose it is.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    folder = root / CUBES / _version_name(survey)
    make_private(folder.parent)
    make_private(folder)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW
    with suppress(FileExistsError):
        handle = os.open(folder / SURVEY, flags, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.fsencode(survey.folder))


def make_room(root: Path, nbytes: int, room: int) -> None:
    """Make room for so many bytes: within the room for all, and leaving the disk some.

    Raises
    ------
    OSError
        If there is none.
    """
    if nbytes <= room:
        tidy(root, room - nbytes)
    if nbytes > room or shutil.disk_usage(root).free - nbytes < LEFT_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def tidy(root: Path, room: int) -> None:
    """Remove what has no room, is not read any more, or was left half-written.

    So goes what is of a survey that is not there any more, or not in this version.

    Parameters
    ----------
    root
        The cache folder.
    room
        Bytes that tables may take; those that were read last stay.
    """
    cubes = root / CUBES
    for folder in _folders(cubes):
        if _is_outdated(folder):
            shutil.rmtree(folder, ignore_errors=True)
            continue
        for path in _listed(folder):
            if path.name.startswith(DRAFT) or path.suffix == LOCK:
                _remove_left_behind(path)
    files = sorted(_tables(cubes), key=lambda file: file[1])
    taken = sum(size for _, _, size in files)
    for path, read_at, size in files:
        if taken > room or time.time() - read_at > MOST_DAYS * _DAY:
            with suppress(OSError):
                path.unlink()
            taken -= size
    for folder in _folders(cubes):
        with suppress(OSError):  # another has begun there meanwhile
            if [path.name for path in _listed(folder)] == [SURVEY]:
                (folder / SURVEY).unlink()
            folder.rmdir()
    KEPT_BYTES.set(taken)


def _is_outdated(folder: Path) -> bool:
    """Whether the files of the survey are not those that its tables were made of."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        with os.fdopen(os.open(folder / SURVEY, flags), "rb") as file:
            survey = Path(os.fsdecode(file.read(_LONGEST_PATH)))
    except OSError:  # its maker has just begun, or it may not be read
        return False
    try:
        return not folder.name.startswith(_files_name(survey, version_of(survey)))
    except ValueError:  # no path at all
        return True


def _remove_left_behind(path: Path) -> None:
    """Remove a half-written file, or a lock, that nobody holds: whoever did has been ended."""
    with suppress(OSError):
        if path.suffix == LOCK:
            with held_file(path) as is_free:
                if is_free:
                    path.unlink()
            return
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if take(handle):
                path.unlink()
        finally:
            os.close(handle)


def _tables(cubes: Path) -> Iterator[tuple[Path, float, int]]:
    """Tables with when they were last read, and their sizes."""
    for folder in _folders(cubes):
        for path in _listed(folder):
            if path.suffix == TABLE:
                with suppress(OSError):
                    status = path.lstat()
                    yield path, status.st_mtime, status.st_size


def _folders(cubes: Path) -> list[Path]:
    return [path for path in _listed(cubes) if path.is_dir() and not path.is_symlink()]


def _listed(folder: Path) -> list[Path]:
    try:
        return [*folder.iterdir()]
    except OSError:
        return []
