"""Surveys of the data folder, each opened and checked once for everybody who asks.

Whom they are for is not asked here: who answers people asks :mod:`insight.api.listing`.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from insight.language.catalogue import one_line
from insight.language.errors import DataError, InsightError, SurveyReplacedError
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import shared_store
from insight.survey.folders import (
    Found,
    Survey,
    data_folder,
    find_surveys,
    parent_of_surveys,
    read_survey,
    survey_folders,
    version_of,
)
from insight.survey.told_apart import tell_surveys_apart

_log = logging.getLogger(__name__)
_told: set[str] = set()
_TRIES = 3


@lru_cache(maxsize=100)
def _open(survey: Survey) -> OpenSurvey:
    """The survey in the database, checked once for each version of it."""
    return open_in(shared_store(), survey)


@lru_cache(maxsize=4)
def _surveys_as_of(versions: tuple[str, ...], root: Path) -> Found[OpenSurvey]:
    inventory = find_surveys(root)
    whole: list[OpenSurvey] = []
    broken, guarded = list(inventory.broken), {*inventory.guarded}
    for survey in inventory.surveys:
        try:
            whole.append(_open_as_it_is(survey))
        except InsightError as error:
            broken.append((survey.id, error))
            guarded |= {survey.id} if survey.codebook.access is not None else set()
    for name, problem in broken:
        _tell_operator(name, version_of(parent_of_surveys(root) / name), problem)
    in_order = tuple(sorted(broken, key=lambda refused: refused[0]))
    return Found(tuple(whole), in_order, frozenset(guarded))


def _open_as_it_is(survey: Survey) -> OpenSurvey:
    """Open a survey, read anew where it is replaced meanwhile."""
    for _ in range(_TRIES):
        try:
            return _open(survey)
        except SurveyReplacedError as error:
            survey, fault = read_survey(survey.folder), error.fault
    raise DataError(fault)


def _tell_operator(name: str, version: str, problem: InsightError) -> None:
    """Log what is wrong with a survey, once for each state of its files."""
    if version not in _told:
        _told.add(version)
        _log.warning("The survey %s cannot be used. %s", one_line(name), problem.text("en"))


@lru_cache(maxsize=4)
def _told_apart(whole: tuple[OpenSurvey, ...]) -> tuple[OpenSurvey, ...]:
    return tell_surveys_apart(whole)


def surveys(data: str | Path | None = None) -> Found[OpenSurvey]:
    """Return the surveys of a data folder, read anew when a file has changed; titles differ.

    Parameters
    ----------
    data
        The data folder; else ``INSIGHT_DATA``, else the bundled one.
    """
    found = surveys_as_written(data)
    return replace(found, surveys=_told_apart(found.surveys))


def surveys_as_written(data: str | Path | None = None) -> Found[OpenSurvey]:
    """Return the same surveys with the titles that stand in their codebooks.

    Parameters
    ----------
    data
        The data folder; else ``INSIGHT_DATA``, else the bundled one.
    """
    root = data_folder(data)
    return _surveys_as_of(tuple(version_of(folder) for folder in survey_folders(root)), root)
