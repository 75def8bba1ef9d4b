"""The timeline: everything dated is told once, and a row that cannot be is refused."""

from collections import Counter

import pytest

from insight.documents.facts import FOLDER, facts
from insight.documents.passages.timeline import is_wanted, read_timeline, span, timeline
from insight.documents.wanted import Wanted

KNOWN = facts()
EVENTS = {event.id: event for event in timeline()}
TOLD = {fact for event in timeline() for fact in event.facts.split()}
HEAD = "id,kind,start,end,bound,inferred,text_nb,text_en,facts"
WHOLE = {
    "id": "an_event",
    "kind": "event",
    "start": "2020-03",
    "end": "",
    "bound": "",
    "inferred": "false",
    "text_nb": "Norge stenger ned",
    "text_en": "Norway closes down",
    "facts": "norway_lockdown_mar2020",
}


def test_every_dated_passage_stands_on_the_timeline():
    assert [
        passage.id for passage in KNOWN.passages if passage.date and passage.id not in TOLD
    ] == []


def test_every_figure_that_dates_something_stands_on_the_timeline():
    dating = [figure for figure in KNOWN.figures if figure.kind in ("event_year", "plan", "target")]
    assert [figure.id for figure in dating if figure.id not in TOLD] == []


def test_an_event_agrees_with_the_dates_of_the_passages_that_tell_of_it_alone():
    """A passage of two events, such as a law heard and withdrawn, has the date of one of them."""
    times = Counter(fact for event in timeline() for fact in event.facts.split())
    for event in timeline():
        first, last = event.begins, event.ends
        for passage in event.told:
            if getattr(passage, "date", None) and times[passage.id] == 1:
                begins, ends = span(passage.date)
                assert (begins < last, ends > first) == (True, True), (event.id, passage.id)


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        ("ehealth_strategy", {15, 113, 123, 148}),
        ("ehealth_act_withdrawn", {564, 824}),
        ("sdg_second_report", {1421, 1434}),
        ("nhsp_period", {263, 725}),
    ],
)
def test_what_several_lines_tell_is_one_event(event, lines):
    assert {fact.line for fact in EVENTS[event].told} == lines


def test_no_two_events_say_the_same_of_the_same_time():
    told = Counter((event.start, event.end, event.text.nb) for event in timeline())
    assert max(told.values()) == 1


def test_a_year_that_no_document_prints_is_called_inferred():
    inferred = {event.id for event in timeline() if event.inferred}
    assert "cloud_audits" in inferred
    assert "ehealth_strategy" not in inferred


@pytest.mark.parametrize(
    ("time", "expected"),
    [("2021", (2021, 2022)), ("2021-Q3", (2021.5, 2021.75)), ("2021-07", (2021.5, 2021 + 7 / 12))],
)
def test_a_time_lasts_as_long_as_it_is_precise(time, expected):
    assert span(time) == pytest.approx(expected)


@pytest.mark.parametrize("words", ["digital hjemmeoppfølging", "digital home follow-up"])
def test_what_happened_in_digital_home_care_is_found(words):
    found = [event.id for event in timeline() if is_wanted(event, Wanted(find=words), KNOWN)]
    assert found[:1] == ["drammen_epilepsy"]
    assert {"home_followup_new_groups", "home_followup_clearer"} <= set(found)


def test_a_theme_a_level_and_a_kind_narrow_together():
    wanted = Wanted({"theme": "medicines", "actor_level": "regional", "event": "plan"})
    found = [event.id for event in timeline() if is_wanted(event, wanted, KNOWN)]
    assert found == ["pll_trial", "pll_rollout"]


REFUSED = {
    "a time that is none": ({"start": "spring"}, "column start: 'spring' is no year"),
    "a month that is none": ({"start": "2020-13"}, "column start: '2020-13' is no year"),
    "an end before the start": ({"end": "2019"}, "column end: 2019 is not after 2020-03"),
    "a period with a bound": (
        {"start": "2020", "end": "2021", "bound": "by"},
        "column bound: a period has no bound",
    ),
    "an unknown kind": ({"kind": "rumour"}, "column kind: expected one of strategy, law"),
    "an unknown fact": ({"facts": "nowhere"}, "column facts: there is no fact 'nowhere'"),
    "a year that no fact prints": ({"start": "2019"}, "column inferred: no fact prints 2019"),
    "a printed year called inferred": (
        {"inferred": "true"},
        "column inferred: its facts print the year",
    ),
    "words in one language": ({"text_en": ""}, "column text: expected text in both languages"),
}


@pytest.mark.parametrize(("change", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_row_that_cannot_be_is_refused_with_its_place(tmp_path, change, fault):
    path = tmp_path / "timeline.csv"
    path.write_text(f"{HEAD}\n{','.join((WHOLE | change).values())}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^timeline\.csv, row 2, ") as refused:
        read_timeline(path, KNOWN)
    assert fault in str(refused.value)


def test_an_id_stands_once(tmp_path):
    row = ",".join(WHOLE.values())
    path = tmp_path / "timeline.csv"
    path.write_text(f"{HEAD}\n{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="stands twice, in rows 2 and 3"):
        read_timeline(path, KNOWN)


def test_the_bundled_file_is_what_the_page_shows():
    assert read_timeline(FOLDER / "timeline.csv", KNOWN) == timeline()
