"""Whatever is asked in whatever way it can be shown: the chart and its table say what is so."""

import math
from typing import get_args

import pandas as pd
import pytest
from breakdown_survey import drawn, figures_of, survey_of
from visitor import bundled

from insight.language import numbers
from insight.language.catalogue import say
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.breakdown.request import MEAN, Figures
from insight.reporting.breakdown.ways import Charted, suitable


def marked(chart: Drawing, mark: str) -> pd.DataFrame:
    return chart.rows[chart.rows["mark"] == mark]


def charted(figures: Figures) -> list[Charted]:
    """The ways of showing that suit and are no rows."""
    return [way for way in suitable(figures.breakdown) if way in get_args(Charted)]


BUNDLED = ["citizens", "health_personnel", "organisations"]


@pytest.mark.parametrize("survey_id", BUNDLED)
def test_every_question_in_every_way_that_suits(survey_id):
    survey = bundled(survey_id)
    book = survey.codebook
    segments = [one.id for one in book.segments]
    waves = [book.wave.id] if book.wave else []
    breakdowns = [(), *((one,) for one in (segments[-1], *waves)), tuple(segments[:2])]
    breakdowns += [(segments[0], wave) for wave in waves]
    seen = set()
    for item in book.items:
        for by in breakdowns:
            figures = figures_of(survey, item.id, *by)
            assert suitable(figures.breakdown)
            for show in charted(figures):
                chart = drawn(figures, show)
                assert len(chart.rows)
                assert len(chart.table)
                assert chart.spec("light") != chart.spec("dark")
                assert chart.spec("light") is chart.spec("light")
                seen.add(show)
    assert seen == {"heat", "panels", *(["trend"] if waves else [])}


def test_the_largest_come_first_and_the_hidden_last(tmp_path):
    shares = {"a": 0.3, "b": 0.5, "c": 0.8}
    hidden = survey_of(tmp_path, lambda g, s, y: shares[g], lambda g, s, y: 200 if g != "c" else 2)
    figures = figures_of(hidden, "q", "g", order="value")
    groups = [code for (code,) in figures.breakdown.in_order(figures.grouped)]
    shown = [one for one in figures.grouped.of("yes") if one.shown]
    assert groups[: len(shown)] == ["b", "a"][: len(shown)]
    assert groups[-1] == "c"


def test_nets_are_shown_or_not(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: 0.5)
    for nets, answers in ((True, ["1", "2", "9", "yes"]), (False, ["1", "2", "9"])):
        figures = figures_of(survey, "q", target="2", nets=nets)
        assert list(figures.breakdown.answers) == answers
        figures = figures_of(survey, "q", "g", target="2", nets=nets)
        chart = drawn(figures, "heat")
        assert len(marked(chart, "column")) == len(answers)
        assert len(marked(chart, "cell")) == len(answers) * 4


# --- Heat tables ---------------------------------------------------------------------------------


def test_cells_hold_the_figures_and_darken_with_them(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: {"a": 0.3, "b": 0.5, "c": 0.8}[g] + 0.1 * (s - 1))
    figures = figures_of(survey, "q", "g", "s")
    chart = drawn(figures, "heat")
    cells = marked(chart, "cell").set_index(["order", "column"])
    for order, group in enumerate("abc"):
        for column, sex in enumerate("12"):
            value = figures.grouped.at((group, sex), "yes").value
            cell = cells.loc[(order, column)]
            assert cell["number"].split()[0] == numbers.percent(value, "en")
            assert cell["tone"] == pytest.approx((value - 0.3) / 0.6)  # the scale is 30 to 90 %
    assert cells["tone"].between(0, 1).all()
    assert marked(chart, "column")["wrapped"].tolist() == ["kode 1 en", "kode 2 en"]
    assert any(one.endswith("↓") for one in cells["number"])
    assert say("en", "breakdown.arrows") in chart.notes


def test_hidden_cells_hold_a_word_and_no_number(tmp_path):
    few = {("a", 1): 2, ("a", 2): 2, ("b", 1): 2, ("b", 2): 2}
    survey = survey_of(tmp_path, lambda *_: 0.5, lambda g, s, y: few.get((g, s), 200))
    figures = figures_of(survey, "q", "g", "s")
    cells = marked(drawn(figures, "heat"), "cell")
    hidden = cells[cells["number"] == ""]
    assert len(hidden) == sum(1 for one in figures.grouped.of("yes") if not one.shown) >= 4
    assert set(hidden["hidden"]) == {say("en", "breakdown.cell_suppressed")}
    assert hidden["tone"].isna().all()
    assert "%" not in "".join(words for said in hidden["said"] for _, words in said)
    chart = drawn(figures, "heat")
    why = say("en", "flag.suppressed", limit=10)
    assert f"{why[0].upper()}{why[1:]}." in chart.notes


