"""The way in, with a real provider: who is believed, what is refused, and where it leads."""

import secrets
import time

import pytest
from gated_app import (
    VIEW,
    browser,
    cookies_set,
    query_of,
    returned,
    sent_to_provider,
    signed_in,
    who,
)
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT, ORIGIN, ask


def test_people_of_two_groups_are_told_apart_and_come_back_to_their_view(app):
    whole = app()
    kari, ola = browser(whole), browser(whole)
    assert who(kari)["id"] == ""
    assert signed_in(kari).headers["location"] == VIEW
    signed_in(ola, "ola")
    assert (who(kari)["id"], who(kari)["groups"]) == ("kari", ["leaders"])
    assert (who(ola)["name"], who(ola)["groups"]) == ("Ola Hansen", ["staff"])


def test_the_provider_is_asked_with_state_nonce_and_proof(app, provider):
    whole = app()
    asked, again = (query_of(sent_to_provider(browser(whole))) for _ in range(2))
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{ORIGIN}/oauth2callback"
    for one in ("state", "nonce", "code_challenge"):
        assert len(asked[one]) >= 20
        assert asked[one] != again[one]
    signed_in(browser(whole))
    [exchange] = [one for one in provider.asked if one["path"] == "/oauth2/token"]
    assert len(exchange["code_verifier"]) >= 43


