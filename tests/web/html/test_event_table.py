"""The table of the timeline: each event once, with its places, and words that stay words."""

import re
from dataclasses import replace

from facts_in_html import assert_words_stay_words, facts_saying, plain, reading

from insight.documents.passages.timeline import timeline
from insight.web.html.timeline import FIRST, MOST_OPEN, event_rows_in_html

EVENTS = {event.id: event for event in timeline()}


def test_each_line_that_tells_of_an_event_is_a_link_to_its_place():
    drawn = event_rows_in_html([EVENTS["ehealth_act_withdrawn"]], reading("en"))
    assert re.findall(r'at=([\w]+)">line (\d+)', drawn) == [
        ("k_national_focus_564", "564"),
        ("k_milestone_824", "824"),
    ]


def test_a_few_rows_are_shown_and_the_others_unfold():
    events = timeline()[: FIRST + 3]
    first, _, rest = event_rows_in_html(events, reading("en")).partition("<details")
    assert first.count("<tr>") == FIRST + 1
    assert "Show 3 more" in rest
    assert rest.count("<tr>") == 3 + 1


def test_many_rows_are_one_table():
    drawn = event_rows_in_html(timeline()[: MOST_OPEN + 1], reading("nb"))
    assert "<details" not in drawn
    assert drawn.count("<tr>") == MOST_OPEN + 2


def test_a_column_in_which_no_event_has_anything_is_left_out():
    bare = [
        replace(EVENTS["lockdown"], levels=()),
        replace(EVENTS["eprescription_introduced"], levels=()),
    ]
    heads = re.findall(r'<th scope="col">([^<]+)', event_rows_in_html(bare, reading("en")))
    assert heads == ["When", "What", "Type", "Theme", "Document"]


def test_what_was_searched_for_is_marked():
    drawn = event_rows_in_html([EVENTS["lockdown"]], reading("en", find="norway"))
    assert "<mark>Norway</mark>" in drawn


def test_every_cell_says_its_column_for_a_narrow_screen():
    drawn = event_rows_in_html([EVENTS["lockdown"]], reading("en"))
    heads = re.findall(r'<th scope="col">([^<]+)', drawn)
    assert re.findall(r'data-label="([^"]+)"', drawn) == heads
    assert "March 2020" in plain(drawn)


def test_words_stay_words():
    event = EVENTS["ehealth_act_withdrawn"]
    assert_words_stay_words(
        lambda word, text: event_rows_in_html(
            [replace(event, text=text)], reading(known=facts_saying(word))
        )
    )


def test_no_event_is_without_a_place():
    assert [event.id for event in timeline() if all(fact.line is None for fact in event.told)] == []
