"""The set-up of the log: everything that Python, libraries and we have to say, to standard error.

What nobody caught is logged too, on whatever thread, and so are warnings.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from insight.operation.counts import ERRORS
from insight.operation.json_lines import json_line, time_stamp
from insight.operation.log_lines import LineFormatter, is_wanted
from insight.operation.operation_settings import OperationSettings

OURS = ("insight", "streamlit", "uvicorn")
# Have handlers of their own, which would write what they have to say in another form.
TAKEN_OVER = ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets")
_log = logging.getLogger("insight")


class LogHandler(logging.StreamHandler[TextIO]):
    """Writes lines to standard error as it is at the time."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    @property
    def stream(self) -> TextIO:
        """Where lines go."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Take no other."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as logging has it
        """Say that a line was lost, but not what was in it."""
        kind = sys.exc_info()[0]
        lost = {
            "time": time_stamp(record.created),
            "level": "error",
            "logger": __name__,
            "message": "A line of the log was lost",
            "of": record.name,
            "why": kind.__name__ if kind else "",
        }
        with suppress(OSError, ValueError):
            self.stream.write(f"{json_line(lost)}\n")


def begin_log(settings: OperationSettings, session: Callable[[], str] = str) -> LogHandler:
    """Let everything be logged in one form from now on; a second time takes the first's place.

    Parameters
    ----------
    settings
        The operator's.
    session
        Returns the pseudonym of the session whose page runs in this thread; empty of none.
    """
    as_json = settings.log == "json" or (settings.log == "auto" and not sys.stderr.isatty())
    handler = LogHandler()
    handler.addFilter(is_wanted)
    form = LineFormatter(
        as_json=as_json, session=session, worker=settings.worker, in_full=settings.log_values
    )
    handler.setFormatter(form)
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one, LogHandler)]
    root.addHandler(handler)
    level = getattr(logging, settings.log_level.upper())
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in TAKEN_OVER:
        through_root(logging.getLogger(name))
    warnings.showwarning = _log_warning
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    sys.unraisablehook = _log_unraisable
    return handler


def through_root(logger: logging.Logger) -> None:
    """Let a logger leave to the root what it has to say."""
    logger.handlers.clear()
    logger.propagate = True


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    place = f"{filename}:{lineno}"
    logging.getLogger("py.warnings").warning("%s: %s (%s)", category.__name__, message, place)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("The program broke off", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        ERRORS.add(place="thread")
        known = (args.exc_type, args.exc_value, args.exc_traceback)
        _log.error("A thread broke off", exc_info=known)


def _log_unraisable(args: object) -> None:
    error = getattr(args, "exc_value", None)
    _log.error("An error could not be handed on", exc_info=error)
