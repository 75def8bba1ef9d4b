"""The API on a port of its own, behind what stands before it in the app."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from insight.api.mounted import api_route
from insight.api.settings import Settings
from insight.web.door.front_door import FrontDoor
from insight.web.door.page_language import PageLanguage
from insight.web.door.safe_headers import SafeHeaders
from insight.web.routes import MOVED, PAGES

SECONDS_TO_START = 240


@contextmanager
def served_api() -> Iterator[str]:
    """Serve the API as long as it is needed, and give its address."""
    doors = [
        Middleware(SafeHeaders),
        Middleware(FrontDoor, pages=PAGES, moved=MOVED),
        Middleware(PageLanguage),
    ]
    route = api_route(settings=Settings(most_calls=100_000))
    options = {"port": 0, "log_level": "error", "access_log": False}
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=[route], middleware=doors), **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + SECONDS_TO_START
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    [listener] = server.servers[0].sockets
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(SECONDS_TO_START)
