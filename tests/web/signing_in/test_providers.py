"""Providers in a file of secrets: what is missing or cannot be is one sentence at the start."""

import subprocess
import sys

import pytest
from checkout import ROOT

from insight.language.errors import RequestError
from insight.web.signing_in.own_address import own_address
from insight.web.signing_in.providers import providers_in

METADATA = "https://id.example/v2.0/.well-known/openid-configuration"
ENTRA = {"client_id": "a", "client_secret": "b", "server_metadata_url": METADATA}
SHARED = {"redirect_uri": "https://innsikt.example/oauth2callback", "cookie_secret": "s" * 32}


def test_every_provider_is_asked_for_proof_of_who_asked_and_keeps_what_the_operator_says():
    kwargs = {"prompt": "login", "scope": "openid"}
    found = providers_in({**SHARED, "entra": {**ENTRA, "client_kwargs": kwargs}})
    assert found.clients == {"entra": "a"}
    assert found.origin == "https://innsikt.example"
    assert found.section["entra"]["client_kwargs"] == {**kwargs, "code_challenge_method": "S256"}


BROKEN = [
    ({}, "auth.redirect_uri, auth.cookie_secret"),
    ({**SHARED, "cookie_secret": ""}, "lacks auth.cookie_secret"),
    ({**SHARED, **ENTRA, "cookie_secret": "short"}, "is too short"),
    (SHARED, "auth.client_id, auth.client_secret, auth.server_metadata_url"),
    ({**SHARED, "entra": {"client_id": "a"}}, "auth.entra.client_secret, auth.entra.server_metad"),
    ({**SHARED, "my_entra": ENTRA}, "auth.my_entra"),
    ({**SHARED, "entra": {**ENTRA, "server_metadata_url": "https://id.example"}}, "well-known"),
    ({**SHARED, "entra": {**ENTRA, "server_metadata_url": ENTRA["server_metadata_url"].replace(
        "https", "http")}}, "must begin with https"),
    ({**SHARED, **ENTRA, "redirect_uri": "http://innsikt.example/oauth2callback"}, "redirect_uri"),
    ({**SHARED, **ENTRA, "redirect_uri": "https://innsikt.example/"}, "/oauth2callback"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "sentence"), BROKEN)
def test_half_a_configuration_is_one_sentence(section, sentence):
    with pytest.raises(RequestError, match=sentence):
        providers_in(section)


UNREADABLE = "cannot be read. Look for a mistake in the file, and whether the server may read it."


@pytest.mark.parametrize(
    ("secrets", "sentence"),
    [
        ("", "Signing in is on, but secrets.toml lacks auth.redirect_uri, auth.cookie_secret."),
        ("[auth", UNREADABLE),
    ],
)
def test_the_server_does_not_start_with_it_and_says_only_that(tmp_path, secrets, sentence):
    (tmp_path / "secrets.toml").write_text(secrets)
    environment = {"PATH": "", "INSIGHT_LOGIN": "offered",
                   "INSIGHT_LOGIN_FOLDER": str(tmp_path / "out"),
                   "INSIGHT_LOGIN_SECRETS": str(tmp_path / "secrets.toml")}  # fmt: skip
    tried = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment,
                           capture_output=True, text=True, check=False)  # fmt: skip
    assert tried.returncode == 1
    assert tried.stderr.strip().endswith(sentence)
    assert "Traceback" not in tried.stderr


@pytest.mark.parametrize("asked", ["/", "/answers", "/answers?lang=nb&item=a%20b",
                                   "/?q=å",
                                   "/answers?x=//evil.example&a=1%2C2"])  # fmt: skip
def test_a_view_of_ours_is_led_to(asked):
    assert own_address(asked) == asked


@pytest.mark.parametrize("asked", [
    "", "answers", "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example",
    "/%2f%2fevil.example", "/%5cevil.example", "\\\\evil.example", "javascript:alert(1)",
    "/answers\r\nset-cookie: a=b", "/auth/logout", "/sign-in?to=/", "/oauth2callback?code=1",
    "/x.html", "/" + "a" * 5000, "/\t/evil.example", "http:evil.example", "/..//evil.example",
    "/%2e%2e//evil.example", " /answers", "/@evil.example/x", "/answers;//evil\x00",
])  # fmt: skip
def test_nothing_else_is(asked):
    assert own_address(asked) == "/"
