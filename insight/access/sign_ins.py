"""Sign-ins that hold, told to every process by files in one folder."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from insight.access.login_settings import shared_login
from insight.language.errors import Fault, RequestError

_KEY = re.compile(r"[0-9a-f]{64}")
USED = ".used"
SECONDS_BETWEEN_TIDYING = 600
SECONDS_OF_USED = 8 * 24 * 3600  # longer than any sign-in holds
MOST_REMEMBERED = 2000
_log = logging.getLogger("insight")
Record = Mapping[str, Any]


class SignIns:
    """What is known of who has signed in, as long as it holds.

    Each is a file, named by the key of the sign-in, whose time is that until which it holds. A
    sign-in ends when its file goes, in every process that has the folder. Another file has the time
    when it was last used; of one that was idle for too long it stays, and tells why it ended. The
    browser has nothing but a word that leads to the key: claims can be more than a request may
    carry.

    Parameters
    ----------
    folder
        Where; made if it is not there, open to nobody else.
    idle
        How long nobody may use one before it ends; 0 where that ends none.
    clock
        Seconds since 1970, the same for all processes.

    Raises
    ------
    RequestError
        If the folder cannot be had, or is somebody else's.
    """

    def __init__(
        self,
        folder: Path,
        idle: timedelta = timedelta(0),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._idle = idle.total_seconds()
        self._step = self._idle / 60  # so often it is written down at most
        self._clock = clock
        self._used: dict[str, float] = {}
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
        self.tidy(self._clock())
        path, new = self._folder / key, self._folder / f"{key}.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(record, file)
        os.utime(new, (until.timestamp(), until.timestamp()))
        new.replace(path)
        self.use(key)

    def use(self, key: str) -> None:
        """Note that somebody has done something under a sign-in that holds."""
        now = self._clock()
        if not self._idle or 0 <= now - self._used.get(key, 0.0) < self._step:
            return
        if len(self._used) >= MOST_REMEMBERED:
            self._used.clear()
        with suppress(OSError):
            (self._folder / key).stat()
            path = self._folder / f"{key}{USED}"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            os.utime(path, (now, now))
            self._used[key] = now

    def is_idle(self, key: str) -> bool:
        """Whether nobody has used a sign-in for too long, also one that has ended for that."""
        if not self._idle or not _KEY.fullmatch(key):
            return False
        try:
            used = (self._folder / f"{key}{USED}").stat().st_mtime
        except OSError:
            return False
        return self._clock() - used > self._idle + self._step

    def end_idle(self, key: str) -> Record | None:
        """End a sign-in that nobody has used for too long.

        Returns
        -------
        Record or None
            What was known of it; None where it does not end by this.
        """
        if not self.is_idle(key):
            return None
        try:
            record: Record = json.loads((self._folder / key).read_text("utf-8"))
            (self._folder / key).unlink()
        except (OSError, ValueError):
            return None
        return record

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
        if written.st_mtime <= self._clock() or self.is_idle(key):
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
        self._used.pop(key, None)
        try:
            (self._folder / key).unlink(missing_ok=True)
            (self._folder / f"{key}{USED}").unlink(missing_ok=True)
        except OSError:
            self._ended[key] = time.time()
            _log.exception("A sign-in has been ended in this process only")

    def tidy(self, now: float) -> None:
        """Remove what has had its time, and what was never finished."""
        if now - self._tidied < SECONDS_BETWEEN_TIDYING:
            return
        self._tidied = now
        for path in self._folder.iterdir():
            key, end = path.name[:64], path.name[64:]
            if _KEY.fullmatch(key) and end in ("", ".new", USED):
                kept = SECONDS_OF_USED if end == USED else 0
                with suppress(FileNotFoundError):
                    if path.stat().st_mtime + kept < now:
                        path.unlink()


@cache
def shared_sign_ins() -> SignIns:
    """Return those of this server, in the folder that its operator has set."""
    login = shared_login()
    return SignIns(login.folder, login.idle)
