"""Sign-ins as the audit is told of them: who came and went, and who was not let in."""

import time

import pytest
from audited import audited, settings_in
from gated_app import browser, signed_in, who
from oidc_provider import CLIENT

from insight.operation.audit.asker import name_of


@pytest.fixture
def audit(tmp_path_factory):
    with audited(tmp_path_factory.mktemp("audit")) as begun:
        yield begun


def test_who_comes_and_goes_has_one_pseudonym_and_no_name(app, audit):
    whole = app()
    first, second = browser(whole), browser(whole)
    for client in (first, second):
        signed_in(client)
        client.get("/auth/logout?lang=en")
        assert who(client)["id"] == ""
    kari = name_of("kari", settings_in(audit.path.parent))
    acts = [{"event": event, "who": kari} for event in ("sign_in", "sign_out")]
    assert audit.acts() == acts * 2
    assert "kari" not in audit.path.read_text("utf-8").lower()


def test_who_has_done_nothing_for_long_has_gone_once_whoever_notices(app, audit):
    whole = app()
    client = browser(whole)
    signed_in(client)
    whole._sign_ins._clock = lambda: time.time() + 2 * 3600
    for _ in range(3):
        assert who(client)["id"] == ""
    came, went = audit.acts()
    assert (came["event"], went["event"], went["reason"]) == ("sign_in", "sign_out", "idle")
    assert came["who"] == went["who"]


def test_who_is_not_let_in_is_told_of_by_the_reason(app, audit, provider):
    client = browser(app())
    provider.claims = lambda claims: {**claims, "aud": ["another app"], "azp": CLIENT}
    signed_in(client)
    [act] = audit.acts()
    assert act == {"event": "failed_sign_in", "reason": "token: aud"}


def test_a_visitor_who_signs_out_of_nothing_leaves_no_line(app, audit):
    browser(app()).get("/auth/logout")
    assert audit.lines() == [] if audit.path.exists() else True
