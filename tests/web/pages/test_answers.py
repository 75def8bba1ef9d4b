"""The page of answers: its charts, its tables and what it says of what it found."""

import json

import pytest
from answers_page import marks_of, page
from visitor import (
    TRUST_ITEM,
    alternatives,
    answer_rows,
    asked,
    base_of,
    bundled,
    charts,
    downloads,
    drawn,
    n_of_total,
    rows_of,
    tables,
    warnings,
    words,
)

from insight import compare
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.survey.filters import parse_filter

# --- One question ---------------------------------------------------------------------------------

VIEWS = [
    ("citizens", {"by": "age_group"}, "bars"),
    ("citizens", {"by": "age_group", "by2": "gender"}, "panels"),
    ("citizens", {"by": "year"}, "trend"),
    ("citizens", {"by": "gender", "by2": "year"}, "trend"),
    ("citizens", {"by": "none"}, "bars"),
    ("citizens", {"by": "none", "item": "contact_12m"}, "dots"),
    ("citizens", {"by": "age_group", "target": "mean"}, "dots"),
    ("health_personnel", {"by": "occupation", "show": "heat"}, "heat"),
    ("health_personnel", {"by": "occupation", "by2": "year"}, "panels"),
    ("health_personnel", {"by": "occupation", "by2": "age_group", "show": "heat"}, "heat"),
    ("organisations", {"by": "org_type", "item": "sdg_most_important"}, "dots"),
]


@pytest.mark.parametrize(("survey", "link", "show"), VIEWS)
def test_each_question_has_its_chart_its_table_and_its_files(survey, link, show):
    app = page(survey=survey, **link)
    assert not app.warning
    assert app.query_params["show"] == show
    assert drawn(app) == len(alternatives(app)) == 1
    for chart in charts(app):
        json.loads(chart.proto.spec)
    waved = bundled(survey).codebook.wave is not None  # then any two waves are compared
    beside = say("en", "two_surveys.title") in words(app)  # another survey that asks the same
    assert len(tables(app)) == 1 + (waved or link.get("by") != "none") + beside
    assert len(app.get("download_button")) >= 5


def test_the_menu_has_its_files_under_headings_and_tells_what_became_of_a_title():
    app = page()
    field = next(one for one in app.text_input if one.label == say("en", "answers.own_title"))
    found = words(app)
    headings = [say("en", f"download.of_{kind}") for kind in ("picture", "numbers", "responses")]
    assert all(heading in found for heading in headings)
    assert say("en", "picture.title_without") not in found
    field.set_value("My\x1b finding\ufffe").run()
    app.radio(key="picture_shape").set_value("wide").run()
    assert not app.exception
    assert say("en", "picture.title_without") in words(app)
    kinds = ["png", "svg", "csv", "norwegian", "workbook", "responses_csv", "responses_parquet"]
    expected = [say("en", f"download.{kind}") for kind in kinds]
    assert [label for label in downloads(app) if label in expected] == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("survey", "item", "by"),
    [
        ("citizens", TRUST_ITEM, "education"),
        ("citizens", TRUST_ITEM, "gender"),
        ("health_personnel", TRUST_ITEM, "occupation"),
        ("organisations", "sdg_networks", "org_type"),
    ],
)
def test_the_column_of_tests_says_what_each_group_against_the_rest_found(
    language, survey, item, by
):
    app = page(lang=language, survey=survey, item=item, by=by)
    table, *_ = tables(app)
    found = table.set_index(say(language, "table.group"))
    found = found.get(
        say(language, "breakdown.against"), found.get(say(language, "breakdown.pair_heading"))
    )
    opened_survey = bundled(survey)
    wave = opened_survey.codebook.wave
    where = parse_filter(["year=2021"] if wave else [], opened_survey.codebook)
    key = app.query_params["target"]
    rest = compare(opened_survey, item, key, by, where=where, against="rest")
    group = opened_survey.codebook.variable(by)
    for one in rest.differences:
        said = found[group.category(one.first).label[language]]
        if one.value is None:
            assert said == ""
        elif len(rest.differences) == 1 and one.value < 0:
            assert said == ""  # of two groups the difference stands beside the higher
        elif one.significant(0.95):
            word = "higher" if one.value > 0 else "lower"
            assert said == say(language, f"breakdown.{word}")
        else:
            assert said == say(language, f"breakdown.{one.finding(0.95, rest.tests)}")


