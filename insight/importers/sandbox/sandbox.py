"""The sandbox: our own code in a process of its own, where hostile bytes can do no harm.

The function takes and gives a plain dictionary: ``perform(request: dict) -> dict``. It is named as
``module:function`` and imported in the process, after the limits are set. However the process
ends, what comes out is its answer or an `ImportRefusal` with one sentence. It knows nothing of the
environment but where Python's modules are, and lives in a folder that is gone with it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from insight.importers.sandbox.messages import fault_from_json
from insight.language.catalogue import LANGUAGES, one_line
from insight.language.errors import Fault, ImportRefusal
from insight.operation.told_errors import of_process
from insight.survey.disk.held_folders import held_folder

WORK = "insight.importers.sandbox.worker:perform"
MOST_SAID = 16 * 1024**2  # bytes that a process may say
MOST_AT_ONCE = threading.BoundedSemaphore(2)
PATIENCE = 60  # seconds to wait for another import to end
STDERR = "stderr.txt"
PREFIX = "insight-import-"
ROOT = Path(__file__).resolve().parents[3]
KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT", "PATH", "TZ")
MEMORY_SIGNS = ("MemoryError", "bad_alloc", "memory allocation of", "Cannot allocate memory")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may use: MB of memory, seconds of a processor and of time, MB of one file."""

    memory: int = 2048
    processor: int = 600
    seconds: float = 600
    file: int = 4096


def limits_of_environment() -> Limits:
    """Return the limits, with the memory of INSIGHT_IMPORT_MEMORY_MB where that is a number."""
    setting = os.environ.get("INSIGHT_IMPORT_MEMORY_MB", "")
    return Limits(memory=max(int(setting), 256)) if setting.isdecimal() else Limits()


def run_apart(
    request: Mapping[str, Any],
    *,
    function: str = WORK,
    limits: Limits | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> dict[str, Any]:
    """Run a function in a process of its own and return its answer.

    Parameters
    ----------
    request
        Plain values that the function is given.
    function
        Module and name of the function.
    limits
        What it may use.
    on_progress
        Is told what part of the work is done, in the calling thread. What it raises ends the
        process.

    Raises
    ------
    ImportRefusal
        If the function refuses, breaks off, uses too much, or says something that is no answer.
    """
    limits = limits or limits_of_environment()
    if not MOST_AT_ONCE.acquire(timeout=PATIENCE):
        raise _refusal("fault.import_busy")
    try:
        with held_folder(PREFIX) as folder:
            return _run(request, function, limits, on_progress, folder)
    finally:
        MOST_AT_ONCE.release()


def _run(
    request: Mapping[str, Any],
    function: str,
    limits: Limits,
    on_progress: Callable[[float], None] | None,
    folder: Path,
) -> dict[str, Any]:
    with _process(function, limits, folder) as process:
        late = threading.Event()

        def end() -> None:
            late.set()
            _kill(process)

        timer = threading.Timer(limits.seconds, end)
        timer.daemon = True
        timer.start()
        try:
            message = _conversation(process, request, on_progress)
            if message:
                _wait(process)
        finally:
            timer.cancel()
            timer.join()
            _kill(process)
            code = process.wait()
    if isinstance(message.get("answer"), dict) and code == 0:
        return dict(message["answer"])
    errors = _tail(folder / STDERR)
    refusal = _refusal_by_cause(message, code, late.is_set(), errors, limits)
    if refusal.faults[0].key in ("fault.import_died", "fault.import_memory"):
        _log.warning("An import ended with code %s: %s", code, one_line(of_process(errors)))
    raise refusal


@contextmanager
def _process(function: str, limits: Limits, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-P", "-m", "insight.importers.sandbox.confined", function]
    with (folder / STDERR).open("wb") as stderr:
        process = subprocess.Popen(
            [*command, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    with process:
        yield process


def _environment(folder: Path) -> dict[str, str]:
    """Return what a process may know, and settings that keep its memory in bounds."""
    modules = [
        ROOT,
        *(Path(entry).resolve() for entry in sys.path if entry and Path(entry).is_dir()),
    ]
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder)),
        "PYTHONPATH": os.pathsep.join(str(path) for path in modules),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": "65536",  # else a wide file leaves a hole for each column
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def _conversation(
    process: subprocess.Popen[bytes],
    request: Mapping[str, Any],
    on_progress: Callable[[float], None] | None,
) -> dict[str, Any]:
    """Hand over the request and return the first thing said that is not progress.

    Nothing where the process says nothing, too much, or what is no JSON.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(OSError):  # the process may have ended before it listened
        process.stdin.write(json.dumps(request).encode())
        process.stdin.close()
    left = MOST_SAID
    while line := process.stdout.readline(left + 1):
        left -= len(line)
        message = _parse_line(line)
        if left < 0 or message is None:
            return {}
        if "progress" not in message:
            return message
        if on_progress and isinstance(message["progress"], int | float):
            on_progress(min(max(float(message["progress"]), 0.0), 1.0))
    return {}


def _parse_line(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end, leaving the process's number taken until its group has been killed."""
    if hasattr(os, "waitid"):
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4000))
        return file.read().decode("utf-8", "replace")


def _refusal_by_cause(
    message: Mapping[str, Any], code: int, late: bool, errors: str, limits: Limits
) -> ImportRefusal:
    """Return what went wrong as one sentence."""
    if message.get("refused"):
        return _refusal_from(message["refused"])
    if message.get("full"):
        return _refusal("fault.import_full")
    if late or code == -getattr(signal, "SIGXCPU", 0):
        return _refusal("fault.import_time", minutes=max(1, round(limits.seconds / 60)))
    if message.get("memory") or any(sign in errors for sign in MEMORY_SIGNS):
        return _refusal("fault.import_memory", memory=limits.memory)
    return _refusal("fault.import_died")


def _refusal_from(written_faults: object) -> ImportRefusal:
    """Return the refusal that the process gave, if it is one that can be said."""
    try:
        assert isinstance(written_faults, list)
        faults = [fault_from_json(written) for written in written_faults]
        for fault in faults:
            for language in LANGUAGES:
                fault.text(language)
    except (AssertionError, KeyError, ValueError, TypeError, AttributeError, IndexError):
        return _refusal("fault.import_died")
    return ImportRefusal(*faults)


def _refusal(key: str, **values: object) -> ImportRefusal:
    return ImportRefusal(Fault(key, values))
