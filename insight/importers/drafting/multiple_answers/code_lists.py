"""Lists of codes in the cells of one column, such as "1;3;5;"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.tallies import is_text

MOST_LISTED_CODES = 100
MOST_LISTS = 50_000
FEWEST_FOR_EACH = 3  # codes written for each different one, where the sign may be another thing
_STRONG_LIST = re.compile(r"\s*\d{1,9}(\s*[;|\n]\s*\d{1,9})*\s*[;|]?\s*")
_LIST = re.compile(r"\s*\d{1,3}((\s*,\s*|\s+)\d{1,3})*\s*")


def codes_in_lists(values: pa.ChunkedArray) -> list[int] | None:
    """Return the codes in lists such as "1;3;5;", or None where the column has no such lists.

    Examples
    --------
    >>> codes_in_lists(pa.chunked_array([["1;3;", None, "10;"]]))
    [1, 3, 10]
    >>> codes_in_lists(pa.chunked_array([["1", "2"]])) is None
    True
    """
    if not is_text(values.type) or values.null_count == len(values):
        return None
    texts = [text for text in pc.unique(values).to_pylist() if text is not None]
    if len(texts) > MOST_LISTS:
        return None
    strong = all(_STRONG_LIST.fullmatch(text) for text in texts)
    if not strong and not all(_LIST.fullmatch(text) for text in texts):
        return None
    lists = [_codes_of_list(text) for text in texts]
    codes = sorted({code for code_list in lists for code in code_list})
    if len(codes) > MOST_LISTED_CODES or not any(len(code_list) > 1 for code_list in lists):
        return None
    return codes if strong or _are_lists_of_answers(lists, codes, len(values)) else None


def _are_lists_of_answers(
    lists: Sequence[Sequence[int]], codes: Sequence[int], respondents: int
) -> bool:
    """Whether numbers between blanks or commas are answers rather than one amount or a place."""
    lengths = {len(code_list) for code_list in lists}
    once = all(len({*code_list}) == len(code_list) for code_list in lists)
    written = sum(len(code_list) for code_list in lists)
    enough = max(written, respondents) >= FEWEST_FOR_EACH * len(codes)
    return len(lengths) > 1 and once and enough and len(lists) > len(codes)


def marks_of_lists(values: pa.ChunkedArray, codes: Sequence[int]) -> list[pa.Array]:
    """Return a column of 0 and 1 for each code in lists such as "1;3;5;".

    Examples
    --------
    >>> values = pa.chunked_array([["1;3;", None]])
    >>> [column.to_pylist() for column in marks_of_lists(values, [1, 2, 3])]
    [[1, None], [0, None], [1, None]]
    """
    encoded = values.combine_chunks().dictionary_encode()
    code_sets = [{*_codes_of_list(text)} for text in encoded.dictionary.to_pylist()]
    return [
        pa.array([int(code in code_set) for code_set in code_sets], pa.int8()).take(encoded.indices)
        for code in codes
    ]


def _codes_of_list(text: str) -> list[int]:
    return [int(digits) for digits in re.split(r"[;|,\s]+", text) if digits.strip()]
