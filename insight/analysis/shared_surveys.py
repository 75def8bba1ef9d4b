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
from insight.query.cubes import cache_folder, sources
from insight.query.cubes.cache_settings import cache_settings_from
from insight.query.engines.connections import marked, marks_of, wrong_with
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


def _versions(root: Path) -> tuple[str, ...]:
    return tuple(version_of(folder) for folder in survey_folders(root))


@lru_cache(maxsize=4)
def _inventory(versions: tuple[str, ...], root: Path) -> Found[Survey]:
    """The surveys of a folder whose files have these versions, read and not opened."""
    return find_surveys(root)


@lru_cache(maxsize=4)
def _surveys_as_of(
    versions: tuple[str, ...], tables: tuple[str, ...], root: Path
) -> Found[OpenSurvey]:
    """The surveys whose files, and tables in databases, are in this state."""
    inventory = _inventory(versions, root)
    whole: list[OpenSurvey] = []
    broken, guarded = list(inventory.broken), {*inventory.guarded}
    for survey in inventory.surveys:
        try:
            whole.append(_open_as_it_is(survey))
        except InsightError as error:
            broken.append((survey.id, error))
            guarded |= {survey.id} if survey.codebook.access is not None else set()
    for name, problem in broken:
        state = f"{version_of(parent_of_surveys(root) / name)} {tables}"
        _tell_operator(name, state, problem)
    in_order = tuple(sorted(broken, key=lambda refused: refused[0]))
    return Found(tuple(whole), in_order, frozenset(guarded))


def _open_as_it_is(survey: Survey) -> OpenSurvey:
    """Open a survey, read anew where it is replaced meanwhile."""
    for _ in range(_TRIES):
        try:
            return _open(marked(survey, shared_store()))
        except SurveyReplacedError as error:
            survey, fault = read_survey(survey.folder), error.fault
    raise DataError(fault)


def _tell_operator(name: str, state: str, problem: InsightError) -> None:
    """Log what is wrong with a survey, once for each state of its files and table."""
    if state not in _told:
        _told.add(state)
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
    versions = _versions(root)
    tables = marks_of(_inventory(versions, root).surveys, shared_store())
    return _surveys_as_of(versions, tables, root)


def engines_wrong() -> list[str]:
    """Return what is wrong with the databases that surveys of the data folder stand in.

    It is a word for each kind of thing, none if nothing is wrong.
    """
    root = data_folder()
    versions = _versions(root)
    return wrong_with(_inventory(versions, root).surveys, shared_store())


def is_summed_up(survey: OpenSurvey) -> bool:
    """Whether figures of a survey come from sums that are made once: of a large one, or a database.

    The database is not asked.
    """
    in_database = survey.codebook.source_table is not None
    return in_database or survey.respondents >= sources.FEWEST_RESPONDENTS


def put_in_order(survey: OpenSurvey) -> None:
    """Keep the responses of a survey on disk in an order that is quick to read, if that helps.

    It helps with a very large one that has many sampling units or much background.
    """
    sources.put_in_order(survey)


def tidy_cache() -> None:
    """Remove from the cache folder what is of no survey that is there, or has no room.

    Raises
    ------
    RequestError
        If a setting of the cache folder cannot be used.
    """
    settings = cache_settings_from()
    if settings.folder is not None:
        cache_folder.tidy(settings.folder, settings.room)
