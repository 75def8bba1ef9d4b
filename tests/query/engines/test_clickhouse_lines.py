"""Lines to a database over HTTP: hung up when nobody waits, and left alone once given back."""

import socket
import ssl
import threading
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import urllib3

from insight.operation.waiting import CalledOffError, Waiting
from insight.query.engines.clickhouse_lines import _Line, _line, line, note_lines

PATIENCE = 60
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Database:
    """A server of one connection after the other, that answers or does not."""

    def __init__(self, *, answers: bool) -> None:
        self.came, self.left = threading.Event(), threading.Event()
        self.connections = 0
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                while connection.recv(65_536):
                    self.came.set()
                    if self._answers:
                        connection.sendall(ANSWER)
            self.left.set()

    def close(self) -> None:
        self._socket.close()


@contextmanager
def client_of(*, answers: bool):
    database = Database(answers=answers)
    client = SimpleNamespace(http=urllib3.PoolManager(retries=1))
    note_lines(client)
    try:
        yield database, lambda: client.http.request("POST", database.url, body=b"q").data
    finally:
        client.http.clear()
        database.close()


def test_a_line_is_hung_up_when_a_visitor_leaves():
    visitor, found = Waiting(), []
    with client_of(answers=False) as (database, ask):

        def wait() -> None:
            try:
                with visitor.waited_for(), line():
                    ask()
            except CalledOffError as error:
                found.append(error)

        asking = threading.Thread(target=wait, daemon=True)
        asking.start()
        assert database.came.wait(PATIENCE)
        visitor.leave()
        asking.join(PATIENCE)
        assert len(found) == 1
        assert database.left.wait(PATIENCE)
        assert database.connections == 1, "it has asked again"


def test_a_line_that_was_given_back_is_not_hung_up():
    with client_of(answers=True) as (database, ask):
        with line():
            assert ask() == b"ok"
            mine = _line.get()
            with line():
                assert ask() == b"ok"
                mine.hang_up()
                assert ask() == b"ok"
        assert database.connections == 1


def test_a_line_that_nobody_has_taken_since_is_there_for_the_next():
    with client_of(answers=True) as (database, ask):
        with line():
            assert ask() == b"ok"
            _line.get().hang_up()
            assert ask() == b"ok"
        assert database.connections == 1


def test_a_line_that_is_hung_up_is_of_tls_to_the_end():
    here, there = socket.socketpair()
    tls = ssl.create_default_context().wrap_socket(
        here, server_hostname="database", do_handshake_on_connect=False
    )
    own = _Line()
    own.take(SimpleNamespace(sock=tls))
    with tls, there:
        own.hang_up()
        assert there.recv(1) == b""
        with pytest.raises(BrokenPipeError):
            tls.do_handshake()


def test_nobody_asks_for_one_who_has_left():
    visitor = Waiting()
    visitor.leave()
    with client_of(answers=True) as (database, ask):
        with visitor.waited_for(), pytest.raises(CalledOffError), line():
            ask()
        assert database.connections == 0
