"""The page on actors, as a visitor's session runs it."""

import html
import re
from urllib.parse import parse_qsl

import pytest
from visitor import bodies, box, opened, shown, words

from insight.documents.facts import facts
from insight.documents.inventories.actors import mentioned
from insight.language.catalogue import LANGUAGES, say
from insight.web.routes import home

EVERYTHING = {each.thing.id: each for each in mentioned()}


def led_to(app, parameter: str) -> list[dict[str, str]]:
    """What each link to the page that has a parameter asks for."""
    found = re.findall(r'href="actors\?([^"]*)"', bodies(app))
    asked = (dict(parse_qsl(html.unescape(link))) for link in found)
    return [link for link in asked if parameter in link]


def listed(app) -> list[str]:
    return re.findall(r'href="actors\?[^"]*actor=([^"&]+)', bodies(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_thing_is_listed_once_in_its_part(language):
    actors = {id for id, each in EVERYTHING.items() if each.thing.is_actor}
    for part, expected in (("", actors), ("others", EVERYTHING.keys() - actors)):
        assert sorted(listed(opened("actors", lang=language, part=part))) == sorted(expected)


def test_level_document_theme_and_words_narrow_the_list():
    link = {"level": "municipal", "document": "trends_2022", "theme": "information_sharing"}
    app = opened("actors", lang="nb", **link, find="kommune")
    assert set(listed(app)) == {"kommunene", "oslo_kommune", "bodo", "ks"} & {
        id for id, each in EVERYTHING.items() if "information_sharing" in each.themes
    }
    assert {name: app.query_params[name] for name in link} == link


def test_a_level_also_shows_what_is_said_of_it_without_a_name():
    app = opened("actors", lang="en", level="municipal")
    level = facts().word("actor_level", "municipal")
    assert say("en", "actors.of_level", level=level, count=16) in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_one_of_them(language):
    app = opened("actors", lang=language, actor="norsk_helsenett")
    assert say(language, "actors.mentioned", count=EVERYTHING["norsk_helsenett"].times) in words(
        app
    )
    assert app.query_params["actor"] == "norsk_helsenett"
    assert say(language, "actors.back") in words(app)


def test_the_way_back_from_one_leads_to_the_list_as_it_was_narrowed():
    link = {"level": "national", "document": "trends_2022", "find": "helse"}
    for address in led_to(opened("actors", **link), "actor"):
        assert address.items() >= link.items()
    app = opened("actors", **link, actor="norsk_helsenett")
    assert {name: app.query_params[name] for name in link} == link
    backs = [one for one in led_to(app, "level") if "actor" not in one]
    assert [{name: one[name] for name in link} for one in backs] == [link]


def test_every_place_that_is_counted_is_a_link_to_its_line():
    app = opened("actors", actor="norsk_helsenett")
    told = re.search(r'<div class="in-lines">.*', bodies(app), re.DOTALL)[0]
    places = {html.unescape(one) for one in re.findall(r'class="place"[^>]*at=([^"]+)"', told)}
    lines = EVERYTHING["norsk_helsenett"].lines.values()
    assert {fact.id for facts in lines for fact in facts.values()} <= places


def test_a_choice_in_the_list_stands_in_the_link():
    app = opened("actors", lang="en")
    shown(box(app, "own:actor_level").set_value("regional").run())
    assert app.query_params["level"] == "regional"


def test_the_old_address_of_systems_leads_here():
    app = opened("strategy", lang="nb", part="systems")
    assert say("nb", "actors.title") in words(app)
    assert app.query_params["part"] == "others"


def test_a_mention_belongs_on_the_page_of_what_it_is_of():
    view = opened("actors", lang="nb").session_state["view"]
    assert home(view, facts().fact["system_147"]).endswith("actor=norsk_helsenett")


def test_a_link_to_nobody_is_told_so():
    app = opened("actors", lang="en", actor="<b>nobody")
    assert len(app.warning) == 1
    assert "<b>nobody" not in bodies(app)
    assert listed(app)
