"""Events in words: as precise as the documents, and short enough to listen to."""

import pytest
from facts_in_html import KNOWN

from insight.documents.passages.timeline import timeline
from insight.language.catalogue import LANGUAGES
from insight.reporting.events.event_words import describe_chart, event_table, how_to_read, when

EVENTS = {event.id: event for event in timeline()}

WHEN = {
    "sdg_conference": ("2. juni 2021", "2 June 2021"),
    "goal_work": ("3. kvartal 2021", "Q3 2021"),
    "strategic_choices": ("mars 2022–april 2022", "March 2022–April 2022"),
    "welfare_technology": ("ut 2021", "until the end of 2021"),
    "vision_september": ("innen september 2021*", "by September 2021*"),
    "drammen_epilepsy": ("fra 2019", "from 2019"),
}


@pytest.mark.parametrize(("event", "expected"), WHEN.items(), ids=WHEN)
def test_when_an_event_is(event, expected):
    assert (when(EVENTS[event], "nb"), when(EVENTS[event], "en")) == expected


def test_only_the_marks_that_are_there_are_explained():
    words = how_to_read([EVENTS["lockdown"]], "en")
    assert "bar" not in words
    assert "arrow" not in words
    assert "Hollow" not in words
    assert "scroll" not in words, "what can be done with it is not said in a picture"
    assert "arrow" in how_to_read([EVENTS["health_export"]], "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alternative_says_how_many_when_most_and_the_ends(language):
    words = describe_chart(timeline(), 2000, 2035, language)
    assert f"{len(timeline())} " in words
    assert "2021: " in words
    assert timeline()[-1].text[language] in words
    assert len(words) <= 900


def test_the_file_has_a_row_for_each_event_with_codes_words_and_facts():
    table = event_table(timeline(), KNOWN, "en").set_index("id")
    assert list(table.index) == [event.id for event in timeline()]
    act = table.loc["ehealth_act_withdrawn"]
    assert (act["kind"], act["kind_label"], act["start"]) == ("law", "Law", "2020")
    assert "ehealth_act_withdrawn_2" in act["facts"]
