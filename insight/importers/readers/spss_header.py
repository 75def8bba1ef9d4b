"""The dictionary of a .sav file, as far as ReadStat does not pass it on: weight and answer sets.

The records are those of PSPP's description of the format. ReadStat reads only whole counted values
of answer sets, so the sets are read here.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER, CASES = 176, 80
UNUSED = 255  # no program writes an extension of this number
LARGEST = 64_000_000  # bytes of the dictionary that are looked at
VARIABLE, LABELS, LABELLED, DOCUMENT, EXTENSION, END = 2, 3, 4, 6, 7, 999
SETS, LONG_NAMES, LONG_TEXTS, MORE_SETS = 1007, 1013, 1014, 1019
SEGMENT = 252  # bytes of a long text that one variable holds
SET_START = re.compile(rb"\$?([^=\s]+)=([CDE])\s*")
NUMBER = re.compile(rb"(\d+) ")


@dataclass(frozen=True, slots=True)
class DeclaredSet:
    """A multiple-response set as bytes: names and labels in the file's encoding."""

    name: bytes
    label: bytes
    counted_value: bytes | None
    members: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Short names of the weight and of the members of sets, and the long names for them.

    `variable_count` counts long texts once. `without_case_count` are patches by which the file
    does not say how many cases it has, `without_sets` patches by which it has no answer sets.
    """

    cases: int
    variable_count: int
    weight: bytes | None
    sets: tuple[DeclaredSet, ...]
    long_names: dict[bytes, bytes]
    without_case_count: dict[int, bytes]
    without_sets: dict[int, bytes]


def read_dictionary(path: Path) -> Dictionary | None:
    """Return what the dictionary of a .sav file says; None where it cannot be followed."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    try:
        return _dictionary(data)
    except (struct.error, IndexError, ValueError):
        return None


def _dictionary(data: bytes) -> Dictionary:
    order = "<" if struct.unpack_from("<i", data, 64)[0] in (2, 3) else ">"
    weight_index, cases = struct.unpack_from(order + "ii", data, 76)
    weight: bytes | None = None
    sets: list[DeclaredSet] = []
    long_names: dict[bytes, bytes] = {}
    without_sets: dict[int, bytes] = {}
    variable_count = 0
    for kind, at, body in _records(data, order):
        if kind == VARIABLE:
            variable_count += 1
            weight = body if at == weight_index else weight
        elif kind == LONG_TEXTS:
            widths = (int(digits) for digits in re.findall(rb"=(\d{1,6})", body))
            variable_count -= sum(max(0, (width - 1) // SEGMENT) for width in widths)
        elif kind in (SETS, MORE_SETS):
            sets += list(_declared_sets(body))
            without_sets[at + 4] = struct.pack(order + "i", UNUSED)
        elif kind == LONG_NAMES:
            pairs = (pair.partition(b"=") for pair in body.rstrip(b"\0").split(b"\t"))
            long_names |= {short.upper(): long for short, _, long in pairs if long}
    without_case_count = {CASES: struct.pack(order + "i", -1)}
    return Dictionary(
        cases, variable_count, weight, tuple(sets), long_names, without_case_count, without_sets
    )


def _records(data: bytes, order: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield variables with their number, and extensions, 1000 added, with their place."""
    at, number = HEADER, 0
    while True:
        (kind,) = struct.unpack_from(order + "i", data, at)
        if kind == VARIABLE:
            number += 1
            width, labelled, missing = struct.unpack_from(order + "iii", data, at + 4)
            if width >= 0:
                yield VARIABLE, number, data[at + 24 : at + 32].rstrip()
            at += 32
            if labelled:
                (length,) = struct.unpack_from(order + "i", data, at)
                at += 4 + _check_length(length) + -length % 4
            at += 8 * abs(missing)
        elif kind == LABELS:
            at = _skip_labels(data, order, at)
        elif kind == LABELLED:
            at += 8 + 4 * _check_length(struct.unpack_from(order + "i", data, at + 4)[0])
        elif kind == DOCUMENT:
            at += 8 + 80 * _check_length(struct.unpack_from(order + "i", data, at + 4)[0])
        elif kind == EXTENSION:
            subtype, size, count = struct.unpack_from(order + "iii", data, at + 4)
            length = _check_length(size) * _check_length(count)
            yield 1000 + subtype, at, data[at + 16 : at + 16 + length]
            at += 16 + length
        elif kind == END:
            return
        else:
            raise ValueError(kind)


def _skip_labels(data: bytes, order: str, at: int) -> int:
    count = _check_length(struct.unpack_from(order + "i", data, at + 4)[0])
    at += 8
    for _ in range(count):
        at += 8 + (data[at + 8] + 1 + 7) // 8 * 8
    return at


def _check_length(length: int) -> int:
    if not 0 <= length <= LARGEST:
        raise ValueError(length)
    return length


def _declared_sets(record: bytes) -> Iterator[DeclaredSet]:
    """Yield the sets of a record; a set that cannot be followed ends it."""
    at = 0
    while start := SET_START.match(record, at):
        at = start.end()
        if start[2] == b"E":  # where the label comes from: of no use here
            if not (source := NUMBER.match(record, at)):
                return
            at = source.end()
        counted_value: bytes | None = None
        if start[2] != b"C":
            if not (size := NUMBER.match(record, at)):
                return
            counted_value = record[size.end() : size.end() + int(size[1])]
            at = size.end() + len(counted_value) + 1
        if not (size := NUMBER.match(record, at)):
            return
        label = record[size.end() : size.end() + int(size[1])]
        at = size.end() + len(label)
        end = record.find(b"\n", at)
        end = len(record) if end < 0 else end
        members = tuple(record[at:end].replace(b"\0", b" ").split())
        yield DeclaredSet(start[1], label, counted_value, members)
        at = end + len(record[end:]) - len(record[end:].lstrip(b"\n"))
