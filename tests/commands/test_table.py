"""``insight table``: the tidy result, printed or as a file."""

import io
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_folder import single, write_survey

from insight import open_survey, table
from insight.__main__ import main
from insight.survey.filters import parse_filter


def test_a_table_is_the_tidy_result(run, root):
    arguments = ("--item", "q", "--by", "age,year", "--where", "q=1,2", "--nets", "--base", "valid",
                 "--method", "logit", "--level", "0.9", "--lang", "en")  # fmt: skip
    status, out, err = run("table", "citizens", *arguments)
    assert (status, err) == (0, "")
    survey = open_survey("citizens", root)
    found = table(
        survey, "q", by=["age", "year"], base="valid", nets=True, method="logit", level=0.9,
        where=parse_filter(["q=1,2"], survey.codebook),
    )  # fmt: skip
    expected = found.to_pandas("en")
    ours = pd.read_csv(io.StringIO(out), dtype={"category": str}, keep_default_na=False,
                       na_values={"share": [""]})  # fmt: skip
    assert list(ours.columns) == list(expected.columns)
    assert ours["share"].tolist() == expected["share"].tolist()
    assert ours["share_se"].astype(float).tolist() == expected["share_se"].tolist()
    assert set(ours["filter"]) == {
        "single en: kode 1 en or kode 2 en; without “don’t know” and other missing answers"
    }


@pytest.mark.parametrize("survey", ["citizens", "{root}/surveys/citizens"])
@pytest.mark.parametrize("item", ["q", "used", "x", "age"])
def test_strata_psus_and_populations_are_in_every_table(run, root, survey, item):
    status, out, _ = run("table", survey.format(root=root), "--item", item, "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert {row["base"] for row in rows} == {120}
    # Twelve PSUs, each with respondents of both strata, half in each wave: 24 PSUs, 4 strata.
    assert {row["df"] for row in rows} == {20}
    assert all(row["flag"] == "" for row in rows)


def test_names_with_a_comma_are_written_with_a_backslash(run):
    status, out, _ = run("table", "citizens", "--item", "q", "--by", r"a\,b,age")
    assert status == 0
    assert out.splitlines()[0].split(",")[5:9] == ['"a', 'b"', '"a', 'b_label"']


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_a_file_holds_what_is_printed(run, tmp_path, capfdbinary, root, file_format):
    out = tmp_path / "figures"
    arguments = ["table", "citizens", "--item", "q", "--format", file_format, "--data", str(root)]
    assert main(arguments) == 0
    printed = capfdbinary.readouterr().out
    assert run(*arguments[:-2], "--out", str(out)) == (0, "", "")
    assert out.read_bytes() == printed


def test_responses_that_are_damaged_are_refused_by_name(run, tmp_path):
    folder = write_survey(tmp_path, "s", {"q": [1, 2]}, {"q": single(1, 2)})
    whole = (folder / "responses.parquet").read_bytes()
    (folder / "responses.parquet").write_bytes(whole[: len(whole) // 2])
    status, _, err = run("table", "s", "--item", "q", "--lang", "en", data=tmp_path)
    assert (status, err) == (
        1,
        "responses.parquet of s is not a whole Parquet file. Make the file again.\n",
    )
    pq.write_table(pa.table({"q": [1, 3]}), folder / "responses.parquet")
    status, _, err = run("table", "s", "--item", "q", "--lang", "en", data=tmp_path)
    assert status == 1
    assert "has the value 3" in err


def test_a_table_is_standardised_and_says_to_what(run):
    asked = ("table", "citizens", "--item", "q", "--format", "json", "--lang", "en")
    status, out, err = run(*asked, "--standardise", "age=1:3,2:1", "--by", "year")
    assert (status, err.startswith("Standardised over")) == (0, True)
    row = json.loads(out)[0]
    assert (row["over"], row["population"]) == ("age", "age=1:3,2:1")
    assert row["share"] is not None
    assert row["unstandardised"] is not None
    status, out, err = run(*asked, "--waves-alike")
    assert (status, json.loads(out)[0]["population"]) == (0, "equal")
    status, out, err = run(*asked, "--standardise", "age", "--population-wave", "2020")
    assert (status, json.loads(out)[0]["population"]) == (0, "2020")
    status, out, err = run(*asked, "--standardise", "age", "--population-all")
    assert (status, json.loads(out)[0]["population"]) == (0, "citizens")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--standardise", "age"),
        ("--standardise", "age=1:1,2:1", "--population-wave", "2020"),
        ("--standardise", "age=1:1,2:1", "--waves-alike"),
        ("--population-wave", "2020"),
        ("--population-all",),
        ("--standardise", "age", "--population-all", "--population-wave", "2020"),
        ("--standardise", "age", "--population", "nowhere.csv"),
        ("--standardise", "age", "--population-wave", "1999"),
    ],
)
def test_one_population_is_asked_for(run, wrong):
    status, out, err = run("table", "citizens", "--item", "q", *wrong)
    assert (status, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("statistic", [
    "median", "quartiles", "quantile:0.1,0.9", "ratio:x", "pearson:x", "spearman:x", "alpha:x",
    "alpha:q,x",
])  # fmt: skip
def test_measures_of_numbers_are_written_as_statistics(run, statistic):
    arguments = ("--item", "q", "--statistic", statistic, "--format", "json")
    status, out, err = run("table", "citizens", *arguments)
    assert (status, err) == (0, "")
    rows = json.loads(out)
    assert {row["statistic"] for row in rows} == {
        {"median": "quantile", "quartiles": "quantile"}.get(statistic, statistic.split(":")[0])
    }
    assert all(row["value_low"] <= row["value"] <= row["value_upp"] for row in rows)


@pytest.mark.parametrize("statistic", ["mode", "quantile", "quantile:x", "ratio", "pearson:q,x"])
def test_a_statistic_that_is_none_is_refused(run, statistic):
    arguments = ("--item", "q", "--statistic", statistic, "--lang", "en")
    status, out, err = run("table", "citizens", *arguments)
    assert (status, out) == (1, "")
    assert f"no statistic “{statistic}”" in err
