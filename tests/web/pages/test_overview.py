"""The front page as a visitor's session runs it: what it says, and where each finding leads."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from survey_folder import multiple, net, segment, single, write_survey
from visitor import (
    asked,
    bodies,
    box,
    bundled,
    opened,
    page_links,
    press,
    shown,
    view_of,
    warnings,
    words,
)

from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.web.findings import findings
from insight.web.routes import PAGES

YOUNG_WOMEN = ["gender=1", "age_group=1"]
LEADING = ["trust_need_to_know", "trust_secure_storage", "heard_helsenorge"]
KNOWN = facts()


def sentences(app) -> list[str]:
    """What stands in the boxes of the findings."""
    return [
        html.unescape(sentence)
        for sentence in re.findall(
            r'^<h2 class="boxed">.*?</h2><p class="lead">(.*?)</p>', bodies(app), re.MULTILINE
        )
    ]


def leads_to(app) -> list[tuple[str, dict[str, list[str]]]]:
    """The page and the parameters of each link, those of the findings first."""
    return [(page, parse_qs(query)) for page, query in page_links(app)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_thing_said_is_what_the_explorer_is_and_that_responses_are_simulated(language):
    main = bodies(opened("overview", lang=language).main)
    notice = html.escape(say(language, "overview.simulated"))
    assert main.index("<h1") < main.index(html.escape(say(language, "overview.lead")))
    assert main.index(notice) < main.index('<h2 class="boxed"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_stand_in_words_with_figures_and_intervals(language):
    app = opened("overview", lang=language)
    said = sentences(app)
    assert said == [one.sentence for one in findings(view_of(language=language), KNOWN)]
    for survey in ("citizens", "health_personnel"):
        figures = asked(bundled(survey), LEADING[0], "year=2021")
        share = next(figures.of("high"))
        assert numbers.percent(share.value, language) in said[0]
        assert labels.interval(share, figures, language) in said[0]
        assert labels.short_title(figures.codebook)[language] in said[0]


def test_each_finding_links_to_the_view_that_shows_it():
    app = opened("overview", lang="en", wave="2021")
    reader = {"lang": ["en"], "survey": ["citizens"], "wave": ["2021"]}
    items = [
        ("trust", reader | {"item": [item], "target": [target]})
        for item, target in zip(LEADING, ("high", "high", "1"), strict=True)
    ]
    series = [
        ("figures", reader | {"series": [one]})
        for one in ("helsenorge_logins_annual", "kjernejournal_lookups_week")
    ]
    organisations = ("maturity", {"lang": ["en"], "survey": ["organisations"]})
    silent = ("needs", reader | {"evidence": ["no_item"]})
    assert leads_to(app)[:7] == [*items, organisations, *series, silent]


def test_figures_follow_the_wave():
    links: list[dict[str, str]] = [{}, {"wave": "2020"}]
    whole, part = (sentences(opened("overview", lang="en", **link)) for link in links)
    share = asked(bundled("citizens"), LEADING[0], "year=2020").at((), "high")
    assert numbers.percent(share.value, "en") in part[0]
    assert "in 2020" in part[0]
    assert whole[0] != part[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_filter_the_survey_has_no_findings_and_the_page_says_why(language):
    app = opened("overview", lang=language, where=YOUNG_WOMEN, wave="2020")
    assert app.query_params["where"] == YOUNG_WOMEN
    assert say(language, "overview.assumed") in words(app)
    assert [page for page, _ in leads_to(app)[:4]] == ["maturity", "figures", "figures", "needs"]
    assert say(language, "overview.assumed") not in words(opened("overview", lang=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_published_figures_it_is_said_how_many_are_statistics(language):
    figures = all_facts().figures
    measured = sum(one.is_measurement for one in figures)
    assert 0 < measured < len(figures)
    counted = {"count": len(figures), "measured": measured}
    assert say(language, "overview.figures", **counted) in words(opened("overview", lang=language))


def test_another_survey_leads_with_its_own_items():
    app = opened("overview", lang="en")
    shown(box(app, "survey").set_value("organisations").run())
    organisations = bundled("organisations").codebook
    found = words(app)
    for item in ("sdg_maturity", "sdg_initiatives", "sdg_staff_engagement"):
        assert organisations.variable(item).label["en"] in found
    assert len(sentences(app)) == 6, "maturity is not told twice"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_way_to_every_page_with_what_one_finds_there(language):
    app = opened("overview", lang=language)
    contents = re.search(r'<ul class="contents">.*?</ul>', bodies(app), re.DOTALL)[0]
    led_to = re.findall(r'href="([^"?]*)\?', contents)
    assert sorted(led_to) == sorted(set(PAGES) - {"overview"})
    assert f"{len(KNOWN.needs)} " in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_assumed_of_each_survey_is_said_at_the_end(language):
    found = words(opened("overview", lang=language))
    for survey in ("citizens", "health_personnel", "organisations"):
        assert bundled(survey).codebook.assumption[language] in found


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ({"survey": "citizen"}, "citizens"),
        ({"where": "gendr=1"}, "gender"),
        ({"wave": "2031"}, "2021"),
    ],
)
def test_link_that_cannot_be_followed_is_told_and_the_page_goes_on(link, named):
    app = opened("overview", lang="en", **link)
    [sentence] = warnings(app)
    assert named in sentence
    assert len(sentences(app)) == 7
    press(app, say("en", "shell.reset"))
    assert not app.warning


# --- Surveys of one's own -------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """Return an empty data folder that the app reads."""
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    return tmp_path


def test_surveys_that_are_not_ours_are_told_without_a_word_of_simulation(data):
    frame = {"q": [1, 1, 1, 2] * 75, "g": [1, 2] * 150}
    write_survey(data, "own", frame, {"q": single(1, 2, nets=[net("yes", 1)]), "g": segment(1, 2)})
    app = opened("overview", lang="en")
    assert say("en", "overview.simulated") not in words(app)
    own, *printed = sentences(app)
    assert "75% (70–80%)" in own
    assert [page for page, _ in leads_to(app)[:4]] == ["trust", "figures", "figures", "needs"]
    assert len(printed) == 3


def test_too_few_answers_are_said_in_words(data):
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    marks = multiple({"a": "m_a", "b": "m_b"})
    frame = {"q": [1, 2, 1] * 3, "m_a": [0, 1, 1] * 3, "m_b": [1, 1, 0] * 3}
    write_survey(data, "tiny", frame, {"q": single(1, 2), "m": marks}, disclosure=gates)
    for sentence in sentences(opened("overview", lang="en"))[:2]:
        assert say("en", "flag.suppressed", limit=10) in sentence
        assert "%" not in sentence
