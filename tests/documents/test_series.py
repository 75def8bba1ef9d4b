"""Figures in series: what agrees, what contradicts what, and what a chart may join by a line."""

import csv
import dataclasses
import itertools

import pytest
from fixtures_folder import shared_file

from insight.documents.agreement import agree, reach, rounding
from insight.documents.fact_kinds import Figure
from insight.documents.facts import facts
from insight.documents.later.lines import lines
from insight.documents.series import APART, GROWTH_OF, ODDLY_PRINTED, Series, gather_series, growths
from insight.documents.series_words import Wording, agreement, beside, describe_chart, development
from insight.language.catalogue import LANGUAGES, Text
from insight.reporting.charts.series_marks import marks
from insight.reporting.charts.series_rows import documents, how_to_read, series_rows
from insight.web.html.series import checks_of, disagreements, oddities
from insight.web.html.tables import series_table

KNOWN = facts()
SERIES = gather_series(KNOWN.figures)
CHECKS = growths(KNOWN.figure, SERIES)
DRAWN = [key for key, one in SERIES.items() if not one.is_dates]
INFINITE = float("inf")


def printed(written: str, when: str = "2020", **more: object) -> Figure:
    """A figure as a table writes it: ``over 70``, ``43``; a star behind the year infers it."""
    *qualifier, value = written.split()
    plain = Figure(
        id="one",
        source="trends_2022",
        line=None,
        quote="",
        note=None,
        topic="usage",
        population="citizens",
        survey=None,
        indicator=Text("Besøk", "Visits"),
        year=None if when.endswith("*") else when or None,
        year_inferred=when[:-1] if when.endswith("*") else None,
        value=float(value),
        unit="million_visits",
        qualifier=qualifier[0] if qualifier else "",  # type: ignore[arg-type]
        series="visits",
        kind="statistic",
        survey_basis="",
    )
    return dataclasses.replace(plain, **more)


def one_series(*figures: Figure) -> Series:
    return gather_series(figures)["visits"]


def joins(series: Series) -> list[tuple[float, float]]:
    """The values that are joined from one time to the next."""
    return [
        (one.value, other.value)
        for line in lines(series)
        for one, other in itertools.pairwise(line.figures)
    ]


# --- What a printed value leaves open ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "low", "upp"),
    [
        ("72", 72, 72),
        ("over 70", 70, INFINITE),
        ("under 2", -INFINITE, 2),
        ("almost 43", 42.5, 43),
        ("about 27", 26.5, 27.5),
        ("about 77.5", 77.45, 77.55),
        ("about 70", 65, 75),
        ("about 38000", 37500, 38500),
        ("about 100", 90, 110),
        ("about 0", 0, 0),
    ],
)
def test_a_value_leaves_open_what_rounds_to_it_and_a_bound_all_beyond(written, low, upp):
    assert reach(printed(written)) == pytest.approx((low, upp))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("72", "72", True),
        ("72", "73", False),
        ("over 70", "72", True),
        ("over 140", "140", True),
        ("over 70", "69", False),
        ("under 2", "3", False),
        ("under 50", "48", True),
        ("almost 43", "43", True),
        ("almost 43", "44", False),
        ("about 70", "68", True),
        ("about 70", "61", False),
        ("over 90", "under 50", False),
        ("over 90", "almost 94", True),
    ],
)
def test_two_values_agree_where_one_covers_the_other(one, other, expected):
    assert agree(printed(one), printed(other)) is expected
    assert agree(printed(other), printed(one)) is expected


@pytest.mark.parametrize(
    ("factor", "growth", "expected"),
    [("2", "100", True), ("2", "85", False), ("almost 2", "94", True), ("almost 2", "100", True)],
)
def test_a_factor_is_compared_as_the_growth_that_it_is(factor, growth, expected):
    one, other = printed(factor, unit="factor"), printed(growth, unit="percent_change")
    assert agree(one, other) is expected


