"""A folder put in the place of another in one step, so that whoever reads has one of the two.

Linux lets two names change places at once. Where a file system has no such step the old folder
makes room first, and for some microseconds there is none.
"""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from pathlib import Path
from typing import Any

FORMER = "former"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_NO_SUCH_STEP = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV, errno.EPERM)


def put_in_place(new: Path, target: Path) -> Path | None:
    """Put a folder in its place, and return where the one is that was there; None of none.

    What was there lies in the folder where the new one lay, and goes with that.

    Raises
    ------
    OSError
        If that cannot be; the place is then as it was.
    """
    if not target.exists():
        new.rename(target)
        return None
    if _exchange(new, target):
        return new
    former = new.parent / FORMER / target.name
    former.parent.mkdir()
    target.rename(former)
    try:
        new.rename(target)
    except OSError:
        former.rename(target)
        raise
    return former


def bring_back(room: Path) -> None:
    """Bring back what made room in a change of places that was never finished."""
    for former in (room / FORMER).glob("*"):
        if not (target := room.parent / former.name).exists():
            former.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; False where the system cannot."""
    renameat2 = _renameat2()
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_SUCH_STEP:
        return False
    raise OSError(number, os.strerror(number), str(other))


@cache
def _renameat2() -> Any:
    """Return the function of the C library, None where it has none."""
    try:
        found = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return None
    found.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return found
