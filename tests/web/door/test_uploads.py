"""Files that visitors hand over: for a place that they asked for, with bounds of room and time."""

import asyncio
import time

import own_loop
import pytest
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from insight.language.catalogue import LANGUAGES, say
from insight.web.door import upload_door
from insight.web.door.refusals import Refusal
from insight.web.door.upload_door import UploadDoor
from insight.web.door.upload_words import upload_words
from insight.web.door.uploads import KEPT, MOST_OF_SESSION, MOST_PLACES, BoundedUploads

SIZE = 100


class Clock:
    time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock) -> BoundedUploads:
    """Return where files are kept; sessions whose name begins with a have an uploader."""
    made = BoundedUploads("/_stcore/upload_file")
    made.has_uploader = lambda session: session.startswith("a")
    made.now = clock
    return made


def place(kept: BoundedUploads, session: str = "a") -> str:
    [url] = kept.get_upload_urls(session, ["x.csv"])
    return url.file_id


def put(kept: BoundedUploads, file_id: str, *pieces: bytes, session: str = "a", length: int = 0,
        after: float = 0.0) -> int:  # fmt: skip
    """Send a file in pieces, each after some seconds, and return the status of the answer."""
    statuses = []

    async def keep(scope, receive, send):
        data, more = b"", True
        while more:
            message = await receive()
            data, more = data + message["body"], message["more_body"]
        kept.add_file(session, UploadedFileRec(file_id, "x.csv", "text/csv", data))
        await send({"type": "http.response.start", "status": 204, "headers": []})

    waiting = list(pieces)

    async def receive():
        await asyncio.sleep(after)
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message):
        statuses.extend([message["status"]] if "status" in message else [])

    scope = {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/{session}/{file_id}",
             "headers": [(b"content-length", str(length).encode())] if length else []}  # fmt: skip
    own_loop.run(UploadDoor(keep, lambda: kept)(scope, receive, send))
    [status] = statuses
    return status


def held(kept: BoundedUploads) -> int:
    return sum(len(rec.data) for files in kept.file_storage.values() for rec in files.values())


def test_a_file_comes_to_its_place_once(kept):
    asked = place(kept)
    assert put(kept, asked, b"x" * SIZE, b"y") == 204
    assert held(kept) == SIZE + 1
    assert put(kept, asked, b"z") == 403
    assert held(kept) == SIZE + 1


def test_a_place_that_nobody_asked_for_or_that_is_anothers_takes_nothing(kept):
    assert put(kept, "made-up", b"x") == 403
    assert put(kept, place(kept, "a"), b"x", session="a2") == 403
    assert held(kept) == 0


def test_without_an_uploader_there_is_no_place_and_one_that_was_there_is_gone(kept):
    assert kept.get_upload_urls("b", ["x.csv"]) == []
    asked = place(kept)
    kept.has_uploader = lambda session: False
    assert put(kept, asked, b"x") == 403


def test_nobody_has_places_without_end(kept, clock):
    assert len(kept.get_upload_urls("a", ["x"] * 1_000)) == MOST_PLACES
    assert kept.get_upload_urls("a", ["x"]) == []
    assert len(kept.get_upload_urls("another", ["x"])) == 1
    clock.time += KEPT
    assert len(kept.get_upload_urls("a", ["x"])) == 1


def test_what_is_announced_as_too_much_is_refused_before_it_comes(kept):
    half = MOST_OF_SESSION // 2
    first = kept.begin("a", place(kept), half)
    assert put(kept, place(kept), b"x", length=half + 1) == 413
    assert put(kept, place(kept, "a2"), b"x", session="a2", length=half) == 204
    kept.end(first)
    assert put(kept, place(kept), b"x", length=half + 1) == 204


def test_what_is_announced_as_less_than_it_is_or_not_at_all_ends_where_the_room_ends(kept):
    kept.most = 3 * SIZE
    piece = b"x" * SIZE
    for length in (0, SIZE):
        assert put(kept, place(kept), piece, piece, piece, piece, length=length) == 507
    assert held(kept) == 0
    assert put(kept, place(kept), piece, piece, piece) == 204


