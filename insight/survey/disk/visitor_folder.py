"""A folder of the server for what visitors bring, which nobody else may open.

It is removed when the server ends. One that was left behind, because a server was killed, is
removed by the next: as long as a process of a server lives, it holds a lock on the folder. The
workers of one server share it, and inherit the lock of the process that starts them.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
from functools import cache
from pathlib import Path

from insight.survey.disk.held_folders import new_held_folder, remove_left_behind

PREFIX = "insight-own-"
_OF_VISITORS = re.compile(r"insight-(own|import|book)-")


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
        remove_left_behind(PREFIX)


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
    remove_left_behind(PREFIX)
    folder, lock = new_held_folder(PREFIX)
    return folder.resolve(), lock


def is_a_visitors(folder: Path) -> bool:
    """Whether a survey folder is what a visitor brought, of this server or another.

    What is being read for them, or written, lies in folders that begin likewise.
    """
    return any(_OF_VISITORS.match(parent.name) for parent in folder.parents)


def remove_private_folder() -> None:
    """Remove the folder with all that is in it, because the process that made it is to end."""
    if private_folder.cache_info().currsize and not _Shared.folder:
        shutil.rmtree(private_folder(), ignore_errors=True)
