"""Writes the workbooks that no library at hand writes: Excel 97 (.xls) and OpenDocument (.ods)."""

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

SECTOR, SMALLEST_STREAM = 512, 4096
END_OF_CHAIN, IS_TABLE, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
BOOK, SHEET = 0x0005, 0x0010

Rows = list[list[object]]


def write_xls(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write sheets of numbers and texts as Excel 97 does (BIFF8 in a compound file)."""
    bodies = [_beginning(SHEET) + _cells(rows) + _record(0x000A) for rows in sheets.values()]
    heads = [_record(0x0085, struct.pack("<IBB", 0, 0, 0) + _short_text(name)) for name in sheets]
    globals_size = len(_beginning(BOOK)) + sum(map(len, heads)) + len(_record(0x000A))
    stream, offset = _beginning(BOOK), globals_size
    for head, body in zip(heads, bodies, strict=True):
        stream += head[:4] + struct.pack("<I", offset) + head[8:]
        offset += len(body)
    path.write_bytes(_compound_file(stream + _record(0x000A) + b"".join(bodies)))
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _short_text(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _cells(rows: Rows) -> bytes:
    records = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(cell, int | float):
                records.append(_record(0x0203, place + struct.pack("<d", cell)))
            elif cell:
                text = str(cell)
                content = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
                records.append(_record(0x0204, place + content))
    return b"".join(records)


def _compound_file(stream: bytes) -> bytes:
    """A compound file with one stream: header, its table of sectors, its directory, the stream."""
    size = max(len(stream), SMALLEST_STREAM)
    sectors = -(-size // SECTOR)
    chain = [IS_TABLE, END_OF_CHAIN, *range(3, 2 + sectors), END_OF_CHAIN]
    assert len(chain) <= SECTOR // 4
    chain += [FREE] * (SECTOR // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0)
    header += struct.pack("<I", FREE) * 108
    entries = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)
    entries += _entry("Workbook", 2, 2, size) + _entry("", 0, 0, 0) * 2
    table = struct.pack(f"<{len(chain)}I", *chain)
    return header + table + entries + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    links = struct.pack("<III", FREE, FREE, child)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)


def write_ods(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write sheets of numbers and texts as LibreOffice does."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def _row(cells: list[object]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: object) -> str:
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    text = quoteattr(str(cell))[1:-1]
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )
