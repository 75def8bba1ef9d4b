"""A view in a page of another site: it shows, and asks nobody but its own server for anything."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from devices import new_device
from in_browser import FRAMING
from playwright.sync_api import Browser, Page, expect

from insight.language.catalogue import say

VIEW = "embed/answers?lang=nb&survey=citizens&item=trust_need_to_know&by=age_group&show=bars"


class Article(http.server.BaseHTTPRequestHandler):
    """A page that frames what stands in its address after the question mark."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        framed = self.path.partition("?")[2]
        self.wfile.write(f'<iframe src="{framed}" width="800" height="700"></iframe>'.encode())

    def log_message(self, *said: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of another site."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Article)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def another(browser: Browser) -> Iterator[Page]:
    device = new_device(browser)
    yield device.new_page()
    device.close()


def test_a_view_shows_in_a_page_of_another_site(another: Page, app_url: str, port: int):
    asked: list[str] = []
    another.on("request", lambda request: asked.append(request.url))
    article = f"{FRAMING}:{port}/?{app_url}/{VIEW}"
    another.goto(article)
    inside = another.frame_locator("iframe")
    expect(inside.get_by_text(say("nb", "shell.simulated"), exact=True)).to_be_visible()
    expect(inside.locator("svg")).to_be_visible()
    inside.get_by_text(say("nb", "answers.table"), exact=True).click()
    expect(inside.get_by_role("row").nth(1)).to_be_visible()
    assert asked == [article, f"{app_url}/{VIEW}"]
    assert another.context.cookies() == []


def test_a_view_does_not_show_where_it_may_not(another: Page, app_url: str, port: int):
    another.goto(f"http://localhost:{port}/?{app_url}/{VIEW}")
    expect(another.frame_locator("iframe").locator("svg")).to_have_count(0)
