"""The page on strategy, as a visitor's session runs it."""

import html
import re
from itertools import pairwise

import pytest
from checkout import SHELL
from streamlit.testing.v1 import AppTest
from visitor import PATIENCE, downloads, fact_files

from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts
from insight.documents.passages.of_strategy.areas import areas
from insight.documents.strategy import PARTS, by_group, entries, theme_counts
from insight.language.catalogue import LANGUAGES, say
from insight.web import routes
from insight.web.html.chapters.scenarios import SCENARIOS

KNOWN = facts()
IDS = {one.id for one in entries(KNOWN)}


def opened(**link: str | list[str]) -> AppTest:
    """Open the page by a link, as a visitor who was never here before."""
    app = AppTest.from_file(SHELL, default_timeout=PATIENCE).run()
    app.query_params = link
    return shown(app.switch_page("../../../pages/strategy.py").run())


def shown(app: AppTest) -> AppTest:
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error
    return app


def drawn(app: AppTest) -> str:
    return "\n".join(one.proto.body for one in app.get("html"))


def words(app: AppTest) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "\n", drawn(app)))


def ids(app: AppTest) -> list[str]:
    """The entries on the page, in order."""
    return [one for one in re.findall(r' id="([^"]+)"', drawn(app)) if one in IDS]


def headings(app: AppTest) -> list[int]:
    return [int(one) for one in re.findall(r"<h(\d)[ >]", drawn(app)) if "sidebar" not in one]


def widget(found, key: str):
    return next(one for one in found if (one.key or "").split("@")[0] == key)


def asked(app: AppTest, find: str) -> AppTest:
    return shown(widget(app.text_input, "find_box").set_value(find).run())


