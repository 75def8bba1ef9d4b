"""The cookie that leads visitors to their worker is for visits only, and says nothing else."""

import pytest
from own_loop import run
from starlette.responses import HTMLResponse, PlainTextResponse

from insight.web.serving.own_worker import OwnWorker


@pytest.fixture(autouse=True)
def second_worker(monkeypatch):
    monkeypatch.setattr(OwnWorker, "name", 2)


def headers(path: str, cookie: str = "", answer: type = HTMLResponse, scheme: str = "http"):
    sent = []
    scope = {"type": "http", "method": "GET", "path": path, "scheme": scheme,
             "headers": [(b"cookie", cookie.encode())] if cookie else []}  # fmt: skip

    async def send(message) -> None:
        sent.append(message)

    run(OwnWorker(answer("a"))(scope, None, send))
    found = dict(sent[0]["headers"])
    return found.get(b"connection"), found.get(b"set-cookie")


def test_a_page_sets_it_once():
    cookie = b"insight-worker=2; Path=/; HttpOnly; SameSite=Lax"
    assert headers("/answers") == (b"close", cookie)
    assert headers("/answers", "a=b; insight-worker=1") == (b"close", cookie)
    assert headers("/answers", "a=b; insight-worker=2") == (b"close", None)
    assert headers("/answers", scheme="https")[1] == cookie + b"; Secure"


@pytest.mark.parametrize("path", ["/api/v2/tables", "/embed/answers"])
def test_programs_and_other_sites_get_none(path):
    assert headers(path) == (b"close", None)


def test_a_file_that_caches_may_keep_sets_none():
    assert headers("/static/a.js", answer=PlainTextResponse) == (b"close", None)


def test_the_app_alone_sets_none(monkeypatch):
    monkeypatch.setattr(OwnWorker, "name", None)
    assert headers("/answers") == (None, None)
