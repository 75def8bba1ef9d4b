"""The door behind a proxy: its headers are believed from its own connection, and from no other."""

import pytest
from gated_app import browser, settings_of, told, who
from starlette.applications import Starlette
from starlette.routing import Route

from insight.web.signing_in.sign_in_gate import SignInGate
from insight.web.signing_in.tcp_peer import PeerKept

USER = {"x-forwarded-user": "kari", "x-forwarded-groups": "leaders"}


@pytest.fixture
def door(tmp_path):
    """Return what makes a client that is connected from an address, with more settings."""

    def made(peer: str, believes: str = "*", **environment: str):
        settings = settings_of(tmp_path, **{"INSIGHT_LOGIN_BY": "proxy",
                               "INSIGHT_LOGIN_PROXY": "10.0.0.5", **environment})  # fmt: skip
        gate = SignInGate(Starlette(routes=[Route("/{rest:path}", told)]), settings)
        client = browser(PeerKept(gate, believes))
        client._transport.client = (peer, 4711)
        return client

    return made


def test_the_proxy_says_who_asks_and_nothing_inside_sees_how(door):
    client = door("10.0.0.5")
    kari = who(client, **USER)
    assert (kari["id"], kari["groups"]) == ("kari", ["leaders"])
    assert who(client, **USER)["until"] == kari["until"]  # or no session would be given back
    assert not {*kari["headers"]} & {*USER}


def test_nobody_else_can_say_so_whatever_they_forward(door):
    for forwarded in ("10.0.0.5", "10.0.0.5:80", "1.2.3.4, 10.0.0.5"):
        seen = who(door("8.8.8.8"), **USER, **{"x-forwarded-for": forwarded})
        assert seen["id"] == ""
        assert not {*seen["headers"]} & {*USER}


def test_the_visitor_whom_the_proxy_forwards_is_not_taken_for_it(door):
    assert who(door("10.0.0.5"), **USER, **{"x-forwarded-for": "8.8.8.8"})["id"] == "kari"


def test_a_header_that_can_be_read_in_two_ways_is_one_sentence(door):
    answer = door("10.0.0.5").get("/answers?lang=en", headers={**USER, "x-forwarded-user": "a,b"})
    assert answer.status_code == 400
    assert "understood in more than one way" in answer.text


def test_other_names_are_read_only_where_the_operator_says_so(door):
    headers = {"x-auth-user": "ola", **USER}
    assert who(door("10.0.0.5"), **headers)["id"] == "kari"
    other = door("10.0.0.5", INSIGHT_LOGIN_USER_HEADER="X-Auth-User")
    assert who(other, **headers)["id"] == "ola"


def test_without_the_connection_s_own_address_nobody_is_believed(tmp_path):
    settings = settings_of(tmp_path, INSIGHT_LOGIN_BY="proxy", INSIGHT_LOGIN_PROXY="127.0.0.1")
    app = SignInGate(Starlette(routes=[Route("/{rest:path}", told)]), settings)
    assert who(browser(app), **USER)["id"] == ""


def test_where_everybody_must_sign_in_the_page_offers_no_way_that_is_not_there(door):
    client = door("8.8.8.8", INSIGHT_LOGIN="required")
    page = client.get("/answers", headers={"accept": "text/html"})
    assert page.status_code == 403
    assert "<a " not in page.text


def test_signing_out_leads_to_where_the_proxy_does_it(door):
    client = door("10.0.0.5", INSIGHT_LOGIN_SIGN_OUT="/oauth2/sign_out")
    assert client.get("/auth/logout", headers=USER).headers["location"] == "/oauth2/sign_out"
    assert door("10.0.0.5").get("/sign-in", headers=USER).headers["location"] == "/"
