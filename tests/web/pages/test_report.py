"""The report that a reader puts together: added on Answers, put in order, worded, kept, brought."""

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode

import pytest
from hostile_words import SCRIPT
from visitor import bodies, opened, press, shown, warnings, words

from insight.language.catalogue import say
from insight.views.reports.composing import found_on
from insight.views.reports.report_reader import parse_report
from insight.views.reports.report_writer import report_toml
from insight.web.basket import basket

TRUST = {"lang": "en", "survey": "citizens", "item": "trust_need_to_know"}
PAGE = "../../../pages/report.py"


def add(app, **link):
    """Go to a view and put it into the report."""
    app.query_params = TRUST | link
    app.switch_page("../../../pages/answers.py")
    return press(shown(app.run()), say("en", "basket.add"))


def add_of(app, page, **link):
    """Go to another page's view and put it into the report."""
    app.query_params = {"lang": "en"} | link
    app.switch_page(f"../../../pages/{page}.py")
    return press(shown(app.run()), say("en", "basket.add"))


def report(app):
    """Go to the report from where one is."""
    app.query_params = {"lang": "en"}
    app.switch_page(PAGE)
    return shown(app.run())


@pytest.fixture(scope="module")
def link() -> dict[str, list[str]]:
    """The address of a report of two views, put together by a reader."""
    app = add(opened(**TRUST), by="gender")
    assert say("en", "basket.was_added", count=1) in words(app)
    assert say("en", "basket.way", count=1) in words(app)
    app = report(add(app, by="year"))
    return parse_qs(urlencode(app.query_params, doseq=True))


def numbered(app) -> list[str]:
    """The headings of the views, in order."""
    lines = [line.strip() for line in words(app).split("\n")]
    places = [at for at, line in enumerate(lines) if line in ("1.", "2.", "3.")]
    return [lines[at + 1] for at in places]


def test_views_stand_in_the_report_in_the_order_that_they_were_added(link):
    app = opened("report", **link)
    assert ["by=gender" in view for view in link["view"]] == [True, False]
    assert len(numbered(app)) == 2
    assert numbered(app)[0] != numbered(app)[1]


def test_a_view_moves_and_is_taken_out_and_that_is_said(link):
    app = opened("report", **link)
    first, second = numbered(app)
    app = press(app, say("en", "basket.down", place=1))
    assert numbered(app) == [second, first]
    assert say("en", "basket.moved", place=2, count=2) in words(app)
    assert app.query_params["view"] == [*reversed(link["view"])]
    app = press(app, say("en", "basket.remove", place=1))
    assert numbered(app) == [first]
    app = press(app, say("en", "basket.remove", place=1))
    assert say("en", "basket.empty") in words(app)


def test_words_of_the_author_stand_in_the_link_without_signs_that_nobody_can_read(link):
    app = opened("report", **link)
    [title] = [one for one in app.text_input if one.label == say("en", "basket.report_title")]
    app = shown(title.set_value(f"Trust \x1b {SCRIPT}").run())
    assert parse_qs(urlencode(app.query_params, doseq=True))["title"] == [f"Trust  {SCRIPT}"]
    assert any("U+001B" in one for one in warnings(app))
    [heading, *_] = [one for one in app.text_input if one.label == say("en", "basket.heading")]
    app = shown(heading.set_value(SCRIPT).run())
    assert numbered(app)[0] == SCRIPT
    assert SCRIPT not in bodies(app)
    again = opened("report", **parse_qs(urlencode(app.query_params, doseq=True)))
    assert numbered(again) == numbered(app)


@pytest.mark.parametrize(
    "linked", [{"view": ["survey=citizens"]}, {"view": 61 * ["survey=a&item=b"]}]
)
def test_a_link_that_is_no_report_is_told_in_a_sentence(linked):
    app = opened("report", lang="en", **linked)
    assert len(warnings(app)) == 1
    assert say("en", "basket.empty") in words(app)


def test_a_view_whose_survey_is_gone_stays_and_says_so():
    app = opened("report", lang="en", view=["survey=gone&item=trust", "survey=citizens&item=x"])
    assert "There is no survey called “gone”." in words(app)
    assert len(numbered(app)) == 2


def test_the_file_of_a_report_makes_it_again(link):
    app = opened("report", **link)
    kept = app.session_state["basket"]
    plan = kept.plan("en")
    brought = parse_report(report_toml(plan))
    assert brought == plan
    kept.take(brought, [])
    assert numbered(shown(app.run())) == numbered(opened("report", **link))


def test_what_is_in_the_report_can_be_taken_out_where_it_was_added():
    app = add(opened(**TRUST), by="gender")
    app = press(app, say("en", "basket.take_out"))
    assert say("en", "basket.was_taken_out", count=0) in words(app)
    assert say("en", "basket.add") in [one.label for one in app.button]


def test_an_own_survey_is_in_no_link_though_the_file_of_the_report_is_brought_again(monkeypatch):
    """Whether its view is of the survey, or of another beside it."""
    only = SimpleNamespace(is_own=lambda survey: survey.id == "citizens")
    monkeypatch.setattr(basket, "choices", only)
    beside = "survey=health_personnel&item=trust_need_to_know&against=citizens"
    shared = "survey=health_personnel&item=trust_need_to_know"
    app = opened("report", lang="en", view=[urlencode(TRUST), beside, shared])
    assert [entry.view.own for entry in app.session_state["basket"].entries] == [True, True, False]
    [linked] = parse_qs(urlencode(app.query_params, doseq=True))["view"]
    assert linked == shared
    assert say("en", "basket.own_left_out") in words(app)


def test_views_of_every_page_with_an_address_stand_in_one_report():
    app = add_of(opened("maturity", lang="en"), "maturity", item="sdg_networks", by="org_size")
    app = add_of(app, "figures", series="trust_storage")
    app = add_of(app, "timeline", **{"from": "2019"})
    assert say("en", "basket.take_out") in [one.label for one in app.button]
    app = report(app)
    assert len(numbered(app)) == 3
    views = app.query_params["view"]
    assert [view.split("&")[0] for view in views] == [
        "page=maturity",
        "page=figures",
        "page=timeline",
    ]
    assert "by=org_size" in views[0]
    assert views[1:] == ["page=figures&series=trust_storage", "page=timeline&from=2019"]
    again = opened("report", lang="en", view=views)
    assert numbered(again) == numbered(app)
    assert not warnings(again)


@pytest.mark.parametrize("page", ["../answers", "needs", ""])
def test_a_link_to_a_view_of_a_page_that_has_none_is_told(page):
    app = opened("report", lang="en", view=[f"page={page}&series=trust_storage"])
    assert len(warnings(app)) == 1


def test_what_views_tell_is_worked_out_once_and_what_has_changed_since_is_told(monkeypatch):
    app = add(opened(**TRUST), by="gender")
    [entry] = app.session_state["basket"].entries
    before = replace(entry.view.found, survey="older", finding="Nobody trusts anybody.")
    entry.view = replace(entry.view, found=before)
    asked = []

    def count(view, *rest):
        asked.append(view.query)
        return found_on(view, *rest)

    monkeypatch.setattr(basket, "found_on", count)
    for _ in range(3):
        app = report(app)
        assert "the finding was “Nobody trusts anybody.”" in words(app)
    assert asked == [entry.view.query]
