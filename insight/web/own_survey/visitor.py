"""A survey that a visitor brings: theirs alone, on disk and in memory only as long as they are.

Each visitor has a folder under a folder of the server, which nobody else may open. All that there
is of a visitor stands in it, so that another process of the server can go on with it. It goes when
:mod:`insight.web.own_survey.returning` no longer waits for the visitor. What memory holds of it is
given back a little later, because sessions end in the middle of other work.
"""

from __future__ import annotations

import io
import secrets
import shutil
import threading
import zipfile
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from insight.importers.correcting import with_codebook
from insight.importers.drafting.naming import survey_id_of
from insight.importers.importing import import_file
from insight.importers.readers.source import ImportOptions
from insight.language.errors import Fault, ImportRefusal, InsightError
from insight.operation.waiting import for_everybody
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import shared_store
from insight.survey.disk.room import is_full
from insight.survey.disk.visitor_folder import private_folder
from insight.survey.folders import (
    CODEBOOK,
    RESPONSES,
    Found,
    Survey,
    bundled_data,
    read_survey,
    survey_folders,
)
from insight.survey.recipe.application import RECIPE
from insight.survey.told_apart import tell_surveys_apart
from insight.web.own_survey.age_bands import with_age_bands
from insight.web.own_survey.brought import (
    WRITTEN,
    Belongings,
    Brought,
    Texts,
    read_again,
    write_down,
)

LONGEST_NAME = 100
# Files that may be read in more than one way.
TEXT = (".csv", ".tsv", ".tab", ".txt", ".dat", ".gz", ".zip")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_left: deque[Path] = deque()


