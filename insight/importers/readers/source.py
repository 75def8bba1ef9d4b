"""A survey file as every reader gives it: its columns as the file itself describes them.

Columns are told apart by their position, because names may repeat, be blank or be hostile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

from insight.importers.readers.values import clean_label
from insight.language.errors import Fault

Format = Literal["spss", "stata", "sas", "csv", "parquet", "excel"]
Measure = Literal["nominal", "ordinal", "scale", ""]
MOST_COLUMNS = 10_000
MOST_HEADER_ROWS = 10  # that somebody may say a table has


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person says about a file that does not say it itself; None lets it be detected.

    `header_rows` is the number of rows between what stands above a table and its first answers; 0
    where it has no header. `separate` names columns with one answer, and questions whose columns
    are not one question after all; `split` names columns whose cells hold several answers.
    `without_personal` leaves out columns that tell who a respondent is.
    """

    separator: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_rows: int | None = None
    separate: Sequence[str] = ()
    split: Sequence[str] = ()
    without_personal: bool = False


@dataclass(frozen=True, slots=True)
class MissingRange:
    """Values that the file declares missing, both ends included; one value has equal ends.

    SPSS's LOWEST and HIGHEST are infinite.
    """

    low: float | str
    high: float | str

    def __contains__(self, value: object) -> bool:
        """Whether `value` is declared missing.

        Examples
        --------
        >>> 8 in MissingRange(7, 9), 10 in MissingRange(7, 9), "x" in MissingRange(7, 9)
        (True, False, False)
        """
        if isinstance(value, str):
            return isinstance(self.low, str) and value == self.low
        if isinstance(self.low, str) or isinstance(self.high, str):
            return False
        return isinstance(value, int | float) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column as its file declares it.

    Attributes
    ----------
    name
        As in the file; may be blank, repeated or hostile.
    label
        In one line without control characters; empty where the file has none.
    labels
        Value to label. Keys are integers where the number is whole.
    missing
        Declared user-missing values and ranges. Such values stay among the values.
    measure
        Declared measurement level, empty where the file says nothing.
    type
        Type that `SourceFile.values` gives: the smallest signed integer type where all numbers
        are whole, else float64; string, bool, date32, timestamp, time64; null where all are null.
    question
        Text of the question that the column belongs to, where the file has it in a row of its own
        above the options; `label` then is question and option in one. Columns of one question
        stand together and have the same text. Empty where the file has no such row.
    """

    name: str
    label: str
    labels: Mapping[int | float | str, str]
    missing: tuple[MissingRange, ...]
    measure: Measure
    type: pa.DataType
    question: str = ""

    @property
    def option(self) -> str:
        """The label without the question.

        Examples
        --------
        >>> label = label_of("Hvilke kanaler bruker du?", "E-post")
        >>> SourceColumn("Q3_2", label, {}, (), "", pa.int8(), "Hvilke kanaler bruker du?").option
        'E-post'
        """
        return self.label.removeprefix(label_of(self.question, "")) if self.question else self.label

    @property
    def plain_name(self) -> str:
        """The name in one line, without what no page can show."""
        return clean_label(self.name)

    @property
    def words(self) -> str:
        r"""What a person reads of the column: its label, else its name in one line.

        Examples
        --------
        >>> SourceColumn("Hvor enig er du?\n(velg én)", "", {}, (), "", pa.int8()).words
        'Hvor enig er du? (velg én)'
        """
        return self.label or self.plain_name

    def declares_missing(self, value: object) -> bool:
        """Whether `value` is declared missing."""
        return any(value in missing_range for missing_range in self.missing)


def label_of(question: str, option: str) -> str:
    """Return the label of a column that stands for an option of a question."""
    return f"{question} – {option}"


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """A declared multiple-response set.

    `counted_value` is the value that means marked; None where the columns hold categories instead.
    """

    name: str
    label: str
    members: tuple[str, ...]
    counted_value: int | str | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A survey file that has been opened.

    Attributes
    ----------
    path_name
        Name of the file without its folder.
    title
        What the file calls itself; empty where it has no title.
    weight
        Name of the column by which the file itself says that it is weighted.
    remarks
        What was detected, decided or repaired, as sentences.
    read
        Gives the values of the column at a position; see `values`.
    """

    path_name: str
    format: Format
    rows: int
    columns: tuple[SourceColumn, ...]
    read: Callable[[int], pa.ChunkedArray]
    title: str = ""
    sets: tuple[AnswerSet, ...] = ()
    weight: str | None = None
    remarks: tuple[Fault, ...] = field(default=())

    def values(self, position: int) -> pa.ChunkedArray:
        """Return the values of one column, user-missing ones included; system missing is null."""
        return self.read(position)
