"""What every answer tells the browser that it may do."""

import re

import own_loop
import pytest
from at_the_door import Door

from insight.web.door.safe_headers import SafeHeaders
from insight.web.door.script_hashes import SCRIPTS, inline_scripts, script_hashes
from insight.web.html.templates import environment

DOOR = Door()


def policy(path: str) -> dict[str, str]:
    written = DOOR.ask(path).headers["content-security-policy"]
    return dict(part.strip().split(" ", 1) for part in written.split(";"))


def test_a_page_runs_the_scripts_of_the_house_and_evaluates_none():
    told = policy("/answers")
    assert told["default-src"] == "'none'"
    assert told["script-src"] == " ".join(("'self'", *script_hashes()))
    assert told["connect-src"] == "'self'"
    assert [name for name, sources in told.items() if "'unsafe-inline'" in sources] == ["style-src"]


def test_every_script_of_a_template_is_known_and_always_the_same():
    sources = {
        name.partition(".")[0]: environment().loader.get_source(environment(), name)[0]
        for name in environment().list_templates()
    }
    written = {name: len(inline_scripts(source)) for name, source in sources.items()}
    assert {name for name, count in written.items() if count} == {one[0] for one in SCRIPTS}
    assert sum(written.values()) == len(SCRIPTS) == len(script_hashes()) - 1  # Streamlit's own
    for source in sources.values():
        for script in inline_scripts(source):
            told = re.findall(r"\{\{.*?\}\}|\{%.*?%\}", script)
            assert {*told} <= {"{{ copying() }}", "{{ table_copying() }}"}
        assert not re.search(r"<[^>]*\son[a-z]+=", source)


def test_an_answer_is_kept_apart_from_other_sites_whatever_it_is():
    for path in ("/", "/nowhere", "/robots.txt", "/media/x.csv"):
        headers = DOOR.ask(path).headers
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == (
            "nosniff", "same-origin")  # fmt: skip


def answered(scheme: str, *headers: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    said = []

    async def send(message):
        said.append(message)

    scope = {"type": "http", "path": "/", "scheme": scheme, "headers": []}
    own_loop.run(SafeHeaders(app)(scope, None, send))
    return said[0]["headers"]


@pytest.mark.parametrize(("kind", "told"), [
    (b"image/svg+xml", b"image/svg+xml; charset=utf-8"),
    (b"Text/CSV; header=present", b"Text/CSV; header=present; charset=utf-8"),
    (b"text/html; Charset=latin-1", b"text/html; Charset=latin-1"),
    (b"image/png", b"image/png"),
    (b"application/json", b"application/json"),  # which is UTF-8, and has no other
])  # fmt: skip
def test_a_text_says_how_its_letters_are_written(kind, told):
    assert (b"Content-Type", told) in answered("http", (b"Content-Type", kind))


def test_a_cookie_that_came_over_tls_stays_there():
    set_there = ((b"Set-Cookie", b"a=1; Path=/"), (b"set-cookie", b"b=1; Secure"))
    for scheme, secure in (("https", b"; Secure"), ("http", b"")):
        headers = answered(scheme, *set_there)
        cookies = [value for name, value in headers if name.lower() == b"set-cookie"]
        assert cookies == [b"a=1; Path=/" + secure, b"b=1; Secure"]