@pytest.mark.parametrize(
    ("written", "low", "upp"),
    [("72", 71.5, 72.5), ("77.5", 77.45, 77.55), ("almost 43", 42.5, 43), ("140", 139.5, 140.5)],
)
def test_a_level_is_rounded_to_its_last_digit(written, low, upp):
    assert rounding(printed(written)) == pytest.approx((low, upp))


# --- Figures of one time -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "verdict", "value"),
    [
        (["72"], "alone", 72),
        (["72", "72"], "alone", 72),
        (["over 70"], "alone", None),
        (["over 70", "72"], "compatible", 72),
        (["about 70", "68"], "compatible", 68),
        (["34", "47"], "differ", None),
        (["over 70", "72", "73"], "differ", None),
    ],
)
def test_a_moment_has_a_value_unless_it_is_only_bounded_or_disputed(written, verdict, value):
    [moment] = one_series(*map(printed, written)).moments
    assert moment.verdict == verdict
    assert (moment.value.value if moment.value else None) == value


def test_the_same_number_of_two_documents_is_the_same():
    [moment] = one_series(printed("43"), printed("43", source="knowledge_base")).moments
    assert moment.verdict == "same"


def test_populations_and_goals_are_never_held_against_each_other():
    personnel = printed("85", population="health_personnel")
    goal = printed("50", kind="target")
    assert not one_series(printed("61"), personnel, goal).compared


def test_years_that_answer_one_question_are_one_moment_whenever_they_are():
    found = one_series(printed("2030", "2030", unit="year"), printed("2035", "2035", unit="year"))
    assert [one.verdict for one in found.differing] == ["differ"]


# --- What a line joins ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "joined"),
    [
        ([("72", "2020"), ("140", "2021")], [(72, 140)]),
        ([("over 70", "2020"), ("72", "2020"), ("140", "2021")], [(72, 140)]),
        ([("5", "2020"), ("over 63", "2021")], []),
        ([("23", "2020"), ("34", "2021"), ("47", "2021")], []),
        ([("1", "2019"), ("over 2", "2020"), ("3", "2021")], []),
        ([("3", "2019"), ("27", "2021-05"), ("28", "2021")], [(3, 28)]),
        ([("61", "2020*"), ("68", "2021")], [(61, 68)]),
    ],
)
def test_a_line_joins_only_values_of_equally_long_times_next_to_each_other(figures, joined):
    assert joins(one_series(*(printed(written, when) for written, when in figures))) == joined


def test_no_line_joins_two_populations_or_a_goal():
    personnel = printed("85", "2021", population="health_personnel")
    goal = printed("50", "2030", kind="target")
    assert not joins(one_series(printed("61"), personnel, goal))


@pytest.mark.parametrize(
    ("figures", "joined"),
    [
        # What one source counts is its own line, whatever another says of one of its years.
        (["a 37 2019", "a 72.9 2020", "b 72 2020", "a 140 2021"], [(37, 72.9), (72.9, 140)]),
        # Two sources that contradict each other anywhere are never joined.
        (["a 72 2020", "b 72.9 2020", "a 140 2021", "b 115.9 2022"], [(72, 140)]),
        # Two that agree, or that are never about the same time, are.
        (["a 72 2020", "b 72 2020", "b 140 2021", "a 116 2022"], [(72, 140), (140, 116)]),
        (["a 61 2020", "b 68 2021"], [(61, 68)]),
        # Where both have a line, the one with more values is drawn.
        (["b 141 2021", "b 116 2022", "a 73 2020", "a 140.9 2021", "a 115.9 2022"],
         [(73, 140.9), (140.9, 115.9)]),
    ],
)  # fmt: skip
def test_values_of_one_source_are_joined_first_and_others_only_where_they_agree(figures, joined):
    told = (one.split() for one in figures)
    assert joins(one_series(*(printed(value, when, source=who) for who, value, when in told))) == (
        joined
    )


