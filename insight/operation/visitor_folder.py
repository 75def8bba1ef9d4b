"""A folder of the server for what visitors bring, which nobody else may open.

It is removed when the server ends. One that was left behind, because a server was killed, is
removed by the next: as long as a process of a server lives, it holds a lock on the folder. The
workers of one server share it, and inherit the lock of the process that starts them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

try:
    import fcntl
except ImportError:  # no such locks; leftovers stay until somebody empties the folder
    fcntl = None  # type: ignore[assignment]

PREFIX = "insight-own-"
LOCK = "lock"


class _Shared:
    """The folder that another process made, and the lock on it; None where there is none."""

    folder: Path | None = None
    lock: int = -1


def share(folder: Path, lock: int = -1) -> None:
    """Use the folder of the process that started this one, which holds the same lock."""
    _Shared.folder, _Shared.lock = folder, lock


def let_go_of_shared() -> None:
    """Remove the shared folder if nobody else is left who would: the other processes are dead."""
    if _Shared.lock >= 0:
        os.close(_Shared.lock)
        _Shared.lock = -1
        remove_leftovers()


@cache
def private_folder() -> Path:
    """Return the folder, made at the first call unless it is shared."""
    if _Shared.folder:
        return _Shared.folder
    folder, _ = make_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def make_folder() -> tuple[Path, int]:
    """Make a folder, and return it with the lock that says that somebody uses it.

    The lock is held until every process that has its number has ended or closed it.
    """
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    if fcntl:
        fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def remove_private_folder() -> None:
    """Remove the folder with all that is in it, because the process that made it is to end."""
    if private_folder.cache_info().currsize and not _Shared.folder:
        shutil.rmtree(private_folder(), ignore_errors=True)


def remove_leftovers() -> None:
    """Remove the folders of processes that are no more; where locks tell which those are."""
    if not hasattr(fcntl, "flock"):
        return
    for folder in list(_folders()):
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _folders() -> Iterator[Path]:
    """Folders of ours, made by the same user; a link is none."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            status = folder.lstat()
        except OSError:
            continue
        if folder.is_dir() and not folder.is_symlink() and status.st_uid == os.getuid():
            yield folder


def _is_left(folder: Path) -> bool:
    """Whether no process holds the lock on a folder."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
