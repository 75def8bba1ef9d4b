"""The worker that a connection asks for, as its first bytes tell.

A cookie names the worker that holds a visitor's session. It is looked at and left where it is: the
worker reads the whole request itself. Each connection has one request, for workers close it after
their answer; so a proxy that has one connection for many visitors is led right as well.

A file that is fetched or brought belongs to a session that there is; anything else can begin one.
"""

from __future__ import annotations

import asyncio
import re
import socket

COOKIE = "insight-worker"
MOST_BYTES = 32_768
SECONDS_FOR_HEADERS = 5.0
SECONDS_FOR_FIRST_BYTE = 60.0
_LOOK_AGAIN = 0.02
_LONGEST_PAUSE = 0.32  # thousands of half heads must not keep this process from all others
_NAMED = re.compile(rb"[;\s]" + COOKIE.encode() + rb"=(\d{1,9})(?![^;\s])")
_OF_A_SESSION = re.compile(rb"[A-Z]+ [^ ?\r\n]*/(?:media|_stcore/upload_file)/")
_COOKIES = re.compile(rb"\r\ncookie:([^\r\n]*)", re.IGNORECASE)


def is_of_a_session(head: bytes) -> bool:
    r"""Whether a request can only be answered where there is a session already.

    Examples
    --------
    >>> is_of_a_session(b"GET /base/media/1a2b.csv HTTP/1.1\r\n\r\n")
    True
    >>> is_of_a_session(b"GET /answers?a=/media/ HTTP/1.1\r\n\r\n")
    False
    """
    return _OF_A_SESSION.match(head) is not None


def worker_named(head: bytes) -> int | None:
    r"""Return the worker that the head of a request names; None where it names none.

    Examples
    --------
    >>> worker_named(b"GET / HTTP/1.1\r\nCookie: a=b; insight-worker=2\r\n\r\n")
    2
    >>> worker_named(b"GET /?insight-worker=2 HTTP/1.1\r\n\r\n") is None
    True
    """
    for cookies in _COOKIES.findall(head):
        if found := _NAMED.search(b" " + cookies):
            return int(found[1])
    return None


async def head_of(connection: socket.socket) -> bytes | None:
    """Return what there is of a request's head, and leave it to be read; None if nobody asks."""
    if not await _has_said_something(connection):
        return None
    waited, pause = 0.0, _LOOK_AGAIN
    while True:
        try:
            head = connection.recv(MOST_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            head = b""
        except OSError:
            return None
        is_whole = b"\r\n\r\n" in head or len(head) == MOST_BYTES
        if is_whole or waited >= SECONDS_FOR_HEADERS:
            return head or None
        await asyncio.sleep(pause)
        waited += pause
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _has_said_something(connection: socket.socket) -> bool:
    """Wait for the first byte, or for the end of the connection."""
    loop, said = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(connection, said.set)
    try:
        await asyncio.wait_for(said.wait(), SECONDS_FOR_FIRST_BYTE)
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(connection)
    return True
