"""The reader of a survey file, chosen by its first bytes; its name must not say otherwise."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from insight.importers.readers.excel import read_excel
from insight.importers.readers.parquet import read_parquet
from insight.importers.readers.sas import read_sas
from insight.importers.readers.source import ImportOptions, SourceFile
from insight.importers.readers.spss import read_por, read_sav
from insight.importers.readers.stata import read_stata
from insight.importers.readers.text import read_text
from insight.language.errors import Fault, ImportRefusal

LARGEST = 2 * 1024**3
BEGINNING = 2048
SAS = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
OLD_STATA = re.compile(rb"[\x69-\x73][\x01\x02]\x01\x00")
PORTABLE = ("SPSSPORT".encode("ascii"), "SPSSPORT".encode("cp037"))
OLD_EXCEL, OLE = "Excel 97", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

READERS: Mapping[str, Callable[[Path, ImportOptions], SourceFile]] = {
    "SPSS (.sav)": read_sav,
    "SPSS (.por)": read_por,
    "Stata (.dta)": read_stata,
    "SAS (.sas7bdat)": read_sas,
    "Parquet (.parquet)": read_parquet,
    "Excel (.xlsx)": read_excel,
    "CSV (.csv)": read_text,
}
OTHERS: Mapping[bytes, str] = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"HEADER RECORD*******": "SAS transport (.xpt)",
    b"\x89PNG": "PNG",
    b"{\\rtf": "RTF",
}
SUFFIXES: Mapping[str, str] = {
    **dict.fromkeys((".sav", ".zsav"), "SPSS (.sav)"),
    **dict.fromkeys((".xlsx", ".xlsm"), "Excel (.xlsx)"),
    ".por": "SPSS (.por)",
    ".dta": "Stata (.dta)",
    ".sas7bdat": "SAS (.sas7bdat)",
    ".parquet": "Parquet (.parquet)",
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt", ".dat"), "CSV (.csv)"),
}


def read_source(path: Path, options: ImportOptions | None = None) -> SourceFile:
    """Open a survey file of another program.

    Raises
    ------
    ImportRefusal
        With one sentence, if the file cannot be made into a survey.
    """
    try:
        kind = kind_of(path)
        return READERS[kind](path, options or ImportOptions())
    except OSError as error:
        raise _refusal("import_unreadable", path, reason=error.strerror or "") from None


def kind_of(path: Path) -> str:
    """Return what a file is, by its content; refuse it if its name says otherwise."""
    if not path.is_file():
        raise _refusal("import_no_file", path)
    size = path.stat().st_size
    if not size:
        raise _refusal("import_empty", path)
    if size > LARGEST:
        raise _refusal("import_too_large", path, size=size // 1024**2, most=LARGEST // 1024**2)
    kind, kind_by_name = _kind_by_content(path), SUFFIXES.get(path.suffix.lower(), "")
    if kind == OLD_EXCEL:
        raise _refusal("import_old_excel", path)
    if kind in READERS and (kind == kind_by_name or (not kind_by_name and kind != "CSV (.csv)")):
        return kind
    if kind_by_name and kind:
        raise _refusal("import_wrong_suffix", path, named=kind_by_name, seems=kind)
    if kind_by_name:
        raise _refusal("import_not_such", path, named=kind_by_name)
    raise _refusal("import_unknown", path)


def _kind_by_content(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(BEGINNING)
    if start.startswith((b"$FL2", b"$FL3")):
        return "SPSS (.sav)"
    if any(word in re.sub(rb"[\r\n]", b"", start) for word in PORTABLE):
        return "SPSS (.por)"
    if start.startswith(b"<stata_dta>") or OLD_STATA.match(start):
        return "Stata (.dta)"
    if start.startswith(SAS):
        return "SAS (.sas7bdat)"
    if start.startswith(b"PAR1"):
        return "Parquet (.parquet)"
    if start.startswith(OLE):
        return OLD_EXCEL
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    for magic, kind in OTHERS.items():
        if start.startswith(magic):
            return kind
    return _kind_of_text(start)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, UnicodeError):
        return "zip"
    return "Excel (.xlsx)" if {"[Content_Types].xml", "xl/workbook.xml"} <= names else "zip"


def _kind_of_text(start: bytes) -> str:
    if start.startswith(UTF_16):
        return "CSV (.csv)"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in text:
        return ""
    if text[:1] == b"<":
        return "HTML/XML"
    if text[:1] in (b"{", b"["):
        return "JSON"
    return "CSV (.csv)"


def _refusal(key: str, path: Path, **values: object) -> ImportRefusal:
    return ImportRefusal(Fault(f"fault.{key}", {"file": path.name, **values}))
