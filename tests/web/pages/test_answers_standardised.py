"""The page of answers: groups with one composition, beside how they are."""

import pytest
from answers_page import page
from survey_folder import segment, single, write_survey
from visitor import TRUST_ITEM, bundled, charts, rows_of, shown, tables, words

from insight.analysis.combined.standard_population import population_written
from insight.analysis.combined.standardised_table import standardised, standardised_to
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.combined.standardised_words import in_words, lines, what_it_is


def offered(app):
    [found] = [one for one in app.multiselect if "standard" in (one.key or "")]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("by", "wave"), [("health_region", "2021"), ("year", "2019")])
def test_groups_are_shown_standardised_beside_as_they_are(language, by, wave):
    """To the composition of the chosen wave; over time to that of the first."""
    app = page(lang=language, by=by)
    assert "standard" not in app.query_params
    before = len(charts(app))
    app = shown(offered(app).set_value(["gender", "age_group"]).run())
    assert (app.query_params["standard"], app.query_params["to"]) == ("gender,age_group", wave)
    where = [] if by == "year" else ["year=2021"]
    asked = {"by": by, "where": where, "nets": True}
    found = standardised_to(bundled("citizens"), TRUST_ITEM, ("gender", "age_group"), wave, **asked)
    said, each = words(app), lines(found, "high", language)
    assert what_it_is(found, wave, language) in said
    assert len(charts(app)) == before + 1
    values = rows_of(charts(app)[-1])["value"].astype(object)
    told = [figure.value for line in each for figure in (line.plain, line.told)]
    assert values.where(values.notna(), None).tolist() == told
    for line in each:
        assert in_words(line, found, language) in said  # the chart in words
    assert len(each) in [len(table) for table in tables(app)[1:]]


def test_a_link_leads_to_it_and_a_faulty_one_is_told():
    app = page(by="health_region", standard="gender,nothing", to="all")
    assert (app.query_params["standard"], app.query_params["to"]) == ("gender", "all")
    assert "nothing" in words(app)
    assert "as all in the survey" in words(app)


def test_numbers_of_ones_own_are_a_population_once_all_are_there():
    link = {"standard": "gender", "to": "own"}
    app = page(by="age_group", **link)
    assert say("en", "standardised.fill") in words(app)
    assert "numbers" not in app.query_params
    women, men = [one for one in app.number_input if ":number:" in one.key]
    women.set_value(1_200_345.5)
    app = shown(men.set_value(800_000).run())
    assert app.query_params["numbers"] == "1:1200345.5,2:800000"
    survey, written = bundled("citizens"), "gender=1:1200345.5,2:800000"
    population = population_written(survey.codebook, written)
    asked = {"by": "age_group", "where": ["year=2021"], "nets": True}
    found = standardised(survey, TRUST_ITEM, population, **asked)
    told = [one.value for line in lines(found, "high", "en") for one in (line.plain, line.told)]
    assert rows_of(charts(app)[-1])["value"].tolist() == told
    assert "numbers that you have written" in words(app)
    linked = page(by="age_group", numbers="1:1200345.5,2:800000,9:x", **link)
    assert rows_of(charts(linked)[-1])["value"].tolist() == told


def test_a_link_without_numbers_leaves_them_to_be_filled_in_anew():
    """As does a step back to before they were written."""
    link = {"standard": "gender", "to": "own"}
    app = page(by="age_group", numbers="1:3,2:4", **link)
    assert app.query_params["numbers"] == "1:3,2:4"
    app.query_params = {"lang": "en", "by": "age_group"} | link
    app = shown(app.run())
    assert "numbers" not in app.query_params
    assert say("en", "standardised.fill") in words(app)


def test_numbers_of_a_link_that_are_none_are_left_to_be_filled_in():
    link = {"standard": "gender", "to": "own"}
    for written in (
        "::",
        "1:nan,2:1e999",
        "1:-1,2:0",
        "1:1,3:1",
        "\x00:1",
        "<script>:2",
        "1:" * 999,
    ):
        assert say("en", "standardised.fill") in words(page(numbers=written, **link)), written
    assert len(charts(page(numbers="1:1e308,2:1.7e308", **link))) > 0


def test_numbers_are_not_offered_of_two_variables_at_once():
    app = page(by="health_region", standard="gender,age_group", to="own")
    assert app.query_params["to"] == "2021"
    assert not [one for one in app.number_input if ":number:" in one.key]


def test_two_splits_are_not_standardised():
    app = page(by="gender", by2="age_group")
    assert not [one for one in app.multiselect if "standard" in (one.key or "")]


@pytest.fixture
def uneven(tmp_path, monkeypatch):
    """A survey in which nobody in the south is old, and three people answered online."""
    rows = [(place, old, row % 2) for row in range(60) for place in (1, 2) for old in (1, 2)]
    rows = [row for row in rows if row[:2] != (2, 2)]
    frame = {name: [row[at] for row in rows] for at, name in enumerate(("place", "age", "q"))}
    frame["way"] = [1 if row < 3 else 2 for row in range(len(rows))]
    segments = {"place": segment(1, 2), "age": segment(1, 2), "way": segment(1, 2)}
    rules = {"microdata": "k_anonymous", "min_base": 10}
    write_survey(tmp_path, "uneven", frame, {"q": single(0, 1), **segments}, disclosure=rules)
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))


def test_a_group_without_a_stratum_has_no_figure_and_says_why(uneven):
    app = page(lang="en", survey="uneven", item="q", by="place", standard="age")
    said = words(app)
    assert "kode 2 en has no answers or too few here" in said.replace("code", "kode")
    rows = rows_of(charts(app)[-1])
    assert rows["value"].isna().tolist() == [False, False, False, True]


def test_a_population_that_lacks_a_stratum_is_refused_in_the_words_of_the_page(uneven):
    app = page(lang="en", survey="uneven", item="q", by="place", standard="way")
    told = [one.value for one in app.info]
    assert any("too few to be shown" in one and "way=" not in one for one in told), told
