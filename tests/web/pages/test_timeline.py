"""The timeline's page, as a visitor's session runs it."""

import re

import pytest
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

from insight.documents.passages.timeline import timeline
from insight.language.catalogue import LANGUAGES, say


def events(app) -> list[str]:
    """What the chart shows, each event once."""
    rows = rows_of(charts(app)[0])
    marks = rows[rows["mark"].isin(["solid", "hollow"])]
    return list(dict.fromkeys(marks["text"]))


def heads(app) -> list[str]:
    rows = rows_of(charts(app)[0])
    return [name.rpartition(" (")[0] for name in rows[rows["mark"] == "head"]["label"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_from_2012_is_shown_and_what_is_earlier_is_counted(language):
    app = opened("timeline", lang=language)
    earlier = [event for event in timeline() if event.ends <= 2012]
    assert len(events(app)) == len(timeline()) - len(earlier)
    assert say(language, "timeline.outside", count=len(earlier)) in words(app)
    assert say(language, "timeline.zoom") in words(app)
    assert downloads(app) == fact_files(language, picture=True)
    assert len(alternatives(app)) == 1


@pytest.mark.parametrize(
    ("language", "asked"),
    [("nb", "digital hjemmeoppfølging"), ("en", "digital home follow-up")],
)
def test_what_happened_in_digital_home_care_is_one_search_away(language, asked):
    app = opened("timeline", lang=language, find=asked)
    found = {event.text[language]: event.id for event in timeline()}
    ids = [found[text] for text in events(app)]
    assert ids == ["drammen_epilepsy", "home_followup_new_groups", "home_followup_clearer"]
    assert "at=t_ut22_home_ex_drammen" in bodies(app)


def test_a_theme_is_the_only_row_and_a_choice_goes_into_the_link():
    app = opened("timeline", lang="en")
    shown(box(app, "own:theme").set_value("remote_care").run())
    assert heads(app) == ["Care at a distance"]
    assert app.query_params["theme"] == "remote_care"


def test_a_link_is_the_view():
    link = {"rows": "level", "event": "law", "from": "2019", "to": "2020"}
    app = opened("timeline", lang="nb", **link)
    assert {name: app.query_params[name] for name in link} == link
    assert heads(app) == ["Nasjonalt"]
    assert len(events(app)) == 2
    assert (box(app, "own:from").value, box(app, "own:to").value) == ("2019", "2020")


def test_fewer_years_show_fewer_events():
    app = opened("timeline", lang="nb")
    shown(box(app, "own:from").set_value("2030").run())
    assert app.query_params["from"] == "2030"
    assert "to" not in app.query_params
    assert len(events(app)) == 5


def test_years_the_wrong_way_round_are_put_in_order():
    app = opened("timeline", lang="nb", **{"from": "2022", "to": "2019"})
    assert say("nb", "timeline.shown", count=len(events(app)), first=2019, last=2022) in words(app)
    assert (app.query_params["from"], app.query_params["to"]) == ("2019", "2022")
    assert (box(app, "own:from").value, box(app, "own:to").value) == ("2019", "2022")


def test_terms_of_the_table_are_explained():
    assert 'class="term"' in bodies(opened("timeline", lang="nb", find="digital hjemmeoppfølging"))


def test_where_nothing_fits_the_page_says_so():
    app = opened("timeline", lang="nb", find="finnes ikke noe sted")
    assert say("nb", "fact.nothing") in words(app)
    assert not charts(app)


def test_tooltips_name_their_fields():
    spec = charts(opened("timeline", lang="en"))[0].proto.spec
    titles = set(re.findall(r'"field":\s*"\w+",\s*"title":\s*"([^"]+)"', spec))
    assert titles == {"title", "When", "Type", "Theme", "Level", "Document"}