def test_the_finding_names_those_who_differ_and_the_table_says_it_too():
    app = page(survey="organisations", item="sdg_networks", by="org_type")
    assert "Lower than the others: Municipalities: 12 against 44%, 32 percentage" in words(app)
    table, *_ = tables(app)
    assert table[say("en", "breakdown.against")].tolist().count("lower") == 1
    assert sum("lower" in row.get("value", "") for row in answer_rows(app)) == 1


@pytest.mark.parametrize(("survey", "indicative"), [("citizens", 0), ("health_personnel", 1)])
def test_tests_of_a_sample_not_drawn_at_random_are_called_indicative(survey, indicative):
    found = words(page(survey=survey, by="gender"))
    assert found.count(say("en", "breakdown.indicative")) == indicative


def test_over_time_every_wave_is_there_whatever_wave_is_chosen():
    app = page(by="age_group", by2="year", wave="2020")
    survey = bundled("citizens")
    everyone = asked(survey, TRUST_ITEM)
    assert n_of_total(base_of(everyone), base_of(everyone), "en") in words(app)
    points = marks_of(app, "point")
    assert len(points) == 12
    assert "from 2019 to 2020" in words(app)
    figures = asked(survey, TRUST_ITEM, by=("age_group", "year"))
    assert sorted(points["value"]) == sorted(one.value for one in figures.of("high"))


def test_published_figures_stand_on_the_line_of_everyone_only():
    assert rows_of(charts(page(by="year"))[0])["published"].notna().any()
    filtered = rows_of(charts(page(by="year", where=["gender=1"]))[0])
    assert not filtered["published"].notna().any()


# --- Several questions ----------------------------------------------------------------------------

TRUST = "trust_need_to_know,trust_secure_storage"


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_questions_stand_in_the_order_of_their_figures(language):
    app = page(lang=language, by="none", items=TRUST)
    assert not app.warning
    rows = answer_rows(app)
    survey = bundled("citizens")
    figures = {item: asked(survey, item, "year=2021") for item in TRUST.split(",")}
    expected = sorted(figures.values(), key=lambda table: -table.at((), "high").value)
    assert [row["name"] for row in rows] == [table.item.label[language] for table in expected]
    for row, table in zip(rows, expected, strict=True):
        assert row["value"] == labels.value_of(table.at((), "high"), table, language)
    assert app.query_params["items"] == TRUST
    assert len(app.get("download_button")) >= 5


def test_several_questions_by_groups_are_a_matrix_that_can_be_turned():
    link = {"by": "age_group", "items": f"{TRUST},worried_emergency"}
    by_rows, by_columns = (tables(page(**link, **more))[0] for more in ({}, {"turn": "groups"}))
    assert by_rows.shape == (3, 6)
    assert by_columns.shape == (5, 4)
    figures = asked(bundled("citizens"), "worried_emergency", "year=2021", by=("age_group",))
    [row] = by_rows[by_rows["Question"].str.startswith("Worried")].to_numpy().tolist()
    shares = (labels.value_of(one, figures, "en") for one in figures.of("worried"))
    assert [cell.split()[0] for cell in row[2:]] == [*shares]


def test_of_several_questions_by_groups_only_the_groups_are_called_assumed():
    """The figures of all are in the first column, and those of these two are published."""
    found = words(page(by="age_group", items=TRUST))
    assert say("en", "answers.assumed_some") in found
    assert say("en", "answers.assumed_level") not in found


def test_an_unknown_question_among_several_is_told():
    app = page(items="trust_need_to_know,nothing_asked,trust_secure_storage", by="none")
    [sentence] = warnings(app)
    assert "nothing_asked" in sentence
    assert len(answer_rows(app)) == 2


def test_one_question_is_no_several():
    app = page(items="trust_secure_storage")
    assert "items" not in app.query_params
    assert drawn(app) == 1
