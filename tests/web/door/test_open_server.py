"""The front door of the real server: what it asks of nobody, and whose files it takes and gives."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from served_app import ServedApp, started
from websockets.exceptions import ConnectionClosed, InvalidStatus
from wire_visitor import asked, stream, visiting

# Runs in the server before all else, and writes down whom it asks for anything.
NOTES = """
import sys
def note(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        with open({path!r}, "a") as file:
            print(event, given[1:] if event == "socket.connect" else given, file=file)
sys.addaudithook(note)
"""
SURVEY = "lang=en&survey=citizens&item=trust_need_to_know"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("door")
    (made / "sitecustomize.py").write_text(NOTES.format(path=str(made / "asked.txt")))
    return made


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[ServedApp]:
    """Return the app as it comes, which notes what it asks of others."""
    served = started({"PYTHONPATH": str(folder), "INSIGHT_UPLOADS_MB": "1"}, folder / "log.txt")
    yield served
    served.stop()


def notes(folder: Path) -> str:
    path = folder / "asked.txt"
    return path.read_text() if path.exists() else ""


def test_a_foreign_page_gets_no_connection_and_nobody_is_asked_about_it(app, folder):
    before = notes(folder)
    with stream(app.url):
        pass
    for origin in ("https://evil.example", "http://evil.example:8501", "null", "http://127.0.0.1"):
        with pytest.raises(InvalidStatus, match="403"):
            stream(app.url, origin)
    assert notes(folder) == before


def upgrade(more: str) -> str:
    """The head of a WebSocket that would be let in but for what else it has."""
    own = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    return f"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\n{own}{key}{more}\r\n"


RAW = [
    "GET http://evil.example/answers HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /answers HTTP/1.0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /a\x00b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"GET /{'a' * 60_000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n" + 4_000 * "X: y\r\n" + "\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    *(upgrade(more) for more in (
        f"X: {'a' * 9_000}\r\n", f"X: {'a' * 60_000}\r\n", f"X: {'a' * 200_000}\r\n",
        6 * f"X: {'a' * 6_000}\r\n", 110 * "X: y\r\n", 1_000 * "X: y\r\n",
    )),
]  # fmt: skip


def test_nothing_that_is_written_at_the_door_leaves_a_traceback(app):
    address = urlsplit(app.url)
    for raw in RAW:
        with socket.create_connection((address.hostname, address.port), timeout=30) as door:
            door.settimeout(2)
            door.sendall(raw.encode("latin-1"))
            first = door.recv(9_000).decode("latin-1")
        assert first.startswith("HTTP/1.1 4"), (raw[:60], first[:60])
        assert len(first.partition("\r\n\r\n")[2]) < 500
    with stream(app.url) as connection:
        connection.send("words")
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=30)
    assert "Traceback" not in app.said()


def test_a_file_is_taken_where_an_uploader_stands_and_as_long_as_there_is_room(app):
    with visiting(app.url) as reader, visiting(app.url) as host:
        reader.open("", "lang=en")
        assert reader.places("x.csv") == []
        assert reader.put(f"/_stcore/upload_file/{reader.session}/made-up", b"x") == 403
        host.open("own_survey", "lang=en")
        [first, second, third] = host.places("x.csv", "y.csv", "z.csv")
        assert host.put(first, b"a;b\n1;2\n" * 1_000) == 204
        assert host.put(first, b"a;b\n1;2\n") == 403
        assert host.put(second, b"x" * 2_000_000) == 507
        assert host.put(third, b"x" * 2_000_000, is_told=False) == 507
        [last] = host.places("x.csv")
        host.open("", "lang=en")
        assert host.put(last, b"x") == 403
    assert "Traceback" not in app.said()


def test_a_file_is_given_to_the_browser_that_asked_for_it(app):
    with visiting(app.url) as reader, visiting(app.url) as stranger:
        reader.open("answers", SURVEY)
        url = reader.file(reader.buttons[0])
        status, headers = asked(app.url, url, {"Cookie": reader.cookie})
        assert (status, headers["cache-control"]) == (200, "private, no-store")
        stranger.open("answers", SURVEY)
        for cookie in ({"Cookie": stranger.cookie}, {}):
            assert asked(app.url, url, cookie)[0] == 404