# --- What the page shows --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_each_part_opens_by_a_link_and_says_that_nothing_is_simulated(part, language):
    app = opened(lang=language, part=part)
    assert not app.warning
    assert say(language, "shell.simulated_means") not in words(app)
    assert app.query_params.get("part", "areas") == part
    assert downloads(app) == fact_files(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_reachable_and_stands_once(language):
    links = [{"part": part} for part in PARTS] + [{"area": area} for area in areas(KNOWN)]
    found = [one for link in links for one in ids(opened(lang=language, **link))]
    assert len(found) == len(set(found))
    assert set(found) == IDS


def test_an_area_opens_by_a_link_with_all_that_is_said_of_it():
    app = opened(lang="en", area="health_data_use")
    assert set(ids(app)) == {one.id for one in areas(KNOWN)["health_data_use"].everything}
    assert app.query_params["area"] == "health_data_use"
    assert "part" not in app.query_params
    app = shown(widget(app.button_group, "own:part").set_value("guiding").run())
    assert "area" not in app.query_params
    assert say("en", "strategy.standing_contradict") in words(app)


def test_the_list_leads_to_each_area():
    page = drawn(opened())
    assert all(f"area={area}" in page for area in areas(KNOWN))


def test_a_link_leads_from_a_passage_to_where_it_stands_here():
    for passage in ("k_milestone_671", "k_mandate_155", "k_dilemma_explanation_1748"):
        assert passage in ids(opened(**routes.in_strategy(KNOWN.fact[passage])))
    assert routes.in_strategy(KNOWN.fact["k_actor_237"]) is None


LINKS = [*({"part": part} for part in PARTS), {"area": "national_governance"}, {"find": "mandat"}]


@pytest.mark.parametrize("link", LINKS)
def test_headings_go_down_a_step_at_a_time(link):
    levels = headings(opened(**link))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_a_part_is_chosen_on_the_page_and_stands_in_the_link():
    app = opened(lang="en")
    app = shown(widget(app.button_group, "own:part").set_value("pestel").run())
    assert app.query_params["part"] == "pestel"
    assert KNOWN.word("part", "legal")["en"] in words(app)
    assert 'class="sy-cards sy-areas"' not in drawn(app)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_shows_its_own_states_and_resources(scenario):
    app = opened(part="scenarios", scenario=scenario)
    assert set(ids(app)) == {one.id for one in KNOWN.scenarios if one.scenario == scenario}
    assert app.query_params["scenario"] == scenario


def test_a_scenario_is_chosen_on_the_page():
    app = opened(part="scenarios")
    app = shown(widget(app.button_group, "own:scenario").set_value("stein_pa_stein").run())
    assert app.query_params["scenario"] == "stein_pa_stein"
    assert 'aria-current="true"' in drawn(app)


@pytest.mark.parametrize("parameter", ["part", "scenario", "theme", "area"])
def test_a_link_that_asks_for_what_does_not_exist_is_told_so(parameter):
    app = opened(**{"part": "scenarios", parameter: "<i>nowhere"})
    assert len(app.warning) == 1
    assert "<i>" not in drawn(app)
    assert ids(app)


# --- Theme and search -----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", KNOWN.themes)
def test_a_theme_shows_all_that_has_it_and_leads_across(theme):
    app = opened(lang="en", theme=theme)
    found = [one.id for some in by_group(KNOWN, theme).values() for one in some]
    assert ids(app) == found
    assert say("en", "strategy.found", count=len(found)) in words(app)
    assert KNOWN.themes[theme].about["en"] in words(app)
    for page, some in (("needs", KNOWN.needs), ("figures", all_facts().figures)):
        count = sum(theme in one.themes for one in some)
        leads = re.search(rf'href="{page}\?[^"]*theme={theme}"', drawn(app))
        assert bool(leads) is bool(count)
        assert (say("en", f"strategy.to_{page}", count=count) in words(app)) is bool(count)


@pytest.mark.parametrize("language", LANGUAGES)
def test_themes_are_chosen_in_the_sidebar_with_their_counts(language):
    app = opened(lang=language)
    choice = app.sidebar.radio[0]
    counts = theme_counts(KNOWN)
    unescaped = [re.sub(r"\\(.)", r"\1", one) for one in choice.options]
    assert unescaped[1:] == [
        f"{one.name[language]} ({counts[one.id]})" for one in KNOWN.themes.values()
    ]
    app = shown(choice.set_value("medicines").run())
    assert app.query_params["theme"] == "medicines"
    assert len(ids(app)) == counts["medicines"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_goes_over_all_parts_and_marks_the_words(language):
    app = asked(opened(lang=language), "kjernejournal")
    found = [one for some in by_group(KNOWN, find="kjernejournal").values() for one in some]
    assert ids(app) == [one.id for one in found]
    assert "<mark>kjernejournal</mark>" in drawn(app).lower()
    assert app.query_params["find"] == "kjernejournal"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_without_hits_says_so_kindly_and_offers_nothing_to_download(language):
    app = asked(opened(lang=language), "<img src=x onerror=alert(1)>")
    assert say(language, "fact.nothing") in words(app)
    assert "<img" not in drawn(app)
    assert not app.get("download_button")
    assert not ids(app)


def test_clearing_brings_the_part_back():
    app = opened(lang="en", part="pestel")
    app = asked(app, "cloud")
    assert "part" not in app.query_params
    app = shown(next(one for one in app.button if "Clear" in one.label).click().run())
    assert app.query_params["part"] == "pestel"
    assert "find" not in app.query_params
    assert KNOWN.word("framework", "PESTEL")["en"] in words(app)


def test_a_blank_search_is_no_search():
    assert 'class="sy-cards sy-areas"' in drawn(asked(opened(), "   "))


def test_the_choices_last_through_a_change_of_language():
    app = opened(lang="nb", part="scenarios", scenario="helseoyene")
    app = shown(widget(app.button_group, "language").set_value("en").run())
    assert app.query_params["scenario"] == "helseoyene"
    assert "The health islands" in words(app)
