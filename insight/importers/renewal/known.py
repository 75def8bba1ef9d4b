"""What a codebook that is already there says of columns and codes, beside what the app reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from insight.importers.drafting.tallies import Value
from insight.language.errors import DataError, Fault
from insight.survey.codebook import Kind, Missing, Variable
from insight.survey.folders import CODEBOOK, RESPONSES, read_text
from insight.survey.parser import read_codebook


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A category; `value` is what stood in the file where that is not the code."""

    code: int | str
    labels: tuple[str, ...]
    missing: Missing | None
    value: Value | None
    column: str | None

    @property
    def unlabelled(self) -> bool:
        """Whether the category is called by its number."""
        return self.labels[0] == str(self.code)


@dataclass(frozen=True, slots=True)
class KnownVariable:
    """A variable of a codebook; `source` is the name that its column had in the file."""

    id: str
    kind: Kind
    labels: tuple[str, ...]
    answers: tuple[KnownAnswer, ...]
    columns: tuple[str, ...]
    source: str | None

    def called(self, label: str) -> bool:
        """Whether this is one of the variable's labels, apart from blanks and case."""
        return alike(label) in map(alike, self.labels)


@dataclass(frozen=True, slots=True)
class WaveFile:
    """The file that a wave comes from; `wave` is None where the survey has one file only."""

    file: str
    wave: int | str | None
    origin: Mapping[str, Any]


@dataclass(frozen=True)
class KnownSurvey:
    """A survey folder that a file is imported into.

    `kept` are the columns of its responses, `design` those that its design needs.
    """

    folder: Path
    text: str
    variables: tuple[KnownVariable, ...]
    wave: str | None
    files: tuple[WaveFile, ...]
    simulated: bool
    kept: tuple[str, ...] = ()
    design: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, KnownVariable]:
        """The variable of each column, by the column's name in small letters."""
        return {
            column.casefold(): variable
            for variable in self.variables
            for column in variable.columns
        }


def known_survey(folder: Path) -> KnownSurvey:
    """Return what the survey in `folder` says.

    Raises
    ------
    CodebookError, DataError
        If its codebook or responses are absent or faulty: then they must be put right first.
    """
    book = read_codebook(folder / CODEBOOK, survey_id=folder.name)
    text = read_text(folder)
    raw = tomllib.loads(text)
    variables = tuple(_variable(one, raw["variables"][one.id]) for one in book.variables.values())
    files = tuple(_files(raw))
    kept = tuple(_columns(folder / RESPONSES))
    return KnownSurvey(
        folder,
        text,
        variables,
        book.design.wave,
        files,
        book.simulated,
        kept,
        book.design.columns,
    )


def _columns(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        values = {"file": path.name, "survey": path.parent.name}
        raise DataError(Fault("fault.not_parquet", values)) from error


def _variable(read: Variable, raw: Mapping[str, Any]) -> KnownVariable:
    told = raw.get("categories", [])
    answers = tuple(
        KnownAnswer(
            one.code, (one.label.nb, one.label.en), one.missing, more.get("value"), one.column
        )
        for one, more in zip(read.categories, told, strict=True)
    )
    labels = (read.label.nb, read.label.en)
    return KnownVariable(read.id, read.kind, labels, answers, read.columns, raw.get("from"))


def _files(raw: Mapping[str, Any]) -> Iterator[WaveFile]:
    origin = raw.get("origin", {})
    waves: Sequence[Mapping[str, Any]] = origin.get("waves", [])
    if not waves and "file" in origin:
        yield WaveFile(str(origin["file"]), None, origin)
    for one in waves:
        yield WaveFile(str(one.get("file", "")), one.get("wave"), one)


def alike(words: str) -> str:
    """Return words so that those which mean the same compare equal.

    Examples
    --------
    >>> alike(" Vet  ikke. ") == alike("vet ikke")
    True
    """
    return re.sub(r"\s+", " ", words).strip(" .:?!").casefold()
