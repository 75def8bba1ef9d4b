"""The page of published figures as a visitor's session runs it, without a browser."""

import html
import re
from pathlib import Path

import pytest
from checkout import ROOT
from streamlit.testing.v1 import AppTest
from visitor import (
    alternatives,
    bodies,
    box,
    charts,
    downloads,
    fact_files,
    opened,
    rows_of,
    shown,
    words,
)

from insight.documents import fact_tables
from insight.documents.later.later_figures import all_facts
from insight.documents.series import gather_series
from insight.documents.series_words import Wording
from insight.language.catalogue import LANGUAGES, say

KNOWN = all_facts()
SERIES = gather_series(KNOWN.figures)
VISITS = "helsenorge_visits_annual"
FIRST, MORE, ALL = 6, 24, "126"  # cards: at first, with each step, and of the longest topic


def cards(app: AppTest) -> list[str]:
    """The ids of the facts that are shown."""
    return re.findall(r'<article class="fact" id="([^"]+)"', bodies(app))


def topics(app: AppTest) -> list[str]:
    """The topics that are listed."""
    return re.findall(r'<a data-stays="always" id="topic:([^"]+)"', bodies(app))


def every_card(**link: str) -> list[str]:
    """The ids of the facts of all topics that are listed, each opened to its end."""
    asked = {**link, "cards": ALL}
    there = topics(opened("figures", **asked))
    return [fact for topic in there for fact in cards(opened("figures", **asked, topic=topic))]


def select(app: AppTest, parameter: str):
    return box(app, f"own:{parameter}")


# --- What it shows -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_with_the_visits_to_helsenorge_and_whether_the_sources_agree(language):
    app = opened("figures", lang=language)
    found = words(app)
    assert not app.warning
    assert SERIES[VISITS].name[language] in found
    for key in ("stand_differ", "stand_growth_differs"):
        assert say(language, f"series.{key}") in found
    for quote in ("mot 72 millioner besøk i 2020", "en dobling fra året før"):
        assert f"«{quote}»" in found
    assert say(language, "shell.simulated_means") not in found
    [chart] = charts(app)
    assert {70.0, 72.0, 140.0} <= set(rows_of(chart)["y"])


def test_the_text_alternative_calls_a_bound_a_bound():
    [alternative] = alternatives(opened("figures", lang="en"))
    assert "2020: over 70 million visits (E-health trends 2021)" in alternative


@pytest.mark.parametrize("key", SERIES)
def test_every_series_draws(key):
    measured = any(one.is_measurement for one in SERIES[key].figures)
    app = opened("figures", lang="nb", series=key, kind="measured" if measured else "any")
    assert not app.warning
    assert app.query_params["series"] == key
    assert f">{html.escape(SERIES[key].name.nb)}</h1>" in bodies(app)
    assert len(charts(app)) == (not SERIES[key].is_dates)


def test_every_measured_figure_and_every_statement_has_a_card():
    measured = [one.id for one in KNOWN.figures if one.is_measurement]
    statements = [one.id for one in KNOWN.statements]
    assert sorted(every_card()) == sorted([*measured, *statements])
    everything = [one.id for one in KNOWN.figures]
    assert sorted(every_card(kind="any")) == sorted([*everything, *statements])


@pytest.mark.parametrize("language", LANGUAGES)
def test_disagreements_are_there_whatever_the_filter(language):
    app = opened("figures", lang=language, theme="medicines")
    for key in ("helsedata_sources", "scenario_horizon", VISITS):
        assert f"series={key}" in bodies(app)


def test_files_can_be_taken_away():
    app = opened("figures", lang="en")
    assert downloads(app) == [*fact_files("en", picture=True), *fact_files("en")]


# --- What the reader chooses ---------------------------------------------------------------------


def test_a_theme_filters_cards_and_series():
    app = opened("figures", lang="nb")
    shown(select(app, "theme").set_value("medicines").run())
    expected = [one for one in KNOWN.figures if one.is_measurement and "medicines" in one.themes]
    found = every_card(theme="medicines")
    assert {one.id for one in expected} <= set(found)
    assert not {one.id for one in KNOWN.figures if "medicines" not in one.themes} & set(found)
    assert topics(app) == topics(opened("figures", theme="medicines"))
    series = {one.series for one in expected if one.series}
    assert len(select(app, "series").options) == len(series)
    assert app.query_params["theme"] == "medicines"


