"""A visitor's session over a connection as the browser has one: clicks, and what they send."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpx2
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

SECONDS = 120


@dataclass
class Told:
    """What one run sent.

    Attributes
    ----------
    seconds
        From the click to the end of the run.
    messages, size
        How many there were, and their bytes.
    parts
        Bytes of each kind of message.
    errors
        What the page said went wrong.
    """

    seconds: float = 0.0
    messages: int = 0
    size: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


class LiveSession:
    """One session; it knows its widgets and their states as a browser does."""

    def __init__(
        self, address: str, line: websockets.ClientConnection, page: str, query: str
    ) -> None:
        self._address = address
        self._line = line
        self.page = page
        self.query = query
        self.hashes: dict[str, str] = {}
        self.session = ""
        self.shown: list[str] = []
        self.widgets: dict[str, tuple[str, object, str]] = {}
        self._states: dict[str, WidgetState] = {}
        self._fragment = ""
        self._kept: dict[str, ForwardMsg] = {}

    @classmethod
    async def begin(
        cls, address: str, page: str = "answers", query: str = "lang=nb", cookie: str = ""
    ) -> LiveSession:
        """Connect; nothing is asked for yet."""
        stream = address.replace("http", "ws", 1) + "/_stcore/stream"
        headers = {"Cookie": cookie} if cookie else {}
        line = await websockets.connect(
            stream,
            max_size=None,
            subprotocols=[websockets.Subprotocol("streamlit")],
            additional_headers=headers,
            open_timeout=SECONDS,
            compression=None,
        )
        return cls(address, line, page, query)

    @property
    def cookies(self) -> list[str]:
        """The cookies that the server set when it accepted the connection."""
        assert self._line.response is not None
        return self._line.response.headers.get_all("Set-Cookie")

    def widget(self, *words: str) -> str:
        """The id of the widget of which all these words are part."""
        found = [one for one in self.widgets if all(word in one for word in words)]
        assert len(found) == 1, (words, found[:5])
        return found[0]

    async def go_to(self, page: str) -> Told:
        """Follow the navigation to another page."""
        self.page = page
        self._states.clear()
        return await self.ask(self.hashes[page])

    async def choose(self, widget: str, options: Iterable[int | str]) -> Told:
        """Choose in a widget of several options."""
        state = WidgetState(id=widget)
        chosen = list(options)
        if all(isinstance(one, int) for one in chosen):
            state.int_array_value.data[:] = chosen
        else:
            state.string_array_value.data[:] = chosen
        self._states[widget] = state
        return await self.ask(fragment=self.widgets[widget][2])

    async def pick(self, widget: str, option: str) -> Told:
        """Pick one of a list."""
        self._states[widget] = WidgetState(id=widget, string_value=option)
        return await self.ask(fragment=self.widgets[widget][2])

    async def press(self, widget: str) -> Told:
        """Press a button."""
        self._states[widget] = WidgetState(id=widget, trigger_value=True)
        try:
            return await self.ask(fragment=self.widgets[widget][2])
        finally:
            del self._states[widget]

    async def ask(self, page_hash: str = "", fragment: str = "") -> Told:
        """Ask for a run and wait for its end."""
        asked = BackMsg()
        run = asked.rerun_script
        run.query_string = self.query
        if page_hash:
            run.page_script_hash = page_hash
        else:
            run.page_name = self.page
        run.fragment_id = self._fragment = fragment
        run.widget_states.widgets.extend(self._states.values())
        run.cached_message_hashes.extend(self._kept)
        started, told = time.perf_counter(), Told()
        await self._line.send(asked.SerializeToString())
        async with asyncio.timeout(SECONDS):
            while not self._take(await self._line.recv(), told):
                pass
        told.seconds = time.perf_counter() - started
        return told

    def _take(self, raw: bytes | str, told: Told) -> bool:
        """Take one message in, and return whether it was the last of its run."""
        assert isinstance(raw, bytes)
        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._kept[message.ref_hash]
            told.parts["ref"] = told.parts.get("ref", 0) + 1
            kind = "again"
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        told.messages += 1
        told.size += len(raw)
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            if not self._fragment:
                self.widgets.clear()
                self.shown.clear()
        elif kind == "navigation":
            pages = message.navigation.app_pages
            self.hashes = {one.url_pathname: one.page_script_hash for one in pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            of = element.WhichOneof("type")
            kind = f"delta {of}"
            inner = getattr(element, of)
            if hasattr(inner, "id") and inner.id:
                self.widgets[inner.id] = (of, inner, message.delta.fragment_id)
            if of == "html":
                self.shown.append(inner.body)
            if of == "exception":
                told.errors.append(inner.message)
        told.parts[kind] = told.parts.get(kind, 0) + len(raw)
        return kind == "script_finished"

    async def bring(self, widget: str, name: str, content: bytes) -> Told:
        """Hand over a file as the page does, with the cookie of this connection."""
        asked = BackMsg()
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session
        await self._line.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "file_urls_response":
            message.ParseFromString(bytes(await self._line.recv()))  # type: ignore[arg-type]
        [urls] = message.file_urls_response.file_urls
        own = dict(cookie.partition(";")[0].split("=", 1) for cookie in self.cookies)
        async with httpx2.AsyncClient(base_url=self._address, cookies=own, verify=False) as browser:
            await browser.get("/_stcore/health")
            headers = {"X-Xsrftoken": browser.cookies.get("_streamlit_xsrf") or ""}
            put = await browser.put(
                urls.upload_url, files={"file": (name, content)}, headers=headers
            )
            assert put.status_code == 204, put.text
        state = WidgetState(id=widget)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        self._states[widget] = state
        return await self.ask(fragment=self.widgets[widget][2])

    async def closed(self) -> int | None:
        """Wait until the server closes the connection, and return the code with which it does."""
        await self._line.wait_closed()
        return self._line.close_code

    async def end(self) -> None:
        """Close the connection."""
        await self._line.close()
