"""The inside of the sandbox: limits first, then one function, then one answer.

``python -m insight.importers.sandbox.confined MODULE:FUNCTION LIMITS`` reads a request as JSON from
stdin and writes lines of JSON to what was stdout when it started:

- ``{"progress": 0.3}`` any number of times,
- then ``{"answer": {...}}``, ``{"refused": [fault, ...]}``, ``{"memory": true}``,
  ``{"full": true}`` where a disk had no room, or ``{"error": name}``.

Whatever else is printed goes to stderr.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.abc import MetaPathFinder
from typing import Any, TextIO

from insight.importers.progress import listening
from insight.language.errors import InsightError
from insight.survey.disk.room import is_full

NICENESS = 5
MB = 1024**2
LEAST_STEP = 0.01
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class _WithoutPandas(MetaPathFinder):
    """As if pandas were not installed: pyarrow would import all of it at the first list."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def main(function: str, limits: str) -> None:
    """Answer the request on stdin and end the process at once, whatever libraries would do."""
    channel = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    sys.meta_path.insert(0, _WithoutPandas())
    _end_with_parent()
    _limit(json.loads(limits))
    _say(channel, _answer(function, channel))
    channel.close()
    sys.stderr.flush()
    os._exit(0)


def _answer(function: str, channel: TextIO) -> dict[str, Any]:
    reported = 0.0

    def tell(part: float) -> None:
        nonlocal reported
        if part >= reported + LEAST_STEP:
            reported = part
            _say(channel, {"progress": part})

    try:
        module, _, name = function.partition(":")
        work: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
        with listening(tell):
            return {"answer": work(json.load(sys.stdin))}
    except InsightError as refusal:
        if is_full(refusal):
            return {"full": True}
        from insight.importers.sandbox.messages import (
            fault_as_json,  # large, so not before the limits
        )

        return {"refused": [fault_as_json(fault) for fault in refusal.faults]}
    except MemoryError:
        return {"memory": True}
    except BaseException as error:  # a panic of Rust is no Exception
        if is_full(error):
            return {"full": True}
        traceback.print_exc()
        return {"error": type(error).__name__}


def _say(channel: TextIO, words: Mapping[str, Any]) -> None:
    channel.write(json.dumps(words) + "\n")
    channel.flush()


def _end_with_parent() -> None:
    """Let Linux end this process with the one that waits for it, however that ends."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _limit(limits: Mapping[str, int]) -> None:
    """Set the limits, of which only the time has another guard where the system knows none."""
    try:
        import resource
    except ImportError:
        return
    memory, seconds = limits["memory"] * MB, limits["processor"]
    wanted = {
        # What the process writes to counts against DATA; AS also holds code and files.
        "RLIMIT_DATA": (memory, memory),
        "RLIMIT_AS": (2 * memory + 1024 * MB, 2 * memory + 1024 * MB),
        "RLIMIT_CPU": (seconds, seconds + 5),
        "RLIMIT_FSIZE": (limits["file"] * MB, limits["file"] * MB),
        "RLIMIT_NOFILE": (256, 256),
        "RLIMIT_CORE": (0, 0),
    }
    for name, (soft, hard) in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            _, most = resource.getrlimit(kind)
            top = hard if most == resource.RLIM_INFINITY else min(hard, most)
            with suppress(ValueError, OSError):  # some systems know a limit and refuse it
                resource.setrlimit(kind, (min(soft, top), top))
    os.nice(NICENESS)


if __name__ == "__main__":
    main(*sys.argv[1:])
