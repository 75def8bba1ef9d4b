"""A worker that answers with its name, for tests of what leads visitors to it."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from insight.operation.serving.handed_connections import HandedConnections


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request with name, number and process."""
    head = await reader.readuntil(b"\r\n\r\n")
    if b"/die" in head:
        os.kill(os.getpid(), signal.SIGKILL)
    told = f"{sys.argv[2]} {os.environ['INSIGHT_WORKER']} {os.getpid()}"
    writer.write(f"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{told}".encode())
    await writer.drain()
    writer.close()


async def serve(line: int) -> None:
    """Serve until asked to end; where a file holds it, say so there and go on until it is gone."""
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    await asyncio.start_server(answer, sock=HandedConnections(fileno=line))
    await ending.wait()
    held = Path(os.environ.get("HELD", "/nowhere"))
    if held.exists():
        with held.open("a") as told:
            told.write(f"{os.getpid()}\n")
    while held.exists():
        await asyncio.sleep(0.02)


def main() -> None:
    """Start, unless there is a file that forbids it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", type=int)
    parser.add_argument("--line", type=int)
    if Path(os.environ.get("FORBIDDEN", "/nowhere")).exists():
        sys.exit("A setting is wrong.")
    asyncio.run(serve(parser.parse_args().line))


if __name__ == "__main__":
    main()
