"""A supervisor of small workers, as a program: with the number of workers, and a port."""

import asyncio
import socket
import sys
from pathlib import Path

from insight.operation.serving.supervisor import Supervisor
from insight.operation.serving.worker_process import Program

SECONDS_TO_END = 60  # more than a test waits: nobody is killed before
WORKER = Path(__file__).with_name("small_worker.py")


async def main() -> int:
    """Serve, and tell the port when a worker answers."""
    at = socket.create_server(("127.0.0.1", 0))
    at.setblocking(False)
    supervisor = Supervisor(
        at, Program([sys.executable, str(WORKER)]), int(sys.argv[1]), SECONDS_TO_END
    )
    return not await supervisor.run(lambda: print(at.getsockname()[1], flush=True))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
