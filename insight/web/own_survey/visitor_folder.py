"""A folder of this process for what visitors bring, which nobody else may open.

It is removed when the process ends. One that was left behind, because a process was killed, is
removed by the next: as long as a process lives, it holds a lock on its folder.
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


@cache
def private_folder() -> Path:
    """Return the folder, made at the first call."""
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    if fcntl:
        fcntl.flock(os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600), fcntl.LOCK_EX)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def remove_private_folder() -> None:
    """Remove the folder with all that is in it, because the process is about to end."""
    if private_folder.cache_info().currsize:
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