def test_a_group_hidden_altogether_says_why_across_its_row(tmp_path):
    survey = survey_of(tmp_path, lambda *_: 0.5, lambda g, s, y: 2 if g == "a" else 200)
    figures = figures_of(survey, "q", "g")
    chart = drawn(figures, "heat")
    words = marked(chart, "words").set_index("group_line")
    assert words.loc["kode a en", "reason"] == say("en", "flag.suppressed", limit=10)
    row = marked(chart, "cell").query("order == 1")
    assert (row["hidden"] == "").all()
    assert (row["number"] == "").all()


def test_many_answers_become_the_rows():
    survey = bundled("organisations")
    figures = figures_of(survey, "sdg_most_important", "org_type")
    chart = drawn(figures, "heat")
    assert len(marked(chart, "words")) == 17
    assert len(marked(chart, "column")) == 7
    assert chart.table.shape == (17, 8)
    value = figures.whole.at((), "sdg_3").value
    assert chart.table.iloc[2, 1] == numbers.percent(value, "en")


@pytest.mark.parametrize("by", [("g", "s"), ("g", "year")])
def test_a_share_that_whole_per_cents_do_not_tell_is_under_one_and_not_none(tmp_path, by):
    survey = survey_of(
        tmp_path, lambda g, s, y: {"a": 0.0, "b": 0.0025, "c": 0.9975}[g], lambda *_: 400
    )
    chart = drawn(figures_of(survey, "q", *by), "heat")
    rows = marked(chart, "cell").groupby("order")["number"]
    first, *words = [set(numbers) for _, numbers in rows]
    groups = words if len(words) == 3 else [first, *words]
    for told, signed in zip(groups, ("none", "under 1%", "over 99%"), strict=True):
        assert {one.split(" ↓")[0].split(" ↑")[0] for one in told} == {signed}


# --- Lines over time -----------------------------------------------------------------------------


def test_lines_follow_the_figures_and_stop_at_a_break(tmp_path):
    breaks = [{"wave": "2021", "nb": "Nytt", "en": "New"}]
    survey = survey_of(tmp_path, lambda g, s, y: 0.5 if g == "a" else 0.6, breaks=breaks)
    figures = figures_of(survey, "q", "g", "year")
    chart = drawn(figures, "trend")
    points = marked(chart, "point")
    assert points.groupby("series")["segment"].apply(list).tolist() == [[0, 0, 1]] * 3
    assert points["alone"].tolist() == [False, False, True] * 3
    for number, group in enumerate("abc"):
        its = points[points["series"] == number]
        figure = [figures.grouped.at((group, year), "yes") for year in ("2019", "2020", "2021")]
        assert its["value"].tolist() == [one.value for one in figure]
        assert its["low"].tolist() == [one.low for one in figure]
    assert marked(chart, "wave")["breaks"].tolist() == [False, False, True]


def test_each_line_is_named_at_its_end_without_meeting_another(tmp_path):
    survey = survey_of(tmp_path, lambda *_: 0.5)
    figures = figures_of(survey, "q", "g", "year")
    ends = marked(drawn(figures, "trend"), "end")
    assert sorted(ends["wide"]) == ["kode a en 50%", "kode b en 50%", "kode c en 50%"]
    gaps = ends["place"].sort_values().diff().dropna()
    assert (gaps >= 18 / 360).all()
    assert ends["place"].between(0, 1).all()


@pytest.mark.parametrize("show", ["trend", "panels"])
@pytest.mark.parametrize(
    ("size", "told"),
    [
        (2, "Hidden to protect groups of under 10 answers."),
        (30, "Some of the points rest on fewer than 100 answers."),
    ],
)
def test_why_points_are_not_there_or_that_they_rest_on_few_is_told(tmp_path, show, size, told):
    survey = survey_of(tmp_path, lambda *_: 0.5, lambda g, s, y: size if g == "a" else 200)
    assert told in drawn(figures_of(survey, "q", "g", "year"), show).notes


