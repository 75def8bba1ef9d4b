"""Figures in series: which are of one time, and where the documents disagree."""

import csv

import pytest
from fixtures_folder import shared_file
from printed_figures import one_series, printed

from insight.documents.facts import facts
from insight.documents.series import GROWTH_OF, ODDLY_PRINTED, gather_series, growths
from insight.documents.series_words import Wording
from insight.language.catalogue import LANGUAGES
from insight.web.html.series import disagreements, oddities

KNOWN = facts()
SERIES = gather_series(KNOWN.figures)
CHECKS = growths(KNOWN.figure, SERIES)


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