def test_a_line_is_disputed_where_another_figure_of_its_times_cannot_be_right():
    own = [printed("72.9", "2020"), printed("140", "2021")]
    [alone] = lines(one_series(*own))
    [disputed] = lines(one_series(*own, printed("72", "2020", source="knowledge_base")))
    assert (alone.is_disputed, disputed.is_disputed) == (False, True)


def test_days_and_years_are_not_joined():
    assert not joins(one_series(printed("20", "2023"), printed("28", "2024-11-06")))
    days = one_series(printed("20", "2024-01-03"), printed("28", "2024-11-06"))
    assert joins(days) == [(20, 28)]
    assert development(days, Wording(KNOWN, "en")) == (
        "20 million visits on 3 January 2024 and 28 million visits on 6 November 2024."
    )


@pytest.mark.parametrize("key", sorted(APART))
def test_what_the_notes_tell_apart_is_neither_joined_nor_compared(key):
    assert not joins(SERIES[key])
    assert not SERIES[key].compared


# --- Where the documents disagree ----------------------------------------------------------------

DIFFERING = {
    "helsenorge_visits_growth_2020_2021": {2.0, 85.0},
    "helsedata_sources": {34.0, 47.0},
    "scenario_horizon": {2030.0, 2035.0},
}
AGREEING = {
    "helsenorge_visits_annual": {"2020", "2021"},
    "helsenorge_logins_annual": {"2020", "2021"},
    "trust_access_need_only": {"2021"},
}


def test_exactly_these_series_have_values_that_cannot_both_be_right():
    found = {
        key: {figure.value for moment in one.differing for figure in moment.figures}
        for key, one in SERIES.items()
        if one.differing
    }
    assert found == DIFFERING


def test_exactly_these_series_have_values_of_one_time_that_agree():
    found = {
        key: {moment.when for moment in one.compared}
        for key, one in SERIES.items()
        if one.compared and not one.differing
    }
    assert found == AGREEING


@pytest.mark.parametrize(
    ("figure", "levels", "computed", "agrees"),
    [
        ("helsenorge_doubling_2020_2021", "helsenorge_visits_annual", 94.4, False),
        ("helsenorge_doubling_2020_2021", "helsenorge_logins_annual", 80.2, False),
        ("helsenorge_visits_growth_2020_2021", "helsenorge_visits_annual", 94.4, False),
        ("helsenorge_messages_growth_2020_2021", "helsenorge_messages_annual", 151.6, True),
        ("kjernejournal_lookups_growth", "kjernejournal_lookups_week", 46.7, True),
        ("helsedata_sources_growth", "helsedata_sources", 47.8, True),
    ],
)
def test_a_printed_growth_is_held_against_its_levels(figure, levels, computed, agrees):
    [found] = [one for one in CHECKS if (one.printed.id, one.levels) == (figure, levels)]
    assert found.computed == pytest.approx(computed, abs=0.05)
    assert found.agrees is agrees


def test_every_growth_whose_levels_are_known_is_held_against_them():
    assert {(one.printed.id, one.levels) for one in CHECKS} == {
        (figure, levels) for figure, keys in GROWTH_OF.items() for levels in keys
    }


NOTED = [
    ("helsenorge_doubling_2020_2021", "disagrees"),
    ("helsenorge_visits_growth_2020_2021", "disagrees"),
    ("helsedata_sources_2021", "disagrees"),
    ("helsedata_sources_kg", "disagrees"),
    ("scenario_horizon_kg", "disagrees"),
    ("helsedata_sources_2020_or_increase", "odd"),
    ("spend_municipal_2020", "odd"),
    ("spend_municipal_2019", "odd"),
    ("outpatient_consultations_2020", "odd"),
    ("outpatient_consultations_2019", "odd"),
    ("gp_consultations_2020", "odd"),
    ("gp_consultations_2019", "odd"),
    ("bed_days_2020", "odd"),
    ("bed_days_2019", "odd"),
    ("referrals_specialist_2020", "odd"),
    ("referrals_specialist_2019", "odd"),
]


