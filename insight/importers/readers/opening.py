"""The reader of a survey file, chosen by its first bytes; its name must not say otherwise."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from insight.importers.readers.excel import read_excel, read_old_excel, read_open_document
from insight.importers.readers.packed import unpack_gzip, unpack_zip
from insight.importers.readers.parquet import read_parquet
from insight.importers.readers.sas import read_sas, read_transport
from insight.importers.readers.source import ImportOptions, SourceFile
from insight.importers.readers.spss import read_por, read_sav
from insight.importers.readers.stata import read_stata
from insight.importers.readers.tables.long_format import long_format_remark
from insight.importers.readers.text import read_text
from insight.language.errors import Fault, ImportRefusal, reason_of

LARGEST = 2 * 1024**3
BEGINNING = 2048
SAS = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
OLD_STATA = re.compile(rb"[\x69-\x73][\x01\x02]\x01\x00")
PORTABLE = ("SPSSPORT".encode("ascii"), "SPSSPORT".encode("cp037"))
OLE = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TEXT, NEW_EXCEL, OLD_EXCEL = "CSV (.csv)", "Excel (.xlsx)", "Excel (.xls)"
OPEN_DOCUMENT = "OpenDocument (.ods)"
OPEN_DOCUMENT_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

READERS: Mapping[str, Callable[[Path, ImportOptions], SourceFile]] = {
    "SPSS (.sav)": read_sav,
    "SPSS (.por)": read_por,
    "Stata (.dta)": read_stata,
    "SAS (.sas7bdat)": read_sas,
    "SAS transport (.xpt)": read_transport,
    "Parquet (.parquet)": read_parquet,
    NEW_EXCEL: read_excel,
    OLD_EXCEL: read_old_excel,
    OPEN_DOCUMENT: read_open_document,
    TEXT: read_text,
}
PACKED: Mapping[str, Callable[[Path, Path, Collection[str]], Path]] = {
    "gzip (.gz)": unpack_gzip,
    "zip (.zip)": unpack_zip,
}
ALIKE = ({NEW_EXCEL, OLD_EXCEL},)  # programs give one the name of the other, and open both
OTHERS: Mapping[bytes, str] = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip (.gz)",
    b"HEADER RECORD*******L": "SAS transport (.xpt)",
    b"\x89PNG": "PNG",
    b"{\\rtf": "RTF",
}
SUFFIXES: Mapping[str, str] = {
    **dict.fromkeys((".sav", ".zsav"), "SPSS (.sav)"),
    **dict.fromkeys((".xlsx", ".xlsm"), NEW_EXCEL),
    ".xls": OLD_EXCEL,
    ".ods": OPEN_DOCUMENT,
    ".por": "SPSS (.por)",
    ".dta": "Stata (.dta)",
    ".sas7bdat": "SAS (.sas7bdat)",
    **dict.fromkeys((".xpt", ".xport"), "SAS transport (.xpt)"),
    ".parquet": "Parquet (.parquet)",
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt", ".dat"), TEXT),
    ".gz": "gzip (.gz)",
    ".zip": "zip (.zip)",
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
        reading = _read_packed if kind in PACKED else READERS[kind]
        source = reading(path, options or ImportOptions())
    except OSError as error:
        raise _refusal("import_unreadable", path, reason=reason_of(error)) from None
    remark = long_format_remark(source)
    return replace(source, remarks=(remark, *source.remarks)) if remark else source


class _ReadFromFolder:
    """The reading of columns from a folder that is gone with it."""

    def __init__(self, read: Callable[[int], pa.ChunkedArray], folder: Path) -> None:
        self._read = read
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def __call__(self, position: int) -> pa.ChunkedArray:
        """Return the values of a column."""
        return self._read(position)


def _read_packed(path: Path, options: ImportOptions) -> SourceFile:
    """Return the survey file that a packed file holds; one packed twice is refused."""
    folder = Path(tempfile.mkdtemp(prefix="insight-unpacked-"))
    try:
        suffixes = {suffix for suffix, named in SUFFIXES.items() if named not in PACKED}
        inner = PACKED[kind_of(path)](path, folder, suffixes)
        if inner.suffix.lower() not in suffixes and _kind_by_content(inner) == TEXT:
            inner = inner.rename(inner.with_name(f"{inner.name}.csv"))
        kind = kind_of(inner)
        if kind in PACKED:
            raise _refusal("import_packed_twice", path)
        source = READERS[kind](inner, options)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    remark = Fault("fault.import_unpacked", {"file": inner.name})
    return replace(
        source,
        path_name=path.name,
        read=_ReadFromFolder(source.read, folder),
        remarks=(remark, *source.remarks),
    )


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
    if kind in READERS or kind in PACKED:
        if kind == kind_by_name or any({kind, kind_by_name} <= kinds for kinds in ALIKE):
            return kind
        if not kind_by_name and kind != TEXT and not (kind in PACKED and path.suffix):
            return kind  # many documents are zip files
    if kind == "JSON" and kind_by_name in ("", TEXT):
        raise _refusal("import_json", path)
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
            if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                return NEW_EXCEL
            if {"mimetype", "content.xml"} <= names and _is_spreadsheet(archive):
                return OPEN_DOCUMENT
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError):
        pass
    return "zip (.zip)"


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as file:
        return file.read(len(OPEN_DOCUMENT_TYPE)) == OPEN_DOCUMENT_TYPE


def _kind_of_text(start: bytes) -> str:
    if start.startswith(UTF_16):
        return TEXT
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in text:
        return ""
    if text[:1] == b"<":
        return "HTML/XML"
    if text[:1] in (b"{", b"["):
        return "JSON"
    return TEXT


def _refusal(key: str, path: Path, **values: object) -> ImportRefusal:
    return ImportRefusal(Fault(f"fault.{key}", {"file": path.name, **values}))
