"""Folders that last as long as somebody works in them, and are known as left behind when not.

Whoever works in one holds a lock on it, which the system takes away however the process ends. What
a killed process left is removed by the next one that looks; a number of a process would not tell,
for it may be taken again, or belong to another machine or container.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from insight.survey.disk.exchange import bring_back

try:
    import fcntl
except ImportError:  # no such locks; leftovers stay until somebody empties the folder
    fcntl = None  # type: ignore[assignment]

LOCK = "lock"
DRAFT = ".insight-"  # how the name of a folder begins that lies beside what is written
_TRIES = 10
_LOOK_AGAIN = 0.02  # seconds between two looks whether a lock is free


@contextmanager
def held_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """Give a new folder, which is gone in the end.

    Parameters
    ----------
    prefix
        How its name begins. What others left under such a name is removed.
    parent
        Where it is made; else the folder for temporary files.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    remove_left_behind(prefix, parent)
    folder, lock = new_held_folder(prefix, parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def new_held_folder(prefix: str, parent: Path | None = None) -> tuple[Path, int]:
    """Make a folder, and return it with its lock, which is open as long as the folder is held.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:  # somebody took it for left behind before it was held
            continue
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _take(lock, wait=True)
        if _is_still(folder, lock):
            return folder, lock
        os.close(lock)
    raise FileNotFoundError(prefix)


def remove_left_behind(prefix: str, parent: Path | None = None) -> None:
    """Remove the folders of this user that begin so and that nobody works in any more.

    What an interrupted change of places left in one is brought back first.
    """
    if not hasattr(fcntl, "flock"):
        return
    for folder in list(_folders(prefix, parent or Path(tempfile.gettempdir()))):
        with suppress(OSError):
            if not (folder / LOCK).exists():  # its maker was ended at once, or begins just now
                folder.rmdir()
                continue
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
            try:
                if _take(lock, wait=False) and _is_still(folder, lock):
                    bring_back(folder)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


@contextmanager
def held_file(path: Path, *, patience: float = 0.0, mode: int = 0o644) -> Iterator[bool]:
    """Hold a lock on a file, which is made where it is not there; says whether it is ours.

    Parameters
    ----------
    path
        The file; a link is none.
    patience
        Seconds to wait for whoever holds it.
    mode
        The rights of a file that is made.

    Raises
    ------
    OSError
        If the file cannot be opened, or if there are no locks to wait for.
    """
    lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    try:
        end = time.monotonic() + patience
        is_ours = take(lock)
        while not is_ours and time.monotonic() < end:
            time.sleep(_LOOK_AGAIN)
            is_ours = _took(lock)
        yield is_ours
    finally:
        os.close(lock)


def take(handle: int) -> bool:
    """Whether the lock on an open file is ours now, as long as it is open."""
    return _take(handle, wait=False)


def _take(lock: int, *, wait: bool) -> bool:
    """Whether the lock is ours now; where there are no locks nobody else has it."""
    if not hasattr(fcntl, "flock"):
        return True
    try:
        return _took(lock, wait=wait)
    except OSError:  # a file system without locks: ours to work in, and never left behind
        return wait


def _took(lock: int, *, wait: bool = False) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(folder: Path, lock: int) -> bool:
    """Whether the lock is that of the folder, and not of one that has been removed."""
    try:
        return os.path.samestat((folder / LOCK).stat(), os.fstat(lock))
    except OSError:
        return False


def _folders(prefix: str, parent: Path) -> Iterator[Path]:
    """Folders made by the same user; a link is none."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            is_ours = folder.lstat().st_uid == os.getuid()
            if is_ours and folder.is_dir() and not folder.is_symlink():
                yield folder
