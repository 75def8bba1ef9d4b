"""Lanes of the timeline: nothing hides anything, and each mark stands in its own time."""

from itertools import combinations

import pytest
from facts_in_html import KNOWN

from insight.documents.passages.timeline import timeline
from insight.language.catalogue import LANGUAGES
from insight.reporting.events.event_rows import event_rows, rows_of
from insight.reporting.events.lanes import MARK, MOST_LABELLED, Years, lay_out

ALL = Years(2012, 2035)
SHOWN = [event for event in timeline() if ALL.shows(event)]


def laid_out(events, years=ALL, way="theme", only=""):
    return lay_out(rows_of(events, way, KNOWN, "nb", only), years)


@pytest.mark.parametrize("way", ["theme", "level"])
@pytest.mark.parametrize("years", [ALL, Years(2019, 2023), Years(2021, 2021)], ids=str)
def test_no_event_lies_on_another(way, years):
    events = [event for event in timeline() if years.shows(event)]
    placed = laid_out(events, years, way).events
    assert len(placed) >= len(events)
    by_lane = {}
    for one in placed:
        by_lane.setdefault(one.y, []).append(one)
    for lane in by_lane.values():
        for one, other in combinations(lane, 2):
            assert min(one.end, other.end) <= max(one.begin, other.begin) + 1e-9


def test_a_mark_stands_within_the_time_of_its_event():
    for placed in laid_out(SHOWN).events:
        begin, end = max(placed.event.begins, ALL.first), placed.event.ends
        slack = MARK * ALL.pixel
        assert begin - slack <= placed.x <= end + slack


def test_every_theme_of_an_event_has_it_in_its_row():
    rows = {row.name: row.events for row in rows_of(SHOWN, "theme", KNOWN, "nb")}
    for event in SHOWN:
        names = [KNOWN.themes[theme].name.nb for theme in event.themes] or ["Uten tema"]
        assert [name for name, events in rows.items() if event in events] == sorted(
            names, key=list(rows).index
        )


def test_a_theme_that_is_chosen_is_the_only_row():
    medicines = [event for event in SHOWN if "medicines" in event.themes]
    layout = laid_out(medicines, only="medicines")
    assert [name for name, _ in layout.heads] == [f"Legemidler ({len(medicines)})"]


def test_few_events_have_their_words_and_stand_below_each_other():
    few = SHOWN[:MOST_LABELLED]
    assert not laid_out(SHOWN).labelled
    one_row = laid_out(few, way="level", only="national")
    assert one_row.labelled
    assert len({placed.y for placed in one_row.events}) == len(one_row.events)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bound_is_an_arrow_a_period_a_bar_and_what_is_inferred_is_hollow(language):
    layout = laid_out(SHOWN)
    rows = event_rows(layout, ALL, KNOWN, language)
    counts = rows["mark"].value_counts()
    placed = [one.event for one in layout.events]
    assert counts["arrow"] == sum(event.bound != "" for event in placed)
    assert counts["bar"] == sum(event.is_period for event in placed)
    assert counts["hollow"] == sum(event.inferred for event in placed)
    assert counts["solid"] + counts["hollow"] == len(placed)


def test_an_arrow_leads_up_to_a_limit_and_away_from_a_beginning():
    rows = event_rows(laid_out(SHOWN), ALL, KNOWN, "en")
    arrows = rows[rows["mark"] == "arrow"].drop_duplicates("text").set_index("when")
    up_to, away = arrows.loc["by 2035"], arrows.loc["from 2023"]
    assert 2034 < up_to["x"] < up_to["x2"] < 2036
    assert 2023 < away["x"] < away["x2"]


def test_the_chart_of_everything_fits_on_a_page():
    assert laid_out(SHOWN).height <= 900


def test_the_words_of_a_bar_that_leaves_no_room_stand_on_it():
    goals = [
        event for event in SHOWN if event.id in ("sdg_period", "sdg_first_report", "ncd_target")
    ]
    rows = event_rows(laid_out(goals, only="sustainability"), ALL, KNOWN, "en")
    labels = rows[rows["mark"] == "label"].set_index("label")
    sides = {
        when.partition(":")[0]: (row["align"], int(row["x"])) for when, row in labels.iterrows()
    }
    assert sides == {
        "2016–2030": ("left", 2016),
        "2016": ("left", 2016),
        "by 2030": ("right", 2029),
    }
