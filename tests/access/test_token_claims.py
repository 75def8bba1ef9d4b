"""Claims of an ID token: which will do, and the person whom they tell of."""

from dataclasses import replace

import pytest

from insight.access.login_settings import LoginSettings, login_from
from insight.access.token_claims import Issued, objection, person_of_claims

ISSUED = Issued("insight", "RS256", "https://id.example")
CLAIMS = {"iss": "https://id.example", "aud": "insight", "sub": "42", "iat": 1000, "exp": 4600}


def person(settings: LoginSettings | None = None, **claims: object):
    settings = settings or LoginSettings()
    return person_of_claims({**CLAIMS, **claims}, settings, 1000.0, "a" * 64)


def test_what_a_provider_should_say_will_do():
    assert objection(CLAIMS, ISSUED, LoginSettings()) == ""
    assert objection({**CLAIMS, "aud": ["insight"]}, ISSUED, LoginSettings()) == ""
    assert objection({**CLAIMS, "iss": "https://id.example/"}, ISSUED, LoginSettings()) == ""


OBJECTIONS = [
    ({"aud": "other"}, "aud"), ({"aud": []}, "aud"), ({"aud": None}, "aud"),
    ({"aud": {"insight": 1}}, "aud"), ({"azp": "other"}, "azp"), ({"iss": ""}, "iss"),
    ({"iss": None}, "iss"), ({"iss": "https://id.example.evil"}, "iss"),
    ({"iss": "https://id.example/another"}, "iss"),
    ({"exp": "4600"}, "exp, iat"), ({"iat": True}, "exp, iat"),
    ({"sub": ""}, "sub"), ({"sub": 42}, "sub"), ({"sub": "4\n2"}, "sub"), ({"sub": " "}, "sub"),
    ({"sub": "4" * 256}, "sub"), ({"sub": ["42"]}, "sub"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "why"), OBJECTIONS)
def test_whatever_else_is_refused_and_the_log_says_only_which_claim(claims, why):
    assert objection({**CLAIMS, **claims}, ISSUED, LoginSettings()) == why


@pytest.mark.parametrize("algorithm", ["none", "None", "", "HS256", "HS512", "RS1", "dir"])
def test_a_signature_that_others_could_have_made_is_none(algorithm):
    assert objection(CLAIMS, replace(ISSUED, algorithm=algorithm), LoginSettings()) == "alg"


def test_an_address_of_mail_is_an_id_only_once_it_is_confirmed():
    settings = login_from({"INSIGHT_LOGIN_ID": "email"})
    claims = {**CLAIMS, "email": "Kari@Example.no"}
    assert objection(claims, ISSUED, settings) == "email_verified"
    assert objection({**claims, "email_verified": "true"}, ISSUED, settings) == "email_verified"
    assert objection({**claims, "email_verified": True}, ISSUED, settings) == ""
    assert person(settings, email="Kari@Example.no").id == "kari@example.no"


def test_a_level_that_is_too_low_is_refused():
    settings = login_from({"INSIGHT_LOGIN_ACR": "idporten-loa-high"})
    high = {**CLAIMS, "acr": "idporten-loa-high"}
    assert objection(high, ISSUED, settings) == ""
    assert objection({**high, "acr": "idporten-loa-substantial"}, ISSUED, settings) == "acr"
    assert objection(CLAIMS, ISSUED, settings) == "acr"


@pytest.mark.parametrize(("path", "claims"), [
    ("groups", {"groups": ["a", "b"]}),
    ("roles", {"roles": ["b", "a", "", 7, None]}),
    ("realm_access.roles", {"realm_access": {"roles": ["a", "b"]}}),
    ("resource_access.my.app.roles", {"resource_access": {"my.app": {"roles": ["a", "b"]}}}),
    ("https://id.example/groups", {"https://id.example/groups": ["a", "b"]}),
])  # fmt: skip
def test_groups_are_found_where_the_operator_says(path, claims):
    settings = login_from({"INSIGHT_LOGIN_GROUPS": path})
    assert person(settings, **claims).groups == {"a", "b"}


@pytest.mark.parametrize("groups", [None, {}, 7, {"a": 1}, [["a"]]])
def test_what_is_no_list_of_groups_is_no_group(groups):
    assert person(groups=groups).groups == frozenset()
    assert person(groups=groups).knows_groups


@pytest.mark.parametrize("claims", [
    {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://x"}}},
    {"hasgroups": True}, {"hasgroups": "true"}, {"groups": [f"g{n}" for n in range(2001)]},
    {"_claim_names": {"groups": "src1"}, "groups": ["a"]},
])  # fmt: skip
def test_groups_that_are_too_many_are_not_taken_for_none(claims):
    assert not person(**claims).knows_groups
    assert person(**claims).groups == frozenset()


def test_a_claim_of_others_that_is_elsewhere_does_not_matter():
    assert person(_claim_names={"photo": "src1"}, groups=["a"]).knows_groups


@pytest.mark.parametrize(("claims", "name"), [
    ({"name": "Kari Nordmann"}, "Kari Nordmann"), ({"preferred_username": "kari"}, "kari"),
    ({"name": "K\x00ari\n"}, "Kari"), ({"name": 7}, ""), ({"pid": "23079410918"}, ""),
    ({"name": "x" * 200}, "x" * 80),
])  # fmt: skip
def test_a_name_is_what_can_be_shown_and_never_a_national_number(claims, name):
    assert person(**claims).name == name


def test_who_somebody_is_stands_in_no_log_that_prints_them():
    told = repr(person(login_from({"INSIGHT_LOGIN_ID": "pid"}), pid="23079410918", name="Kari"))
    assert "23079410918" not in told
    assert "Kari" not in told
