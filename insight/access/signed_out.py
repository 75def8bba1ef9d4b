"""Sign-ins that have been ended before their time, told to every process by files in one folder."""

from __future__ import annotations

import logging
import os
import re
import tempfile
import time
from datetime import datetime
from functools import cache
from pathlib import Path

from insight.access.login_settings import shared_login
from insight.language.errors import Fault, RequestError

_KEY = re.compile(r"[0-9a-f]{64}")
SECONDS_BETWEEN_TIDYING = 600
_log = logging.getLogger("insight")


class SignedOut:
    """The sign-ins that no longer hold, though the browser's cookie says so.

    Each is an empty file, named by the key of the sign-in, whose time is that until which the
    cookie would have held; then it goes. A key says nothing of a person. This process remembers
    its own even if the folder is lost.

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
        self._own: dict[str, float] = {}
        self._tidied = 0.0
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                is_ours = folder.stat().st_uid == os.getuid() and not folder.is_symlink()
        except OSError:
            is_ours = False
        if not is_ours:
            raise RequestError(Fault("fault.login_folder", {"folder": str(folder)}))
        folder.chmod(0o700)

    def end(self, key: str, until: datetime) -> None:
        """Let a sign-in hold no longer, and forget it when it would not have held anyway."""
        assert _KEY.fullmatch(key)
        self._own[key] = until.timestamp()
        path = self._folder / key
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
            os.utime(path, (until.timestamp(), until.timestamp()))
            self.tidy(time.time())
        except OSError:
            _log.exception("A sign-in has been ended in this process only")

    def __contains__(self, key: str) -> bool:
        if not key:
            return False
        return key in self._own or (bool(_KEY.fullmatch(key)) and (self._folder / key).exists())

    def tidy(self, now: float) -> None:
        """Forget what has had its time."""
        if now - self._tidied < SECONDS_BETWEEN_TIDYING:
            return
        self._tidied = now
        self._own = {key: until for key, until in self._own.items() if until > now}
        for path in self._folder.iterdir():
            if _KEY.fullmatch(path.name) and path.stat().st_mtime < now:
                path.unlink(missing_ok=True)


@cache
def shared_signed_out() -> SignedOut:
    """Return those of this server, in the folder that its operator has set."""
    return SignedOut(shared_login().folder)
