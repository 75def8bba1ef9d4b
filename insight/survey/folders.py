"""A survey on disk: a folder with ``codebook.toml`` and ``responses.parquet``.

Where the responses stand in a database, the codebook names their table and there is no such file.
Beside them may stand ``recipe.toml``, whose operations are carried out whenever the survey is read.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, Self, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from insight.language.errors import (
    CodebookError,
    DataError,
    Fault,
    InsightError,
    RecipeError,
    SurveyReplacedError,
    UnknownNameError,
    near_miss,
    reason_of,
)
from insight.survey.codebook import Codebook
from insight.survey.parser import names_access, read_codebook
from insight.survey.recipe.application import RECIPE, Recoding, apply_recipe
from insight.survey.recipe.operations import Recipe
from insight.survey.recipe.recipe_reader import read_recipe

CODEBOOK = "codebook.toml"
RESPONSES = "responses.parquet"
_TRIES, _WAIT = 20, 0.05  # seconds between two tries to read a survey that is being replaced


@dataclass(frozen=True)
class Survey:
    """A survey folder with its codebook read, and its recipe carried out.

    `version` changes when any of its files does; results cached under it never go stale. `recoding`
    is None where there is no recipe; its `written` is the codebook as it stands in the file.
    """

    folder: Path
    codebook: Codebook
    version: str
    recoding: Recoding | None = field(default=None, kw_only=True, repr=False)

    def __hash__(self) -> int:
        return hash(self.version)

    @property
    def id(self) -> str:
        """The survey's id, also its folder's name."""
        return self.codebook.id

    @property
    def responses(self) -> Path:
        """The Parquet file with one row per respondent."""
        return self.folder / RESPONSES

    @property
    def sensitive(self) -> frozenset[str]:
        """Ids of the variables that only those are shown who have a right to them."""
        if self.recoding:
            return self.recoding.sensitive
        return frozenset(each.id for each in self.codebook.variables.values() if each.sensitive)

    def withholding(self, names: Collection[str], *, rows: bool) -> Self:
        """Return the survey as somebody sees it who is not shown some of its variables.

        Parameters
        ----------
        names
            Ids of those variables.
        rows
            Whether the responses are kept from them as well.
        """
        parts = "".join(sorted(f"-{name}" for name in names))
        mark = hashlib.sha256(f"{parts} {rows}".encode()).hexdigest()[:16]
        recoding = self.recoding and replace(
            self.recoding, written=self.recoding.written.withholding(names, rows=rows)
        )
        book = self.codebook.withholding(names, rows=rows)
        return replace(self, codebook=book, version=f"{self.version}~{mark}", recoding=recoding)


AnySurvey = TypeVar("AnySurvey", bound=Survey)


@dataclass(frozen=True)
class Found(Generic[AnySurvey]):
    """What a data folder holds: surveys that can be used, and what is wrong with the rest.

    `guarded` names those of the rest whose codebook says whom they are for, or may say it.
    """

    surveys: tuple[AnySurvey, ...]
    broken: tuple[tuple[str, InsightError], ...]
    guarded: frozenset[str] = frozenset()


def bundled_data() -> Path:
    """The data folder that comes with the project."""
    return Path(__file__).resolve().parents[2] / "data"


def data_folder(chosen: str | Path | None = None) -> Path:
    """The data folder: the one chosen, else ``INSIGHT_DATA``, else the bundled one."""
    return Path(chosen or os.environ.get("INSIGHT_DATA") or bundled_data())


def read_survey(folder: Path) -> Survey:
    """Read the survey in `folder`; its responses are not opened yet.

    Raises
    ------
    CodebookError
        If the codebook is absent or faulty.
    RecipeError
        If there is a recipe, and it is faulty or does not fit the codebook.
    """
    return _read_whole(folder, _read_with_recipe)


def read_raw_survey(folder: Path) -> Survey:
    """Read the survey in `folder` as its codebook says, without its recipe.

    Raises
    ------
    CodebookError
        If the codebook is absent or faulty.
    """
    return _read_whole(folder, _read_raw)


def _read_whole(folder: Path, read: Callable[[Path], Survey]) -> Survey:
    """Read a survey whose files are not replaced meanwhile."""
    folder = _whole_path(folder)
    for _ in range(_TRIES):
        before = version_of(folder)
        try:
            survey = read(folder)
        except InsightError:
            if version_of(folder) == before:
                raise
        else:
            if is_as_read(survey):
                return survey
        time.sleep(_WAIT)
    raise SurveyReplacedError(folder.name)


def _read_with_recipe(folder: Path) -> Survey:
    survey = _read_raw(folder)
    if not (survey.folder / RECIPE).exists():
        return survey
    return with_recipe(survey, read_recipe(survey.folder / RECIPE))


def _read_raw(folder: Path) -> Survey:
    version = version_of(folder)
    codebook = read_codebook(folder / CODEBOOK, survey_id=folder.name)
    if codebook.source_table and (folder / RESPONSES).exists():
        raise CodebookError(Fault("fault.source_and_file", {"file": RESPONSES}))
    return Survey(folder, codebook, version)


def with_recipe(survey: Survey, recipe: Recipe) -> Survey:
    """Return a survey with a recipe carried out on the codebook as it is written.

    Raises
    ------
    RecipeError
        With every step that does not fit, each with its line.
    """
    if survey.codebook.source_table:
        raise RecipeError(Fault("fault.source_recipe", {"file": RECIPE}))
    written = survey.recoding.written if survey.recoding else survey.codebook
    recoding = apply_recipe(recipe, written, column_names(survey.responses))
    mark = hashlib.sha256(repr(recipe).encode()).hexdigest()[:16]
    version = f"{survey.version}:{mark}"
    return replace(survey, codebook=recoding.codebook, version=version, recoding=recoding)


def column_names(responses: Path) -> tuple[str, ...]:
    """Return the columns of a file of responses; none where it cannot be read."""
    try:
        return tuple(pq.read_schema(responses).names)
    except (OSError, pa.ArrowException):
        return ()


def read_text(folder: Path) -> str:
    """Return the text of a codebook that was read before; its line ends are as they are."""
    return (folder / CODEBOOK).read_bytes().decode("utf-8-sig")


def find_surveys(root: Path) -> Found[Survey]:
    """Read every survey folder under `root`, or under its subfolder ``surveys``.

    A broken survey is reported beside the others and hurts none of them.
    """
    surveys: list[Survey] = []
    broken: list[tuple[str, InsightError]] = []
    for folder in survey_folders(root):
        try:
            surveys.append(read_survey(folder))
        except InsightError as error:
            broken.append((folder.name, error))
        except SurveyReplacedError as error:
            broken.append((folder.name, DataError(error.fault)))
    guarded = (
        name for name, _ in broken if names_access(parent_of_surveys(root) / name / CODEBOOK)
    )
    return Found(tuple(surveys), tuple(broken), frozenset(guarded))


def find_survey(name: str, root: Path) -> Survey:
    """Return the survey called `name` under `root`, or in the folder that `name` is a path to.

    Raises
    ------
    UnknownNameError
        If there is none; the sentence suggests near names, or says that there is no such root.
    CodebookError
        If its codebook is faulty.
    """
    folders = {folder.name: folder for folder in survey_folders(root)}
    if name in folders:
        return read_survey(folders[name])
    if name.strip() and is_folder(Path(name)):
        return read_survey(only_survey(Path(name)))
    require_folder(root)
    values = {"name": name, "hint": near_miss(name, folders)}
    raise UnknownNameError(Fault("fault.unknown_survey", values))


def require_folder(root: Path) -> None:
    """Refuse a data folder that is not there, or whose surveys may not be seen.

    Raises
    ------
    UnknownNameError
        With its name.
    """
    if not is_folder(root):
        raise UnknownNameError(Fault("fault.no_data_folder", {"folder": root}))
    try:
        os.scandir(root).close()
    except OSError as error:
        values = {"file": root, "reason": reason_of(error)}
        raise UnknownNameError(Fault("fault.unreadable", values)) from error


def only_survey(folder: Path) -> Path:
    """Return the one survey folder in a folder that is none itself, else the folder as given."""
    holds_one = (folder / CODEBOOK).is_file() or (folder / RESPONSES).is_file()
    inner = [] if holds_one else survey_folders(folder)
    return inner[0] if len(inner) == 1 else folder


def _whole_path(folder: Path) -> Path:
    """The absolute path, or the path as given where links lead nowhere."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder.absolute()


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder; text that cannot be a path, such as a page of it, is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def survey_folders(root: Path) -> list[Path]:
    """List the folders under `root`, or its subfolder ``surveys``, that hold part of a survey."""
    parent = parent_of_surveys(root)
    if not is_folder(parent):
        return []
    there = (folder for folder in parent.iterdir() if not folder.name.startswith("."))
    return sorted(folder for folder in there if _holds_part(folder))


