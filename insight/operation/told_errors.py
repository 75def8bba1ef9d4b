"""Errors as the log tells them: where they happened and of what kind, but not with which values.

The message of an error often holds the value that it stumbled over: an answer, the name of a file,
a filter. It is told only of errors whose message speaks of the program. A refusal of our own is
told by its faults' keys.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator

from insight.language.errors import InsightError
from insight.operation.log_marks import pseudonym

SPEAKS_OF_PROGRAM = (
    AttributeError, ImportError, MemoryError, NameError, NotImplementedError, RecursionError,
    TypeError,
)  # fmt: skip
MOST_ERRORS = 8  # of a chain of causes
MOST_FRAMES = 40
MOST_PLACES = 12
_PATH_OF_OURS = re.compile(r"insight-(?:own|import|book)-[^'\"\n]*")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s'\"<>]+")
_SESSION = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I)
_FRAME = re.compile(
    r'^ *File "([^"\n]*)", line (\d+)(?:, in ([\w<>.]+))?|^(\w[\w.]*(?:Error|Exception)\b)'
)
_NATIVE = ("Segmentation fault", "bad_alloc", "memory allocation of", "Cannot allocate memory")


def without_traces(words: str) -> str:
    """Return words without what leads to a visitor: paths of theirs, queries, ids of sessions.

    Examples
    --------
    >>> without_traces("GET /answers?age=18-29 of '/tmp/insight-own-a1/b/Kari.sav'")
    "GET /answers?… of '/tmp/insight-…'"
    """
    words = _PATH_OF_OURS.sub("insight-…", words)
    words = _QUERY.sub("?…", words)
    return _SESSION.sub(lambda found: pseudonym(found[0].lower()), words)


def summary(error: BaseException, *, in_full: bool = False) -> str:
    """Return what kind of error it is, and its message where that tells no values.

    Parameters
    ----------
    error
        The error.
    in_full
        Whether its message is told whatever it holds.

    Examples
    --------
    >>> summary(KeyError("Kari")), summary(OSError(28, "No space left on device", "Kari.sav"))
    ('KeyError', 'OSError: No space left on device')
    """
    kind = type(error).__qualname__
    if isinstance(error, BaseExceptionGroup):
        parts = (summary(part, in_full=in_full) for part in error.exceptions[:MOST_ERRORS])
        return f"{kind} of {', '.join(parts)}"
    if in_full:
        return f"{kind}: {without_traces(str(error))}"
    if isinstance(error, InsightError):
        return f"{kind}: {', '.join(fault.key for fault in error.faults)}"
    if isinstance(error, OSError):
        return f"{kind}: {os.strerror(error.errno)}" if error.errno else kind
    if isinstance(error, SPEAKS_OF_PROGRAM) and str(error):
        return f"{kind}: {without_traces(str(error))}"
    return kind


def trace(error: BaseException, *, in_full: bool = False) -> str:
    """Return the traceback of an error and of what led to it, the last one last."""
    told: list[str] = []
    for one, link in _chain(error):
        frames = traceback.extract_tb(one.__traceback__)[-MOST_FRAMES:]
        lines = "".join(traceback.format_list(frames))
        told.insert(0, f"{lines}{summary(one, in_full=in_full)}{link}")
    return without_traces("\n".join(told))


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """An error and what led to it, each with what is said between it and the next."""
    seen: set[int] = set()
    one: BaseException | None = error
    link = ""
    while one is not None and id(one) not in seen and len(seen) < MOST_ERRORS:
        seen.add(id(one))
        yield one, link
        is_cause = one.__cause__ is not None
        link = ", which led to:" if is_cause else ", and while that was handled:"
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def of_process(said: str) -> str:
    r"""Return what a process that broke off said of where it was, and nothing of what it read.

    Examples
    --------
    >>> print(of_process('  File "a.py", line 3, in read\n    x\nValueError: Kari'))
    a.py:3 read, ValueError
    """
    found = [found for line in said.splitlines() if (found := _FRAME.match(line))]
    places = [
        one[4] or f"{one[1].rpartition('/')[2]}:{one[2]} {one[3] or ''}".strip() for one in found
    ]
    return ", ".join([*places[-MOST_PLACES:], *(sign for sign in _NATIVE if sign in said)])
