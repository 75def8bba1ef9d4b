"""Numbers among which words for no answer stand, as in a column of ages with "Vet ikke".

A program that writes texts makes texts of them all. They become numbers again, and the words a code
for each sort of missing answer, the same in every file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.tallies import Tally, Value, count_values, is_number, is_text
from insight.importers.meaning.answers.missing_words import SORTS, missing_among
from insight.importers.readers.source import SourceFile
from insight.importers.readers.values import numbers
from insight.importers.readers.written_cells import convert_cells

FEWEST_NUMBERS = 13  # fewer different ones are answers, whose texts are kept
_DIGITS = re.compile(r"(?=\D*\d)[\s\d.,'’+%-]+")
CODES = dict(zip(SORTS, (-8, -9, -7), strict=True))


@dataclass(frozen=True, slots=True)
class _WordedNumbers:
    """What the texts of a column stand for, and the words of the codes of missing answers."""

    number_by_text: Mapping[str, float]
    labels: Mapping[Value, str]


def with_worded_numbers(
    source: SourceFile, tallies: Sequence[Tally]
) -> tuple[SourceFile, list[Tally]]:
    """Return a file, and its tallies, in which numbers with words for no answer are numbers."""
    columns, counted = list(source.columns), list(tallies)
    converted: dict[int, pa.ChunkedArray] = {}
    for position, (column, tally) in enumerate(zip(source.columns, tallies, strict=True)):
        if not is_text(column.type) or column.labels or column.missing:
            continue
        found = _worded_numbers(tally.counts)
        if found is None:
            continue
        values = _as_numbers(source.values(position), found.number_by_text)
        converted[position] = values
        columns[position] = replace(column, labels=found.labels, type=values.type)
        counted[position] = count_values(values)

    def read(position: int) -> pa.ChunkedArray:
        return converted[position] if position in converted else source.values(position)

    if not converted:
        return source, counted
    return replace(source, columns=tuple(columns), read=read), counted


def _worded_numbers(counts: Mapping[Value, int]) -> _WordedNumbers | None:
    """Return what texts stand for that are numbers but for words of missing answers, else None.

    Examples
    --------
    >>> ages = dict.fromkeys(map(str, range(20, 40)), 1)
    >>> _worded_numbers({**ages, "Vet ikke": 2}).labels, _worded_numbers({**ages, "Oslo": 2})
    ({-8: 'Vet ikke'}, None)
    """
    texts = [str(text) for text in counts]
    written = [text for text in texts if _DIGITS.fullmatch(text)]
    words = [text for text in texts if not _DIGITS.fullmatch(text)]
    if not words or len(written) < FEWEST_NUMBERS:
        return None
    sorts = missing_among(words)
    converted = convert_cells(pa.chunked_array([written]), ".")
    if len(sorts) < len(words) or not is_number(converted.type):
        return None
    number_by_text = dict(zip(written, map(float, converted.to_pylist()), strict=True))
    if len({*number_by_text.values()}) < FEWEST_NUMBERS or min(number_by_text.values()) < 0:
        return None
    by_frequency = sorted(sorts, key=lambda place: -counts[words[place]])
    labels: dict[Value, str] = {}
    for place in by_frequency:
        labels.setdefault(CODES[sorts[place]], words[place])
    codes = {words[place]: float(CODES[sort]) for place, sort in sorts.items()}
    return _WordedNumbers({**number_by_text, **codes}, labels)


def _as_numbers(values: pa.ChunkedArray, number_by_text: Mapping[str, float]) -> pa.ChunkedArray:
    encoded = pc.dictionary_encode(values.combine_chunks())
    meant = np.array([number_by_text[text] for text in encoded.dictionary.to_pylist()])
    places = pc.fill_null(encoded.indices, 0).to_numpy(zero_copy_only=False)
    missing = pc.is_null(encoded.indices).to_numpy(zero_copy_only=False)
    return pa.chunked_array([numbers(np.where(missing, np.nan, meant[places]))])
