"""The publication of a survey: checked, given a number, put in its place, and told of."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from insight.analysis.publishing.change_note import ChangeNote, change_note
from insight.analysis.publishing.version_room import (
    VERSIONS,
    VersionRoom,
    publishing,
    versions_kept,
)
from insight.language.catalogue import Text
from insight.language.errors import Fault, InsightError, RequestError, near_miss, reason_of
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import shared_store
from insight.survey.disk.publication import (
    CONTENT,
    RECORD,
    Publication,
    Version,
    digest_of,
    record_text,
)
from insight.survey.disk.room import is_full
from insight.survey.folders import (
    CODEBOOK,
    RESPONSES,
    is_folder,
    only_survey,
    parent_of_surveys,
    read_survey,
    require_folder,
    survey_folders,
)
from insight.survey.parser import names_access
from insight.survey.recipe.application import RECIPE


@dataclass(frozen=True)
class Published:
    """What has been published.

    Attributes
    ----------
    survey
        As it is read from now on.
    version
        Its version; the one that was there where nothing is new.
    is_new
        Whether it is another than before.
    few
        Waves in which fewer respondents have come or gone than may be shown.
    left_out
        Names of what lay in the folder and is not read of a survey.
    """

    survey: OpenSurvey
    version: Version
    is_new: bool
    few: tuple[Text, ...] = ()
    left_out: tuple[str, ...] = ()


def publish(folder: Path, data: Path, today: date, note: Text | None = None) -> Published:
    """Publish a survey folder in a data folder.

    Parameters
    ----------
    folder
        The survey's folder, which stays as it is.
    data
        The data folder.
    today
        The day that the version gets.
    note
        What the operator says of it.

    Raises
    ------
    InsightError
        If the survey is faulty, or cannot be put there; what was there is then as it was.
    """
    require_folder(data)
    source = only_survey(folder)
    if not is_folder(source):
        raise RequestError(Fault("fault.publish_no_folder", {"folder": folder}))
    source, surveys = source.resolve(), parent_of_surveys(data).resolve()
    if source.is_relative_to(surveys) or surveys.is_relative_to(source):
        raise RequestError(Fault("fault.publish_within", {"folder": folder}))
    survey_id = read_survey(source).id
    others = sorted(path.name for path in source.iterdir() if path.name not in (*CONTENT, RECORD))
    with _in_words(surveys), publishing(surveys):
        done = _publish(source, VersionRoom(surveys, survey_id), today, note)
    return replace(done, left_out=tuple(others))


def roll_back(
    survey_id: str,
    data: Path,
    today: date,
    note: Text | None = None,
    number: int | None = None,
) -> Published:
    """Publish a former version of a survey again, as a version of its own.

    Parameters
    ----------
    survey_id
        The survey's.
    data, today, note
        As :func:`publish`.
    number
        Of the former version; else the last that is kept.

    Raises
    ------
    InsightError
        If no such version is kept, or it cannot be put there.
    """
    require_folder(data)
    surveys = parent_of_surveys(data).resolve()
    known = {*(folder.name for folder in survey_folders(data)), *_with_versions(surveys)}
    if survey_id not in known:
        values = {"name": survey_id, "hint": near_miss(survey_id, sorted(known))}
        raise RequestError(Fault("fault.unknown_survey", values))
    room = VersionRoom(surveys, survey_id)
    with _in_words(surveys), publishing(surveys):
        room.tidy()
        kept = room.kept()
        if number is not None and number not in kept:
            listed = ", ".join(map(str, kept)) or "–"
            which = {"survey": survey_id, "number": number, "kept": listed}
            raise RequestError(Fault("fault.publish_not_kept", which))
        if not kept:
            raise RequestError(Fault("fault.publish_none_kept", {"survey": survey_id}))
        back_to = kept[-1] if number is None else number
        return _publish(room.former(back_to), room, today, note, back_to)


def histories(data: Path) -> Iterator[tuple[VersionRoom, Publication]]:
    """Yield the surveys of a data folder that have versions, by their ids, with these."""
    require_folder(data)
    surveys = parent_of_surveys(data).resolve()
    names = {*(folder.name for folder in survey_folders(data)), *_with_versions(surveys)}
    for name in sorted(names):
        room = VersionRoom(surveys, name)
        if record := room.history():
            yield room, record


def _with_versions(surveys: Path) -> Iterator[str]:
    """Ids of surveys of which former versions are kept, whether they are there or not."""
    rooms = (surveys / VERSIONS).iterdir() if is_folder(surveys / VERSIONS) else ()
    return (room.name for room in rooms if is_folder(room))


def _publish(
    source: Path, room: VersionRoom, today: date, note: Text | None, back_to: int | None = None
) -> Published:
    """Put a survey in its place, whose right to publish is held."""
    served = room.served
    if served.is_symlink() or (served.exists() and not is_folder(served)):
        raise RequestError(Fault("fault.publish_link", {"survey": room.id}))
    keep = versions_kept()
    room.tidy()
    if names_access(served / CODEBOOK) and not names_access(source / CODEBOOK):
        raise RequestError(Fault("fault.publish_opens", {"survey": room.id}))
    digest = digest_of(source)
    history = room.history()
    versions = history.versions if history else ()
    there = digest_of(served) if served.exists() else ""
    is_by_hand = bool(there) and not (versions and versions[-1].digest == there)
    if there == digest and not is_by_hand:
        return Published(open_in(shared_store(), read_survey(served)), versions[-1], is_new=False)
    last = versions[-1].number if versions else 0
    if is_by_hand and there != digest:
        last += 1
        versions = (*versions, Version(last, today, there, by_hand=True))
    try:
        staged = room.stage(source, 0 if there in ("", digest) else last)
        told, few = _checked(staged, digest, served if there != digest else None)
        version = Version(last + 1, today, digest, told, note, back_to=back_to)
        room.put_in_place(staged, record_text(Publication((*versions, version))))
    finally:
        room.tidy()
    room.prune(keep)
    return Published(open_in(shared_store(), read_survey(served)), version, is_new=True, few=few)


def _checked(
    staged: Path, digest: str, served: Path | None
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Hold a survey against its codebook, and tell what is different from the one that is read."""
    if digest_of(staged) != digest:
        raise RequestError(Fault("fault.publish_changed"))
    new = open_in(shared_store(), read_survey(staged))
    former = _former(served) if served else None
    if served is None or former is None:
        return (), ()
    _, other, absent = filecmp.cmpfiles(served, staged, (RESPONSES, RECIPE), shallow=False)
    same = not other and RESPONSES not in absent
    found: ChangeNote = change_note(former, new, same_answers=same)
    return found.changes, found.few


def _former(served: Path) -> OpenSurvey | None:
    """The survey that is read so far; None where there is none that can be."""
    if not served.exists():
        return None
    try:
        return open_in(shared_store(), read_survey(served))
    except InsightError:
        return None


@contextmanager
def _in_words(surveys: Path) -> Iterator[None]:
    """Say what is wrong with the data folder."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise RequestError(Fault("fault.publish_full", {"folder": surveys})) from error
        why = {"folder": surveys, "reason": reason_of(error)}
        raise RequestError(Fault("fault.publish_not_written", why)) from error