def test_all_sessions_together_have_a_room_that_is_given_back(kept, clock):
    kept.most = 5 * SIZE
    for session in ("a1", "a2"):
        assert put(kept, place(kept, session), b"x" * 2 * SIZE, session=session) == 204
    asked = place(kept, "a3")
    assert put(kept, asked, b"x" * 2 * SIZE, session="a3") == 507
    clock.time += KEPT
    assert put(kept, place(kept, "a3"), b"x" * 2 * SIZE, session="a3") == 204
    assert held(kept) == 2 * SIZE


def test_a_file_that_is_read_gives_its_memory_back_and_its_page_still_shows_it(kept, clock):
    asked = place(kept)
    put(kept, asked, b"x" * SIZE)
    kept.empty("a", asked)
    clock.time += 10 * KEPT
    kept.forget_old()
    [file] = kept.get_files("a", [asked])
    assert (file.name, file.data, kept.get_stats()) == ("x.csv", b"", kept.get_stats())
    assert kept._total_bytes == 0
    kept.empty("a", "gone")
    kept.empty("nobody", asked)


def test_a_file_that_nobody_reads_is_gone_after_a_minute(kept, clock):
    asked = place(kept)
    put(kept, asked, b"x")
    clock.time += KEPT - 1
    kept.forget_old()
    assert kept.get_files("a", [asked])
    clock.time += 1
    kept.forget_old()
    assert kept.get_files("a", [asked]) == []


def test_a_file_that_does_not_come_holds_its_room_no_longer_than_its_slowness_is_borne(
    kept, monkeypatch
):
    monkeypatch.setattr(upload_door, "GRACE", 0.05)
    began = time.monotonic()
    assert put(kept, place(kept), *[b"x"] * 1_000, after=0.02) == 408
    assert time.monotonic() - began < 5
    kept.hold(kept.begin("a", place(kept), MOST_OF_SESSION), MOST_OF_SESSION)


def test_a_file_that_is_broken_off_gives_its_room_back(kept):
    async def breaks(scope, receive, send):
        raise RuntimeError

    scope = {"type": "http", "method": "PUT", "headers": [(b"content-length", b"1000000")],
             "path": f"/_stcore/upload_file/a/{place(kept)}"}  # fmt: skip
    with pytest.raises(RuntimeError):
        own_loop.run(UploadDoor(breaks, lambda: kept)(scope, None, None))
    kept.begin("a", place(kept), MOST_OF_SESSION)


def test_a_full_disk_is_told_before_the_file_comes_and_while_it_comes(kept, monkeypatch):
    async def full(scope, receive, send):
        raise OSError(28, "No space left on device")

    asked, said = place(kept), []

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": "PUT", "headers": [],
             "path": f"/_stcore/upload_file/a/{asked}"}  # fmt: skip

    async def receive():
        return {"type": "http.disconnect"}

    own_loop.run(UploadDoor(full, lambda: kept)(scope, receive, send))
    assert said[0]["status"] == 507
    monkeypatch.setattr(upload_door, "SPARE", 10**18)
    assert put(kept, place(kept), b"x") == 507


def test_odd_lengths_are_no_lengths(kept):
    for length in (b"-1", b"1e9", b"9" * 30, b"\xb2"):
        scope = {"headers": [(b"content-length", length)]}
        with pytest.raises(Refusal):
            upload_door._length(scope)


def test_each_refusal_is_a_sentence_on_the_page_in_its_language():
    said = upload_words("en")
    for status in (403, 408, 413, 500, 507):
        words = f"AxiosError: Request failed with status code {status}"
        assert said[words].endswith(".")
        assert "Axios" not in said[words]
    assert {say(one, "door.upload_slow") for one in LANGUAGES} == {
        upload_words(one)["AxiosError: Request failed with status code 408"] for one in LANGUAGES
    }