def test_a_population_filters_cards():
    found = every_card(population="municipalities")
    expected = {
        one.id for one in KNOWN.figures if one.population == "municipalities" and one.is_measurement
    }
    assert set(found) == expected


@pytest.mark.parametrize(
    ("find", "there", "absent"),
    [
        ("kjernejournal oppslag", "kjernejournal_lookups_week_2021", "helsenorge_visits_2020_ch4"),
        ("mot 72 millioner", "helsenorge_visits_2020_ch4", "kjernejournal_lookups_week_2021"),
        ("tillit journalen", "citizen_trust_access_2021", "gp_econsultation_share_2021"),
    ],
)
def test_search_finds_words_and_quotes(find, there, absent):
    found = cards(opened("figures", find=find, cards=ALL))
    assert there in found
    assert absent not in found


def test_search_is_marked_and_kept_in_the_link():
    app = opened("figures", lang="nb")
    shown(app.text_input(key="find_box").set_value("besøk").run())
    assert app.query_params["find"] == "besøk"
    assert "<mark>Besøk</mark>" in bodies(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found_is_said_kindly_and_the_rest_stays(language):
    app = opened("figures", lang=language, find="xyzzy")
    assert [one.value for one in app.info] == [say(language, "fact.nothing")]
    assert not cards(app)
    assert not charts(app)
    assert say(language, "figures.disagree") in [one.label for one in app.expander]


def test_a_search_that_only_years_and_counts_answer_shows_them_and_says_so():
    app = opened("figures", lang="nb", find="stengte ned")
    assert [one.value for one in app.info] == [say("nb", "figures.only_dates")]
    assert "norway_lockdown_mar2020" in cards(app)


def test_figures_without_a_series_are_shown_without_a_chart():
    app = opened("figures", lang="nb", find="datainnbrudd")
    assert [one.value for one in app.info] == [say("nb", "figures.no_series")]
    assert "intrusion_attempt_share_2020" in cards(app)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("series", "nothing"),
        ("theme", "<script>"),
        ("population", "everybody"),
        ("kind", "odd"),
        ("topic", "<script>"),
        ("cards", "1e9"),
    ],
)
def test_an_unknown_choice_in_the_link_is_told_and_the_default_shown(parameter, value):
    app = opened("figures", lang="nb", **{parameter: value})
    [warning] = app.warning
    assert parameter in warning.value
    assert SERIES[VISITS].name.nb in words(app)


@pytest.mark.parametrize("find", ["<script>alert(1)</script>", "' OR 1=1 --", "*" * 5000])
def test_a_hostile_search_does_no_harm(find):
    assert "<script>alert" not in bodies(opened("figures", find=find))


def test_a_link_to_a_disagreement_leads_to_its_series():
    [address] = set(
        re.findall(
            r'href="(figures\?[^"]*series=scenario_horizon[^"]*)"', bodies(opened("figures"))
        )
    )
    link = dict(part.split("=") for part in html.unescape(address).partition("?")[2].split("&"))
    app = opened("figures", **link)
    assert {"2030", "2035"} <= set(words(app).splitlines())
    assert Wording(KNOWN, "nb").say("series.is_differ") in words(app)


def test_a_figure_that_needs_point_to_is_found_by_its_own_words():
    for need in KNOWN.evidence:
        figure = KNOWN.figure.get(need.figure or "")
        if figure and not figure.series:
            found = cards(opened("figures", lang="en", find=figure.indicator.en, cards=ALL))
            assert figure.id in found


def test_the_language_changes_nothing_else():
    app = opened("figures", lang="nb", series="trust_storage", theme="trust_privacy")
    before = cards(app)
    shown(app.button_group(key="language").set_value("en").run())
    assert cards(app) == before
    assert app.query_params["series"] == "trust_storage"
    assert SERIES["trust_storage"].name.en in words(app)


def test_a_click_reads_nothing_again_and_sends_no_more_than_is_shown(monkeypatch):
    app = opened("figures", kind="any")
    sent = bodies(app)
    read, open_file = [], Path.open

    def noted(path, *how, **more):
        read.append(path)
        return open_file(path, *how, **more)

    monkeypatch.setattr(Path, "open", noted)
    (ROOT / "pyproject.toml").read_text("utf-8")
    shown(app.run())
    assert [path for path in read if path.suffix != ".py"] == [ROOT / "pyproject.toml"]
    assert bodies(app) == sent
    assert len(sent) < len(bodies(opened("figures", kind="any", topic="usage", cards=ALL))) / 2


