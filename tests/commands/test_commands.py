"""The command line: exit status 0, 1 with one line that names the cause, or 2 for wrong usage."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import open_survey, table
from insight.__main__ import main
from insight.analysis.comparison import compare
from insight.analysis.tidy import tidy
from insight.analysis.tidy_comparison import COLUMNS, tidy_comparison
from insight.language.catalogue import say
from insight.survey.filters import parse_filter

FRAME = {
    "q": [1, 2, 2, 9] * 30,
    "age": [1, 1, 2, 2] * 30,
    "a,b": [1, 2] * 60,
    "web": [1, 0] * 60,
    "x": [1.0, 2.0] * 60,
    "w": [1.0, 2.0] * 60,
    "h": ["n", "s"] * 60,
    "u": [row // 10 for row in range(120)],
    "N": [40] * 120,
    "year": [2020] * 60 + [2021] * 60,
}
VARIABLES = {
    "q": single(1, 2, 9, missing={9: "dont_know"}, nets=[net("both", 1, 2)]),
    "age": segment(1, 2),
    "a,b": segment(1, 2),
    "used": multiple({"web": "web"}),
    "x": numeric(),
}
DESIGN = {"weight": "w", "strata": "h", "psu": "u", "fpc": "N", "wave": "year"}


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("data")
    write_survey(data, "citizens", FRAME, VARIABLES, design=DESIGN, simulated=True)
    return data


@pytest.fixture
def run(root, capfdbinary):
    """Run a command in this process: status, what it printed, and what it complained of."""

    def run(*arguments: str, data: Path = root) -> tuple[int, str, str]:
        try:
            status = main([*arguments, "--data", str(data)])
        except SystemExit as stop:
            status = stop.code
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


def process(*arguments: str | bytes, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "insight", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **more)


# -- what works ------------------------------------------------------------------------------------


def test_surveys_are_listed_one_a_line(run):
    assert run("surveys") == (0, "citizens\tcitizens nb\t2020,2021\tsimulerte svar\n", "")
    assert run("surveys", "--lang", "en")[1] == (
        "citizens\tcitizens en\t2020,2021\tsimulated responses\n"
    )


def test_broken_surveys_do_not_hide_the_others(run, tmp_path):
    write_survey(tmp_path, "good", {"q": [1]}, {"q": single(1)})
    broken = write_survey(tmp_path, "worse", {"q": [1]}, {"q": single(1)})
    (broken / "codebook.toml").write_text("format = 2")
    (write_survey(tmp_path, "lost", {"q": [1]}, {"q": single(1)}) / "codebook.toml").unlink()
    (write_survey(tmp_path, "cut", {"q": [1]}, {"q": single(1)}) / "responses.parquet").write_text(
        ""
    )
    broken.rename(broken.with_name("two\nlines"))
    status, out, err = run("surveys", "--lang", "en", data=tmp_path)
    assert status == 1
    assert out == "good\tgood en\n"
    assert [line.split(": ")[0] for line in err.splitlines()] == ["lost", r"two\nlines", "cut"]
    assert "The folder “lost” has no codebook.toml." in err


def test_a_sound_survey_is_in_order(run, root):
    status, out, err = run("check", str(root / "surveys" / "citizens"), "--lang", "en")
    assert (status, err) == (0, "")
    assert out == "citizens: in order. 6 variables agree with the data.\n"


def test_every_fault_of_a_survey_has_its_line(run, tmp_path):
    variables = {"q": single(1), "r": single(1)}
    folder = write_survey(tmp_path, "s", {"q": [1, 7], "r": [8, 9]}, variables)
    status, out, err = run("check", str(folder), "--lang", "en")
    assert (status, out) == (1, "")
    assert [line[:35] for line in err.splitlines()] == [
        "q: column “q” has the value 7, whic",
        "r: column “r” has the value 8, 9, w",
    ]


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
    expected = tidy(found, "en")
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


# -- comparisons -----------------------------------------------------------------------------------

COMPARE = ("compare", "citizens", "--item", "q", "--net", "both", "--between", "age")
LONELY = {"strata": "h", "psu": "u", "lonely_psu": "fail"}


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
    expected = tidy_comparison(found, "en")
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


def test_all_others_are_named_together(run):
    arguments = ("--item", "age", "--net", "1", "--between", "q", "--against", "rest")
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


@pytest.mark.parametrize("command", [("table",), ("compare", "--net", "1", "--between", "g")])
def test_a_lonely_psu_is_refused_where_the_codebook_says_so(run, tmp_path, command):
    frame = {"q": [1, 2] * 6, "h": ["north"] * 8 + ["south"] * 4, "u": [1] * 4 + [2] * 4 + [3] * 4,
             "g": ["a", "b"] * 6}  # fmt: skip
    write_survey(tmp_path, "s", frame, {"q": single(1, 2), "g": segment("a", "b")}, design=LONELY)
    name, *more = command
    status, out, err = run(name, "s", "--item", "q", *more, "--lang", "en", data=tmp_path)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "south" in err


def test_a_lonely_psu_fails_the_check_where_the_codebook_says_so(run, tmp_path):
    frame = {"q": [1, 2] * 6, "h": ["north"] * 8 + ["south"] * 4, "u": [1] * 4 + [2] * 4 + [3] * 4}
    folder = write_survey(tmp_path, "s", frame, {"q": single(1, 2)}, design=LONELY)
    status, out, err = run("check", str(folder))
    assert (status, out) == (1, "")
    assert "south" in err


def test_a_filter_that_nobody_meets_gives_empty_rows(run, tmp_path):
    variables = {"q": single(1, 2), "g": segment("a", "b", "c"), "h": segment("x", "y")}
    frame = {"q": [1, 2] * 20, "g": ["a", "b"] * 20, "h": ["x"] * 20 + ["y"] * 20}
    write_survey(tmp_path, "s", frame, variables)
    asked = ("s", "--item", "q", "--where", "g=c", "--format", "json")
    status, out, err = run("table", *asked, data=tmp_path)
    assert (status, err) == (0, "")
    assert [(row["share"], row["base"], row["flag"]) for row in rows_of(out)] == [
        (None, 0, "unreliable")
    ] * 2
    status, out, err = run("compare", *asked, "--net", "1", "--between", "h", data=tmp_path)
    assert (status, err) == (0, "")
    assert {(row["difference"], row["flag"]) for row in rows_of(out)} == {(None, "suppressed")}


# -- what is refused -------------------------------------------------------------------------------

TABLE = ("table", "citizens", "--item", "q")
REFUSALS = {
    # name: (arguments, what the line names)
    "survey": (("table", "citizen", "--item", "q"), "“citizen”. Did you mean citizens?"),
    "survey_case": (("table", "Citizens", "--item", "q"), "Did you mean citizens?"),
    "survey_empty": (("table", "", "--item", "q"), "“”. Known: citizens."),
    "survey_up": (("table", "../citizens", "--item", "q"), "“../citizens”"),
    "survey_passwd": (("table", "/etc/passwd", "--item", "q"), "/etc/passwd"),
    "survey_etc": (("table", "/etc", "--item", "q"), "“etc” has no codebook.toml"),
    "survey_root": (("table", "/", "--item", "q"), "“/” has no codebook.toml"),
    "survey_long": (("table", "x" * 9_000, "--item", "q"), "xxx"),
    "survey_lines": (("table", "a\nb\r\x1b[31m", "--item", "q"), r"“a\nb\r\x1b[31m”"),
    "survey_not_utf8": (("table", "\udcff", "--item", "q"), r"“\udcff”"),
    "item": (("table", "citizens", "--item", "Q1"), "“Q1”. Did you mean q?"),
    "item_lines": (("table", "citizens", "--item", "q\nq"), r"“q\nq”"),
    "item_empty": (("table", "citizens", "--item", ""), "“”"),
    "item_sql": (("table", "citizens", "--item", 'q" FROM x; --'), "has no variable"),
    "by": ((*TABLE, "--by", "agee"), "Did you mean age?"),
    "by_multiple": ((*TABLE, "--by", "used"), "kind is multiple"),
    "by_number": ((*TABLE, "--by", "age,x"), "kind is numeric"),
    "where_name": ((*TABLE, "--where", "agee=1"), "Did you mean age?"),
    "where_code": ((*TABLE, "--where", "age=3"), "“age” has no code “3”. Known: 1, 2."),
    "where_half": ((*TABLE, "--where", "age"), "Write VARIABLE=CODE"),
    "where_wave": ((*TABLE, "--where", "year=2022"), "Did you mean 2021, 2020?"),
    "where_number": ((*TABLE, "--where", "x=1"), "“x” is a number"),
    "level_2": ((*TABLE, "--level", "2"), "level of 2.0"),
    "level_0": ((*TABLE, "--level", "0"), "level of 0.0"),
    "level_nan": ((*TABLE, "--level", "nan"), "level of nan"),
    "level_minus": ((*TABLE, "--level=-1e999"), "level of -inf"),
    "out_nowhere": ((*TABLE, "--out", "/nowhere/x.csv"), "/nowhere/x.csv could not be written"),
    "out_folder": ((*TABLE, "--out", "/"), "Is a directory"),
    "compare_survey": (("compare", "citizen", *COMPARE[2:]), "Did you mean citizens?"),
    "compare_item": ((*COMPARE, "--item", "Q"), "“Q”. Did you mean q?"),
    "compare_net": ((*COMPARE, "--net", "bth"), "no category or net “bth”. Did you mean both?"),
    "compare_no_net": (COMPARE[:4] + COMPARE[6:], "no category or net “”. Known: 1, 2, 9, both."),
    "compare_net_lines": ((*COMPARE, "--net", "a\nb"), r"“a\nb”"),
    "compare_between": ((*COMPARE, "--between", "agee"), "Did you mean age?"),
    "compare_between_two": ((*COMPARE, "--between", "age,year"), "“age,year”"),
    "compare_between_number": ((*COMPARE, "--between", "x"), "kind is numeric"),
    "compare_between_multiple": ((*COMPARE, "--between", "used"), "kind is multiple"),
    "compare_where": ((*COMPARE, "--where", "age=3"), "“age” has no code “3”"),
    "compare_level": ((*COMPARE, "--level", "0.4"), "level of 0.4"),
    "compare_out": ((*COMPARE, "--out", "/nowhere/x.csv"), "/nowhere/x.csv could not be written"),
    "check_nowhere": (("check", "/nowhere"), "“nowhere” has no codebook.toml"),
    "check_file": (("check", "/etc/passwd"), "“passwd” has no codebook.toml"),
    "check_lines": (("check", "no\nwhere"), r"“no\nwhere”"),
}


@pytest.mark.parametrize(("arguments", "named"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_one_line_that_names_the_cause(run, arguments, named):
    for language in ("nb", "en"):
        status, out, err = run(*arguments, "--lang", language)
        assert (status, out) == (1, "")
        assert err.endswith("\n")
        assert err[:-1].isprintable()
        assert "Traceback" not in err
    assert named in err


@pytest.mark.parametrize("command", [("surveys",), TABLE])
@pytest.mark.parametrize("folder", ["absent", "file", "x" * 5000, "new\nline"])
def test_a_data_folder_that_is_not_there_is_named(run, tmp_path, command, folder):
    (tmp_path / "file").touch()
    status, out, err = run(*command, "--lang", "en", data=tmp_path / folder)
    assert (status, out) == (1, "")
    assert err.startswith("There is no data folder “")
    assert err[:-1].isprintable()


WRONG_USAGE = [
    (),
    ("tabel", "citizens"),
    ("table", "citizens"),
    ("table", "--item", "q"),
    (*TABLE, "--level", "high"),
    (*TABLE, "--method", "wilsn"),
    (*TABLE, "--format", "xlsx"),
    (*TABLE, "--base", "some"),
    (*TABLE, "--lang", "sv"),
    (*TABLE, "--wheer", "age=1"),
    ("compare", "citizens", "--item", "q", "--net", "1"),
    (*COMPARE, "--against", "all"),
    (*COMPARE, "--adjust", "bonferroni"),
    (*COMPARE, "--level", "high"),
    ("check",),
]


@pytest.mark.parametrize("arguments", WRONG_USAGE)
def test_wrong_usage_is_another_status(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: insight")


# -- as a process ----------------------------------------------------------------------------------


def test_the_statuses_are_those_of_the_process(root):
    where = {"env": {**os.environ, "INSIGHT_DATA": str(root)}}
    refused = process("table", "citizens", "--item", b"\xff\n", **where)
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert len(refused.stderr.splitlines()) == 1
    assert process("tabel", **where).returncode == 2


def test_a_reader_that_stops_reading_is_no_fault(root, tmp_path):
    many = write_survey(tmp_path, "many", {"q": [1, 2]}, {"q": single(*range(1, 3000))})
    command = [sys.executable, "-m", "insight", "table", str(many), "--item", "q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline().startswith(b"survey,item,kind,category,")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_said_in_one_line(root):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "insight", *TABLE, "--data", str(root)]
        found = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert found.returncode == 1
    assert len(found.stderr.splitlines()) == 1


def test_a_survey_may_lie_in_a_folder_of_any_name(run, tmp_path):
    folder = write_survey(tmp_path / "year=2020 [copy]*", "s", {"q": [1, 2]}, {"q": single(1, 2)})
    assert run("table", str(folder), "--item", "q")[0] == 0


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
