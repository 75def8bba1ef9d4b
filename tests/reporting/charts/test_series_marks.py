"""What is drawn of a series: each value and bound once, and nothing over another."""

import pytest
from printed_figures import one_series, printed

from insight.documents.facts import facts
from insight.documents.series import gather_series
from insight.documents.series_words import Wording
from insight.reporting.charts.series_marks import marks
from insight.reporting.charts.series_rows import documents, how_to_read, series_rows

KNOWN = facts()
SERIES = gather_series(KNOWN.figures)
DRAWN = [key for key, one in SERIES.items() if not one.is_dates]


@pytest.mark.parametrize("key", DRAWN)
def test_a_bound_is_an_arrow_from_its_limit_and_never_a_point(key):
    rows = series_rows(SERIES[key], Wording(KNOWN, "nb"))
    drawn = rows[rows["document"].notna()]
    for kind in ("over", "under"):
        arrows = drawn[drawn["mark"] == kind]
        limits = {one.value for one in SERIES[key].figures if one.qualifier == kind}
        assert set(arrows["y"]) == limits
        assert ((arrows["y2"] > arrows["y"]) == (kind == "over")).all()
        assert (arrows["y2"] >= 0).all()


@pytest.mark.parametrize("key", DRAWN)
def test_every_dated_value_of_every_document_has_a_mark(key):
    series = SERIES[key]
    drawn = {
        (one.figure.source, one.figure.population, one.figure.when, one.figure.value)
        for one in marks(series, Wording(KNOWN, "nb"))
    }
    printed_values = {
        (one.source, one.population, one.when, one.value) for one in series.figures if one.when
    }
    assert drawn == printed_values


@pytest.mark.parametrize("key", DRAWN)
def test_no_label_stands_where_another_does(key):
    found = [one for one in marks(SERIES[key], Wording(KNOWN, "nb")) if one.label]
    places = [(one.x, one.y, one.side, one.dx, one.label_dy) for one in found]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("key", DRAWN)
def test_marks_of_one_time_and_value_stand_side_by_side(key):
    found = marks(SERIES[key], Wording(KNOWN, "nb"))
    places = [(one.x, one.y, one.dx) for one in found]
    assert len(set(places)) == len(places)


def test_repeated_mentions_are_one_mark_and_an_exact_value_speaks_for_its_about():
    found = one_series(printed("77.5"), printed("77.5"), printed("about 77.5"))
    assert [one.figure.qualifier for one in marks(found, Wording(KNOWN, "nb"))] == [""]


def test_an_inferred_year_bears_a_star_on_the_axis_or_else_at_its_value():
    trust = series_rows(SERIES["trust_access_need_only"], Wording(KNOWN, "nb"))
    assert list(trust[trust["mark"] == "year"]["label"]) == ["2020*", "2021"]
    sources = series_rows(SERIES["helsedata_sources"], Wording(KNOWN, "nb"))
    assert "47*" in set(sources["label"])
    assert set(trust[trust["mark"] == "line"]["dashed"]) == {True}


def test_each_population_is_named_at_its_last_mark():
    rows = series_rows(SERIES["trust_access_need_only"], Wording(KNOWN, "en"))
    named = rows[rows["label"].fillna("").str.contains("Citizens|personnel")]
    assert set(named["x"]) == {2021.5}
    assert len(named) == 2


def test_what_has_no_time_is_told_instead_of_drawn():
    series = SERIES["medical_messages_annual"]
    rows = series_rows(series, Wording(KNOWN, "en"))
    assert 200.0 not in set(rows["y"])
    assert "200 million messages" in how_to_read(series, Wording(KNOWN, "en"))


def test_a_document_has_its_colour_in_every_series():
    places = {
        name: place for key in DRAWN for place, name in documents(SERIES[key], Wording(KNOWN, "en"))
    }
    assert places["E-health trends 2022"] == 1
    assert len(set(places.values())) == len(places)
