"""Connections that one process accepts and hands to another, which answers them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket

READY = b"r"
_ONE = b"c"


def hand(line: socket.socket, connection: socket.socket) -> bool:
    """Hand a connection to the process at the other end; False where it takes none now."""
    try:
        return socket.send_fds(line, [_ONE], [connection.fileno()]) == 1
    except OSError:
        return False


class HandedConnections(socket.socket):
    """A socket for a server that accepts connections, which come from another process.

    When the server begins to listen, the other process is told that this one is ready. When the
    other has died, this one ends as if it were asked to.
    """

    def listen(self, backlog: int = 0, /) -> None:
        """Say that connections are welcome."""
        self.send(READY)

    def accept(self) -> tuple[socket.socket, object]:
        """Return the next connection and where it comes from.

        Raises
        ------
        BlockingIOError, ConnectionAbortedError
            If there is none now.
        """
        said, numbers, _, _ = socket.recv_fds(self, 1, 1)
        if not said:
            asyncio.get_running_loop().remove_reader(self.fileno())
            os.kill(os.getpid(), signal.SIGTERM)
            raise BlockingIOError
        if not numbers:  # there was no number free for it
            raise ConnectionAbortedError
        connection = socket.socket(fileno=numbers[0])
        try:
            return connection, connection.getpeername()
        except OSError:
            connection.close()
            raise ConnectionAbortedError from None
