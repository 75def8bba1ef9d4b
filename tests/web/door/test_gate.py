"""What the front door lets in: the app's own names, its own pages, and sound requests."""

import pytest
from at_the_door import VISIT, Door

from insight.api.settings import Settings
from insight.language.catalogue import say
from insight.language.errors import RequestError
from insight.web.door.entrance import Entrance
from insight.web.door.hosts import hosts_from

STREAM = "/_stcore/stream"
INNSIKT = "https://innsikt.example.no"


def door(hosts: str = "", address: str = "", listens: str = "localhost") -> Door:
    found = hosts_from({"INSIGHT_HOSTS": hosts}, address, listens, "localhost")
    return Door(Entrance(hosts=found), Settings(address=address))


AT_HOME = door()
NAMED = door("other.example.no *.example.org", f"{INNSIKT}/under/here", "0.0.0.0")


HOSTS = [
    ("localhost:8501", 200, 200),
    ("LOCALHOST:8501", 200, 200),
    ("localhost.", 200, 200),
    ("127.0.0.1:8501", 200, 200),
    ("[::1]:8501", 200, 200),
    ("10.0.0.5", 200, 200),  # a health check, which knows no name
    ("93.184.215.14", 421, 421),
    ("[2606:2800:21f::1]", 421, 421),
    ("innsikt.example.no", 421, 200),
    ("Innsikt.Example.NO.:443", 421, 200),
    ("other.example.no:9000", 421, 200),
    ("deep.er.example.org", 421, 200),
    ("example.org", 421, 421),
    ("notexample.org", 421, 421),
    ("innsikt.example.no.evil.example", 421, 421),
    ("localhost.evil.example", 421, 421),
    ("evil.example:8501", 421, 421),  # a name that was made to lead here
    ("2130706433", 421, 421),
    ("", 400, 400),
    ("user@localhost", 400, 400),
    ("localhost:99999", 400, 400),
    ("localhost:80:80", 400, 400),
    ("localhost/..", 400, 400),
    ("localhost, evil.example", 400, 400),
    ("[::1", 400, 400),
    ("[::1%25eth0]", 400, 400),
    ("[v1.x]", 400, 400),
    ("a" * 5_000, 400, 400),
    ("\xe6.example.no", 400, 400),
]


@pytest.mark.parametrize(("host", "at_home", "named"), HOSTS)
def test_a_request_is_for_a_name_that_the_app_has(host, at_home, named):
    assert AT_HOME.ask("/answers", ("host", host)).status == at_home
    assert NAMED.ask("/answers", ("host", host)).status == named
    stream = NAMED.ask(STREAM, ("host", host), kind="websocket")
    assert stream.is_let_in == (named == 200)


def test_two_hosts_are_none_and_a_proxys_word_for_it_counts_nothing():
    twice = AT_HOME.ask("/", ("host", "localhost"), ("host", "localhost"))
    assert twice.status == 400
    for name in ("x-forwarded-host", "forwarded", "x-host", "x-original-host"):
        assert AT_HOME.ask("/", ("host", "evil.example"), (name, "localhost")).status == 421
        assert AT_HOME.ask("/", (name, "host=evil.example")).status == 200


def test_a_server_on_a_network_that_has_no_name_yet_answers_to_its_numbers():
    for listens in ("0.0.0.0", "::", ""):
        nameless = door(listens=listens)
        assert nameless.ask("/", ("host", "93.184.215.14:8501")).status == 200
        assert nameless.ask("/", ("host", "evil.example:8501")).status == 421
    for listens in ("127.0.0.1", "::1", "localhost"):
        assert door(listens=listens).ask("/", ("host", "93.184.215.14")).status == 421


@pytest.mark.parametrize("wrong", ["https://example.no", "example.no:8501", "a/b", "*.", "::1",
                                   "*.*.no", "user@example.no", "\xe6.no"])  # fmt: skip
def test_what_is_no_name_is_told_to_the_operator(wrong):
    with pytest.raises(RequestError, match="INSIGHT_HOSTS"):
        hosts_from({"INSIGHT_HOSTS": f"example.no {wrong}"})


def test_where_the_proxy_looks_any_name_goes_and_no_foreign_page():
    anywhere = door("*")
    assert anywhere.ask("/", ("host", "any.example")).status == 200
    foreign = ("origin", "https://evil.example")
    assert anywhere.ask("/", ("host", "any.example"), foreign).status == 403


