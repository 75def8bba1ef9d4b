"""Categories and codes as a codebook has them, of a column as its file declares it.

A column of whole numbers keeps its numbers as codes; texts, and numbers with decimals that have
labels, are numbered from 1. What a file declares missing becomes a category with `missing`, whether
anybody gave it or not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from insight.importers.drafting.roles import (
    SENTINELS,
    in_degrees,
    missing_by_whole_label,
    missing_of,
)
from insight.importers.drafting.tallies import Tally, Value, is_number, is_text, sort_key
from insight.importers.readers.source import MissingRange, SourceColumn
from insight.survey.codebook import Kind, Missing
from insight.survey.wave_order import natural_order

MOST_CATEGORIES = 1_000
LONG_LIST = 100  # of more labels than this, only those that were given are answers
FEW_UNLABELLED = 12  # so many different whole numbers without labels are answers, not amounts
SOME_NOMINAL = 60  # so many where the file says that they are names of something
LARGEST_WHOLE = 2**53

LeftOut = Literal["text", "date", "many"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A category of a drafted variable; `value` is what stands in the file where not the code."""

    code: int
    label: str
    missing: Missing | None = None
    value: Value | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What a column holds.

    Attributes
    ----------
    kind
        Kind of the variable.
    categories
        Valid and missing answers; missing ones only where the kind is numeric.
    ordered
        Whether the valid answers stand in an order.
    recoded
        Value in the file to code, where they differ.
    labelled
        Labels of valid numbers that a numeric variable cannot carry.
    guessed
        Codes taken for missing answers though the file does not say so.
    left_out
        Why the column is kept but not described; None where it is.
    """

    kind: Kind
    categories: tuple[Answer, ...] = ()
    ordered: bool = False
    recoded: Mapping[Value, int] | None = None
    labelled: Mapping[Value, str] = field(default_factory=dict)
    guessed: tuple[int, ...] = ()
    left_out: LeftOut | None = None

    @property
    def valid(self) -> tuple[Answer, ...]:
        """The answers that are not missing."""
        return tuple(category for category in self.categories if category.missing is None)


def answers_of(column: SourceColumn, tally: Tally) -> Answers:
    """Return what a column holds, from what its file declares and what was counted in it."""
    texts = is_text(column.type) or any(isinstance(value, str) for value in column.labels)
    if texts and not tally.numeric:
        return _text_answers(column, tally)
    if not tally.empty and not is_number(column.type):
        return Answers("single", left_out="date")
    return _number_answers(column, tally)


def _text_answers(column: SourceColumn, tally: Tally) -> Answers:
    unlabelled = [value for value in tally.counts if value not in column.labels]
    mostly_unique = tally.distinct > 50 and 2 * tally.distinct > tally.filled
    if not column.labels and (mostly_unique or (tally.distinct and not tally.counts)):
        return Answers("single", left_out="text")
    discrete = [
        str(missing_range.low)
        for missing_range in column.missing
        if isinstance(missing_range.low, str)
    ]
    named = _values_with_labels(column.labels, tally)
    values = dict.fromkeys([*named, *_in_order(unlabelled), *discrete])
    if len(values) > MOST_CATEGORIES or (tally.distinct and not tally.counts):
        return Answers("single", left_out="many")
    return _number_values(column, list(values))


def _in_order(texts: Sequence[Value]) -> list[Value]:
    """Texts as years, months and numbers in them say; otherwise by the alphabet."""
    texts = sorted(texts, key=sort_key)
    order = natural_order([str(text) for text in texts])
    return [texts[place] for place in order] if order else texts


def _number_values(column: SourceColumn, values: list[Value]) -> Answers:
    """Values that become codes from 1, missing ones last; digits keep their number."""
    labelled = [(value, column.labels.get(value) or str(value)) for value in values]
    sorts = {value: _missing_kind(column, value, label) for value, label in labelled}
    if any(missing is None for missing in sorts.values()):
        labelled.sort(key=lambda pair: sorts[pair[0]] is not None)
    labels = column.labels
    digits = [value for value in values if isinstance(value, str) and _is_code(value)]
    keep = len(digits) == len(values)
    categories = tuple(
        Answer(int(value) if keep else number, label, sorts[value], value)
        for number, (value, label) in enumerate(labelled, 1)
    )
    return Answers(
        "single" if categories else "numeric",
        categories,
        _is_ordered(
            column,
            [category for category in categories if category.missing is None],
            by_alphabet=any(isinstance(value, str) for value in values if value not in labels),
        ),
        {category.value: category.code for category in categories if category.value is not None},
    )


def _number_answers(column: SourceColumn, tally: Tally) -> Answers:
    labels: dict[Value, str] = {
        value: label for value, label in column.labels.items() if not isinstance(value, str)
    }
    sorts: dict[Value, Missing] = {}
    for value in dict.fromkeys(
        [*labels, *tally.counts, *_range_ends(column.missing, labels, tally)]
    ):
        missing = _missing_kind(column, value, labels.get(value, ""))
        if missing is not None:
            sorts[value] = missing
    guessed = [] if column.missing else _sentinels(labels, tally)
    sorts |= dict.fromkeys(guessed, "other")
    sorts = dict(sorted(sorts.items(), key=lambda pair: float(pair[0])))
    valid = [value for value in tally.counts if value not in sorts]
    named = _values_with_labels([value for value in labels if value not in sorts], tally)
    if len(named) > MOST_CATEGORIES:
        return Answers("single", left_out="many")
    if _are_answers(column, tally, valid, named):
        kept = sorted(dict.fromkeys([*named, *valid]), key=float)
        return _single_answers(column, labels, [*kept, *sorts], sorts, guessed)
    return _numeric_answers(labels, named, sorts, guessed)


def _are_answers(
    column: SourceColumn, tally: Tally, valid: list[Value], named: list[Value]
) -> bool:
    """Whether numbers are codes of answers rather than amounts."""
    if tally.distinct and not tally.counts:
        return False
    unlabelled = [value for value in valid if value not in named]
    count = len(valid) + len(named)
    if not count or count > 2 * MOST_CATEGORIES:
        return False
    if named:
        return len(unlabelled) <= (FEW_UNLABELLED if len(named) > 1 else 1)
    if any(not float(value).is_integer() for value in unlabelled):
        return False
    if column.measure in ("nominal", "ordinal"):
        return len(unlabelled) <= SOME_NOMINAL and 2 * len(unlabelled) <= tally.filled
    if column.measure == "scale":
        return set(unlabelled) <= {0, 1}
    return len(unlabelled) <= FEW_UNLABELLED


def _single_answers(
    column: SourceColumn,
    labels: Mapping[Value, str],
    values: list[Value],
    sorts: Mapping[Value, Missing],
    guessed: list[int],
) -> Answers:
    if not all(_is_whole(value) for value in values):
        return _number_values(column, values)
    categories = tuple(
        Answer(int(value), labels.get(value) or str(value), sorts.get(value)) for value in values
    )
    valid = [category for category in categories if category.missing is None]
    return Answers("single", categories, _is_ordered(column, valid), guessed=tuple(guessed))


def _numeric_answers(
    labels: Mapping[Value, str],
    named: list[Value],
    sorts: Mapping[Value, Missing],
    guessed: list[int],
) -> Answers:
    """A number with its missing codes; a missing code with decimals gets a whole number."""
    codes = {value: int(value) for value in sorts if _is_whole(value)}
    lowest = min([0, *codes.values()])
    with_decimals = [value for value in sorts if value not in codes]
    codes |= {value: lowest - number for number, value in enumerate(with_decimals, 1)}
    categories = tuple(
        Answer(
            codes[value],
            labels.get(value) or str(value),
            missing,
            value if value in with_decimals else None,
        )
        for value, missing in sorts.items()
    )
    return Answers(
        "numeric",
        categories,
        recoded={value: codes[value] for value in with_decimals} or None,
        labelled={value: labels[value] for value in named},
        guessed=tuple(guessed),
    )


def _missing_kind(column: SourceColumn, value: Value, label: str) -> Missing | None:
    if column.declares_missing(value):
        return missing_of(label)
    return missing_by_whole_label(label) if label else None


def _values_with_labels(named: Collection[Value], tally: Tally) -> list[Value]:
    """Labelled values; of a long list, such as all regions of Europe, those that were given."""
    if len(named) <= LONG_LIST:
        return list(named)
    return [value for value in named if value in tally.counts]


def _range_ends(
    declared: Iterable[MissingRange], labels: Mapping[Value, str], tally: Tally
) -> Iterable[Value]:
    """Declared missing codes to keep where nobody gave them and no label names them."""
    for missing_range in declared:
        if isinstance(missing_range.low, str) or isinstance(missing_range.high, str):
            continue
        is_used = any(value in missing_range for value in (*labels, *tally.counts))
        if missing_range.low == missing_range.high or not is_used:
            yield from (
                _as_int(end) for end in (missing_range.low, missing_range.high) if _is_whole(end)
            )


def _sentinels(labels: Mapping[Value, str], tally: Tally) -> list[int]:
    """Negative codes that look like missing answers among numbers that are else not negative."""
    negative = [value for value in tally.counts if float(value) < 0]
    looks_so = all(value in SENTINELS and value not in labels for value in negative)
    more = len(negative) < len(tally.counts)
    return [int(value) for value in negative] if negative and looks_so and more else []


def _is_ordered(column: SourceColumn, valid: list[Answer], *, by_alphabet: bool = False) -> bool:
    """Whether answers stand in an order, which that of the alphabet is not."""
    if column.measure == "ordinal" and not by_alphabet:
        return len(valid) > 1
    unlabelled = all(category.label == str(category.code) for category in valid)
    if unlabelled and len(valid) > 2:
        return column.measure != "nominal"
    return in_degrees([category.label for category in valid])


def _is_whole(value: Value) -> bool:
    number = float(value)
    return math.isfinite(number) and number.is_integer() and abs(number) <= LARGEST_WHOLE


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and str(int(text)) == text and len(text) < 16


def _as_int(number: float) -> Value:
    return int(number)
