"""The way out: what ends, for whom, and what of a sign-in cannot be kept or put together again."""

import json
import time
from datetime import UTC, datetime

import pytest
from gated_app import browser, cookies_set, query_of, signed_in, who
from oidc_provider import ORIGIN
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from insight.language.catalogue import say
from insight.web.own_survey import returning
from insight.web.signing_in.identity_cookie import WORD, signed

XSRF = {"origin": ORIGIN}


def cookie_of(client) -> str:
    """All that a browser would send, which somebody else may have copied."""
    return "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)


def test_signing_out_takes_the_cookies_back_and_ends_the_provider_s_session(app, provider):
    client = browser(app())
    signed_in(client)
    answer = client.get("/auth/logout?lang=en")
    asked = query_of(answer.headers["location"])
    assert answer.headers["location"].startswith(f"{provider.url}/oauth2/end_session")
    assert asked["post_logout_redirect_uri"] == f"{ORIGIN}/oauth2callback"
    assert asked["id_token_hint"]
    assert {*client.cookies} <= {"insight-return", "_streamlit_session"}
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert client.get("/oauth2callback").headers["location"] == "/?lang=en"


def test_a_copy_of_the_cookies_is_worth_nothing_once_somebody_has_signed_out(app):
    whole = app()
    client = browser(whole)
    signed_in(client)
    copied = {"cookie": cookie_of(client)}
    assert who(browser(whole), **copied)["id"] == "kari"
    client.get("/auth/logout")
    assert who(browser(whole), **copied)["id"] == ""
    # another process, which shares nothing but the folder
    assert who(browser(app()), **copied)["id"] == ""


def test_a_new_sign_in_ends_the_one_before_in_the_same_browser(app):
    whole = app()
    client = browser(whole)
    signed_in(client)
    copied = {"cookie": cookie_of(client)}
    signed_in(client, "ola", by="default", why="failed")
    assert who(client)["id"] == "ola"
    assert who(browser(whole), **copied)["id"] == ""


def test_a_page_of_another_site_signs_nobody_out(app):
    client = browser(app())
    signed_in(client)
    answer = client.get("/auth/logout", headers={"sec-fetch-site": "cross-site"})
    assert answer.headers["location"] == "/"
    assert who(client)["id"] == "kari"


def test_what_somebody_brought_goes_with_them(app):
    client = browser(app())
    signed_in(client)
    visitor = returning.welcome("")
    client.cookies.set(returning.COOKIE, returning.token_of(visitor))
    answer = client.get("/auth/logout")
    assert "max-age=0" in cookies_set(answer)[returning.COOKIE]
    assert not visitor.root.exists()


def changed(value: str) -> str:
    return value[:20] + ("A" if value[20] != "A" else "B") + value[21:]


def test_a_cookie_that_has_been_changed_is_no_cookie(app):
    client = browser(app())
    signed_in(client)
    for cookie in client.cookies.jar:
        if cookie.name == WORD:
            cookie.value = changed(cookie.value)
    assert who(client)["id"] == ""


def test_a_cookie_signed_with_another_secret_is_no_cookie(app):
    client = browser(app())
    signed_in(client)
    elsewhere = browser(app({"cookie_secret": "another secret that is long enough"}))
    assert who(elsewhere, cookie=cookie_of(client))["id"] == ""


def test_what_lies_in_the_folder_lets_nobody_in(app, tmp_path):
    """Neither its name for a sign-in nor, without it, the cookie that led there."""
    whole = app()
    client = browser(whole)
    signed_in(client)
    file, used = sorted((tmp_path / "out").iterdir())
    secret = "0123456789abcdef0123456789abcdef"
    for one in (file, used):
        assert one.stat().st_mode & 0o777 == 0o600
        taken = f"{WORD}={signed(one.name, secret)}"
        assert who(browser(whole), cookie=taken)["id"] == ""
    file.unlink()
    assert who(client)["id"] == ""


def test_streamlit_s_own_cookie_is_not_believed(app):
    claims = {"sub": "kari", "provider": "default", "origin": ORIGIN, "is_logged_in": True}
    name, secret = "_streamlit_user", "0123456789abcdef0123456789abcdef"
    own = create_signed_value(secret, name, json.dumps(claims)).decode()
    client = browser(app())
    headers = {"cookie": f"{name}={own}", "origin": ORIGIN}
    assert who(client, **headers)["id"] == ""
    with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
        assert socket.receive_text() == ""


