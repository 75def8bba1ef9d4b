"""Files that are made for a visitor: their browser fetches them for some minutes, nobody else's."""

from types import SimpleNamespace

import pytest
from at_the_door import Door
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from insight.web.door import handed_files
from insight.web.door.handed_files import OPEN_FOR, hand_over

URL = "/media/0f3c.csv"
DOOR = Door()


def browser(token: bytes) -> str:
    """What a browser keeps that Streamlit knows by a token; it looks otherwise each time."""
    return f"_streamlit_xsrf={generate_xsrf_token_string(token, 1)}"


OURS, THEIRS = b"a" * 16, b"b" * 16


@pytest.fixture(autouse=True)
def sessions(monkeypatch):
    """Two sessions, of two browsers, and one of a browser that keeps no cookies."""
    cookies = {"ours": {"_streamlit_xsrf": generate_xsrf_token_string(OURS, 1)}, "none": {}}
    clients = {name: SimpleNamespace(client_context=SimpleNamespace(cookies=kept))
               for name, kept in cookies.items()}  # fmt: skip
    runtime = SimpleNamespace(
        get_client=clients.get, media_file_mgr=SimpleNamespace(read_file=lambda _: None)
    )
    monkeypatch.setattr(handed_files, "exists", lambda: True)
    monkeypatch.setattr(handed_files, "get_instance", lambda: runtime)
    monkeypatch.setattr(handed_files, "_handed", {})


def fetched(cookie: str = "", url: str = URL) -> int:
    return DOOR.ask(url, ("cookie", cookie)).status


def test_only_the_browser_that_a_file_was_made_for_fetches_it():
    assert fetched(browser(OURS)) == 404
    hand_over(URL, "ours")
    assert fetched(browser(OURS)) == fetched(browser(OURS)) == 200
    for cookie in (browser(THEIRS), "", "_streamlit_xsrf=2|aaaa|bb|1", "_streamlit_xsrf=x"):
        assert fetched(cookie) == 404
    assert fetched(browser(OURS), "/media/0f3d.csv") == 404


def test_it_is_kept_nowhere():
    hand_over(URL, "ours")
    kept = DOOR.ask(URL, ("cookie", browser(OURS))).headers
    assert kept["cache-control"] == "private, no-store"


def test_after_some_minutes_it_is_gone(monkeypatch):
    hand_over(URL, "ours")
    later = handed_files.time.monotonic() + OPEN_FOR + 1
    monkeypatch.setattr(handed_files.time, "monotonic", lambda: later)
    assert fetched(browser(OURS)) == 404
    hand_over("/media/other.csv", "ours")
    assert len(handed_files._handed) == 1


def test_a_browser_without_cookies_fetches_what_one_without_cookies_asked_for():
    hand_over(URL, "none")
    assert fetched() == 200
    assert fetched(browser(OURS)) == 404
    hand_over("/media/of_nobody.csv", "gone")
    assert fetched(browser(THEIRS), "/media/of_nobody.csv") == 404
