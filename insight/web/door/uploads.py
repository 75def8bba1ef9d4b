"""Files that visitors hand over: who may, how much, and for how long memory holds them.

Streamlit takes any file of up to `server.maxUploadSize` for any session that is connected, and
keeps it as long as the session lasts. Here a file is taken for a place that the session has asked
for while an uploader stood on its page, once, and it goes when the page has read it or after a
minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from streamlit.runtime import exists, get_instance, memory_uploaded_file_manager
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec, UploadFileUrlInfo

from insight.web.door.refusals import Refusal

MEGABYTE = 1024 * 1024
MOST_OF_SESSION = 300 * MEGABYTE
MOST_PLACES = 20  # that a session may have asked for and not used
KEPT = 60  # seconds for which a place waits for its file, and a file for who reads it
_UPLOADER = "file_uploader_state_value"


@dataclass
class Arrival:
    """A file on its way: whose it is, and how much of the room it holds."""

    session: str
    held: int = 0


class BoundedUploads(MemoryUploadedFileManager):
    """Files in memory, each in a place that its session has asked for.

    Attributes
    ----------
    most
        How many bytes all sessions together may have here and on their way.
    has_uploader
        Whether an uploader stands on the page of a session.
    now
        Seconds of a clock that only goes forward.
    """

    most = 1000 * MEGABYTE

    def __init__(self, upload_endpoint: str) -> None:
        super().__init__(upload_endpoint)
        self.has_uploader: Callable[[str], bool] = uploader_on_page
        self.now: Callable[[], float] = time.monotonic
        self._places: dict[tuple[str, str], float] = {}
        self._came: dict[tuple[str, str], float] = {}
        self._arriving: list[Arrival] = []

    def get_upload_urls(
        self, session_id: str, file_names: Sequence[str]
    ) -> list[UploadFileUrlInfo]:
        """Give a place for each file, where there is an uploader and it has not had too many."""
        self.forget_old()
        had = sum(session == session_id for session, _ in self._places)
        room = MOST_PLACES - had if self.has_uploader(session_id) else 0
        urls = super().get_upload_urls(session_id, file_names[: max(room, 0)])
        self._places |= {(session_id, url.file_id): self.now() for url in urls}
        return urls

    def begin(self, session: str, file_id: str, length: int) -> Arrival:
        """Let a file arrive at its place.

        Parameters
        ----------
        session, file_id
            The place.
        length
            Bytes that are announced; none where nothing is.

        Raises
        ------
        Refusal
            If there is no such place, the session has left its uploader, or there is no room.
        """
        self.forget_old()
        if self._places.pop((session, file_id), None) is None or not self.has_uploader(session):
            raise Refusal(HTTPStatus.FORBIDDEN, "no_uploader")
        arrival = Arrival(session)
        self.hold(arrival, length)
        self._arriving.append(arrival)
        return arrival

    def hold(self, arrival: Arrival, size: int) -> None:
        """Hold room for so many bytes of a file, if it has not got it.

        Raises
        ------
        Refusal
            If there is none, for the session or for all.
        """
        more = size - arrival.held
        if more <= 0:
            return
        here = [(key[0], len(rec.data)) for key, rec in self._files()]
        here += [(each.session, each.held) for each in self._arriving]
        if sum(size for whose, size in here if whose == arrival.session) + more > MOST_OF_SESSION:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "upload_session")
        if sum(size for _, size in here) + more > self.most:
            raise Refusal(HTTPStatus.INSUFFICIENT_STORAGE, "upload_all")
        arrival.held = size

    def end(self, arrival: Arrival) -> None:
        """Give back the room of a file on its way: it is here, or does not come."""
        self._arriving = [each for each in self._arriving if each is not arrival]

    def add_file(self, session_id: str, file: UploadedFileRec) -> None:
        """Keep a file for a minute."""
        super().add_file(session_id, file)
        self._came[session_id, file.file_id] = self.now()

    def empty(self, session: str, file_id: str) -> None:
        """Give back the memory of a file that has been read; its page goes on showing its name."""
        with self._lock:
            files = self.file_storage.get(session, {})
            if file := files.get(file_id):
                self._total_bytes -= len(file.data)
                files[file_id] = file._replace(data=b"")
        self._came.pop((session, file_id), None)

    def forget_old(self) -> None:
        """Forget places that nobody has used in time, and files that nobody has read."""
        then = self.now() - KEPT
        for key, asked in list(self._places.items()):
            if asked <= then:
                self._places.pop(key, None)
        for key, came in list(self._came.items()):
            if came <= then:
                self._came.pop(key, None)
                self.remove_file(*key)

    def _files(self) -> list[tuple[tuple[str, str], UploadedFileRec]]:
        with self._lock:
            return [
                ((session, file_id), rec)
                for session, files in self.file_storage.items()
                for file_id, rec in files.items()
            ]


def uploader_on_page(session: str) -> bool:
    """Whether a session is connected and has an uploader on the page that it was shown last."""
    found = get_instance().get_app_session(session) if exists() else None
    if found is None:
        return False
    state = found.session_state
    widgets = list(state._new_widget_state.widget_metadata.values())
    shown = {*list(state._new_widget_state.states), *list(state._old_state)}
    return any(widget.value_type == _UPLOADER and widget.id in shown for widget in widgets)


def uploads() -> BoundedUploads | None:
    """Return the files of the server; none where there is no server of this house."""
    manager = get_instance().uploaded_file_mgr if exists() else None
    return manager if isinstance(manager, BoundedUploads) else None


def install(most_megabytes: int) -> None:
    """Let the server that is made from now on keep its files so.

    Parameters
    ----------
    most_megabytes
        Room for all files together.
    """
    BoundedUploads.most = most_megabytes * MEGABYTE
    memory_uploaded_file_manager.MemoryUploadedFileManager = BoundedUploads  # type: ignore[misc]
