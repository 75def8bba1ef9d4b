"""Lines of the log: as JSON for a collector, or as words for who sits at the terminal.

Either way a record is one line that nothing in it can break, but for the traceback that a terminal
shows below it, whose lines are set in so that they pass for no other.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from insight.language.catalogue import one_line
from insight.operation.counts import LOGGED
from insight.operation.json_lines import json_line, time_stamp
from insight.operation.log_marks import request_mark, session_name
from insight.operation.told_errors import trace, without_traces

LONGEST_MESSAGE = 2_000
LONGEST_TRACE = 20_000
OWN_FIELDS = "insight_fields"
# Told by others of each connection, with its address and the query of the link.
_OF_CONNECTIONS = re.compile(r'"WebSocket %s"|^connection (open|closed|rejected)')


def fields(**values: object) -> dict[str, dict[str, object]]:
    """Return fields of a line as what ``logging`` calls extra.

    Examples
    --------
    >>> fields(seconds=2.5)
    {'insight_fields': {'seconds': 2.5}}
    """
    return {OWN_FIELDS: values}


def is_wanted(record: logging.LogRecord) -> bool:
    """Whether a record is logged: not what tells of single connections, which the proxy may."""
    if record.name == "uvicorn.access":
        return False
    of_server = record.name.startswith(("uvicorn", "websockets"))
    return not (of_server and _OF_CONNECTIONS.search(str(record.msg)))


class LineFormatter(logging.Formatter):
    """Writes records as lines.

    Parameters
    ----------
    as_json
        Whether for a collector.
    session
        Returns the pseudonym of the session whose page runs in this thread; empty of none.
    worker
        Which of several processes this is; 0 where there is one.
    in_full
        Whether messages of errors are told whatever they hold.
    """

    def __init__(
        self,
        *,
        as_json: bool,
        session: Callable[[], str] = str,
        worker: int = 0,
        in_full: bool = False,
    ) -> None:
        super().__init__()
        self._as_json = as_json
        self._session = session
        self._worker = worker
        self._in_full = in_full

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        if record.levelno >= logging.WARNING:
            LOGGED.add(level=record.levelname.lower())
        told = self._told(record)
        if self._as_json:
            return json_line(told)
        return _in_words(told)

    def _told(self, record: logging.LogRecord) -> dict[str, object]:
        told: dict[str, object] = {
            "time": time_stamp(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
            "process": os.getpid(),
        }
        if self._worker:
            told["worker"] = self._worker
        if session := session_name() or self._session():
            told["session"] = session
        if request := request_mark():
            told["request"] = request
        own: Mapping[str, object] = getattr(record, OWN_FIELDS, {})
        told |= {name: value for name, value in own.items() if name not in told}
        if record.exc_info and record.exc_info[1]:
            told["traceback"] = trace(record.exc_info[1], in_full=self._in_full)[-LONGEST_TRACE:]
        elif record.stack_info:
            told["traceback"] = without_traces(record.stack_info)[-LONGEST_TRACE:]
        return told

    def _message(self, record: logging.LogRecord) -> str:
        try:
            words = record.getMessage()
        except Exception:
            words = str(record.msg)
        words = words.strip()
        if record.name == "asyncio" and not self._in_full:
            words = words.partition("\n")[0]  # what follows shows values of what failed
        return without_traces(words)[:LONGEST_MESSAGE]


def _in_words(told: Mapping[str, Any]) -> str:
    """A line for the terminal."""
    first = ("time", "level", "logger", "message")
    trace_lines = str(told.get("traceback", "")).splitlines()
    more = [
        f"{name}={_value(value)}"
        for name, value in told.items()
        if name not in (*first, "process", "traceback")
    ]
    start = f"{told['time']} {str(told['level']).upper():8}{told['logger']}: {told['message']}"
    line = one_line("  ".join([start, *more]))
    return "\n".join([line, *(f"    | {one_line(below)}" for below in trace_lines)])


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return ",".join(f"{name}:{_value(part)}" for name, part in value.items())
    return json_line({"": value})[5:-1] if isinstance(value, str) and " " in value else str(value)
