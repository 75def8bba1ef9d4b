"""What is said of a series: its development, whether the sources agree, and every figure."""

import pytest

from insight.documents.facts import facts
from insight.documents.series import checks_of, gather_series, growths
from insight.documents.series_words import Wording, agreement, beside, describe_chart, development
from insight.language.catalogue import LANGUAGES
from insight.web.html.tables import series_table

KNOWN = facts()
SERIES = gather_series(KNOWN.figures)
CHECKS = growths(KNOWN.figure, SERIES)


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
