"""``insight compare``: the tests that were chosen, as the tidy result."""

import io
import json

import pandas as pd
import pytest
from survey_folder import segment, single, write_survey

from insight import open_survey
from insight.analysis.compared.comparison_result import COLUMNS
from insight.analysis.comparison import compare
from insight.language.catalogue import say
from insight.survey.filters import parse_filter

GATES = {"min_base": 5, "min_effective_base": 5, "low_base": 0}
COMPARE = ("compare", "citizens", "--item", "q", "--net", "both", "--between", "age")


def rows_of(out: str) -> list[dict]:
    """Return the rows that were printed as JSON."""
    return json.loads(out)


def test_a_comparison_is_the_tidy_result(run, root):
    arguments = ("--where", "q=1,2,9", "--base", "valid", "--adjust", "bh", "--level", "0.9",
                 "--lang", "en", "--net", "1")  # fmt: skip
    status, out, err = run(*COMPARE, *arguments)
    assert (status, err) == (0, "")
    survey = open_survey("citizens", root)
    found = compare(
        survey, "q", "1", "age", base="valid", adjustment="bh", level=0.9,
        where=parse_filter(["q=1,2,9"], survey.codebook),
    )  # fmt: skip
    expected = found.to_pandas("en")
    ours = pd.read_csv(io.StringIO(out), keep_default_na=False, na_values={"difference": [""]})
    assert list(ours.columns) == list(expected.columns) == list(COLUMNS)
    assert ours["difference"].dropna().tolist() == expected["difference"].dropna().tolist()
    assert ours["test"].tolist() == ["difference", "association"]
    assert set(ours["adjustment"]) == {"bh"}
    assert set(ours["category_label"]) == {"kode 1 en"}