@pytest.mark.parametrize(("figure", "how"), NOTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_note_calls_a_contradiction_is_shown_to_the_reader(figure, how, language):
    wording = Wording(KNOWN, language)
    one = KNOWN.figure[figure]
    shown = (
        disagreements(SERIES, CHECKS, wording, lambda key: f"to-{key}")
        if how == "disagrees"
        else oddities(SERIES, wording, lambda key: f"to-{key}")
    )
    assert f'href="to-{one.series}"' in shown
    assert (one.series in ODDLY_PRINTED) == (how == "odd" or one.series == "helsedata_sources")


def test_the_table_of_contradictions_names_every_one_that_was_noted():
    with shared_file("facts/published_figures.csv").open(encoding="utf-8") as file:
        noted = {
            (row["figure_id"], how)
            for row in csv.DictReader(file)
            for sign, how in (("INCONSISTENT", "disagrees"), ("ODDITY", "odd"))
            if sign in row["note"]
        }
    assert noted == set(NOTED)


# --- What is said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "helsenorge_visits_annual",
            "72 or over 70 million visits in 2020 and 140 or over 140 million visits in 2021.",
        ),
        (
            "gp_econsultation_share",
            "Under 2% in January 2019, 3% in 2019, about 27% in May 2021 and about 27% in 2021.",
        ),
        ("helsedata_sources", "23 in 2020 and 34 or 47* in 2021."),
        (
            "trust_access_need_only",
            (
                "Citizens: 61%* in 2020 and 68% or about 70% in 2021. "
                "Health personnel: 85%* in 2020 and 84% in 2021."
            ),
        ),
        (
            "health_export_income",
            "22 billion kroner in 2021. Target: 50 billion kroner in 2030.",
        ),
        ("scenario_horizon", "2030 or 2035."),
    ],
)
def test_the_development_is_said_without_claiming_a_change(key, expected):
    assert development(SERIES[key], Wording(KNOWN, "en")) == expected


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("helsenorge_visits_annual", ("stand_agree", "stand_growth_differs")),
        ("helsenorge_visits_growth_2020_2021", ("stand_differ", "stand_growth_differs")),
        ("kjernejournal_lookups_week", ("stand_no_overlap", "stand_growth_agrees")),
        ("helsedata_sources", ("stand_differ", "stand_growth_agrees", "stand_odd")),
        ("bed_days", ("stand_one_document", "stand_odd")),
        ("eprescription_share", ("stand_apart",)),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whether_the_sources_agree_is_said(key, said, language):
    wording = Wording(KNOWN, language)
    own = checks_of(SERIES[key], CHECKS)
    expected = " ".join(wording.say(f"series.{one}") for one in said)
    assert agreement(SERIES[key], own, wording) == expected


def test_values_stand_side_by_side_with_quotes_and_what_the_levels_make_of_them():
    key = "helsenorge_visits_annual"
    own = checks_of(SERIES[key], CHECKS)
    of_2020, of_2021, growth = beside(SERIES[key], own, Wording(KNOWN, "en"))
    assert [(row.who, row.value) for row in of_2020.rows] == [
        ("E-health trends 2021", "over 70 million visits"),
        ("E-health trends 2022", "72 million visits"),
    ]
    assert of_2020.rows[1].quote == "mot 72 millioner besøk i 2020"
    assert [row.value for row in of_2021.rows] == ["140 million visits", "over 140 million visits"]
    assert (growth.verdict, [row.value for row in growth.rows]) == (
        "differ",
        ["2 times", "+85%", "+94%"],
    )
    assert growth.rows[-1].note == "From 72 million visits in 2020 to 140 million visits in 2021"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SERIES)
def test_the_table_and_the_description_leave_no_figure_out(key, language):
    wording = Wording(KNOWN, language)
    series = SERIES[key]
    assert series_table(series, wording).count('<th scope="row">') == len(series.figures)
    said = describe_chart(series, wording)
    assert series.name[language] in said
    for one in series.figures:
        assert not one.when or wording.document(one) in said


# --- What is drawn -------------------------------------------------------------------------------


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
