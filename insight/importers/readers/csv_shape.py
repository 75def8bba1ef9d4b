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

from insight.importers.readers.readstat import too_many_columns
from insight.importers.readers.source import MOST_COLUMNS, ImportOptions
from insight.importers.readers.tables.cell_evidence import cell_kind
from insight.importers.readers.tables.fixed_width import is_fixed_width
from insight.importers.readers.tables.header_rows import (
    FEWEST_ROWS,
    MOST_ABOVE,
    MOST_RECOGNISED,
    Header,
    header_of,
    is_heading,
)
from insight.importers.readers.tables.row_roles import Cells
from insight.importers.readers.written_cells import NOTHING, grouped_number_pattern, number_pattern
from insight.language.errors import Fault, ImportRefusal, shorten

BYTES = 4 * 1024 * 1024
SAMPLE, SAMPLE_ROWS = 512 * 1024, 2_000
SAMPLE_LINES = 20  # of which a wide file has fewer in so many characters
SEPARATORS = (",", ";", "\t", "|")
WESTERN = ("cp1252", "cp865", "cp850", "mac_roman")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SIGN = re.compile(r"[\t -!#-~]")  # that may stand between columns: ASCII, and no quotation mark
SEPARATOR_LINE = re.compile(rf"sep=({SIGN.pattern})(?:\r\n?|\n)")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text file is to be read.

    Attributes
    ----------
    header
        The header; its rows are as wide as the table.
    rows_above
        Rows before the table, such as a title.
    skipped
        Lines before the first answers.
    """

    encoding: str
    separator: str
    decimal: str
    header: Header
    rows_above: tuple[Cells, ...]
    width: int
    skipped: int


def shape_of(path: Path, options: ImportOptions) -> Shape:
    """Return how a text file is to be read, as the options say or as its text shows."""
    encoding = _encoding(path, options.encoding)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
        while sample.count("\n") < SAMPLE_LINES and len(sample) < BYTES:
            line = file.readline(BYTES)
            sample += line
            if not line:
                break
    if "\0" in sample:
        raise ImportRefusal(Fault("fault.import_not_such", {"file": path.name, "named": "CSV"}))
    separator_line = SEPARATOR_LINE.match(sample)
    body = sample[separator_line.end() :] if separator_line else sample
    stated = options.separator or (separator_line[1] if separator_line else None)
    separator = stated or _separator(body)
    rows = _rows(body, separator)
    if not rows:
        raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))
    if stated is None and max(map(len, rows)) == 1 and is_fixed_width([row[0] for row in rows]):
        raise ImportRefusal(Fault("fault.import_fixed_width", {"file": path.name}))
    table = _pad_rows(rows)
    if len(table[0]) > MOST_COLUMNS:
        raise too_many_columns(path.name, len(table[0]))
    header = header_of(table, options.header_rows)
    return Shape(
        encoding=encoding,
        separator=separator,
        decimal=options.decimal or _decimal(rows[header.end or 1 :]),
        header=header,
        rows_above=tuple(table[: header.above]),
        width=len(table[0]),
        skipped=_lines_before(body, separator, header.end) + bool(separator_line),
    )


def _pad_rows(rows: Sequence[Sequence[str]]) -> list[Cells]:
    """Return rows without blanks around their cells, all as wide as the table.

    Rows above the table are narrower. So is a header to which R gives no name for the row names,
    and one without the separator that other programs put at the end of every row.
    """
    width = _width(rows)
    trimmed = [tuple(cell.strip() for cell in row) for row in rows]
    first = _first_row(rows, width)
    width = max(width, len(rows[first]))
    padded = [(*row, *[""] * (width - len(row)))[:width] for row in trimmed]
    below = padded[first + 1 :]
    answers = below[max(1, min(MOST_RECOGNISED, len(below) - FEWEST_ROWS)) :]
    if len(rows[first]) != width - 1 or (below and is_heading(below[0], answers)):
        return padded
    if any(row[-1].strip() for row in rows[first + 1 :] if len(row) == width):
        padded[first] = ("", *trimmed[first])
    return padded


def _first_row(rows: Sequence[Sequence[str]], width: int) -> int:
    """Return where the table may begin: the first row that is as wide, or has one cell less."""
    beginning = enumerate(rows[: MOST_ABOVE + 1])
    return next((at for at, row in beginning if len(row) >= width - 1 and any(row)), 0)


def _lines_before(body: str, separator: str, count: int) -> int:
    """Return how many lines the first rows take; a cell may have several."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    while count:
        count -= bool(next(reader))
    return reader.line_num


def _encoding(path: Path, stated: str | None) -> str:
    """Return the encoding that all of the text is in."""
    if stated:
        try:
            codec = codecs.lookup(stated).name
            "".encode(codec)  # refuses what turns no text into bytes, such as rot13
            codecs.getincrementaldecoder(codec)().decode(b"", final=True)
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
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=separator):
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

    def evenness(separator: str) -> tuple[float, bool, bool, int]:
        rows = _rows(body, separator)
        width = _width(rows) if rows else 1
        first = _first_row(rows, width)
        if width < 2 or len(rows[first]) not in (width, width - 1):
            return 0.0, False, False, 0
        below = rows[first + 1 :] or rows
        even = sum(len(row) == width for row in below) / len(below)
        named = len(rows[first]) == width
        if even < 1 and (first or width == 2 != len(rows[first])):
            return 0.0, False, False, 0  # texts that happen to hold the sign
        is_whole = even == 1 and not first  # nothing is left over, such as a header
        return round(even, 1), named, is_whole, width

    best = max(SEPARATORS, key=evenness)
    if evenness(best)[0]:
        return best
    if evenness(" ")[0] == 1 and _is_numeric(body):
        return " "
    rows = _rows(body, best)
    is_one_column = bool(rows) and 1 in (len(rows[0]), _width(rows))
    unused = next((sign for sign in SEPARATORS if sign not in body), best)
    return unused if is_one_column else best


def _is_numeric(body: str) -> bool:
    """Whether most of what stands between blanks is numbers, as in tables that R writes."""
    cells = [cell for row in _rows(body, " ")[1:] for cell in row]
    return 2 * sum(cell_kind(cell) == "number" for cell in cells) >= len(cells) > 0


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
