"""A file with other bytes at some places, without a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO


class Patched:
    """A file that is read with other bytes at some places, for a reader that wants a file."""

    def __init__(self, file: BinaryIO, patches: Mapping[int, bytes]) -> None:
        self._file = file
        self._patches = patches

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, the patches laid over them."""
        start = self._file.tell()
        data = self._file.read(size)
        for place, patch in self._patches.items():
            if place < start + len(data) and place + len(patch) > start:
                skipped, at = max(0, start - place), max(0, place - start)
                piece = patch[skipped : skipped + len(data) - at]
                data = data[:at] + piece + data[at + len(piece) :]
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place of the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._file.tell()