# --- Figures of later years ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_read_on_the_web_says_so_and_links_to_its_page(language):
    body = bodies(opened("figures", lang=language, figure="inn_want_more_2023"))
    page = KNOWN.sources["inn2023_3_6"]
    link = re.search(rf'<a class="outside" href="{re.escape(page.url)}"[^>]*>', body)
    assert link
    assert 'rel="noopener"' in link[0]
    day = {"nb": "9. februar 2024", "en": "9 February 2024"}[language]
    assert html.escape(say(language, "fact.dated", day=day)) in body
    assert say(language, "fact.excerpt") in body
    assert KNOWN.figure["inn_want_more_2023"].wording[language] in html.unescape(body)


def test_a_link_to_a_figure_shows_it_first_with_its_series():
    app = opened("figures", figure="hp_nps_helsenorge_2022")
    assert cards(app)[0] == "hp_nps_helsenorge_2022"
    assert cards(app).count("hp_nps_helsenorge_2022") == 1
    assert app.query_params["series"] == "hp_nps_helsenorge"
    assert app.query_params["figure"] == "hp_nps_helsenorge_2022"


def test_a_link_to_a_statement_shows_it_and_another_link_lets_go_of_it():
    statement = KNOWN.statements[0].id
    assert cards(opened("figures", figure=statement))[0] == statement
    assert "figure" not in opened("figures", series="trust_storage").query_params


def test_a_figure_without_a_series_is_shown_without_a_series_of_something_else():
    figure = next(one for one in KNOWN.figures if one.is_measurement and not one.series)
    app = opened("figures", lang="nb", figure=figure.id)
    assert cards(app)[0] == figure.id
    assert not charts(app)
    assert not app.info
    assert "series" not in app.query_params
    shown(select(app, "series").set_value(VISITS).run())
    assert len(charts(app)) == 1
    assert app.query_params["series"] == VISITS


def test_no_card_is_drawn_before_a_topic_is_opened():
    app = opened("figures")
    assert len(topics(app)) > 10
    assert not cards(app)


def test_a_topic_opens_to_its_first_cards_and_more_of_them_are_a_click_away():
    app = opened("figures", lang="nb", topic="usage")
    in_topic = [
        one.id
        for one in (*KNOWN.figures, *KNOWN.statements)
        if one.topic == "usage" and getattr(one, "is_measurement", True)
    ]
    assert cards(app) == in_topic[:FIRST]
    more = say("nb", "fact.more", count=len(in_topic) - FIRST)
    [address] = re.findall(rf'id="rows" target="_self" href="([^"]+)">{more}<', bodies(app))
    link = dict(part.split("=") for part in html.unescape(address).partition("?")[2].split("&"))
    assert cards(opened("figures", **link)) == in_topic[: FIRST + MORE]
    everything = opened("figures", topic="usage", cards=ALL)
    assert cards(everything) == in_topic
    assert 'id="rows"' not in bodies(everything)


def test_the_open_topic_says_so_and_its_link_folds_it_again():
    [state] = re.findall(
        r'id="topic:trust" target="_self" href="([^"]+)" aria-expanded="true"',
        bodies(opened("figures", topic="trust", cards="30")),
    )
    assert "topic=" not in state
    assert "cards=" not in state


def test_a_search_shows_what_it_finds_without_a_topic():
    app = opened("figures", lang="nb", find="Helsenorge")
    assert len(cards(app)) == FIRST
    assert len(cards(opened("figures", lang="nb", find="Helsenorge", cards=ALL))) > 50


def test_a_topic_of_which_nothing_fits_is_let_go_of():
    app = opened("figures", topic="trust", theme="medicines")
    assert "topic" not in app.query_params
    assert not app.warning


def test_what_is_taken_away_says_which_kind_of_source_each_figure_has():
    rows = fact_tables.table(SERIES["helsenorge_logins_annual"].figures, KNOWN, "en", "figure_kind")
    kinds = dict(zip(rows["id"], rows["source_kind"], strict=True))
    assert kinds["mon_logins_2021"] == "web_page"
    assert kinds["helsenorge_logins_2021_summary"] == "document"
    addresses = dict(zip(rows["id"], rows["url"], strict=True))
    assert addresses["mon_logins_2021"].startswith("https://www.ehelse.no/")
    assert addresses["helsenorge_logins_2021_summary"] == ""
