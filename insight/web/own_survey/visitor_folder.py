"""Folders of this process for what visitors bring, which nobody else may open, and what is left.

They are removed when the process ends. What was left behind, because a process was killed, also by
an import, is removed by the next: as long as a process lives, it holds a lock on its folders.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path

from insight.importers import importing
from insight.importers.sandbox import sandbox
from insight.survey.disk.held_folders import new_held_folder, remove_left_behind
from insight.survey.folders import data_folder, parent_of_surveys

PREFIX, BOOK = "insight-own-", "insight-book-"


@cache
def private_folder() -> Path:
    """Return the folder, made at the first call."""
    remove_leftovers()
    folder, _ = new_held_folder(PREFIX)
    folder = folder.resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def remove_private_folder() -> None:
    """Remove the folder with all that is in it, because the process is about to end."""
    if private_folder.cache_info().currsize:
        shutil.rmtree(private_folder(), ignore_errors=True)


def remove_leftovers() -> None:
    """Remove the folders of processes that are no more; where locks tell which those are."""
    for prefix in (PREFIX, BOOK, sandbox.PREFIX):
        remove_left_behind(prefix)
    remove_left_behind(importing.PREFIX, parent_of_surveys(data_folder()))
