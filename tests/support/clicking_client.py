"""A visitor without a browser: what the page's script says to the server, and what comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120  # seconds for a page on a machine that does much else


@dataclass
class Visit:
    """A session that is connected: `fragments` are the ids of those on the page."""

    socket: ClientConnection
    session: str = ""
    page: str = ""
    fragments: list[str] = field(default_factory=list)

    def click(self, page: str = "", query: str = "", fragment: str = "") -> list[ForwardMsg]:
        """Ask for a run of a page, or of a fragment on it, and return all that it sends."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.page_script_hash = self.page if fragment else ""
        asked.rerun_script.query_string = query
        asked.rerun_script.fragment_id = fragment
        self.socket.send(asked.SerializeToString())
        came: list[ForwardMsg] = []
        while not came or came[-1].WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=PATIENCE))
            came.append(message)
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            if message.WhichOneof("type") == "navigation":
                self.page = message.navigation.page_script_hash
            if message.WhichOneof("type") == "delta" and message.delta.fragment_id:
                self.fragments.append(message.delta.fragment_id)
        return came


@contextmanager
def visit(url: str) -> Iterator[Visit]:
    """Connect to an app at an address, as its page does."""
    address = f"ws{url.removeprefix('http')}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], origin=url, max_size=None) as socket:
        yield Visit(socket)
