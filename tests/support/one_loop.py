"""One event loop for all that is asked in this process, as a server has one."""

import atexit
from contextlib import ExitStack
from functools import cache

from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient


@cache
def _loop() -> BlockingPortal:
    opened = ExitStack()
    atexit.register(opened.close)
    return opened.enter_context(start_blocking_portal())


def on_one_loop(client: TestClient) -> TestClient:
    """Let a client ask there; else it starts a thread and a loop for each question."""
    client.portal = _loop()
    return client
