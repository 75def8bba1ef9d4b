"""The survey that a file is imported into: its columns and codes, and the words of its codebook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from insight.importers.drafting.tallies import Value
from insight.language.errors import DataError, Fault
from insight.query.coded_texts import exchanged_texts
from insight.survey.codebook import Kind, Missing, Variable
from insight.survey.folders import CODEBOOK, RESPONSES, read_text
from insight.survey.parser import read_codebook


@dataclass(frozen=True, slots=True)
class ExistingCategory:
    """A category; `value` is what stood in the file where that is not the code."""

    code: int | str
    labels: tuple[str, ...]
    missing: Missing | None
    value: Value | None
    column: str | None

    @property
    def is_unlabelled(self) -> bool:
        """Whether the category is called by its number."""
        return self.labels[0] == str(self.code)


@dataclass(frozen=True, slots=True)
class ExistingVariable:
    """A variable of a codebook; `source` is the name that its column had in the file.

    Its categories stand as they are written, which need not be the order of waves.
    """

    id: str
    kind: Kind
    labels: tuple[str, ...]
    categories: tuple[ExistingCategory, ...]
    columns: tuple[str, ...]
    source: str | None
    ordered: bool = False

    def has_label(self, label: str) -> bool:
        """Whether this is one of the variable's labels, apart from blanks and case."""
        return fold_words(label) in map(fold_words, self.labels)


@dataclass(frozen=True, slots=True)
class WaveFile:
    """The file that a wave comes from; `wave` is None where the survey has one file only."""

    file: str
    wave: int | str | None
    origin: Mapping[str, Any]


@dataclass(frozen=True)
class ExistingSurvey:
    """A survey folder that a file is imported into.

    `column_names` are the columns of its responses, `design_columns` those that its design needs.
    """

    folder: Path
    text: str
    variables: tuple[ExistingVariable, ...]
    wave: str | None
    files: tuple[WaveFile, ...]
    simulated: bool
    column_names: tuple[str, ...] = ()
    design_columns: tuple[str, ...] = ()

    @property
    def variable_by_column(self) -> dict[str, ExistingVariable]:
        """The variable of each column, by the column's name in small letters."""
        return {
            column.casefold(): variable
            for variable in self.variables
            for column in variable.columns
        }


@dataclass(frozen=True, slots=True)
class Questions:
    """Columns of a file that a codebook knows as questions with one answer, or with several."""

    separate: frozenset[str] = frozenset()
    split: frozenset[str] = frozenset()


def questions_of(existing: ExistingSurvey, columns: Collection[str]) -> Questions:
    """Return which columns of a file a codebook has as questions of their own, or in cells.

    What a person has told apart, or put together, stays so when the next file is imported.

    Parameters
    ----------
    existing
        The survey.
    columns
        Names of the columns of the file.
    """
    separate: set[str] = set()
    split: set[str] = set()
    for variable in existing.variables:
        names = {variable.id, variable.source or variable.id} & {*columns}
        if variable.kind != "multiple":
            separate |= names
        elif not {*columns} & {*variable.columns}:
            split |= names
    return Questions(frozenset(separate), frozenset(split))


def read_existing_survey(folder: Path) -> ExistingSurvey:
    """Return what the survey in `folder` says.

    Raises
    ------
    CodebookError, DataError
        If its codebook or responses are absent or faulty: then they must be put right first.
    """
    book = read_codebook(folder / CODEBOOK, survey_id=folder.name)
    column_names = tuple(_column_names(folder / RESPONSES))
    if faults := [*exchanged_texts(book, folder / RESPONSES)]:
        raise DataError(*faults)
    text = read_text(folder)
    raw = tomllib.loads(text)
    variables = tuple(
        _existing_variable(variable, raw["variables"][variable.id])
        for variable in book.variables.values()
    )
    files = tuple(_files(raw))
    return ExistingSurvey(
        folder,
        text,
        variables,
        book.design.wave,
        files,
        book.simulated,
        column_names,
        book.design.columns,
    )


def _column_names(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        values = {"file": path.name, "survey": path.parent.name}
        raise DataError(Fault("fault.not_parquet", values)) from error


def _existing_variable(variable: Variable, raw: Mapping[str, Any]) -> ExistingVariable:
    categories = tuple(
        ExistingCategory(
            (category := variable.category(written["code"])).code,
            (category.label.nb, category.label.en),
            category.missing,
            written.get("value"),
            category.column,
        )
        for written in raw.get("categories", [])
    )
    labels = (variable.label.nb, variable.label.en)
    return ExistingVariable(
        variable.id,
        variable.kind,
        labels,
        categories,
        variable.columns,
        raw.get("from"),
        variable.ordered,
    )


def _files(raw: Mapping[str, Any]) -> Iterator[WaveFile]:
    origin = raw.get("origin", {})
    waves: Sequence[Mapping[str, Any]] = origin.get("waves", [])
    if not waves and "file" in origin:
        yield WaveFile(str(origin["file"]), None, origin)
    for wave in waves:
        yield WaveFile(str(wave.get("file", "")), wave.get("wave"), wave)


def fold_words(words: str) -> str:
    """Return words so that those which mean the same compare equal.

    Examples
    --------
    >>> fold_words(" Vet  ikke. ") == fold_words("vet ikke")
    True
    """
    return re.sub(r"\s+", " ", words).strip(" .:?!").casefold()
