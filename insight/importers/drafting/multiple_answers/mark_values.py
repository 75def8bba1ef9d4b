"""Values of a column of marks: marked, not marked, and codes besides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from insight.importers.drafting.tallies import Tally, Value, is_text
from insight.importers.readers.source import SourceColumn

MOST_OTHER_VALUES = 3
_VERBS = (
    r"(marked|selected|checked|mentioned|chosen|ticked|quoted|valgt|krysset( av)?|avkrysset|"
    r"avkryssa|avmerket|merket|nevnt|nemnt|nævnt|markert|markeret|vald|valda|nämnd|valgte)"
)
MARKED = re.compile(_VERBS, re.IGNORECASE)
NOT_MARKED = re.compile(rf"(not|un|non|ikke|ikkje|ej|inte)[ -]?{_VERBS}", re.IGNORECASE)
YES = re.compile(r"(ja|yes|y|j|true|sann|sant|sandt)", re.IGNORECASE)
NO = re.compile(r"(nei|no|n|nej|false|usann|usant|falsk|falskt|falsk[et])", re.IGNORECASE)
_SIGN = re.compile(r"[x×✓✔✗✘☑*•1]", re.IGNORECASE)

Form = Literal["numbers", "yes_no", "marked", "sign", "option", "empty"]


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a column of marks.

    Attributes
    ----------
    counted_value
        Means marked.
    zero
        Means not marked; None where that is left blank.
    other
        Values besides.
    form
        How a mark is written: as a number, yes or no, a word such as *marked*, a sign, or the
        answer's own text. A column without values has none and goes with any.
    open
        Whether everybody marked it or nobody did, so that the other columns of the question have
        to tell what stands for a mark or for none.
    """

    counted_value: Value
    zero: Value | None
    other: tuple[Value, ...] = ()
    form: Form = "numbers"
    open: bool = False

    @property
    def strong(self) -> bool:
        """Whether the words themselves speak of marks."""
        return self.form == "marked"

    @property
    def is_clear(self) -> bool:
        """Whether hardly anything but a mark-all question is written so."""
        return self.form in ("marked", "option", "sign")

    def goes_with(self, other: Marks) -> bool:
        """Whether both can be of one question."""
        if "empty" in (self.form, other.form):
            return True
        if self.form != other.form:
            return False
        if self.open or other.open:
            return True
        return (self.zero is None) == (other.zero is None)


def go_together(all_marks: Sequence[Marks]) -> bool:
    """Whether all columns of marks can be of one question."""
    filled = [marks for marks in all_marks if marks.form != "empty"]
    settled = [marks for marks in filled if not marks.open]
    forms, blanks = {marks.form for marks in filled}, {marks.zero is None for marks in settled}
    return len(forms) < 2 and len(blanks) < 2


def marks_of(column: SourceColumn, tally: Tally) -> Marks | None:
    """Return what a column of marks holds, or None where it is none.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from insight.importers.drafting.tallies import count_values
    >>> column = SourceColumn("a_1", "", {}, (), "", pa.int8())
    >>> marks_of(column, count_values(pa.chunked_array([[0, 1, None]])))
    Marks(counted_value=1, zero=0, other=(), form='numbers', open=False)
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
        ((counted_value, label),) = labels.items()
        if not set(values) <= {counted_value} or is_no(label):
            return None
        form: Form = "numbers" if is_mark(label) else "option"
        return Marks(counted_value, None, tuple(missing), form)
    return _marks_without_labels(values, missing, text=is_text(column.type))


def is_no(word: str) -> bool:
    """Whether a word says that something is not marked.

    Examples
    --------
    >>> [is_no(word) for word in ("Nei", "Not selected", "ikke valgt", "Norge")]
    [True, True, True, False]
    """
    word = word.strip()
    return bool(NO.fullmatch(word) or NOT_MARKED.fullmatch(word))


def is_unmarked(word: str) -> bool:
    """Whether a word says, in whatever context, that something is not marked.

    Examples
    --------
    >>> is_unmarked("Not selected"), is_unmarked("Nei"), is_unmarked("0")
    (True, False, True)
    """
    return word.strip() == "0" or bool(NOT_MARKED.fullmatch(word.strip()))


def is_mark(word: str) -> bool:
    """Whether a word says no more than that something is marked.

    Examples
    --------
    >>> [is_mark(word) for word in ("Ja", "Checked", "X", "Helsenorge")]
    [True, True, True, False]
    """
    word = word.strip()
    return any(pattern.fullmatch(word) for pattern in (YES, MARKED, _SIGN))


def _marks_with_labels(
    labels: Mapping[Value, str], values: list[Value], missing: list[Value]
) -> Marks | None:
    """Marks of a column with labels, one of which says that it is not marked."""
    unmarked = [value for value, label in labels.items() if is_no(label)]
    marked = [value for value, label in labels.items() if is_mark(label)]
    if len(labels) == 2 and len(unmarked) == 1 and not marked:
        marked = [value for value in labels if value not in unmarked]
    if len(marked) != 1 or len(unmarked) != 1 or not set(values) <= {*labels}:
        return None
    other = [value for value in values if value not in (*marked, *unmarked)]
    form: Form = "yes_no" if NO.fullmatch(labels[unmarked[0]].strip()) else "marked"
    if form == "yes_no" and not YES.fullmatch(labels[marked[0]].strip()):
        form = "numbers"
    return Marks(marked[0], unmarked[0], (*other, *missing), form)


def _marks_without_labels(values: list[Value], missing: list[Value], *, text: bool) -> Marks | None:
    if text:
        return _marks_in_words([str(value) for value in values], tuple(missing))
    odd = [
        value for value in values if float(value) < 0 or float(value) in (8, 9, 98, 99, 998, 999)
    ]
    plain = [value for value in values if value not in odd]
    other = (*odd, *missing)
    if not plain:
        return Marks(1, None, other, "numbers" if other else "empty", open=True)
    if set(plain) <= {0, 1}:
        return Marks(1, 0 if 0 in plain else None, other, open=0 not in plain)
    if set(plain) == {1, 2}:
        return Marks(1, 2, other)
    if len(plain) == 1 and float(plain[0]).is_integer():
        return Marks(plain[0], None, other)
    return None


def _marks_in_words(words: list[str], missing: tuple[Value, ...]) -> Marks | None:
    """Marks of a column of texts: a word for marked, one for not marked, or one and blanks."""
    if not words:
        return Marks("", None, missing, "empty", open=True)
    unmarked = [word for word in words if is_no(word)]
    named = [word for word in words if word not in unmarked]
    if len(unmarked) > 1 or len(named) > 1:
        return None
    zero = unmarked[0] if unmarked else None
    if not named:
        form: Form = "marked" if NOT_MARKED.fullmatch(words[0].strip()) else "yes_no"
        return Marks("", zero, missing, form, open=True)
    (word,) = named
    form = _form_of(word)
    if zero is not None and NO.fullmatch(zero.strip()) and form != "yes_no":
        return None
    return Marks(word, zero, missing, form, open=zero is None and form in ("yes_no", "marked"))


def _form_of(word: str) -> Form:
    word = word.strip()
    if YES.fullmatch(word):
        return "yes_no"
    if MARKED.fullmatch(word):
        return "marked"
    return "sign" if _SIGN.fullmatch(word) else "option"
