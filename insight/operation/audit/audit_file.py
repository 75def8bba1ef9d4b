"""The audit's file: whole lines at its end, from several processes, also while it is rotated.

A line is one ``write`` to a file that is opened to be appended to, so that the kernel puts each
behind the last, whichever process it is from. Who rotates the file gives it another name; at the
next line a new one is begun. Of a line for which a full disk had no room a part may be left: the
next one begins below it.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from pathlib import Path

MODE = 0o600
LOOKS, SECONDS_BETWEEN_LOOKS = 8, 0.001
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW


class AuditFile:
    """A file that only grows.

    Parameters
    ----------
    path
        Where it is; made when the first line is written, for nobody else to read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._open: int | None = None
        self._known: tuple[int, int] | None = None

    @property
    def path(self) -> Path:
        """Where it is."""
        return self._path

    def append(self, line: str) -> None:
        """Write a line at the end of the file.

        Raises
        ------
        OSError
            If it could not be written whole.
        """
        with self._lock:
            opened = self._opened()
            written = f"{line}\n".encode()
            if _is_torn(opened):
                written = b"\n" + written
            if os.write(opened, written) != len(written):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def look(self) -> None:
        """Open the file if it is not.

        Raises
        ------
        OSError
            If it cannot be opened.
        """
        with self._lock:
            self._opened()

    def close(self) -> None:
        """Let go of the file until the next line."""
        with self._lock:
            self._close()

    def _opened(self) -> int:
        """The file that has the name now."""
        try:
            there = self._path.stat(follow_symlinks=False)
        except FileNotFoundError:
            self._close()
        else:
            if self._known != (there.st_dev, there.st_ino):
                self._close()
        if self._open is None:
            opened = os.open(self._path, _FLAGS, MODE)
            found = os.fstat(opened)
            if not stat.S_ISREG(found.st_mode):
                os.close(opened)
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            self._open, self._known = opened, (found.st_dev, found.st_ino)
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            os.close(self._open)
        self._open = self._known = None


def _is_torn(opened: int) -> bool:
    """Whether the last line is none, and remains none: another process may be writing it now."""
    for _ in range(LOOKS):
        size = os.fstat(opened).st_size
        if not size or os.pread(opened, 1, size - 1) == b"\n":
            return False
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return True
