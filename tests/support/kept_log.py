"""The log as a test reads it, with everything put back as it was when the test is over."""

import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import Any

from insight.operation.log_setup import begin_log
from insight.operation.operation_settings import OperationSettings

NAMES = ("", "insight", "streamlit", "uvicorn", "uvicorn.error", "uvicorn.access", "websockets")


@dataclass(frozen=True)
class KeptLog:
    """What has been logged meanwhile."""

    stream: StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.split("\n")[:-1]]


@contextmanager
def kept_log(session: Callable[[], str] = str, **settings: Any) -> Iterator[KeptLog]:
    """Log as the server does, into a text."""
    loggers = [logging.getLogger(name) for name in NAMES]
    before = [(one, [*one.handlers], one.level, one.propagate) for one in loggers]
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning
    with redirect_stderr(StringIO()) as stream:
        handler = begin_log(OperationSettings(**{"log": "json", **settings}), session)
        loggers[0].handlers = [handler]  # a test's own would raise what cannot be logged
        try:
            yield KeptLog(stream)
        finally:
            for one, handlers, level, propagate in before:
                one.handlers, one.propagate = handlers, propagate
                one.setLevel(level)
            sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
