"""Unpacking within limits: what a packed file becomes is counted before it is believed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

LARGEST_MEMBER = 1024**3
LARGEST_WHOLE = 2 * 1024**3
MOST_MEMBERS = 10_000
STEP = 1024**2
LOCAL_HEADER = 30


def is_bearable(path: Path) -> bool:
    """Whether all members of a zip file together stay within the limits.

    Raises
    ------
    zipfile.BadZipFile
        If the file is not a whole zip file.
    """
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        members = archive.infolist()
        if (
            len(members) > MOST_MEMBERS
            or sum(member.file_size for member in members) > LARGEST_WHOLE
        ):
            return False
        left = LARGEST_WHOLE
        for member in members:
            size = _unpacked_size(file, member, min(left, LARGEST_MEMBER))
            if size is None:
                return False
            left -= size
    return True


def _unpacked_size(file: BinaryIO, member: zipfile.ZipInfo, most: int) -> int | None:
    """Return the size of a member when unpacked, None where it is more than `most`."""
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size if member.compress_size <= most else None
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"compression {member.compress_type}")
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER:
        raise zipfile.BadZipFile("header")
    name, extra = struct.unpack_from("<HH", header, 26)
    file.seek(name + extra, 1)
    size, packed, inflate = 0, b"", zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflate.eof and (packed or (packed := file.read(STEP))):
            size += len(inflate.decompress(packed, STEP))
            packed = inflate.unconsumed_tail
            if size > most:
                return None
    except zlib.error as error:
        raise zipfile.BadZipFile(str(error)) from None
    return size
