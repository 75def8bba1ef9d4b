"""Missing codes of a column: what its file declares, what words say, and what numbers look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from insight.importers.drafting.tallies import Tally, Value, is_whole
from insight.importers.meaning.answers.answer_words import vocabulary
from insight.importers.meaning.answers.coded_answers import codes_apart, codes_outside
from insight.importers.meaning.answers.missing_words import missing_among, missing_of
from insight.importers.readers.source import SourceColumn
from insight.survey.codebook import Missing


@dataclass(frozen=True, slots=True)
class MissingCodes:
    """Sorts of missing answers by value.

    Attributes
    ----------
    sorts
        Value to sort.
    worded
        Those that are not declared but whose words say so.
    guessed
        Those that neither the file nor their words tell of.
    """

    sorts: Mapping[Value, Missing]
    worded: tuple[Value, ...] = ()
    guessed: tuple[int, ...] = ()


def missing_by_label(column: SourceColumn, labels: Mapping[Value, str]) -> MissingCodes:
    """Return the missing answers among values, by their labels and what the file declares."""
    declared = {
        value: missing_of(label)
        for value, label in labels.items()
        if column.declares_missing(value)
    }
    others = [value for value in labels if value not in declared]
    found = missing_among([labels[value] for value in others])
    by_words = {others[place]: sort for place, sort in found.items()}
    return MissingCodes(declared | by_words, tuple(by_words))


def missing_numbers(
    column: SourceColumn, labels: Mapping[Value, str], tally: Tally
) -> MissingCodes:
    """Return the missing answers of a column of numbers in ascending order.

    Where the file declares none, numbers are guessed to be some.

    Parameters
    ----------
    column
        The column.
    labels
        Labels of its numbers.
    tally
        What was counted in it.
    """
    values = dict.fromkeys([*labels, *tally.counts, *_ends_of_ranges(column, labels, tally)])
    told = missing_by_label(column, {value: labels.get(value, "") for value in values})
    guessed = [] if column.missing else _guessed(labels, told.sorts, tally)
    sorts = dict(told.sorts)
    sorts.update((code, missing_of(labels.get(code, ""))) for code in guessed)
    ascending = dict(sorted(sorts.items(), key=lambda pair: float(pair[0])))
    return MissingCodes(ascending, told.worded, tuple(guessed))


def _ends_of_ranges(
    column: SourceColumn, labels: Mapping[Value, str], tally: Tally
) -> Iterator[Value]:
    """Declared missing codes to keep where nobody gave them and no label names them."""
    for declared in column.missing:
        if isinstance(declared.low, str) or isinstance(declared.high, str):
            continue
        is_used = any(value in declared for value in (*labels, *tally.counts))
        if declared.low == declared.high or not is_used:
            yield from (int(end) for end in (declared.low, declared.high) if is_whole(end))


def _guessed(labels: Mapping[Value, str], told: Mapping[Value, Missing], tally: Tally) -> list[int]:
    """Codes that look like missing answers because of where they lie."""
    negative = _negative_codes(labels, tally)
    named = {value: label for value, label in labels.items() if value not in told}
    others = [value for value in tally.counts if value not in labels and value not in negative]
    return negative + (codes_outside(named, others) or codes_apart(named, others))


def _negative_codes(labels: Mapping[Value, str], tally: Tally) -> list[int]:
    """Negative codes that look like missing answers among numbers that are else not negative."""
    sentinels: list[int] = vocabulary("missing.toml")["codes"]["negative"]
    negative = [value for value in tally.counts if float(value) < 0]
    looks_so = all(value in sentinels and value not in labels for value in negative)
    more = len(negative) < len(tally.counts)
    return [int(value) for value in negative] if negative and looks_so and more else []
