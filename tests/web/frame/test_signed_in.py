"""The name at the top of a page, and what a page says when a sign-in has ended."""

import time
from dataclasses import replace

import pytest
from login_on_page import EXPIRED, KARI, login_set, page_of
from visitor import bodies, shown

from insight.access.person import ANYBODY
from insight.access.sign_ins import shared_sign_ins
from insight.language.catalogue import LANGUAGES, say
from insight.web.frame.signed_in import current_person
from insight.web.own_survey import returning


@pytest.fixture
def offered(tmp_path):
    with login_set(tmp_path / "out", INSIGHT_LOGIN="offered"):
        yield


def test_where_nobody_can_sign_in_the_page_says_nothing_of_it(tmp_path):
    with login_set(tmp_path / "out"):
        assert "signed-in" not in bodies(shown(page_of(ANYBODY)))
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_in_leads_back_to_the_view(offered, language):
    page = bodies(shown(page_of(ANYBODY, "figures", lang=language, wave="2020")))
    assert say(language, "sign_in.in") in page
    assert f"/sign-in?to=%2Ffigures%3Flang%3D{language}" in page
    assert "%26wave%3D2020" in page.partition("/sign-in?to=")[2].partition('"')[0]


def test_who_has_signed_in_has_their_name_there_as_words_and_the_way_out(offered):
    page = bodies(shown(page_of(KARI, lang="en")))
    assert "Kari &lt;b&gt;Nordmann&lt;/b&gt;" in page
    assert "/auth/logout?lang=en" in page
    nameless = bodies(shown(page_of(replace(KARI, name=""), lang="nb")))
    assert say("nb", "sign_in.nameless") in nameless


def test_groups_that_nobody_tells_are_said_to_be_untold(offered):
    page = shown(page_of(replace(KARI, groups=frozenset(), knows_groups=False), lang="en"))
    assert [one.value for one in page.warning] == [say("en", "sign_in.groups_unknown")]


def test_a_sign_in_that_has_ended_is_noticed_at_the_next_click_and_all_is_let_go(offered):
    page = page_of(KARI, "figures", lang="en")
    visitor = returning.welcome("")
    page.session_state["visitor"] = visitor
    page.session_state["basket"] = "what somebody has gathered"
    shared_sign_ins().end(KARI.sign_in)
    said = bodies(shown(page.run()))
    assert say("en", "sign_in.out") in said
    assert "/sign-in?to=%2Ffigures%3Flang%3Den" in said
    assert 'href="/figures?lang=en' in said  # without signing in
    assert not page.get("vega_lite_chart")
    assert "Kari" not in said
    assert "basket" not in page.session_state
    assert not visitor.root.exists()
    assert say("en", "sign_in.out") in bodies(shown(page.run()))  # and it stays so


def test_one_that_has_expired_says_that(offered):
    assert say("nb", "sign_in.expired") in bodies(shown(page_of(EXPIRED)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_that_nobody_has_used_says_that_and_leads_back_to_the_view(offered, language):
    page = page_of(KARI, "figures", lang=language)
    shared_sign_ins()._clock = lambda: time.time() + 2 * 3600
    said = bodies(shown(page.run()))
    assert say(language, "sign_in.idle", minutes=60) in said
    assert f"/sign-in?to=%2Ffigures%3Flang%3D{language}" in said
    assert "Kari" not in said
    assert say(language, "sign_in.idle", minutes=60) in bodies(shown(page.run()))


def test_where_everybody_must_sign_in_nobody_is_offered_to_go_on_without(tmp_path):
    with login_set(tmp_path / "out", INSIGHT_LOGIN="required"):
        page = bodies(shown(page_of(EXPIRED, lang="en")))
        assert say("en", "sign_in.again") in page
        assert say("en", "sign_in.without") not in page


def test_behind_a_proxy_the_page_is_loaded_again_and_the_way_out_is_the_proxy_s(tmp_path):
    proxy = {"INSIGHT_LOGIN": "offered", "INSIGHT_LOGIN_BY": "proxy",
             "INSIGHT_LOGIN_PROXY": "127.0.0.1"}  # fmt: skip
    with login_set(tmp_path / "out", **proxy):
        assert say("en", "sign_in.reload") in bodies(shown(page_of(EXPIRED, lang="en")))
        assert "/auth/logout" not in bodies(shown(page_of(KARI)))
        assert "/sign-in" not in bodies(shown(page_of(ANYBODY)))
    with login_set(tmp_path / "out", **proxy, INSIGHT_LOGIN_SIGN_OUT="/oauth2/sign_out"):
        assert "/auth/logout" in bodies(shown(page_of(KARI)))


def test_outside_a_session_it_is_anybody():
    assert current_person() == ANYBODY
