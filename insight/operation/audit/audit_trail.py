"""The trail: who has done what and when, one JSON line for each act.

An act that cannot be written down is refused where not everybody may see what it is about, and
done otherwise; the log, a count and the readiness tell the operator of it either way.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from insight.language.errors import Fault, NotNowError, RequestError
from insight.operation.audit.asker import NOBODY, Asker, name_of
from insight.operation.audit.audit_file import AuditFile
from insight.operation.audit.audit_settings import AuditSettings
from insight.operation.counts import AUDIT_FAILURES, AUDIT_LINES, Event
from insight.operation.json_lines import json_line, time_stamp
from insight.operation.log_marks import request_mark

# All that a line can have, in this order.
FIELDS = (
    "time", "event", "who", "session", "tables", "process", "worker", "request", "via", "page",
    "surveys", "items", "by", "where", "own", "file", "format", "megabytes", "reason", "untold",
)  # fmt: skip
# Of these anybody can make as many as they like, so that a disk would be full of them.
FLOODS = ("failed_sign_in", "refusal")
MOST_IN_A_MINUTE = 60
MOST_REMEMBERED = 5_000
SECONDS_TOLD = 60.0  # how long a failure is told of, and how long the log waits to tell it again
LEAST_ROOM = 1_000_000  # bytes
_log = logging.getLogger(__name__)


class AuditTrail:
    """Writes acts to the audit's file.

    Parameters
    ----------
    settings
        The operator's.
    worker
        Which of several processes this is; 0 where there is one.
    clock
        Seconds that only go forward.
    """

    def __init__(
        self,
        settings: AuditSettings,
        worker: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._file = AuditFile(settings.path) if settings.path else None
        self._worker = worker
        self._clock = clock
        self._lock = threading.Lock()
        self._floods: OrderedDict[tuple[str, str], tuple[float, int, int]] = OrderedDict()
        self._failed = self._told = -SECONDS_TOLD

    @property
    def is_on(self) -> bool:
        """Whether anything is written."""
        return self._file is not None

    def begin(self) -> None:
        """Look whether lines can be written.

        Raises
        ------
        RequestError
            If they cannot.
        """
        if self.wrong:
            raise RequestError(Fault("fault.audit_file", {"file": str(self._settings.path)}))

    @property
    def wrong(self) -> str:
        """What is wrong with the file, in a word that is known beforehand; empty if nothing is."""
        if self._file is None:
            return ""
        try:
            self._file.look()
            if shutil.disk_usage(self._file.path.parent).free < LEAST_ROOM:
                return "full"
        except OSError:
            return "not_writable"
        return "not_writable" if self._clock() - self._failed < SECONDS_TOLD else ""

    def write(
        self, event: Event, asker: Asker = NOBODY, *, restricted: bool = False, **what: object
    ) -> None:
        """Write an act down before it is done.

        Parameters
        ----------
        event
            What kind of act.
        asker
            Whose.
        restricted
            Whether it is about what not everybody may see.
        what
            The fields of the line that tell of it; those that are empty are left out.

        Raises
        ------
        NotNowError
            If it cannot be written, and is about what not everybody may see.
        """
        if self._file is None:
            return
        who = name_of(asker.person, self._settings)
        untold = self._untold(event, who)
        if untold is None:
            return
        told: dict[str, object] = {
            "time": time_stamp(time.time()),
            "event": event,
            "who": who,
            "session": asker.session,
            "tables": len(asker.tables or ()),
            "process": os.getpid(),
            "worker": self._worker,
            "request": request_mark(),
            **what,
            "untold": untold,
        }
        assert {*told} <= {*FIELDS}
        line = {name: value for name in FIELDS if (value := told.get(name))}
        try:
            self._file.append(json_line(line))
        except OSError as error:
            self._fail(error)
            if restricted:
                raise NotNowError(Fault("fault.audit_fails")) from None
        else:
            AUDIT_LINES.add(event=event)

    def _fail(self, error: OSError) -> None:
        """Tell the operator, in the log once a minute."""
        AUDIT_FAILURES.add()
        now = self._clock()
        with self._lock:
            is_told = now - self._told < SECONDS_TOLD
            self._failed = now
            self._told = self._told if is_told else now
        if not is_told:
            why = os.strerror(error.errno) if error.errno else type(error).__name__
            _log.error("The audit file cannot be written: %s", why)

    def _untold(self, event: Event, who: str) -> int | None:
        """How many were left out before this one; None if this one is to be left out."""
        if event not in FLOODS:
            return 0
        now = self._clock()
        with self._lock:
            begun, count, untold = self._floods.pop((event, who), (now, 0, 0))
            if now - begun >= SECONDS_TOLD:
                begun, count = now, 0
            is_left_out = count >= MOST_IN_A_MINUTE
            kept = (begun, count, untold + 1) if is_left_out else (begun, count + 1, 0)
            self._floods[event, who] = kept
            while len(self._floods) > MOST_REMEMBERED:
                self._floods.popitem(last=False)
        return None if is_left_out else untold


_of_process = AuditTrail(AuditSettings())


def trail() -> AuditTrail:
    """Return the trail of this process; it writes nothing where none was begun."""
    return _of_process


def begin_audit(settings: AuditSettings, worker: int = 0) -> AuditTrail:
    """Write acts down from now on.

    Raises
    ------
    RequestError
        If the file cannot be written.
    """
    global _of_process
    begun = AuditTrail(settings, worker)
    begun.begin()
    _of_process = begun
    return begun
