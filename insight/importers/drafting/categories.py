"""Categories and codes as a codebook has them, of a column as its file declares it.

A column of whole numbers keeps its numbers as codes; texts, and numbers with decimals that have
labels, are numbered from 1. What a file declares missing becomes a category with `missing`, whether
anybody gave it or not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pyarrow as pa

from insight.importers.drafting.missing_codes import missing_by_label, missing_numbers
from insight.importers.drafting.tallies import (
    Tally,
    Value,
    is_number,
    is_text,
    is_whole,
    sort_key,
)
from insight.importers.meaning.answers.coded_answers import (
    are_ordered,
    codes_of_texts,
    texts_in_order,
)
from insight.importers.readers.source import SourceColumn
from insight.survey.codebook import Kind, Missing
from insight.survey.wave_order import natural_order

MOST_CATEGORIES = 1_000
LONG_LIST = 100  # of more labels than this, only those that were given are answers
FEW_UNLABELLED = 12  # so many different whole numbers without labels are answers, not amounts
SOME_NOMINAL = 60  # so many where the file says that they are names of something
TRUTHS: Mapping[Value, str] = {0: "FALSE", 1: "TRUE"}  # as programs write what they keep as truths

LeftOut = Literal["text", "date", "many", "personal"]


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
        Codes taken for missing answers though neither the file nor their words say so.
    worded
        Values taken for missing answers because their words say so, though the file does not.
    left_out
        Why the column is kept but not described; None where it is.
    """

    kind: Kind
    categories: tuple[Answer, ...] = ()
    ordered: bool = False
    recoded: Mapping[Value, int] | None = None
    labelled: Mapping[Value, str] = field(default_factory=dict)
    guessed: tuple[int, ...] = ()
    worded: tuple[Value, ...] = ()
    left_out: LeftOut | None = None

    @property
    def valid(self) -> tuple[Answer, ...]:
        """The answers that are not missing."""
        return tuple(category for category in self.categories if category.missing is None)


def answers_of(column: SourceColumn, tally: Tally) -> Answers:
    """Return what a column holds, from what its file declares and what was counted in it."""
    if pa.types.is_boolean(column.type):
        given = {value: TRUTHS[value] for value in tally.counts}
        column = replace(column, labels={**given, **column.labels})
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
    """Values that become codes, missing ones last; texts keep the number in front of them."""
    labels = {value: column.labels.get(value) or str(value) for value in values}
    found = missing_by_label(column, labels)
    sorts = found.sorts
    valid = [value for value in values if value not in sorts]
    missing = [value for value in values if value in sorts]
    by_words = not any(value in column.labels for value in valid) and _are_texts(values)
    ordered = False
    if by_words:
        places, ordered = texts_in_order([labels[value] for value in valid])
        valid = [valid[place] for place in places]
        codes = codes_of_texts([str(value) for value in valid], [str(value) for value in missing])
    else:
        codes = list(range(1, len(values) + 1))
    if all(isinstance(value, str) and _is_code(value) for value in values):
        codes = [int(value) for value in [*valid, *missing]]
    categories = tuple(
        Answer(code, labels[value], sorts.get(value), value)
        for code, value in zip(codes, [*valid, *missing], strict=True)
    )
    shown = [category for category in categories if category.missing is None]
    digits = all(str(value).isdigit() for value in valid)
    if not by_words or (digits and not any(str(value).startswith("0") for value in valid[1:])):
        ordered = _is_ordered(column, shown)
    return Answers(
        "single" if categories else "numeric",
        categories,
        ordered,
        {category.value: category.code for category in categories if category.value is not None},
        worded=found.worded,
    )


def _are_texts(values: Collection[Value]) -> bool:
    return all(isinstance(value, str) for value in values)


def _number_answers(column: SourceColumn, tally: Tally) -> Answers:
    labels: dict[Value, str] = {
        value: label for value, label in column.labels.items() if not isinstance(value, str)
    }
    missing = missing_numbers(column, labels, tally)
    sorts = missing.sorts
    valid = [value for value in tally.counts if value not in sorts]
    named_values = _values_with_labels([value for value in labels if value not in sorts], tally)
    if len(named_values) > MOST_CATEGORIES:
        return Answers("single", left_out="many")
    if _are_answers(column, tally, valid, named_values):
        kept = sorted(dict.fromkeys([*named_values, *valid]), key=float)
        answers = _single_answers(column, labels, [*kept, *sorts], sorts)
    else:
        answers = _numeric_answers(labels, named_values, sorts)
    return replace(answers, worded=missing.worded, guessed=missing.guessed)


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
) -> Answers:
    if not all(is_whole(value) for value in values):
        return _number_values(column, values)
    categories = tuple(
        Answer(int(value), labels.get(value) or str(value), sorts.get(value)) for value in values
    )
    valid = [category for category in categories if category.missing is None]
    return Answers("single", categories, _is_ordered(column, valid))


def _numeric_answers(
    labels: Mapping[Value, str],
    named: list[Value],
    sorts: Mapping[Value, Missing],
) -> Answers:
    """A number with its missing codes; a missing code with decimals gets a whole number."""
    codes = {value: int(value) for value in sorts if is_whole(value)}
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
    )


def _values_with_labels(named: Collection[Value], tally: Tally) -> list[Value]:
    """Labelled values; of a long list, such as all regions of Europe, those that were given."""
    if len(named) <= LONG_LIST:
        return list(named)
    return [value for value in named if value in tally.counts]


def _is_ordered(column: SourceColumn, valid: Sequence[Answer]) -> bool:
    """Whether answers stand in an order by their codes."""
    coded = [(category.code, category.label) for category in valid]
    return are_ordered(coded, declared=column.measure, name=column.name, label=column.label)


def _is_code(text: str) -> bool:
    return len(text) < 16 and text.isascii() and text.isdigit() and str(int(text)) == text
