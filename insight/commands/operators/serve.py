"""``insight serve``: the app in several processes at one address.

It is told to replace its processes by a hang-up signal, and to end by a signal to terminate.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from insight.commands.arguments import add_shared
from insight.language.catalogue import say
from insight.language.errors import Fault, RequestError
from insight.operation.serving.listening import as_host, listening

SETTING = "INSIGHT_WORKERS"
HOST, PORT = "127.0.0.1", 8501
MOST_WORKERS = 64
APP = Path(__file__).resolve().parents[3] / "app.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight serve``."""
    add_shared(parser)
    parser.add_argument("--workers", type=int, help="processes; else INSIGHT_WORKERS, or 1")
    parser.add_argument("--host", default=HOST, help=f"where it listens; else {HOST}")
    parser.add_argument("--port", type=int, default=PORT, help=f"its port; else {PORT}")


def run(chosen: argparse.Namespace) -> int:
    """Serve until the process is asked to end."""
    from insight.access.access_file import require_access
    from insight.operation.log_setup import begin_log
    from insight.operation.operation_settings import operation_settings_from
    from insight.operation.serving.draining import drain_seconds
    from insight.survey.folders import data_folder, require_folder

    if not hasattr(socket, "send_fds"):
        raise RequestError(Fault("fault.workers_system"))
    workers = chosen.workers if chosen.workers is not None else workers_from()
    if not 1 <= workers <= MOST_WORKERS:
        values = {"value": workers, "most": MOST_WORKERS}
        raise RequestError(Fault("fault.workers_number", values))
    if not APP.is_file():
        raise RequestError(Fault("fault.workers_app", {"file": str(APP)}))
    data, seconds = data_folder(chosen.data), drain_seconds()
    require_folder(data)
    require_access(data)
    begin_log(operation_settings_from())
    _allow_many_files()
    with listening(chosen.host, chosen.port) as at:
        return asyncio.run(_serve(at, workers, chosen, data, seconds))


def workers_from(environment: Mapping[str, str] = os.environ) -> int:
    """Return how many processes the environment asks for.

    Raises
    ------
    RequestError
        If it is no whole number.

    Examples
    --------
    >>> workers_from({}), workers_from({"INSIGHT_WORKERS": "4"})
    (1, 4)
    """
    written = environment.get(SETTING, "").strip()
    if written and not (written.isascii() and written.isdecimal() and len(written) < 6):
        raise RequestError(Fault("fault.setting_number", {"name": SETTING, "value": written}))
    return int(written) if written else 1


async def _serve(
    at: socket.socket, workers: int, chosen: argparse.Namespace, data: Path, drain_seconds: int
) -> int:
    from insight.operation.serving.supervisor import Supervisor
    from insight.operation.serving.worker_process import Program
    from insight.survey.disk.visitor_folder import make_folder

    at.setblocking(False)
    port = at.getsockname()[1]
    folder, lock = make_folder()
    command = [sys.executable, "-P", "-m", "insight.web.serving.worker_program"]
    command += ["--host", chosen.host, "--port", str(port)]
    command += ["--folder", str(folder), "--lock", str(lock)]
    environment = {**os.environ, "INSIGHT_DATA": str(data.absolute())}

    def tell() -> None:
        address = f"http://{as_host(chosen.host)}:{port}"
        print(say(chosen.lang, "shell.listening", address=address), file=sys.stderr)

    try:
        program = Program(command, (lock,), environment)
        if not await Supervisor(at, program, workers, drain_seconds).run(tell):
            raise RequestError(Fault("fault.workers_start"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _allow_many_files() -> None:
    """Let every visitor who waits have a connection, as far as the system lets a process."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
