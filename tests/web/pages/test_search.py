"""The search for everything as a visitor's session runs it: from any page to the front page."""

import html
import re
from urllib.parse import parse_qs

import pytest
from hostile_words import LONG, SCRIPT
from visitor import bodies, opened, page_links, press, shown, view_of, words
from visitor import box as box_of
from without_sandbox import without_sandbox

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, say
from insight.web.routes import home


def label(language: str = "nb") -> str:
    return say(language, "search.label")


def box(app):
    """The one box that searches everything; its label is the same on every page."""
    [found] = [one for one in app.text_input if one.label in map(label, LANGUAGES)]
    return found


def search(app, typed: str):
    return shown(box(app).set_value(typed).run())


def hits(app) -> list[str]:
    """The addresses of the hits in their order."""
    listed = re.findall(r'<ul class="hits">(.*?)</ul>', bodies(app), re.DOTALL)
    return [html.unescape(one) for each in listed for one in re.findall(r'href="(.*?)"', each)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_shows_what_is_found_instead_of_findings_and_announces_how_much(language):
    app = opened("overview", lang=language, find="relasjonskontrakt")
    counted = re.search(r'role="status">(\d+) ', bodies(app))
    assert counted
    assert int(counted[1]) == len(hits(app))
    assert app.query_params["find"] == "relasjonskontrakt"
    assert say(language, "search.title", words="relasjonskontrakt") in words(app)
    assert say(language, "overview.contents") not in words(app)


def test_the_headings_are_in_order_and_every_jump_leads_to_one():
    drawn = bodies(opened("overview", find="hjemmeoppfølging"))
    assert re.findall(r"<h(\d)", drawn)[:3] == ["1", "2", "2"]
    jumps = re.findall(r'href="#(found-\w+)"', drawn)
    assert jumps == re.findall(r'<details class="sy-fold found" id="(\w+-\w+)"', drawn)
    assert jumps


def test_a_word_is_marked_also_where_it_was_inflected_compound_or_mistyped():
    drawn = bodies(opened("overview", find="helseforsikirng"))
    assert "<mark>helseforsikringer</mark>" in drawn
    assert "<mark>helseforsikring</mark>" in drawn
    told = say("nb", "search.read_as", asked="helseforsikirng", meant="helseforsikring")
    assert told in html.unescape(drawn)


def test_terms_are_explained_under_a_hit_but_not_in_its_link():
    body = bodies(opened("overview", lang="nb", find="Helsenorge"))
    hits = body.split('class="sy-fold found"', 1)[1]
    assert 'class="term"' in hits
    assert not any('class="term"' in link for link in re.findall("<a .*?</a>", hits, re.DOTALL))


def test_of_each_kind_a_few_are_shown_and_the_others_unfold():
    app = opened("overview", find="scenario")
    groups = bodies(app).split('<details class="sy-fold found"')[1:]
    for group in groups:
        first, _, others = group.partition("<details")
        assert first.count("<li>") <= 5
        assert bool(others) == (first.count("<li>") == 5 and others.count("<li>") > 0)


def test_groups_are_folded_once_there_is_enough_to_see():
    groups = re.findall(
        r'<details class="sy-fold found"[^>]*>', bodies(opened("overview", find="data"))
    )
    is_open = [" open" in group for group in groups]
    assert is_open == sorted(is_open, reverse=True)
    assert 0 < sum(is_open) < len(groups)


def test_questions_lead_to_their_answers_in_the_readers_language():
    app = opened("overview", lang="en", find="trust_need_to_know")
    assert hits(app)[0].startswith("answers?lang=en&survey=citizens")
    assert "item=trust_need_to_know" in hits(app)[0]


@pytest.mark.parametrize("page", ["answers", "needs", "strategy", "codebook", "own_survey"])
def test_every_page_searches_everything_on_the_front_page(page):
    app = search(opened(page, lang="nb"), "mandat")
    assert say("nb", "search.title", words="mandat") in words(app)
    assert app.query_params["find"] == "mandat"
    assert box(app).value == "mandat"


def test_the_words_stay_on_other_pages_with_a_way_back_to_what_they_found():
    app = opened("overview", lang="nb", find="mandat")
    shown(app.switch_page("../../../pages/needs.py").run())
    assert box(app).value == "mandat"
    assert ("", ["mandat"]) in [(page, parse_qs(of).get("find")) for page, of in page_links(app)]


def test_an_emptied_box_leads_nowhere():
    app = opened("overview", lang="nb", find="mandat")
    shown(app.switch_page("../../../pages/needs.py").run())
    search(app, "")
    assert say("nb", "needs.title") in words(app)
    assert say("nb", "search.back") not in [one.proto.label for one in app.get("page_link")]


def test_the_front_page_is_itself_again_when_the_search_is_left():
    app = press(opened("overview", lang="nb", find="mandat"), say("nb", "search.clear"))
    assert say("nb", "overview.contents") in words(app)
    assert "find" not in app.query_params


def test_where_nothing_is_found_that_is_said_with_near_words_as_links():
    app = opened("overview", lang="nb", find="hjemmebakefølging")
    assert say("nb", "search.nothing", words="hjemmebakefølging") in words(app)
    assert say("nb", "search.did_you_mean") in words(app)
    assert "find=hjemmeoppf%C3%B8lging" in bodies(app)


@pytest.mark.parametrize("typed", [SCRIPT, LONG, '"', "«»", "*", "a" * 200, "\\", "%", "?&#"])
def test_hostile_words_are_words(typed):
    app = opened("overview", find=typed)
    assert SCRIPT not in bodies(app)
    assert not app.exception


def test_a_visitors_own_survey_is_searched_for_them_and_no_address_leads_to_it():
    with without_sandbox():
        app = opened("own_survey", lang="nb")
        app.file_uploader[0].set_value(("mine.csv", b"kaffevane\n1\n2\n" * 40, "text/csv"))
        shown(app.run(timeout=120))
    app = search(app, "kaffevane")
    own = [parse_qs(query) for _, query in page_links(app) if "kaffevane" in query]
    assert [link["item"] for link in own] == [["kaffevane"]]
    assert hits(app) == []
    assert hits(opened("overview", lang="nb", find="kaffevane")) == []  # another visitor


SHOWN_AMONG_OTHERS = [
    "internal_observation_resources_07",
    "innbyggeren_velger_state_01",
    "health_data_use_overall_assessment_01",
    "t_ut22_home_gap",
]


@pytest.mark.parametrize("fact", SHOWN_AMONG_OTHERS)
def test_a_hit_among_many_has_its_row_on_the_page_and_in_the_address(fact):
    page, _, query = home(view_of(), facts().fact[fact]).partition("?")
    link = parse_qs(query)
    app = opened(page, **link)
    assert link["fact"] == [fact]
    assert bodies(app).count(f' id="{fact}"') == 1
    assert app.query_params["fact"] == fact


def test_the_row_leaves_the_address_when_the_reader_chooses_or_goes():
    app = opened("trends", list="gaps", fact="t_ut22_home_gap")
    box_of(app, "own:theme").select("remote_care")
    assert "fact" not in shown(app.run()).query_params
    app = opened("trends", list="gaps", fact="t_ut22_home_gap")
    shown(app.switch_page("../../../pages/needs.py").run())
    assert "fact" not in app.query_params


@pytest.mark.parametrize("fact", [SCRIPT, "nothing", LONG])
def test_a_row_that_is_not_there_is_not_looked_for(fact):
    assert "fact" not in opened("strategy", part="swot", fact=fact).query_params


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_is_explained_comes_first_in_the_codebook(language):
    known = next(term for term in facts().terms if term.id == "materiality_analysis")
    [found, *_] = hits(opened("overview", lang=language, find=known.name[language]))
    page, _, query = found.partition("?")
    assert page == "codebook"
    said = words(opened(page, **parse_qs(query)))
    assert said.index(known.text[language]) < said.index(say(language, "codebook.about"))
    assert say(language, "codebook.nothing", total=1) not in said
