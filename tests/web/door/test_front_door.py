"""Addresses that are no page's own, and where they lead."""

import own_loop
import pytest
from streamlit import config

from insight.access.person import Person
from insight.language.catalogue import LANGUAGES, say
from insight.web.door.front_door import FrontDoor
from insight.web.door.page_language import PageLanguage
from insight.web.routes import MOVED, PAGES

HERE = "the app itself"


def leads_to(path: str, accept: str = "text/html") -> str:
    """Where a request is sent, relative to its own address; the app itself where it stays."""
    said = []

    async def app(scope, receive, send):
        said.append(HERE)

    async def send(message):
        said.extend(value.decode() for name, value in message.get("headers", ())
                    if name == b"location")  # fmt: skip

    path, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(),
             "headers": [(b"accept", accept.encode())]}  # fmt: skip
    own_loop.run(FrontDoor(app, PAGES, MOVED)(scope, None, send))
    [there] = said
    return there


@pytest.mark.parametrize("path", ["/", *(f"/{page}" for page in PAGES[1:]), "/media/a/b.csv",
                                  "/_stcore/health", "/static/js/a.js"])  # fmt: skip
def test_a_page_and_what_it_loads_stay_where_they_are(path):
    assert leads_to(path) == HERE
    assert leads_to(path, accept="*/*") == HERE


ELSEWHERE = [
    ("/overview?lang=en", "./?lang=en"),
    ("/overview/", "../"),
    ("/trust?lang=nb&item=a", "./answers?lang=nb&item=a"),
    ("/trust/", "../answers"),
    ("/answers/?lang=en", "../answers?lang=en"),
    ("/old/answers?lang=en", "../answers?lang=en"),
]


@pytest.fixture(params=["", "innsikt", "/a/b/"])
def root(request):
    """What the whole app stands under, as an operator may write it."""
    config.set_option("server.baseUrlPath", request.param)
    yield f"/{request.param.strip('/')}" if request.param else ""
    config.set_option("server.baseUrlPath", "")


@pytest.mark.parametrize(("path", "there"), ELSEWHERE)
def test_any_other_address_leads_in_one_step_to_a_page(root, path, there):
    assert leads_to(f"{root}{path}") == there


def test_the_front_page_is_at_the_root_with_a_slash_or_without(root):
    assert leads_to(f"{root}/") == HERE
    assert leads_to(root or "/") == HERE


@pytest.mark.parametrize(("path", "page"), [("/", ""), ("", ""), ("/answers", "answers"),
                                            ("/answers/", "answers")])  # fmt: skip
def test_what_a_shared_link_tells_is_of_its_page(root, path, page):
    told = []

    async def app(scope, receive, send):
        html = [(b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": html})
        await send({"type": "http.response.body", "body": b"<html><head></head></html>"})

    async def send(message):
        pass

    def tell(asked: str, query: str, person: Person) -> str:
        told.append(asked)
        return ""

    scope = {"type": "http", "method": "GET", "path": f"{root}{path}" or "/", "query_string": b"",
             "headers": [(b"accept", b"text/html")]}  # fmt: skip
    own_loop.run(PageLanguage(app, tell)(scope, None, send))
    assert told == [page]


def test_the_page_tells_nobody_of_what_is_closed_and_everybody_what_it_needs():
    async def app(scope, receive, send):
        html = [(b"content-type", b"text/html")]
        body = (b"<html><head><link rel=\"service-desc\" href=\"./_stcore/agent/openapi.json\" />"
                b"</head><body><noscript>\n<p>agent</p></noscript></body></html>")  # fmt: skip
        await send({"type": "http.response.start", "status": 200, "headers": html})
        await send({"type": "http.response.body", "body": body})

    said = []

    async def send(message):
        said.append(message.get("body", b""))

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"",
             "headers": [(b"accept", b"text/html")]}  # fmt: skip
    own_loop.run(PageLanguage(app)(scope, None, send))
    page = b"".join(said).decode()
    assert "agent" not in page
    for language in LANGUAGES:
        assert f'<p lang="{language}">{say(language, "door.no_script")}</p>' in page
