"""A visitor of the real server without a browser: cookies, a connection, and its messages."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 60
COOKIE = "_streamlit_xsrf"


class WireVisitor:
    """What a page does on the wire: it connects, asks for a run, for places and for files."""

    def __init__(self, url: str, connection: ClientConnection, token: str) -> None:
        self._url = url
        self._connection = connection
        self.token = token
        self.session = ""
        self.buttons: list[str] = []

    def open(self, page: str = "", query: str = "") -> None:
        """Open a page, and note the buttons of files that are on it."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        self._connection.send(asked.SerializeToString())
        self.buttons.clear()
        self._hear(lambda said: said.WhichOneof("type") == "script_finished")

    def places(self, *names: str) -> list[str]:
        """Ask for places of files that shall be handed over."""
        asked = BackMsg()
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.session_id = self.session
        asked.file_urls_request.file_names.extend(names)
        self._connection.send(asked.SerializeToString())
        said = self._hear(lambda said: said.WhichOneof("type") == "file_urls_response")
        return [one.upload_url for one in said.file_urls_response.file_urls]

    def file(self, button: str) -> str:
        """Press a button of a file, and return where the file is."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = "2"
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = button
        self._connection.send(asked.SerializeToString())
        said = self._hear(lambda said: said.WhichOneof("type") == "backend_operation_response")
        answer = said.backend_operation_response
        assert answer.deferred_file.url, answer.error_msg
        return answer.deferred_file.url

    def put(self, place: str, content: bytes, *, is_told: bool = True) -> int:
        """Hand a file over, whose length is told or not, and return the status of the answer."""
        part = b'--b\r\nContent-Disposition: form-data; name="x"; filename="x.csv"\r\n\r\n'
        body = part + content + b"\r\n--b--\r\n"
        own = {"Content-Type": "multipart/form-data; boundary=b", "Cookie": self.cookie}
        own |= {"X-Xsrftoken": self.token}
        return asked(self._url, place, own, "PUT", body if is_told else iter([body]))[0]

    @property
    def cookie(self) -> str:
        return f"{COOKIE}={self.token}"

    def _hear(self, is_it: Callable[[ForwardMsg], bool]) -> ForwardMsg:
        while True:
            said = ForwardMsg.FromString(self._connection.recv(timeout=PATIENCE))
            if said.WhichOneof("type") == "new_session":
                self.session = said.new_session.initialize.session_id or self.session
            if button := said.delta.new_element.download_button.deferred_file_id:
                self.buttons.append(button)
            if is_it(said):
                return said


@contextmanager
def visiting(url: str) -> Iterator[WireVisitor]:
    """Come as somebody who was never here before."""
    headers = asked(url, "/_stcore/health")[1]
    token = headers["set-cookie"].partition("=")[2].partition(";")[0]
    with stream(url, cookie=f"{COOKIE}={token}", token=token) as connection:
        yield WireVisitor(url, connection, token)


def stream(url: str, origin: str = "", cookie: str = "", token: str = "x") -> ClientConnection:
    """Open the connection of a page, which says that it is of an origin."""
    return connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        origin=origin or url,
        subprotocols=["streamlit", token],
        additional_headers={"Cookie": cookie} if cookie else None,
        max_size=None,
        proxy=None,
        open_timeout=PATIENCE,
    )


def asked(
    url: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    body: bytes | Iterator[bytes] | None = None,
) -> tuple[int, Mapping[str, str]]:
    """Ask for an address, and return the status and the headers of the answer."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    connection.request(method, path, body, dict(headers or {}))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}
