"""Small survey files of every format, written for a test."""

import struct
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import SourceColumn, SourceFile

ANSWERS = pd.DataFrame(
    {
        "trust": [1.0, 2.0, 99.0, None],
        "region": ["Ålesund", "Bærum", "Tromsø", None],
        "vekt": [0.5, 1.25, 1.0, 1.25],
    }
)
LABELS = {"trust": {1: "Helt enig", 2: "Uenig", 99: "Vet ikke"}}
QUESTIONS = {"trust": "Jeg stoler på helsetjenesten", "region": "Hvor bor du?"}


def spss(path: Path, **more) -> Path:
    declared = {
        "file_label": "Innbyggere 2025",
        "column_labels": QUESTIONS,
        "variable_value_labels": LABELS,
        "missing_ranges": {"trust": [99]},
        "variable_measure": {"trust": "ordinal", "region": "nominal", "vekt": "scale"},
    }
    pyreadstat.write_sav(ANSWERS, path, **{**declared, **more})
    return path


def with_extension(sav: Path, subtype: int, content: bytes) -> Path:
    """Put an extension record before the end of the dictionary of a .sav file."""
    data = sav.read_bytes()
    end = data.index(struct.pack("<ii", 999, 0))
    record = struct.pack("<iiii", 7, subtype, 1, len(content)) + content
    sav.write_bytes(data[:end] + record + data[end:])
    return sav


def with_number(path: Path, place: int, number: int) -> Path:
    """Overwrite a 32-bit number of a file."""
    data = bytearray(path.read_bytes())
    data[place : place + 4] = struct.pack("<i", number)
    path.write_bytes(data)
    return path


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def columns(source: SourceFile) -> dict[str, list[object]]:
    """The values of every column by name."""
    return {
        column.name: source.values(position).to_pylist()
        for position, column in enumerate(source.columns)
    }


def column(source: SourceFile, name: str) -> SourceColumn:
    return next(one for one in source.columns if one.name == name)


def opened(path: Path, content: bytes | str) -> SourceFile:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_source(path)