@pytest.mark.parametrize(
    ("item", "net"), [("q", "both"), ("q", "9"), ("used", "web"), ("x", ""), ("age", "1")]
)
@pytest.mark.parametrize("against", ["pairs", "rest"])
def test_every_kind_of_item_is_compared(run, item, net, against):
    arguments = ("--item", item, "--net", net, "--between", "a,b", "--against", against)
    status, out, err = run("compare", "citizens", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    differences = [row for row in rows_of(out) if row["test"] == "difference"]
    # With two groups all others are the other, and the same test is made once.
    assert [(row["group"], row["other"]) for row in differences] == [("1", "2")]
    assert all(row["base"] == row["base_other"] == 60 for row in differences)
    assert all(row["p_adjusted"] >= row["p"] for row in differences if row["p"] is not None)


def test_means_of_scores_are_compared(run, root):
    """Without `--statistic mean` an item with answers needs one that is named."""
    asked = ("compare", "citizens", "--item", "q", "--between", "age", "--format", "json")
    status, out, err = run(*asked, "--statistic", "mean")
    assert (status, err) == (0, "")
    survey = open_survey("citizens", root)
    (expected,) = compare(survey, "q", "", "age", statistic="mean").differences
    assert rows_of(out)[0]["difference"] == expected.value
    status, out, err = run(*asked, "--lang", "en")
    assert (status, out) == (1, "")
    assert err == "Say which answer to “q” is compared, with a category or a net.\n"


def test_all_others_are_named_together(run):
    arguments = ("--item", "age", "--net", "1", "--between", "q", "--against", "rest")
    arguments += ("--where", "q=1,2,9")
    _, out, _ = run("compare", "citizens", *arguments, "--lang", "en", "--format", "json")
    rows = [row for row in rows_of(out) if row["test"] == "difference"]
    assert [(row["group"], row["other"], row["base_other"]) for row in rows] == [
        ("1", "", 90), ("2", "", 60), ("9", "", 90),
    ]  # fmt: skip
    assert {row["other_label"] for row in rows} == {say("en", "comparison.all_others")}


def test_the_adjustment_is_the_one_that_was_chosen(run):
    for adjustment in ("holm", "bh", "none"):
        _, out, _ = run(*COMPARE, "--adjust", adjustment, "--format", "json")
        assert {row["adjustment"] for row in rows_of(out)} == {adjustment}


def waves(breaks: list[dict]) -> tuple[dict, dict]:
    """Three waves of 100 respondents, of whom 40, 60 and 70 say 1."""
    frame = {"q": [1 + (n % 100 >= yes) for yes in (40, 60, 70) for n in range(100)],
             "year": [year for year in (2020, 2021, 2022) for _ in range(100)]}  # fmt: skip
    return frame, {"q": single(1, 2, breaks=breaks)}


def test_waves_have_rows_for_trend_and_equality(run, tmp_path):
    write_survey(tmp_path, "s", *waves([]), design={"wave": "year"})
    arguments = ("--item", "q", "--net", "1", "--between", "year", "--format", "json")
    status, out, _ = run("compare", "s", *arguments, data=tmp_path)
    rows = {row["test"]: row for row in rows_of(out)}
    assert status == 0
    assert list(rows) == ["difference", "association", "trend", "equality"]
    assert rows["trend"]["difference"] == pytest.approx(0.15)
    assert rows["trend"]["p"] < 0.001
    assert rows["equality"]["ndf"] == 2
    assert rows["equality"]["df"] == 300 - 3 - 2


def test_a_break_leaves_its_row_empty(run, tmp_path):
    parts = [{"wave": 2022, "nb": "ny", "en": "new"}]
    write_survey(tmp_path, "s", *waves(parts), design={"wave": "year"})
    arguments = ("--item", "q", "--net", "1", "--between", "year", "--format", "json")
    rows = rows_of(run("compare", "s", *arguments, data=tmp_path)[1])
    assert [(row["group"], row["other"], row["flag"]) for row in rows] == [
        ("2020", "2021", ""), ("2020", "2022", "break"), ("2021", "2022", "break"),
    ]  # fmt: skip
    for row in rows[1:]:
        assert {row[name] for name in ("value", "difference", "p", "p_adjusted")} == {None}


TWO_STAGES = {"psu": "u", "fpc": ["psus", "people"], "lonely_psu": "average"}


def lonely(rule: str) -> tuple[dict, dict]:
    """Two PSUs in the north and one in the south; the south is all that group b is in."""
    frame = {"q": [1, 2] * 18, "h": ["north"] * 24 + ["south"] * 12, "g": ["a"] * 24 + ["b"] * 12}
    frame["u"] = [1] * 12 + [2] * 12 + [3] * 12
    return frame, {"strata": "h", "psu": "u", "lonely_psu": rule}


@pytest.mark.parametrize("rule", ["adjust", "average", "certainty", "remove"])
@pytest.mark.parametrize("command", ["table", "compare"])
def test_a_stratum_with_one_psu_is_warned_of_and_a_group_within_it_is_unreliable(
    run, tmp_path, command, rule
):
    frame, design = lonely(rule)
    variables = {"q": single(1, 2), "g": segment("a", "b")}
    write_survey(tmp_path, "s", frame, variables, design=design, disclosure=GATES)
    more = ("--by", "g") if command == "table" else ("--net", "1", "--between", "g")
    arguments = ("--item", "q", *more, "--lang", "en", "--format", "json")
    status, out, err = run(command, "s", *arguments, data=tmp_path)
    assert (status, err) == (0, say("en", "base.lonely", count=1) + "\n")
    rows = rows_of(out)
    if command == "table":
        of_b = [row for row in rows if row["g"] == "b"]
        assert {(row["flag"], row["share"], row["share_low"]) for row in of_b} == {
            ("unreliable", None, None)
        }
    else:
        assert (rows[0]["flag"], rows[0]["difference"]) == ("unreliable", None)


@pytest.mark.parametrize("command", ["table", "compare"])
def test_average_is_refused_where_a_psu_of_two_stages_has_one_respondent(run, tmp_path, command):
    frame = {"q": [1, 2] * 4, "u": [1] * 4 + [2] * 3 + [3], "psus": [9] * 8, "people": [40] * 8}
    frame["g"] = ["a", "b"] * 4
    variables = {"q": single(1, 2), "g": segment("a", "b")}
    write_survey(tmp_path, "s", frame, variables, design=TWO_STAGES)
    more = () if command == "table" else ("--net", "1", "--between", "g")
    status, out, err = run(command, "s", "--item", "q", *more, "--lang", "en", data=tmp_path)
    assert (status, out) == (1, "")
    assert "the PSU 3 has one respondent only" in err


def test_what_a_sentence_may_say_is_in_the_result(run):
    arguments = ("--item", "q", "--net", "both", "--between", "age", "--format", "json")
    _, out, _ = run("compare", "citizens", *arguments)
    [row] = [row for row in rows_of(out) if row["test"] == "difference"]
    assert row["finding"] in ("lower", "higher", "alike", "few")
    assert (row["finding"] in ("lower", "higher")) is (row["p_claim_adjusted"] < 0.05)
    assert row["claim_low"] <= row["difference"] <= row["claim_upp"]


def test_the_claim_of_means_is_that_of_t(run):
    arguments = ("--item", "x", "--net", "", "--between", "age", "--format", "json")
    _, out, _ = run("compare", "citizens", *arguments)
    [row] = [row for row in rows_of(out) if row["test"] == "difference"]
    claim = [row[name] for name in ("claim_low", "claim_upp", "p_claim", "p_claim_adjusted")]
    usual = [row[name] for name in ("difference_low", "difference_upp", "p", "p_adjusted")]
    assert claim == pytest.approx(usual)
    assert row["p_claim"] > 0


def test_two_surveys_are_compared_with_what_makes_them_comparable(run, tmp_path):
    asked = {"q": single(1, 2, construct="liking"), "age": segment(1, 2, 3, ordered=True)}
    for number, name in enumerate(("people", "staff")):
        frame = {"q": [1, 2, 2, 1 + number] * 30, "age": [1, 2, 3, 3] * 30}
        write_survey(tmp_path, name, frame, asked, disclosure=GATES)
    more = ("--item", "q", "--net", "1", "--lang", "en")
    status, out, err = run("compare", "people", *more, "--beside", "staff", data=tmp_path)
    assert status == 0
    (row,) = pd.read_csv(io.StringIO(out)).to_dict("records")
    assert (row["value"], row["value_other"], row["difference"]) == (0.5, 0.25, 0.25)
    assert (row["survey"], row["other_survey"], row["finding"]) == ("people", "staff", "higher")
    assert err.strip() == row["comparable"]
    status, out, err = run(
        *("compare", "people", *more, "--between", "age", "--trend"), data=tmp_path
    )
    assert (status, "per step in the order" in err) == (0, True)
    assert pd.read_csv(io.StringIO(out))["test"].tolist() == ["trend", "equality"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--between", "age", "--beside", "citizens"),
        ("--beside", "citizens", "--trend"),
        ("--between", "age", "--where-beside", "age=1"),
        (),
    ],
)
def test_groups_or_another_survey_are_asked_for_and_not_both(run, wrong):
    status, out, err = run("compare", "citizens", "--item", "q", "--net", "1", *wrong)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