def test_who_cannot_be_kept_is_not_signed_in(app, tmp_path):
    client = browser(app())
    (tmp_path / "out").rmdir()
    answer = signed_in(client)
    assert query_of(answer.headers["location"])["why"] == "failed"
    assert who(client)["id"] == ""


def test_the_header_inside_the_server_can_be_sent_by_nobody(app):
    client = browser(app())
    for name in ("x-insight-person", "X-Insight-Person", "x_insight_person"):
        assert name.lower() not in who(client, **{name: '{"id": "kari"}'})["headers"]
    with client.websocket_connect("/_stcore/stream", headers={"x-insight-person": "{}"}) as socket:
        assert socket.receive_text() == ""


def test_a_session_that_another_site_opens_is_nobody_s(app):
    client = browser(app())
    signed_in(client)
    for origin, expected in ((ORIGIN, "kari"), ("https://evil.example", "")):
        headers = {"origin": origin, "cookie": cookie_of(client)}
        with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
            assert socket.receive_text() == expected


def asked(kind: str) -> bytes:
    message = BackMsg()
    if kind == "rerun_script":
        message.rerun_script.query_string = "lang=en"
        message.rerun_script.fragment_id = "part"
        message.rerun_script.widget_states.widgets.add(id="a", trigger_value=True)
    elif kind == "file_urls_request":
        message.file_urls_request.request_id = "1"
    elif kind == "backend_operation_request":
        message.backend_operation_request.deferred_file.file_id = "1"
    else:
        message.app_heartbeat = True
    return message.SerializeToString()


@pytest.mark.parametrize("kind", ["rerun_script", "file_urls_request", "backend_operation_request"])
def test_an_old_session_can_do_nothing_but_be_told(app, kind):
    client = browser(app())
    signed_in(client)
    headers = {"cookie": cookie_of(client)}
    with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
        socket.receive_text()
        socket.send_bytes(asked(kind))
        assert socket.receive_bytes() == asked(kind)
        client.get("/auth/logout")
        socket.send_bytes(asked(kind))
        left = BackMsg.FromString(socket.receive_bytes())
        assert left.WhichOneof("type") == "rerun_script"
        assert not left.rerun_script.fragment_id
        assert not left.rerun_script.widget_states.widgets
        socket.send_bytes(asked("app_heartbeat"))
        assert socket.receive_bytes() == asked("app_heartbeat")
        socket.send_bytes(b"\xff\xff")  # what Streamlit refuses is left to it
        assert socket.receive_bytes() == b"\xff\xff"


def test_an_identity_ends_with_its_token_or_with_the_longest_time(app, provider):
    provider.claims = lambda claims: {**claims, "exp": claims["iat"] + 60}

    def seconds_left(**environment: str) -> float:
        client = browser(app(**environment))
        signed_in(client)
        until = datetime.fromisoformat(who(client)["until"])
        return (until - datetime.now(UTC)).total_seconds()

    assert 50 < seconds_left() <= 60
    assert 1700 < seconds_left(INSIGHT_LOGIN_ENDS="session", INSIGHT_LOGIN_MINUTES="30") <= 1800
    provider.honest()
    assert 50 < seconds_left(INSIGHT_LOGIN_MINUTES="1") <= 60


def test_an_identity_that_has_expired_is_nobody_s(app, provider):
    provider.claims = lambda claims: {**claims, "exp": claims["iat"] - 60}  # within the leeway
    client = browser(app())
    copied = cookie_values(signed_in(client))
    assert who(client, cookie=copied)["id"] == ""


def cookie_values(answer) -> str:
    return "; ".join(line.partition(";")[0] for line in answer.headers.get_list("set-cookie"))


HALF_AN_HOUR = {"INSIGHT_LOGIN_IDLE_MINUTES": "30", "INSIGHT_LOGIN_ENDS": "session"}


class Later:
    """A clock that goes so many minutes ahead."""

    minutes = 0.0

    def __call__(self) -> float:
        return time.time() + 60 * self.minutes


