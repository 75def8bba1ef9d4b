"""What there is behind the front door, and how it can be asked."""

import pytest
from at_the_door import VISIT, Door
from streamlit import config

from insight.web.door import entrance
from insight.web.door.known_places import frontend_files
from insight.web.routes import MOVED, PAGES

DOOR = Door()
FILE = next(one for one in sorted(frontend_files()) if one.endswith(".js"))


THERE = ["/", *(f"/{page}" for page in PAGES[1:]), f"/{FILE}", "/favicon.png",
         "/_stcore/health", "/_stcore/host-config"]  # fmt: skip


@pytest.mark.parametrize("path", THERE)
def test_pages_and_what_they_load_can_be_read_and_nothing_else(path):
    assert DOOR.ask(path).is_let_in
    assert DOOR.ask(path, method="HEAD").is_let_in
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        refused = DOOR.ask(path, method=method)
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


NOWHERE = ["/nowhere", "/nowhere/", "/answers.php", "/index.html", "/static/js/nothing.js",
           "/static", "/static/", "/media/", "/media/a/b.csv", "/_stcore/metrics", "/_stcore",
           "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp",
           "/_stcore/script-health-check", "/_stcore/bidi-components/x/y.js", "/component/x/y.js",
           "/_stcore/stream", "/_stcore/upload_file/a", "/_stcore/upload_file/a/b/c",
           "/app/static/x", "/auth/login", "/oauth2callback", "/.env", "/wp-login.php",
           "/answers/_stcore/agent/mcp", "/Answers"]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
def test_nothing_else_is_there(path):
    for method in ("GET", "POST"):
        assert DOOR.ask(path, VISIT, method=method).status == 404
    assert not DOOR.ask(path, kind="websocket").is_let_in or path == "/_stcore/stream"


@pytest.mark.parametrize("prefix", ["", "/innsikt"])
def test_an_old_name_still_leads_to_its_page(prefix):
    config.set_option("server.baseUrlPath", prefix)
    try:
        for old, page in MOVED.items():
            answer = DOOR.ask(f"{prefix}/{old}", VISIT, query="lang=en")
            assert (answer.status, answer.headers["location"]) == (307, f"./{page}?lang=en")
        assert DOOR.ask(f"{prefix}/needs/", VISIT, query="x").headers["location"] == "../needs?x"
        assert DOOR.ask(f"{prefix}/nowhere", VISIT).status == 404
    finally:
        config.set_option("server.baseUrlPath", "")


def test_what_the_house_serves_itself_says_what_it_can():
    assert DOOR.ask("/robots.txt").is_let_in
    refused = DOOR.ask("/sitemap.xml", method="POST")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")
    for path in ("/api/v2/tables", "/embed/answers"):
        assert DOOR.ask(path, method="PATCH").is_let_in  # which then says so in its own way


def test_where_people_sign_in_the_ways_to_it_are_open(monkeypatch):
    monkeypatch.setattr(entrance, "get_secrets_auth_section", lambda: {"client_id": "x"})
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        assert DOOR.ask(path).is_let_in
        assert DOOR.ask(path, method="POST").status == 405