# --- Small charts --------------------------------------------------------------------------------


def test_panels_of_points_have_the_same_rows_and_scale(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: {"a": 0.3, "b": 0.5, "c": 0.8}[g])
    figures = figures_of(survey, "q", "g", "s")
    chart = drawn(figures, "panels")
    rows = marked(chart, "row")
    assert (
        rows.groupby("panel")["words"].apply(list).tolist()
        == [["kode a en", "kode b en", "kode c en"]] * 2
    )
    assert marked(chart, "title")["words"].tolist() == [
        "Kjønn en: kode 1 en",
        "Kjønn en: kode 2 en",
    ]
    for panel, sex in enumerate("12"):
        points = marked(chart, "point")
        points = points[points["panel"] == panel]
        value = [figures.grouped.at((group, sex), "yes").value for group in "abc"]
        low, upp = 0.2, 0.9
        assert points["fx"].tolist() == pytest.approx([(one - low) / (upp - low) for one in value])
    assert len(marked(chart, "reference")) == 4
    assert set(chart.rows["slots"]) == {5}


def test_panels_over_time_have_all_groups_behind_each(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: {"a": 0.3, "b": 0.5, "c": 0.8}[g])
    figures = figures_of(survey, "q", "g", "year")
    chart = drawn(figures, "panels")
    behind = marked(chart, "reference").groupby("panel")["slot"].apply(tuple)
    assert len(behind) == 3
    assert behind.nunique() == 1
    assert len(marked(chart, "point")) == 9
    assert marked(chart, "number")["words"].tolist() == ["30%", "50%", "80%"]
    assert marked(chart, "point")["fx"].tolist() == [0, 0.5, 1] * 3


def test_largest_first_orders_panels_and_rows(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: {"a": 0.3, "b": 0.5, "c": 0.8}[g])
    for by, mark in ((("g", "year"), "title"), (("g", "s"), "row")):
        figures = figures_of(survey, "q", *by, order="value")
        words = marked(drawn(figures, "panels"), mark)["words"].tolist()
        names = [name.removeprefix("Gruppe en: ") for name in words[:3]]
        assert names == ["kode c en", "kode b en", "kode a en"]


# --- Means, and what is read aloud ---------------------------------------------------------------


@pytest.mark.parametrize("by", [("age_group",), ("age_group", "gender"), ("age_group", "year")])
def test_means_of_a_scale_are_shown_as_numbers(by):
    figures = figures_of(bundled("citizens"), "trust_need_to_know", *by, target=MEAN)
    for show in charted(figures):
        chart = drawn(figures, show, "nb")
        words = " ".join(chart.table.iloc[:, 1])
        assert "," in words
        assert "%" not in words
    value = figures.whole.at((), "").value
    assert 1 < value < 5


def test_the_alternative_states_the_finding_first_and_then_every_figure(tmp_path):
    figures = figures_of(survey_of(tmp_path, lambda *_: 0.5), "q", "g")
    chart = drawn(figures, "heat")
    answer = Answer("q", "Q", "The finding.", "", chart, figures.shown, "The basis.")
    assert answer.alternative.startswith("The finding. ")
    assert answer.alternative.endswith(" The basis.")
    assert answer.alternative.count("50%") == 3
    many = figures_of(bundled("health_personnel"), "trust_need_to_know", "occupation", "gender")
    assert drawn(many, "panels").description == say("en", "breakdown.see_table")


def test_no_place_in_a_chart_is_lost(tmp_path):
    survey = survey_of(tmp_path, lambda *_: 0.5)
    for by in (("g", "s"), ("g", "year")):
        figures = figures_of(survey, "q", *by)
        rows = drawn(figures, "panels").rows
        for name in ("panel", "panels", "slots", "slot", "slot2", "fx", "fx2"):
            assert rows[name].map(math.isfinite).all()


def test_panels_say_of_which_variable_each_group_is(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: 0.5)
    for by, title in ((("g", "s"), "Kjønn en: kode 1 en"), (("year", "s"), "Kjønn en: kode 1 en")):
        chart = drawn(figures_of(survey, "q", *by), "panels")
        assert marked(chart, "title")["words"].iloc[0] == title
        assert any("Kjønn en" in note for note in chart.notes)
    groups = drawn(figures_of(survey, "q", "g", "s"), "panels").notes
    assert say("en", "breakdown.panel_rows", panels="Kjønn en", rows="Gruppe en") in groups
