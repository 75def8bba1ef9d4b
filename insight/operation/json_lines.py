"""JSON lines: one object a line, whatever is in it.

What no screen shows, control characters and line breaks of any alphabet among them, is written as
an escape, so that no value can begin a line of its own or steer a terminal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime


def json_line(document: Mapping[str, object]) -> str:
    r"""Return an object as one line, without the line break at its end.

    Values that JSON does not know are written as their type, for what they hold may be anybody's.

    Examples
    --------
    >>> print(json_line({"message": "ærlig\n{}", "odd": {1}}))
    {"message": "ærlig\n{}", "odd": "<set>"}
    >>> print(json_line({"message": "a\u2028b\x9b31m"}))
    {"message": "a\u2028b\u009b31m"}
    """
    written = json.dumps(document, ensure_ascii=False, allow_nan=True, default=_type_of)
    if written.isprintable():
        return written
    return "".join(mark if mark.isprintable() else json.dumps(mark)[1:-1] for mark in written)


def _type_of(value: object) -> str:
    return f"<{type(value).__name__}>"


def time_stamp(seconds: float) -> str:
    """Return seconds since 1970 as a time in UTC, to the millisecond.

    Examples
    --------
    >>> time_stamp(1.5)
    '1970-01-01T00:00:01.500Z'
    """
    moment = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")
