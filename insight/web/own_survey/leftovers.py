"""Folders that killed processes left behind, of visitors, of books and of imports."""

from __future__ import annotations

from insight.importers import importing
from insight.importers.sandbox import sandbox
from insight.survey.disk import visitor_folder
from insight.survey.disk.held_folders import remove_left_behind
from insight.survey.folders import data_folder, parent_of_surveys

BOOK = "insight-book-"


def remove_leftovers() -> None:
    """Remove the folders of processes that are no more; where locks tell which those are."""
    for prefix in (visitor_folder.PREFIX, BOOK, sandbox.PREFIX):
        remove_left_behind(prefix)
    remove_left_behind(importing.PREFIX, parent_of_surveys(data_folder()))
