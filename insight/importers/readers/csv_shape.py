"""The shape of a text file, which does not state it: encoding, separator, decimal mark, header."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from insight.importers.readers.source import ImportOptions
from insight.importers.readers.written_cells import NOTHING, grouped_number_pattern, number_pattern
from insight.language.errors import Fault, ImportRefusal, shorten

BYTES = 4 * 1024 * 1024
SAMPLE, SAMPLE_ROWS = 512 * 1024, 2_000
SEPARATORS = (",", ";", "\t", "|")
WESTERN = ("cp1252", "cp865", "cp850", "mac_roman")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text file is to be read.

    Attributes
    ----------
    header
        Names of the columns; None where the first row holds answers already.
    skipped
        Lines before the header.
    """

    encoding: str
    separator: str
    decimal: str
    header: tuple[str, ...] | None
    width: int
    skipped: int


def shape_of(path: Path, options: ImportOptions) -> Shape:
    """Return how a text file is to be read, as the options say or as its text shows."""
    encoding = _encoding(path, options.encoding)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
        sample += file.readline(BYTES) if "\n" not in sample else ""
    if "\0" in sample:
        raise ImportRefusal(Fault("fault.import_not_such", {"file": path.name, "named": "CSV"}))
    separator_line = SEPARATOR_LINE.match(sample)
    body = sample[separator_line.end() :] if separator_line else sample
    separator = options.separator or (separator_line[1] if separator_line else _separator(body))
    rows = _rows(body, separator)
    if not rows:
        raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))
    first, header = rows[0], _header(rows)
    if all(_is_number(cell) for cell in first if cell.strip()) and len(rows) > 1:
        header = None
    width = len(first if header is None else header)
    decimal = options.decimal or _decimal(rows[1:])
    return Shape(encoding, separator, decimal, header, width, 1 if separator_line else 0)


def _header(rows: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """Return the names of the first row, with one more where all other rows have one cell more.

    R leaves out the name of the row names; other programs end each row with a separator.
    """
    names, others = tuple(cell.strip() for cell in rows[0]), rows[1:]
    if len(names) != _width(rows) - 1:
        return names
    return (*names, "") if all(not row[-1].strip() for row in others) else ("", *names)


def _encoding(path: Path, stated: str | None) -> str:
    """Return the encoding that all of the text is in."""
    if stated:
        try:
            codec = codecs.lookup(stated).name
            codecs.getincrementaldecoder(codec)().decode(b"", final=True)
            "".encode(codec)
        except (LookupError, ValueError):
            raise ImportRefusal(
                Fault("fault.import_unknown_encoding", {"value": shorten(stated)})
            ) from None
        codec = "utf-8-sig" if codec == "utf-8" else codec
        if not _is_decodable(path, codec):
            raise ImportRefusal(Fault("fault.import_encoding", {"file": path.name}))
        return codec
    with path.open("rb") as file:
        start = file.read(4)
    expected = next(
        (codec for bom, codec in BYTE_ORDER_MARKS.items() if start.startswith(bom)), "utf-8"
    )
    if _is_decodable(path, expected):
        return expected
    if expected == "utf-16":
        raise ImportRefusal(Fault("fault.import_encoding", {"file": path.name}))
    return _western_encoding(path)


def _is_decodable(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        try:
            while part := file.read(BYTES):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _western_encoding(path: Path) -> str:
    """Return the one-byte encoding of a file that is not UTF-8, unless part of it is."""
    lines = Counter[bool]()
    sample, first = b"", 0
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            if line.isascii():
                continue
            valid = _is_utf8(line)
            lines[valid] += 1
            if not valid:
                first = first or number
                sample += line if len(sample) < SAMPLE // 8 else b""
    if lines[True]:
        raise ImportRefusal(
            Fault("fault.import_mixed_encodings", {"file": path.name, "line": first})
        )
    return _likeliest_encoding(sample)


def _lines(file: io.BufferedReader) -> Iterator[bytes]:
    while line := file.readline(BYTES):
        yield line


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likeliest_encoding(sample: bytes) -> str:
    """Return cp1252 unless another encoding of western Europe makes clearly better words.

    Examples
    --------
    >>> _likeliest_encoding("Ålesund;Tromsø;Bærum er tre kommuner i Norge".encode("cp1252"))
    'cp1252'
    """
    matches = charset_normalizer.from_bytes(sample, cp_isolation=list(WESTERN), threshold=0.5)
    chaos = {match.encoding: match.chaos for match in matches}
    best = min(
        chaos, key=lambda encoding: (chaos[encoding], WESTERN.index(encoding)), default="cp1252"
    )
    best = best if chaos.get(best, 0) < chaos.get("cp1252", 1) else "cp1252"
    try:
        sample.decode(best)
    except UnicodeDecodeError:
        return "latin-1"
    return best


def _rows(body: str, separator: str) -> list[list[str]]:
    """Return the rows of a sample; its last one may be cut and is left out of a full sample."""
    rows = []
    try:
        for row in csv.reader(io.StringIO(body), delimiter=separator):
            if row:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return rows[:-1] if len(body) >= SAMPLE - 100 and len(rows) > 1 else rows


def _separator(body: str) -> str:
    r"""Return the separator that makes most rows as wide as the header.

    Examples
    --------
    >>> _separator("kjønn;vekt\nkvinne;0,5\nmann;1,5\n"), _separator("a;b\n" + "1,5;2\n" * 80)
    (';', ';')
    """

    def evenness(separator: str) -> tuple[float, bool, int]:
        rows = _rows(body, separator)
        width = _width(rows) if rows else 1
        if width < 2 or len(rows[0]) not in (width, width - 1):
            return 0.0, False, 0
        share = round(sum(len(row) == width for row in rows) / len(rows), 1)
        return share, len(rows[0]) == width, width

    return max(SEPARATORS, key=evenness)


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Return how many cells most rows have."""
    return Counter(len(row) for row in rows[1:] or rows).most_common(1)[0][0]


def _decimal(rows: Sequence[Sequence[str]]) -> str:
    """Return the mark in which more columns are written; cells such as 1,234 say nothing.

    Examples
    --------
    >>> _decimal([["0,5", "a"], ["12,25", "b"]]), _decimal([["0.5"]])
    (',', '.')
    """
    columns_by_mark = Counter[str]()
    width = _width(rows) if rows else 0
    for written_cells in zip(*(row for row in rows if len(row) == width), strict=True):
        filled = [cell.strip() for cell in written_cells if cell.strip() not in NOTHING]
        for mark in ",.":
            telling = rf"\d{re.escape(mark)}(?!\d{{3}}(\D|$))\d|(^|\D)0{re.escape(mark)}\d"
            if any(re.search(telling, cell) for cell in filled) and all(
                re.match(f"{grouped_number_pattern(mark)}|{number_pattern(mark)}", cell)
                for cell in filled
            ):
                columns_by_mark[mark] += 1
    if columns_by_mark[","] == columns_by_mark["."]:
        return "."
    return columns_by_mark.most_common(1)[0][0]


def _is_number(cell: str) -> bool:
    text = cell.strip()
    return any(re.match(number_pattern(mark), text) for mark in ",.")