def test_who_does_nothing_is_signed_out_and_what_a_page_asks_by_itself_is_nothing_done(app):
    whole = app(**HALF_AN_HOUR)
    clock = whole._sign_ins._clock = Later()
    client = browser(whole)
    signed_in(client)
    copied = {"cookie": cookie_of(client)}
    for clock.minutes in (25, 50):
        assert who(client)["id"] == "kari"
    for clock.minutes in (70, 79):
        who(client, "/_stcore/health")
        with client.websocket_connect("/_stcore/stream", headers=copied) as socket:
            socket.receive_text()
            socket.send_bytes(asked("rerun_script"))  # as a browser does that connects anew
            socket.receive_bytes()
            socket.send_bytes(asked("app_heartbeat"))
            socket.receive_bytes()
    clock.minutes = 81
    assert who(client)["id"] == ""
    assert who(browser(app(**HALF_AN_HOUR)), **copied)["id"] == ""


def test_clicks_keep_a_sign_in_and_an_idle_one_is_noticed_at_the_next(app):
    whole = app(**HALF_AN_HOUR)
    clock = whole._sign_ins._clock = Later()
    client = browser(whole)
    signed_in(client)
    headers = {"cookie": cookie_of(client)}
    with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
        socket.receive_text()
        for clock.minutes in (0, 20, 40, 60):
            socket.send_bytes(asked("rerun_script"))
            assert socket.receive_bytes() == asked("rerun_script")
        clock.minutes = 95
        socket.send_bytes(asked("rerun_script"))
        assert not BackMsg.FromString(socket.receive_bytes()).rerun_script.fragment_id
    assert who(client)["id"] == ""


def test_an_address_says_that_nothing_was_done_and_keeps_the_view(app):
    whole = app(INSIGHT_LOGIN="required", INSIGHT_LOGIN_ENDS="session")
    clock = whole._sign_ins._clock = Later()
    client = browser(whole)
    signed_in(client)
    clock.minutes = 70
    page = client.get("/answers?lang=en&item=a", headers={"accept": "text/html"})
    assert page.status_code == 403
    assert say("en", "sign_in.idle", minutes=60) in page.text
    assert "/sign-in?to=%2Fanswers%3Flang%3Den%26item%3Da" in page.text


REQUIRED = {"INSIGHT_LOGIN": "required"}
HTML = {"accept": "text/html"}


def test_where_everybody_must_sign_in_nothing_else_is_open(app):
    client = browser(app(**REQUIRED))
    page = client.get("/answers?lang=en&item=a%20b", headers=HTML)
    assert page.status_code == 403
    assert '<html lang="en">' in page.text
    assert "/sign-in?to=%2Fanswers%3Flang%3Den%26item%3Da%2520b" in page.text
    assert page.headers["cache-control"] == "no-store"
    for path in ("/api/v2/tables", "/embed/answers", "/media/a.csv", "/sitemap.xml", "/robots.txt",
                 "/_stcore/upload_file/a/b", "/_stcore/host-config", "/_stcore/metrics",
                 "/component/a", "/_stcore/agent/x", "//_stcore/health/../../api/v2"):  # fmt: skip
        assert client.get(path).status_code == 403, path
    for path in ("/_stcore/health", "/livez", "/static/js/a.js"):
        assert client.get(path).status_code == 200, path
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass
    signed_in(client)
    assert client.get("/api/v2/tables").status_code == 200


def test_where_nobody_can_sign_in_the_ways_are_not_there(app):
    client = browser(app(INSIGHT_LOGIN="off"))
    for path in ("/sign-in", "/auth/login", "/auth/logout", "/oauth2callback"):
        assert client.get(path).status_code == 404
    assert who(client, cookie=f"{WORD}={signed('a', '0' * 32)}")["id"] == ""


def test_no_memory_in_between_hands_to_others_what_somebody_was_answered(app):
    answer = browser(app()).get("/api/v2/tables")
    assert answer.headers["cache-control"] == "private, max-age=60"
    off = browser(app(INSIGHT_LOGIN="off")).get("/api/v2/tables")
    assert off.headers["cache-control"] == "public, max-age=60, s-maxage=99"