class Visitor:
    """The folder of one visitor and the survey in it.

    Parameters
    ----------
    name
        Name of the folder; else one that nobody guesses.
    """

    def __init__(self, name: str = "") -> None:
        self.root = private_folder() / (name or secrets.token_hex(32))
        self.root.mkdir(mode=0o700, exist_ok=True)
        self.brought: Brought | None = None
        self.file: Path | None = None
        self._taken_along: Texts = {}
        self._written_at = (0, 0)
        self._writing = threading.RLock()

    def catch_up(self) -> None:
        """Take up what another process has written since, in the place of what is known here."""
        with self._writing:
            written_at = self._last_written()
            if written_at == self._written_at:
                return
            old, has = self.brought, Belongings()
            # Of another release, or on its way out: then there is nothing to go on with.
            with suppress(OSError, ValueError, KeyError, TypeError, InsightError):
                has = read_again(self.root)
            self.brought, self.file, self._taken_along = has.brought, has.file, has.taken_along
            self._written_at = written_at
        if old:
            _left.append(old.survey.folder.parent)

    def _last_written(self) -> tuple[int, int]:
        """What tells whether anything was written down since; zeros where there is nothing."""
        try:
            status = (self.root / WRITTEN).stat()
        except OSError:
            return (0, 0)
        return status.st_mtime_ns, status.st_ino

    def _write_down(self) -> None:
        # Where the disk is full, or the visitor gone, the survey is not lost here.
        with self._writing, suppress(OSError):
            write_down(self.root, Belongings(self.brought, self.file, self._taken_along))
            self._written_at = self._last_written()

    def take(self, name: str, content: BinaryIO) -> Path:
        """Put what a visitor hands over on disk, under a name that leads nowhere else."""
        try:
            path = self.room() / file_name(name)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)
        except OSError as error:
            if is_full(error):
                raise ImportRefusal(Fault("fault.import_full")) from error
            raise
        return path

    def bring(
        self,
        path: Path,
        taken: Collection[str],
        options: ImportOptions | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> None:
        """Make a survey of a file, in the place of the one that is there.

        Parameters
        ----------
        path
            The file, as `take` gave it. It is kept only where it may be read in another way.
        taken
            Ids that other surveys have.
        options, on_progress
            As for :func:`insight.importers.importing.import_file`.

        Raises
        ------
        InsightError
            With what is wrong with the file; the survey that is there stays.
        """
        wanted = survey_id_of(path.name)
        free, folder = free_id(wanted, taken), self.room()
        options = options or ImportOptions()
        asks = False
        try:
            made = import_file(path, folder, free, options, on_progress=on_progress)
            survey = open_in(shared_store(), read_survey(made.folder))
            asks = bool(made.together or made.undecided or options.separate or options.split)
        except BaseException:
            _gone(folder)
            raise
        finally:
            self._keep(path, asks=asks)
        survey = self._with_age_bands(survey)
        drafted = _texts_of(survey)
        renamed_from = wanted if free != wanted else ""
        self._now(Brought(survey, made, path.name, drafted, renamed_from, options))

    def _with_age_bands(self, survey: OpenSurvey) -> OpenSurvey:
        room = self.room()
        with for_everybody():  # the survey is brought, and in place once this is done
            banded = with_age_bands(survey, room)
        _gone(room if banded is survey else survey.folder.parent)
        return banded

    @property
    def has_corrected(self) -> bool:
        """Whether codebook and recipe are not what was drafted."""
        return self.brought is not None and self._written() != self.brought.drafted

    @property
    def would_lose(self) -> bool:
        """Whether there are corrections that have not been taken along."""
        return self.has_corrected and self._written() != self._taken_along

    def take_along(self) -> None:
        """Remember that the visitor has the folder as it is now."""
        self._taken_along = self._written()
        self._write_down()

    def owns(self, survey: Survey) -> bool:
        """Whether a survey is this visitor's."""
        return self.brought is not None and self.brought.survey == survey

    def correct(self, survey: OpenSurvey) -> None:
        """Put a corrected survey, in a folder of its own under this visitor's, in place."""
        assert self.brought is not None
        assert survey.folder.is_relative_to(self.root)
        self._now(replace(self.brought, survey=survey))

    def undo(self) -> None:
        """Take back every correction."""
        assert self.brought is not None
        old = self.brought.survey
        folder = self.room() / old.id
        texts = self.brought.drafted
        drafted = with_codebook(old, texts[CODEBOOK], folder, recipe=False)
        if RECIPE in texts:
            (folder / RECIPE).write_text(texts[RECIPE], encoding="utf-8")
            drafted = read_survey(folder)
        self.correct(open_in(old.store, drafted))

    def room(self) -> Path:
        """Return a new folder of this visitor's."""
        folder = self.root / secrets.token_hex(4)
        self.root.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        return folder

    def remove(self) -> None:
        """Remove the survey and all files now."""
        self.brought = self.file = None
        self._taken_along = {}
        self._write_down()
        for folder in [one for one in self.root.glob("*") if one.is_dir()]:
            _gone(folder)

    def leave(self) -> None:
        """Remove everything, for good."""
        self.brought = self.file = None
        _gone(self.root)

    def let_go(self) -> None:
        """Forget the visitor here, and leave the folder to whoever has it now."""
        self.brought = self.file = None
        _left.append(self.root)

    def _written(self) -> Texts:
        assert self.brought is not None
        return _texts_of(self.brought.survey)

    def _now(self, brought: Brought) -> None:
        old, self.brought = self.brought, brought
        self._write_down()
        if old:
            _gone(old.survey.folder.parent)

    @property
    def loose_file(self) -> Path | None:
        """The file where its own format leaves open how it is read."""
        if self.file and self.file.suffix.lower() in (*TEXT, *WORKBOOKS):
            return self.file
        return None

    def _keep(self, path: Path, *, asks: bool) -> None:
        """Keep a file that may be read in another way, in the place of the last one.

        `asks` says that it has columns which may be one question or several.
        """
        if self.file and self.file != path:
            shutil.rmtree(self.file.parent, ignore_errors=True)
        self.file = path if asks or path.suffix.lower() in (*TEXT, *WORKBOOKS) else None
        if not self.file:
            shutil.rmtree(path.parent, ignore_errors=True)
        self._write_down()


def _texts_of(survey: Survey) -> Texts:
    """Codebook and recipe as they stand in their files, by the name of the file."""
    paths = (survey.folder / name for name in (CODEBOOK, RECIPE))
    return {path.name: path.read_text(encoding="utf-8") for path in paths if path.exists()}


def _gone(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _left.append(folder.resolve())


def sweep() -> None:
    """Forget what memory still holds of surveys whose folders are gone."""
    while _left:
        root = _left.popleft()
        shared_store().memory.forget(root)


def among(inventory: Found[OpenSurvey], visitor: Visitor | None) -> Found[OpenSurvey]:
    """Return the surveys there are for a visitor: their own after those that all may see."""
    if visitor is None or visitor.brought is None:
        return inventory
    own = visitor.brought.survey
    others = [survey for survey in inventory.surveys if survey.id != own.id]
    *apart, _ = tell_surveys_apart([*others, own])
    return Found((*apart, own), inventory.broken)


def reserved_ids(inventory: Found[OpenSurvey]) -> set[str]:
    """Ids that are not free: of surveys that there are, broken or not, and of the bundled ones."""
    bundled = (folder.name for folder in survey_folders(bundled_data()))
    return {
        *(survey.id for survey in inventory.surveys),
        *(name for name, _ in inventory.broken),
        *bundled,
    }


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id that no other survey has.

    Examples
    --------
    >>> free_id("citizens", ["citizens", "citizens_2"]), free_id("ours", ["citizens"])
    ('citizens_3', 'ours')
    """
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}_{number}"
    return free


def file_name(name: str) -> str:
    r"""Return a file's name without folders, control characters and what no disk can hold.

    Examples
    --------
    >>> file_name("../../etc/pass\x00wd.sav"), file_name("C:\\temp\\Svar æøå.CSV"), file_name("..")
    ('passwd.sav', 'Svar æøå.CSV', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(mark for mark in last if mark.isprintable()).strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    if not dot:
        return shown[:LONGEST_NAME] or "file"
    return f"{stem[:LONGEST_NAME] or 'file'}.{suffix[:12]}"


def zip_folder(survey: Survey) -> bytes:
    """Return a survey's folder as a zip file; the same survey gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        files = {CODEBOOK: zipfile.ZIP_DEFLATED, RECIPE: zipfile.ZIP_DEFLATED}
        for name, how in (files | {RESPONSES: zipfile.ZIP_STORED}).items():
            if name == RECIPE and not (survey.folder / RECIPE).exists():
                continue
            entry = zipfile.ZipInfo(f"{survey.id}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (survey.folder / name).read_bytes(), how)
    return buffer.getvalue()
