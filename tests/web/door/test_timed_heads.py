"""Heads of requests that come slowly, or not at all, to a real server."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from insight.web.door import timed_heads

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
def port(monkeypatch) -> Iterator[int]:
    """Return the port of a server that waits a moment for a head and for the first byte."""
    monkeypatch.setattr(timed_heads, "SECONDS_FOR_HEAD", 0.5)
    monkeypatch.setattr(timed_heads, "SECONDS_FOR_FIRST_BYTE", 0.6)
    at = socket.create_server(("127.0.0.1", 0))
    reading = timed_heads.TimedHead
    config = uvicorn.Config(PlainTextResponse("here"), http=reading, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([at],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield at.getsockname()[1]
    server.should_exit = True
    thread.join()


def told(door: socket.socket) -> bytes:
    """All that is said until the connection is ended."""
    return b"".join(iter(lambda: door.recv(9_000), b""))


def answer(door: socket.socket) -> bytes:
    """What is said up to the end of the one answer that there is."""
    read = b""
    while not read.endswith(b"here"):
        read += door.recv(9_000)
    return read


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_head_that_trickles_is_ended_however_long_it_goes_on(port):
    with connected(port) as door:
        begun = time.monotonic()
        try:
            for _ in range(100):
                door.sendall(b"GET / HTTP/1.1\r\n" if not _ else b"X: y\r\n")
                time.sleep(0.05)
        except OSError:
            pass
        assert time.monotonic() - begun < 2


def test_a_head_that_stops_is_told_so(port):
    with connected(port) as door:
        door.sendall(HEAD[:20])
        assert told(door).startswith(b"HTTP/1.1 408 ")


def test_a_connection_that_says_nothing_is_ended(port):
    with connected(port) as door:
        assert told(door) == b""


def test_a_head_in_parts_is_answered_and_so_is_the_next_on_the_same_connection(port):
    with connected(port) as door:
        for pause in (0.05, 0.7):  # longer than a head may take, in which nobody has begun one
            door.sendall(HEAD[:20])
            time.sleep(0.05)
            door.sendall(HEAD[20:])
            assert answer(door).startswith(b"HTTP/1.1 200 ")
            time.sleep(pause)
        door.sendall(HEAD)
        assert answer(door).startswith(b"HTTP/1.1 200 ")
