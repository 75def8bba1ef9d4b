"""Sign-ins that hold, told to every process by files in one folder."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from insight.access.login_settings import shared_login
from insight.language.errors import Fault, RequestError

_KEY = re.compile(r"[0-9a-f]{64}")
SECONDS_BETWEEN_TIDYING = 600
MOST_REMEMBERED = 2000
_log = logging.getLogger("insight")
Record = Mapping[str, Any]


class SignIns:
    """What is known of who has signed in, as long as it holds.

    Each is a file, named by the key of the sign-in, whose time is that until which it holds. A
    sign-in ends when its file goes, in every process that has the folder. The browser has nothing
    but a word that leads to the key: claims can be more than a request may carry.

    Parameters
    ----------
    folder
        Where; made if it is not there, open to nobody else.

    Raises
    ------
    RequestError
        If the folder cannot be had, or is somebody else's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ended: dict[str, float] = {}
        self._remembered: dict[str, tuple[int, Record]] = {}
        self._tidied = 0.0
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_ours = folder.stat().st_uid == os.getuid() and not folder.is_symlink()
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError:
            is_ours = False
        if not is_ours:
            raise RequestError(Fault("fault.login_folder", {"folder": str(folder)}))
        folder.chmod(0o700)

    def begin(self, key: str, until: datetime, record: Record) -> None:
        """Keep what is known of a sign-in.

        Raises
        ------
        OSError
            If it cannot be kept.
        """
        assert _KEY.fullmatch(key)
        self.tidy(time.time())
        path, new = self._folder / key, self._folder / f"{key}.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(record, file)
        os.utime(new, (until.timestamp(), until.timestamp()))
        new.replace(path)

    def known(self, key: str) -> Record | None:
        """Return what is known of a sign-in; None of one that does not hold."""
        if not _KEY.fullmatch(key) or key in self._ended:
            return None
        try:
            written = (self._folder / key).stat()
            seen, record = self._remembered.get(key, (0, {}))
            if seen != written.st_mtime_ns:
                record = json.loads((self._folder / key).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        if written.st_mtime <= time.time():
            return None
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = (written.st_mtime_ns, record)
        return record

    def __contains__(self, key: str) -> bool:
        return self.known(key) is not None

    def end(self, key: str) -> None:
        """Let a sign-in hold no longer."""
        assert _KEY.fullmatch(key)
        self._remembered.pop(key, None)
        try:
            (self._folder / key).unlink(missing_ok=True)
        except OSError:
            self._ended[key] = time.time()
            _log.exception("A sign-in has been ended in this process only")

    def tidy(self, now: float) -> None:
        """Remove what has had its time, and what was never finished."""
        if now - self._tidied < SECONDS_BETWEEN_TIDYING:
            return
        self._tidied = now
        for path in self._folder.iterdir():
            if _KEY.fullmatch(path.name.removesuffix(".new")) and path.stat().st_mtime < now:
                path.unlink(missing_ok=True)


@cache
def shared_sign_ins() -> SignIns:
    """Return those of this server, in the folder that its operator has set."""
    return SignIns(shared_login().folder)