ORIGINS = [
    ("localhost:8501", "http://localhost:8501", True),
    ("LOCALHOST:8501", "http://localhost:8501", True),
    ("[::1]:8501", "http://[::1]:8501", True),
    ("innsikt.example.no", INNSIKT, True),
    ("localhost:8501", INNSIKT, True),  # a proxy that gives the app another name than its own
    ("localhost:8501", "https://a.example.org", True),
    ("localhost:8501", "http://localhost:3000", False),
    ("localhost:8501", "http://127.0.0.1:8501", False),
    ("localhost:8501", "https://evil.example", False),
    ("localhost:8501", "null", False),
    ("localhost:8501", "file://", False),
    ("localhost:8501", "localhost:8501", False),
    ("innsikt.example.no", "https://innsikt.example.no.evil.example", False),
    ("innsikt.example.no", "https://innsikt.example.no@evil.example", False),
    ("innsikt.example.no", "https://innsikt.example.no/", False),
    ("innsikt.example.no", "chrome-extension://innsikt.example.no", False),
    ("innsikt.example.no", f"{INNSIKT} https://evil.example", False),
]


@pytest.mark.parametrize(("host", "origin", "is_own"), ORIGINS)
def test_only_its_own_pages_speak_to_the_app(host, origin, is_own):
    headers = (("host", host), ("origin", origin))
    assert NAMED.ask(STREAM, *headers, kind="websocket").is_let_in == is_own
    for path in ("/answers", "/_stcore/health", "/static/js/index.js"):
        assert (NAMED.ask(path, *headers).status == 403) != is_own


def test_a_websocket_goes_on_under_the_name_of_its_page_so_that_nobody_is_asked_about_it():
    headers = (("host", "localhost:8501"), ("origin", INNSIKT))
    inside = NAMED.ask(STREAM, *headers, kind="websocket").inside
    assert [value for name, value in inside["headers"] if name == b"host"] == [
        b"innsikt.example.no"
    ]
    inside = NAMED.ask(STREAM, ("host", "LOCALHOST:1"), kind="websocket").inside
    assert inside["headers"] == [(b"host", b"LOCALHOST:1")]


def test_two_origins_are_foreign():
    own = ("origin", "http://localhost:8501")
    assert AT_HOME.ask("/", own, own).status == 403


def test_numbers_by_address_and_embedded_views_are_for_any_page_as_before():
    foreign = ("origin", "https://evil.example")
    for path in ("/api/v2/config", "/api/v2/tables", "/embed/answers"):
        assert AT_HOME.ask(path, foreign).status == 200
        assert AT_HOME.ask(path, foreign, ("host", "evil.example")).status == 421
        assert AT_HOME.ask(path, foreign).headers["cross-origin-resource-policy"] == "cross-origin"


SOUND = [
    ("GET", "/answers", 200),
    ("HEAD", "/answers", 200),
    ("TRACE", "/answers", 405),
    ("CONNECT", "/", 405),
    ("PROPFIND", "/api/v2/config", 405),
    ("GET", "http://evil.example/answers", 400),
    ("GET", "*", 400),
    ("GET", "/a/../answers", 400),
    ("GET", "/..", 400),
    ("GET", "/./answers", 400),
    ("GET", "//evil.example/answers", 400),
    ("GET", "/answers//", 400),
    ("GET", "/a\\b", 400),
    ("GET", "/a\x00b", 400),
    ("GET", "/a\r\nb", 400),
    ("GET", "/%2e%2e/answers/x", 404),
    ("GET", f"/{'a' * 9_000}", 414),
]


@pytest.mark.parametrize(("method", "path", "status"), SOUND)
def test_a_request_is_sound_or_answered_in_a_word(method, path, status):
    answer = AT_HOME.ask(path, method=method)
    assert answer.status == status
    if status != 200:
        assert not answer.is_let_in
        assert len(answer.body) < 500


def test_an_endless_query_and_a_bomb_of_headers_are_refused():
    assert AT_HOME.ask("/answers", query="x" * 9_000).status == 414
    assert AT_HOME.ask("/answers", *[("x", "y")] * 200).status == 431
    assert AT_HOME.ask("/answers", ("cookie", "x" * 40_000)).status == 431


def test_a_reader_is_told_in_both_languages_and_led_home():
    answer = AT_HOME.ask("/deep/er", VISIT)
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    for language in ("nb", "en"):
        assert say(language, "door.nothing_here") in answer.body
        assert f'<a href="../?lang={language}">{say(language, "door.home")}</a>' in answer.body
    program = AT_HOME.ask("/deep/er")
    assert program.body.splitlines() == [say(one, "door.nothing_here") for one in ("nb", "en")]
    hostile = AT_HOME.ask("/<script>alert(1)", VISIT)
    assert (hostile.status, "<script" in hostile.body) == (404, False)


def test_a_name_that_is_not_set_is_logged_once_and_never_without_end(caplog):
    strict = door()
    for number in range(200):
        for _ in range(2):
            strict.ask("/", ("host", f"name{number}.example"))
    assert len(caplog.messages) == 50
    assert "INSIGHT_HOSTS" in caplog.messages[0]
    assert "name0.example" in caplog.messages[0]


def test_what_is_no_request_passes_so_that_the_server_can_begin():
    assert AT_HOME.ask(kind="lifespan").is_let_in
