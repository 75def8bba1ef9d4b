"""What may happen within a sandbox, as functions for tests to run there."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from insight.importers.progress import report
from insight.language.errors import CodebookError, Fault, ImportRefusal


def echo(request):
    print("said to nobody")
    return {"said": request["say"], "folder": str(Path.cwd()), "environment": sorted(os.environ)}


def step(request):
    for part in (0.25, 0.2501, 0.5, 2):
        report(part)
    return {}


def refuse(request):
    raise ImportRefusal(Fault("fault.import_empty", {"file": request["file"]}))


def refuse_twice(request):
    raise CodebookError(Fault("fault.absent", {"value": "å"}), Fault("fault.import_busy"))


def fail(request):
    raise ZeroDivisionError("a bug")


def crash(request):
    ctypes.string_at(0)


def abort(request):
    os.abort()


def leave(request):
    os._exit(0)


def leave_with_code(request):
    sys.exit(3)


def sleep(request):
    time.sleep(600)


def sleep_deaf(request):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def spin(request):
    while True:
        pass


def grow(request):
    held = []
    while True:
        held.append(bytearray(10_000_000))


def grow_in_arrow(request):
    import pyarrow as pa  # as late as the importer, after the limits

    return {"bytes": pa.array([b"x" * 1_000_000] * 4000).nbytes}


def write_much(request):
    with Path("large").open("wb") as file:
        while True:
            file.write(bytes(1_000_000))


def open_much(request):
    return {"files": len([Path("/dev/null").open() for _ in range(10_000)])}


def talk(request):
    return {"much": "x" * 20_000_000}


def babble(request):
    for number in range(3, 256):
        try:
            os.write(number, b"\xff{not json\n")
        except OSError:
            continue
    return {}


def answer_with_list(request):
    return [1]


def answer_with_object(request):
    return {"it": object()}


def lie(request):
    raise ImportRefusal(Fault("fault.no_such_sentence", {}))


def leave_a_child(request):
    if not os.fork():
        time.sleep(600)
    return {"child": True}


def work_for_long(request):
    half = Path(request["into"]) / "half"
    half.with_suffix(".part").write_text(str(os.getpid()))
    half.with_suffix(".part").rename(half)
    time.sleep(600)
    return {}


def fill(request):
    raise OSError(28, "No space left on device")


def fill_in_arrow(request):
    """As a table is written to a device that has no room; `write_table` would remove the device."""
    import pyarrow as pa

    with pa.OSFile("/dev/full", "wb") as device:
        device.write(b"a")
    return {}


def fill_while_unpacking(request):
    """As what reads a packed file says of any fault of it."""
    try:
        fill(request)
    except OSError:
        raise ImportRefusal(Fault("fault.import_busy")) from None
