"""Places by number: Norwegian municipalities (4 digits) and counties (2 digits), and their names.

A number of a place is a name, not an amount: 0301 is no less than 1103, and its zero may be lost.
The names are those of Statistics Norway's standard classifications 131 (municipalities, the numbers
in use from 2013 to 2026) and 104 (counties, from 2013), https://www.ssb.no/klass, CC BY 4.0.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from insight.importers.meaning.header_topics import topics_of
from insight.importers.meaning.word_lists import any_of

Value = int | float | str
FEWEST_KNOWN = 0.5  # of the different numbers: older ones, and those of other countries, have none


@dataclass(frozen=True)
class _Places:
    """A standard of places: the file of its names, its digits, and what columns of it are called.

    Numbers below `lowest` may be another numbering that has lost no zero, so they tell nothing
    unless a zero is there or other numbers are above.
    """

    file: str
    digits: int
    lowest: int
    headers: tuple[str, ...]


_STANDARDS = (
    _Places(
        "municipalities",
        4,
        1000,
        (
            r"(bo|bosteds|bustad|hjem|heim|arbeids|skole)?kommune[ _]?(nr|nummer|no|kode|id)?\.?",
            r"komm?[ _]?nr|knr",
            r"municipality([ _]?(number|no|code|id))?",
        ),
    ),
    _Places(
        "counties",
        2,
        30,
        (
            r"(bo|bosteds|bustad|hjem|heim)?fylke[ _]?s?(nr|nummer|no|kode|id)?\.?",
            r"county([ _]?(number|no|code|id))?",
        ),
    ),
)


def place_names(name: str, label: str, values: Mapping[Value, int]) -> dict[Value, str] | None:
    """Return the names of places in a column that holds their numbers, else None.

    Parameters
    ----------
    name, label
        Of the column.
    values
        Its values, with how often each occurs.

    Returns
    -------
        Value to name; a number of no place known has none. Empty where the column is about places
        and the numbers may be of another standard.

    Examples
    --------
    >>> place_names("kommune", "", {"0301": 2, "1103": 1})
    {'0301': 'Oslo', '1103': 'Stavanger'}
    >>> place_names("fylkesnr", "", {3: 1, 56: 1}), place_names("fylke", "", {1: 1, 2: 1})
    ({3: 'Oslo', 56: 'Finnmark'}, {})
    >>> place_names("tillit", "", {3: 1, 11: 1}) is None
    True
    """
    topics = {topic for text in (name, label) for topic in topics_of(text)}
    for standard in _STANDARDS:
        headers = any_of(standard.headers)
        if any(headers.fullmatch(topic) for topic in topics):
            return _names_by(standard, values)
    return None


def _names_by(standard: _Places, values: Mapping[Value, int]) -> dict[Value, str] | None:
    numbers = {value: _number(value, standard.digits) for value in values}
    if not numbers or None in numbers.values():
        return None
    plain = all(str(value).lstrip("0") == str(value) for value in values)
    if plain and max(int(value) for value in values) < standard.lowest:
        return {}
    known = _names(standard.file)
    named = {
        value: known[number] for value, number in numbers.items() if number and number in known
    }
    return named if len(named) >= FEWEST_KNOWN * len(numbers) else {}


def _number(value: Value, digits: int) -> str | None:
    """The number of a place with all its digits; None where the value is none."""
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()) or not digits - 1 <= len(text) <= digits:
        return None
    return text.zfill(digits)


@cache
def _names(file: str) -> Mapping[str, str]:
    with (Path(__file__).parent / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
        return {row["number"]: row["name"] for row in csv.DictReader(rows)}
