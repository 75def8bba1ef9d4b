"""Writes a .sas7bdat file: one page of what the columns are, one page of rows."""

import math
import struct
from pathlib import Path

MAGIC = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
PAGE, PAGE_HEADER, HEADER = 4096, 24, 1024
NUMBER, TEXT = 1, 2
UTF_8 = 20
ROW_SIZE, COLUMN_SIZE, FORMAT = 0xF7F7F7F7, 0xF6F6F6F6, 0xFFFFFBFE
COLUMN_TEXT, COLUMN_NAMES, COLUMN_ATTRIBUTES = 0xFFFFFFFD, 0xFFFFFFFF, 0xFFFFFFFC

Row = list[float | str | None]


def write_sas(path: Path, columns: list[tuple[str, str, str, int]], rows: list[Row]) -> Path:
    """Write columns, as (name, label, format, width of a text or 0), and their rows.

    A number may also be a special missing value: a letter or an underscore.
    """
    words = _Words()
    names = b"".join(words.place(name) + bytes(2) for name, _, _, _ in columns)
    formats = [
        _part(FORMAT, bytes(30) + words.place(form) + words.place(label) + bytes(6))
        for _, label, form, _ in columns
    ]
    row_length = sum(width or 8 for *_, width in columns)
    parts = [
        _part(ROW_SIZE, _row_size(row_length, len(rows), len(columns))),
        _part(COLUMN_SIZE, struct.pack("<ii", len(columns), 0)),
        _part(COLUMN_TEXT, _counted(bytes(10) + b" " * 8 + bytes(8) + words.text)),
        _part(COLUMN_NAMES, _counted(bytes(6) + names + bytes(8))),
        _part(COLUMN_ATTRIBUTES, _counted(bytes(6) + _attributes(columns) + bytes(8))),
        *formats,
    ]
    path.write_bytes(_header() + _described(parts) + _answered(columns, rows))
    return path


class _Words:
    """All names, labels and formats one after the other."""

    def __init__(self) -> None:
        self.text = b""

    def place(self, word: str) -> bytes:
        coded = word.encode()
        at = struct.pack("<HHH", 0, len(self.text) + 28, len(coded))
        self.text += coded + bytes(-len(coded) % 4)
        return at


def _part(signature: int, content: bytes) -> bytes:
    return struct.pack("<I", signature) + content


def _counted(content: bytes) -> bytes:
    length = 4 + 2 + len(content)
    return struct.pack("<H", length - 12) + content


def _row_size(length: int, rows: int, columns: int) -> bytes:
    data = bytearray(476)
    struct.pack_into("<ii", data, 16, length, rows)
    struct.pack_into("<i", data, 32, columns)
    struct.pack_into("<i", data, 48, PAGE)
    data[60:68] = b"\xff" * 8
    return bytes(data)


def _attributes(columns: list[tuple[str, str, str, int]]) -> bytes:
    data, offset = b"", 0
    for name, _, _, width in columns:
        flag, kind = 4 if len(name) <= 8 else 2048, TEXT if width else NUMBER
        data += struct.pack("<iiHBx", offset, width or 8, flag, kind)
        offset += width or 8
    return data


def _header() -> bytes:
    start = MAGIC + b'"\0\0"\0\x01\x001' + bytes(30) + bytes([UTF_8]) + bytes(13)
    start += b"SAS FILE" + b"DATASET".ljust(32) + bytes(32) + b"DATA    "
    start += struct.pack("<dd", 0, 0) + bytes(16) + struct.pack("<iii", HEADER, PAGE, 2)
    return (start + bytes(8) + b"9.0101M09.0401M6Linux").ljust(HEADER, b"\0")


def _described(parts: list[bytes]) -> bytes:
    page, end = bytearray(PAGE), PAGE
    struct.pack_into("<HHH", page, PAGE_HEADER - 8, 0, len(parts), len(parts))
    for number, part in enumerate(parts):
        end -= len(part)
        page[end : end + len(part)] = part
        listed = int(part[:4] in (struct.pack("<I", one) for one in (COLUMN_TEXT, COLUMN_NAMES)))
        listed |= int(part[:4] == struct.pack("<I", COLUMN_ATTRIBUTES))
        struct.pack_into("<iiBB", page, PAGE_HEADER + 12 * number, end, len(part), 0, listed)
    return bytes(page)


def _answered(columns: list[tuple[str, str, str, int]], rows: list[Row]) -> bytes:
    page = bytearray(PAGE_HEADER)
    struct.pack_into("<HH", page, PAGE_HEADER - 8, 0x100, len(rows))
    for row in rows:
        for (*_, width), value in zip(columns, row, strict=True):
            page += _text(value, width) if width else _number(value)
    return bytes(page).ljust(PAGE, b"\0")


def _text(value: object, width: int) -> bytes:
    return (value or "").encode().ljust(width)


def _number(value: float | str | None) -> bytes:
    if isinstance(value, int | float):
        return struct.pack("<d", value)
    missing = bytearray(struct.pack("<d", math.nan))
    missing[5] = 0xFF ^ ord(value or ".")
    return bytes(missing)