def refused(client) -> str:
    """Hold that nobody has been signed in, and return why the browser is told so."""
    answer = signed_in(client)
    assert answer.headers["location"].startswith("/sign-in?to=%2Fanswers")
    assert who(client)["id"] == ""
    assert not [one for one in client.cookies if one.startswith(("_streamlit_user", "insight-"))]
    page = client.get(answer.headers["location"], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "/sign-in?to=%2Fanswers" in page.text  # the view is not lost with the attempt
    return query_of(answer.headers["location"])["why"]


WRONG = {
    "another issuer": ("failed", {"iss": "https://evil.example"}),
    "another nonce": ("failed", {"nonce": "0123456789"}),
    "a time that is past": ("failed", {"exp": int(time.time()) - 3600}),
    "another audience, asked for by us": ("refused", {"aud": ["another app"], "azp": CLIENT}),
    "nobody": ("refused", {"sub": ""}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_says_what_it_should_not_signs_nobody_in(app, provider, wrong):
    why, said = WRONG[wrong]
    provider.claims = lambda claims: {**claims, **said}
    assert refused(browser(app())) == why


def test_metadata_that_name_another_issuer_than_their_place_are_refused_unless_it_is_named(
    app, provider
):
    provider.metadata = {"issuer": "https://another.example"}
    provider.claims = lambda claims: {**claims, "iss": "https://another.example"}
    client = browser(app())
    signed_in(client)
    assert who(client)["id"] == ""
    client = browser(app({"issuer": "https://another.example/"}))
    signed_in(client)
    assert who(client)["id"] == "kari"


def test_a_token_that_nobody_signed_is_refused_even_where_the_provider_offers_that(app, provider):
    provider.header = {"alg": "none"}
    provider.claims = lambda claims: {**claims, "at_hash": None}
    assert refused(browser(app())) == "failed"
    provider.metadata = {"id_token_signing_alg_values_supported": ["RS256", "none"]}
    assert refused(browser(app())) == "refused"


def test_a_token_that_another_signed_is_refused(app, provider):
    provider.key = RSAKey.generate_key(2048)
    assert refused(browser(app())) == "failed"


def test_the_answer_to_one_browser_signs_no_other_in(app):
    whole = app()
    victim, other = browser(whole), browser(whole)
    back = returned(sent_to_provider(victim), "kari")
    assert query_of(other.get(back).headers["location"])["why"] == "failed"
    assert who(other)["id"] == ""
    forged = back.replace("state=", "state=x")
    assert query_of(victim.get(forged).headers["location"])["why"] == "failed"


def test_an_answer_of_the_provider_works_once(app):
    client = browser(app())
    back = returned(sent_to_provider(client), "kari")
    client.get(back)
    assert query_of(client.get(back).headers["location"])["why"] == "failed"
    assert who(client)["id"] == ""


def test_who_says_no_at_the_provider_is_told_so(app):
    client = browser(app())
    sent_to_provider(client)
    answer = client.get("/oauth2callback?error=access_denied&error_description=%0Ano&state=x")
    assert query_of(answer.headers["location"]) == {"to": VIEW, "why": "failed"}


def test_a_provider_that_cannot_be_reached_is_one_sentence_and_the_way_is_kept(app):
    nowhere = "http://127.0.0.1:9/.well-known/openid-configuration"
    client = browser(app({"server_metadata_url": nowhere}))
    first = client.get("/sign-in", params={"to": VIEW})
    answer = client.get(first.headers["location"])
    assert (answer.status_code, answer.text) == (303, "")
    asked = query_of(answer.headers["location"])
    assert (asked["to"], asked["why"]) == (VIEW, "failed")
    page = client.get(answer.headers["location"])
    assert page.status_code == 200
    assert "The sign-in was not completed. Try again." in page.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_signing_in_leads_to_no_address_but_our_own(app, elsewhere):
    assert signed_in(browser(app()), to=elsewhere).headers["location"] == "/"


def test_nor_does_a_cookie_that_somebody_else_has_written(app):
    client = browser(app())
    back = returned(sent_to_provider(client), "kari")
    for cookie in client.cookies.jar:
        if cookie.name == "insight-return":
            cookie.value = "https%3A%2F%2Fevil.example"
    assert client.get(back).headers["location"] == "/"


def test_cookies_are_kept_from_scripts_from_other_sites_and_from_the_clear(app):
    over_tls = ORIGIN.replace("http:", "https:")
    whole = app({"redirect_uri": f"{over_tls}/oauth2callback"}, INSIGHT_LOGIN_MINUTES="30")
    client = browser(whole, over_tls)
    back = ask("POST", sent_to_provider(client), data={"sub": "kari"}).headers["location"]
    told = cookies_set(client.get(back))
    assert not [name for name in told if name.startswith("_streamlit_user")]
    for name in ("__Host-insight-sign-in", "_streamlit_session"):
        assert {"httponly", "samesite=lax", "secure", "path=/"} <= {*told[name]}
        assert not [one for one in told[name] if one.startswith("domain")]
    assert {"max-age=1800", "max-age=1799"} & {*told["__Host-insight-sign-in"]}
    assert who(client)["id"] == "kari"
    [word] = [one.value for one in client.cookies.jar if one.name == "__Host-insight-sign-in"]
    planted = {"cookie": f"insight-sign-in={word}; __Secure-insight-sign-in={word}"}
    assert who(browser(whole, over_tls), **planted)["id"] == ""
    taken = cookies_set(client.get("/auth/logout"))
    assert {"secure", "path=/", "max-age=0"} <= {*taken["__Host-insight-sign-in"]}


def test_the_browser_gets_a_word_that_says_nothing_however_many_groups_there_are(app, provider):
    provider.knows("kari", name="Kari", groups=[secrets.token_hex(16) for _ in range(200)])
    client = browser(app())
    signed_in(client)
    assert len(who(client)["groups"]) == 200
    [word] = [one.value for one in client.cookies.jar if one.name == "insight-sign-in"]
    assert len(word) < 200
    assert who(client)["sign_in"] not in word


def test_a_name_of_a_provider_stands_before_what_it_says_where_there_are_several(app, provider):
    one = {key: provider.secrets()[key]
           for key in ("client_id", "client_secret", "server_metadata_url")}  # fmt: skip
    whole = app({"entra": one, "idporten": one})
    client = browser(whole)
    page = client.get("/sign-in", params={"to": VIEW})
    assert page.text.count("by=entra") == page.text.count("by=idporten") == 1
    signed_in(client, by="entra")
    assert (who(client)["id"], who(client)["groups"]) == ("entra:kari", ["entra:leaders"])
