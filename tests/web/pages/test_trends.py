"""The page of trends as a visitor's session runs it: all, one, recommendations and gaps."""

import html
import re
from urllib.parse import parse_qs

import pytest
from visitor import bodies, downloads, fact_files, opened, shown, warnings, words

from insight.documents.facts import facts
from insight.documents.passages.gaps import gaps, passage_of, recommendations
from insight.documents.passages.trends import passages_of, trends
from insight.language.catalogue import LANGUAGES, say

KNOWN = facts()


def addresses(app) -> list[tuple[str, dict[str, list[str]]]]:
    """The page and the parameters of each link."""
    found = [
        html.unescape(one).partition("?") for one in re.findall(r'href="([^"]*)"', bodies(app))
    ]
    return [(path, parse_qs(query)) for path, _, query in found]


def parameters(app, page: str, name: str) -> list[str]:
    """What the links to a page ask for in a parameter."""
    return [query[name][0] for path, query in addresses(app) if path == page and name in query]


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trend_is_named_and_is_a_link(language):
    app = opened("trends", lang=language)
    assert {*parameters(app, "trends", "trend")} == {trend.id for trend in trends()}
    for trend in trends():
        assert trend.name[language] in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "ai_own_health", "follow_up"])
def test_a_trend_has_all_its_sentences_each_read_in_its_place(name, language):
    trend = next(each for each in trends() if each.id == name)
    app = opened("trends", lang=language, trend=name)
    led_to = parameters(app, "sources", "at")
    for passage in passages_of(trend, KNOWN):
        assert passage.id in led_to
        assert f'id="{passage.id}"' in bodies(app)
    assert downloads(app) == fact_files(language)


def test_a_trend_leads_to_figures_needs_areas_scenarios_and_the_trends_beside_it():
    app = opened("trends", trend="trust")
    assert "citizen_trust_access_2021" in parameters(app, "figures", "figure")
    assert parameters(app, "needs", "need")
    assert {"pestel", "scenarios"} <= {*parameters(app, "strategy", "part")}
    assert parameters(app, "trends", "trend") == ["home", "security"]
    for page in ("figures", "needs", "strategy"):
        assert "trust_privacy" in parameters(app, page, "theme")


def test_of_a_private_publishers_article_it_is_said_that_it_is_told_in_our_words():
    said = words(opened("trends", lang="en", trend="ai_own_health"))
    for remark in ("no_publisher", "no_date", "summarised"):
        assert say("en", f"sources.{remark}") in said


def test_a_trend_that_is_not_there_is_told_and_all_are_shown():
    app = opened("trends", trend="hom")
    assert any("hom" in warning for warning in warnings(app))
    assert len({*parameters(app, "trends", "trend")}) == len(trends())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_recommendation_is_listed(language):
    app = opened("trends", lang=language, list="recommendations")
    for passage in recommendations(KNOWN):
        assert f'id="{passage.id}"' in bodies(app)
    assert say(language, "trends.recommendations", count=25) in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_has_who_says_it_and_what_would_measure_it(language):
    app = opened("trends", lang=language, list="gaps")
    said = plain(html.unescape(re.sub(r"<[^>]+>", "", bodies(app))))
    for gap in gaps():
        passage = passage_of(gap, KNOWN)
        assert plain(gap.measure[language]) in said
        assert passage.id in parameters(app, "sources", "at")
        assert KNOWN.sources[passage.source].publisher in said
    assert parameters(app, "maturity", "item") == ["sdg_maturity", "sdg_maturity", "sdg_networks"]
    assert "pharmacy_online_pref_2021" in parameters(app, "figures", "figure")


def test_lists_are_narrowed_by_theme_and_document():
    app = opened("trends", list="gaps", theme="medicines", document="trends_2022")
    assert re.findall(r'<section class="gap">', bodies(app)) == ['<section class="gap">']
    assert "t_ut22_online_rx_gap" in parameters(app, "sources", "at")
    empty = opened("trends", list="recommendations", theme="medicines")
    assert say("nb", "fact.nothing") in words(empty)
    assert downloads(empty) == []


def test_what_is_chosen_is_in_the_link():
    app = opened("trends")
    control = next(one for one in app.button_group if one.key.startswith("own:list"))
    shown(control.set_value("gaps").run())
    assert app.query_params["list"] == "gaps"
