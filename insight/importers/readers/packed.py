"""Packed files: one survey file in a .gz or a .zip, unpacked within limits."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from insight.importers.readers.readstat import broken_file
from insight.importers.readers.tables.unpacking import LARGEST_MEMBER, MOST_MEMBERS, STEP
from insight.language.errors import Fault, ImportRefusal, some

ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack far too much at once
ENCRYPTED = 1  # bit of a member's flags
LONGEST_NAME = 80


def unpack_gzip(path: Path, folder: Path, suffixes: Collection[str]) -> Path:
    """Write what a .gz file holds into a folder, and return where.

    Raises
    ------
    ImportRefusal
        If it is damaged, or unpacks to too much.
    """
    del suffixes
    target = folder / _plain_name(path.stem if path.suffix.lower() == ".gz" else path.name)
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, path)  # type: ignore[arg-type]
    except ERRORS as error:
        raise broken_file(path.name, "gzip", str(error)) from None
    return target


def unpack_zip(path: Path, folder: Path, suffixes: Collection[str]) -> Path:
    """Write the only survey file of a .zip file into a folder, and return where.

    Files with one of `suffixes` are survey files; a text beside others is taken for a description.

    Raises
    ------
    ImportRefusal
        If there are several or none, or the file is damaged, locked, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            member = _choose_member(archive.infolist(), path, suffixes)
            if member.flag_bits & ENCRYPTED:
                raise ImportRefusal(Fault("fault.import_zip_locked", {"file": path.name}))
            if member.compress_type not in COMPRESSIONS:
                raise zipfile.BadZipFile(f"compression {member.compress_type}")
            if member.file_size > LARGEST_MEMBER:
                raise ImportRefusal(Fault("fault.import_bomb", {"file": path.name}))
            target = folder / _plain_name(PurePosixPath(member.filename).name)
            with archive.open(member) as packed:
                _copy(packed, target, path)  # type: ignore[arg-type]
    except ERRORS as error:
        raise broken_file(path.name, "zip", str(error)) from None
    return target


def _choose_member(
    members: Collection[zipfile.ZipInfo], path: Path, suffixes: Collection[str]
) -> zipfile.ZipInfo:
    if len(members) > MOST_MEMBERS:
        raise ImportRefusal(Fault("fault.import_bomb", {"file": path.name}))
    names = {id(member): PurePosixPath(member.filename) for member in members}
    files = [
        member
        for member in members
        if not member.is_dir()
        and not names[id(member)].name.startswith(".")
        and names[id(member)].parts[:1] not in ((), ("__MACOSX",))
    ]
    readable = [file for file in files if names[id(file)].suffix.lower() in suffixes] or files
    telling = [file for file in readable if names[id(file)].suffix.lower() != ".txt"]
    chosen = telling if len(readable) > 1 else readable
    if len(chosen) == 1:
        return chosen[0]
    if not files:
        raise ImportRefusal(Fault("fault.import_zip_empty", {"file": path.name}))
    shown = some([_plain_name(names[id(file)].name) for file in readable])
    raise ImportRefusal(Fault("fault.import_zip_several", {"file": path.name, "names": shown}))


def _copy(packed: BinaryIO, target: Path, path: Path) -> None:
    size = 0
    with target.open("wb") as file:
        while part := packed.read(STEP):
            size += len(part)
            if size > LARGEST_MEMBER:
                raise ImportRefusal(Fault("fault.import_bomb", {"file": path.name}))
            file.write(part)


def _plain_name(name: str) -> str:
    r"""Return a name that leads nowhere else.

    Examples
    --------
    >>> _plain_name("svar 2025.csv"), _plain_name("..\\..\\x.csv"), _plain_name("..")
    ('svar 2025.csv', 'x.csv', 'answers')
    """
    plain = re.sub(r"[^\w. ()-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1])
    return plain.lstrip(". ")[-LONGEST_NAME:] or "answers"
