"""Values of a column of marks: marked, not marked, and codes besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from insight.importers.drafting.tallies import Tally, Value, is_text
from insight.importers.readers.source import SourceColumn

MOST_OTHER_VALUES = 3
MARKED = re.compile(
    r"(marked|selected|checked|mentioned|chosen|ticked|valgt|krysset( av)?|avkrysset|nevnt|"
    r"markert|vald|nämnd)",
    re.IGNORECASE,
)
NOT_MARKED = re.compile(
    r"((not|un|ikke|ej|inte)[ -]?(marked|selected|checked|mentioned|chosen|ticked|valgt|"
    r"krysset( av)?|avkrysset|nevnt|markert|vald|nämnd)|not quoted)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a column of marks.

    `counted_value` means marked; `zero` means not marked, None where that is left blank. `other`
    are values besides. `strong` says that the labels themselves speak of marks, `open` that
    everybody marked it or nobody did, so that the other columns of the question have to tell what
    not marked is.
    """

    counted_value: Value
    zero: Value | None
    other: tuple[Value, ...] = ()
    strong: bool = False
    open: bool = False

    def goes_with(self, other: Marks) -> bool:
        """Whether both can be of one question."""
        if self.open or other.open:
            return self.strong == other.strong
        return (self.zero is None, self.strong) == (other.zero is None, other.strong)


def marks_of(column: SourceColumn, tally: Tally) -> Marks | None:
    """Return what a column of marks holds, or None where it is none.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from insight.importers.drafting.tallies import count_values
    >>> column = SourceColumn("a_1", "", {}, (), "", pa.int8())
    >>> marks_of(column, count_values(pa.chunked_array([[0, 1, None]])))
    Marks(counted_value=1, zero=0, other=(), strong=False, open=False)
    >>> marks_of(column, count_values(pa.chunked_array([[1, 2, 3]]))) is None
    True
    """
    missing = [value for value in tally.counts if column.declares_missing(value)]
    values = [value for value in tally.counts if value not in missing]
    labels = {
        value: label for value, label in column.labels.items() if not column.declares_missing(value)
    }
    if tally.distinct > 2 + MOST_OTHER_VALUES or pa.types.is_temporal(column.type):
        return None
    if len(labels) >= 2:
        return _marks_with_labels(labels, values, missing)
    if len(labels) == 1:
        (counted_value,) = labels
        return (
            Marks(counted_value, None, tuple(missing)) if set(values) <= {counted_value} else None
        )
    return _marks_without_labels(values, missing, text=is_text(column.type))


def _marks_with_labels(
    labels: Mapping[Value, str], values: list[Value], missing: list[Value]
) -> Marks | None:
    marked = [value for value, label in labels.items() if MARKED.fullmatch(label.strip())]
    unmarked = [value for value, label in labels.items() if NOT_MARKED.fullmatch(label.strip())]
    if len(marked) == len(unmarked) == 1 and set(values) <= {*labels}:
        other = [value for value in values if value not in (*marked, *unmarked)]
        return Marks(marked[0], unmarked[0], (*other, *missing), strong=True)
    if set(labels) == {0, 1} and set(values) <= {0, 1}:
        return Marks(1, 0, tuple(missing))
    return None


def _marks_without_labels(values: list[Value], missing: list[Value], *, text: bool) -> Marks | None:
    if text:
        value_by_word = {str(value).casefold(): value for value in values}
        if len(value_by_word) == 2 and NOT_MARKED.search(" ".join(value_by_word)):
            marked = [value_by_word[word] for word in value_by_word if MARKED.fullmatch(word)]
            unmarked = [value_by_word[word] for word in value_by_word if NOT_MARKED.fullmatch(word)]
            return Marks(marked[0], unmarked[0], strong=True) if marked and unmarked else None
        return Marks(values[0], None, tuple(missing)) if len(values) == 1 else None
    odd = [
        value for value in values if float(value) < 0 or float(value) in (8, 9, 98, 99, 998, 999)
    ]
    plain = [value for value in values if value not in odd]
    other = (*odd, *missing)
    if not plain:
        return Marks(1, None, other, open=True)
    if set(plain) <= {0, 1}:
        return Marks(1, 0 if 0 in plain else None, other, open=0 not in plain)
    if len(plain) == 1 and float(plain[0]).is_integer():
        return Marks(plain[0], None, other)
    return None