def parent_of_surveys(root: Path) -> Path:
    """The folder whose folders are surveys: ``surveys`` in a data folder, else the folder."""
    return root / "surveys" if is_folder(root / "surveys") else root


def _holds_part(folder: Path) -> bool:
    """Whether a folder holds part of a survey; one that may not be looked into is said to."""
    try:
        return (folder / CODEBOOK).is_file() or (folder / RESPONSES).is_file()
    except PermissionError:
        return True


def version_of(folder: Path) -> str:
    """Return a mark of a survey folder that changes when any of its files does.

    A copy can be given the size and the time of another file, but neither its place on the disk nor
    when that place last changed.
    """
    marks = []
    for name in (CODEBOOK, RESPONSES, RECIPE):
        try:
            status = (folder / name).stat()
        except OSError:
            marks.append("absent")
        else:
            times = f"{status.st_mtime_ns}-{status.st_ctime_ns}"
            marks.append(f"{times}-{status.st_size}-{status.st_ino}")
    return f"{folder}:{':'.join(marks)}"


def is_as_read(survey: Survey) -> bool:
    """Whether the files of a survey are still those that it was read from.

    When a file's place last changed does not count here: a second name for it changes that too. Nor
    does what a recipe or its reader's rights have made of the survey, which stands behind.
    """
    versions = (
        re.split("[:~]", whole.removeprefix(f"{survey.folder}:"))[:3]
        for whole in (survey.version, version_of(survey.folder))
    )
    read, there = ([re.sub(r"-\d+", "", mark, count=1) for mark in marks] for marks in versions)
    return read == there
