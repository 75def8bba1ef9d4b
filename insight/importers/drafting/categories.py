"""From a column as its file declares it to categories and codes as a codebook has them.

A column of whole numbers keeps its numbers as codes; texts, and numbers with decimals that have
labels, are numbered from 1. What a file declares missing becomes a category with `missing`, whether
anybody gave it or not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from insight.importers.drafting.roles import SENTINELS, in_degrees, missing_of, undeclared_missing
from insight.importers.drafting.tallies import Tally, Value, in_order, is_number, is_text
from insight.importers.readers.source import MissingRange, SourceColumn
from insight.survey.codebook import Kind, Missing

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
        return tuple(one for one in self.categories if one.missing is None)


def answers_of(column: SourceColumn, found: Tally) -> Answers:
    """Return what a column holds, from what its file declares and what was counted in it."""
    texts = is_text(column.type) or any(isinstance(value, str) for value in column.labels)
    if texts and not found.numeric:
        return _texts(column, found)
    if not found.empty and not is_number(column.type):
        return Answers("single", left_out="date")
    return _numbers(column, found)


def _texts(column: SourceColumn, found: Tally) -> Answers:
    unlabelled = [value for value in found.counts if value not in column.labels]
    mostly_unique = found.distinct > 50 and 2 * found.distinct > found.filled
    if not column.labels and (mostly_unique or (found.distinct and not found.counts)):
        return Answers("single", left_out="text")
    discrete = [str(one.low) for one in column.missing if isinstance(one.low, str)]
    named = _few(column.labels, found)
    values = dict.fromkeys([*named, *sorted(unlabelled, key=in_order), *discrete])
    if len(values) > MOST_CATEGORIES or (found.distinct and not found.counts):
        return Answers("single", left_out="many")
    return _numbered(column, list(values))


def _numbered(column: SourceColumn, values: list[Value]) -> Answers:
    """Values that become codes from 1, missing ones last; digits keep their number."""
    drafted = [(value, column.labels.get(value) or str(value)) for value in values]
    sorts = {value: _missing(column, value, label) for value, label in drafted}
    if any(one is None for one in sorts.values()):
        drafted.sort(key=lambda pair: sorts[pair[0]] is not None)
    digits = [one for one in values if isinstance(one, str) and _is_code(one)]
    keep = len(digits) == len(values)
    categories = tuple(
        Answer(int(value) if keep else number, label, sorts[value], value)
        for number, (value, label) in enumerate(drafted, 1)
    )
    return Answers(
        "single" if categories else "numeric",
        categories,
        _ordered(column, [one for one in categories if one.missing is None]),
        {one.value: one.code for one in categories if one.value is not None},
    )


def _numbers(column: SourceColumn, found: Tally) -> Answers:
    labels: dict[Value, str] = {
        value: label for value, label in column.labels.items() if not isinstance(value, str)
    }
    sorts: dict[Value, Missing] = {}
    for value in dict.fromkeys([*labels, *found.counts, *_bounds(column.missing, labels, found)]):
        missing = _missing(column, value, labels.get(value, ""))
        if missing is not None:
            sorts[value] = missing
    guessed = [] if column.missing else _sentinels(labels, found)
    sorts |= dict.fromkeys(guessed, "other")
    sorts = dict(sorted(sorts.items(), key=lambda pair: float(pair[0])))
    valid = [value for value in found.counts if value not in sorts]
    named = _few([value for value in labels if value not in sorts], found)
    if len(named) > MOST_CATEGORIES:
        return Answers("single", left_out="many")
    if _are_answers(column, found, valid, named):
        wanted = sorted(dict.fromkeys([*named, *valid]), key=float)
        return _single(column, labels, [*wanted, *sorts], sorts, guessed)
    return _numeric(labels, named, sorts, guessed)


def _are_answers(
    column: SourceColumn, found: Tally, valid: list[Value], named: list[Value]
) -> bool:
    """Whether numbers are codes of answers rather than amounts."""
    if found.distinct and not found.counts:
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
        return len(unlabelled) <= SOME_NOMINAL and 2 * len(unlabelled) <= found.filled
    if column.measure == "scale":
        return set(unlabelled) <= {0, 1}
    return len(unlabelled) <= FEW_UNLABELLED


def _single(
    column: SourceColumn,
    labels: Mapping[Value, str],
    values: list[Value],
    sorts: Mapping[Value, Missing],
    guessed: list[int],
) -> Answers:
    if not all(_whole(value) for value in values):
        return _numbered(column, values)
    categories = tuple(
        Answer(int(value), labels.get(value) or str(value), sorts.get(value)) for value in values
    )
    valid = [one for one in categories if one.missing is None]
    return Answers("single", categories, _ordered(column, valid), guessed=tuple(guessed))


def _numeric(
    labels: Mapping[Value, str],
    named: list[Value],
    sorts: Mapping[Value, Missing],
    guessed: list[int],
) -> Answers:
    """A number with its missing codes; a missing code with decimals gets a whole number."""
    codes = {value: int(value) for value in sorts if _whole(value)}
    lowest = min([0, *codes.values()])
    broken = [value for value in sorts if value not in codes]
    codes |= {value: lowest - number for number, value in enumerate(broken, 1)}
    categories = tuple(
        Answer(
            codes[value],
            labels.get(value) or str(value),
            missing,
            value if value in broken else None,
        )
        for value, missing in sorts.items()
    )
    return Answers(
        "numeric",
        categories,
        recoded={value: codes[value] for value in broken} or None,
        labelled={value: labels[value] for value in named},
        guessed=tuple(guessed),
    )


def _missing(column: SourceColumn, value: Value, label: str) -> Missing | None:
    if any(value in declared for declared in column.missing):
        return missing_of(label)
    return undeclared_missing(label) if label else None


def _few(named: Collection[Value], found: Tally) -> list[Value]:
    """Labelled values; of a long list, such as all regions of Europe, those that were given."""
    if len(named) <= LONG_LIST:
        return list(named)
    return [value for value in named if value in found.counts]


def _bounds(
    declared: Iterable[MissingRange], labels: Mapping[Value, str], found: Tally
) -> Iterable[Value]:
    """Declared missing codes to keep where nobody gave them and no label names them."""
    for one in declared:
        if isinstance(one.low, str) or isinstance(one.high, str):
            continue
        known = any(value in one for value in (*labels, *found.counts))
        if one.low == one.high or not known:
            yield from (_plain(end) for end in (one.low, one.high) if _whole(end))


def _sentinels(labels: Mapping[Value, str], found: Tally) -> list[int]:
    """Negative codes that look like missing answers among numbers that are else not negative."""
    negative = [value for value in found.counts if float(value) < 0]
    looks_so = all(value in SENTINELS and value not in labels for value in negative)
    more = len(negative) < len(found.counts)
    return [int(value) for value in negative] if negative and looks_so and more else []


def _ordered(column: SourceColumn, valid: list[Answer]) -> bool:
    if column.measure == "ordinal":
        return len(valid) > 1
    unlabelled = all(one.label == str(one.code) for one in valid)
    if unlabelled and len(valid) > 2:
        return column.measure != "nominal"
    return in_degrees([one.label for one in valid])


def _whole(value: Value) -> bool:
    number = float(value)
    return math.isfinite(number) and number.is_integer() and abs(number) <= LARGEST_WHOLE


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and str(int(text)) == text and len(text) < 16


def _plain(number: float) -> Value:
    return int(number)
