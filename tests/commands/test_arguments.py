"""Arguments of several commands: what they name, or one line that says what is wrong."""

import json

import pytest
from hostile_words import LONG, SHORTENED
from survey_folder import segment, single, write_survey

from insight.__main__ import main

TABLE = ("table", "citizens", "--item", "q")
COMPARE = ("compare", "citizens", "--item", "q", "--net", "both", "--between", "age")
REFUSALS = {
    # name: (arguments, what the line names)
    "survey": (("table", "citizen", "--item", "q"), "“citizen”. Did you mean citizens?"),
    "survey_case": (("table", "Citizens", "--item", "q"), "Did you mean citizens?"),
    "survey_empty": (("table", "", "--item", "q"), "“”. Known: citizens."),
    "survey_up": (("table", "../citizens", "--item", "q"), "“../citizens”"),
    "survey_passwd": (("table", "/etc/passwd", "--item", "q"), "/etc/passwd"),
    "survey_etc": (("table", "/etc", "--item", "q"), "“etc” has no codebook.toml"),
    "survey_root": (("table", "/", "--item", "q"), "“/” has no codebook.toml"),
    "survey_long": (("table", LONG, "--item", "q"), SHORTENED),
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
    "compare_no_net": (COMPARE[:4] + COMPARE[6:], "Say which answer to “q” is compared"),
    "compare_net_lines": ((*COMPARE, "--net", "a\nb"), r"“a\nb”"),
    "compare_between": ((*COMPARE, "--between", "agee"), "Did you mean age?"),
    "compare_between_two": ((*COMPARE, "--between", "age,year"), "“age,year”"),
    "compare_between_number": ((*COMPARE, "--between", "x"), "kind is numeric"),
    "compare_between_multiple": ((*COMPARE, "--between", "used"), "kind is multiple"),
    "compare_where": ((*COMPARE, "--where", "age=3"), "“age” has no code “3”"),
    "compare_level": ((*COMPARE, "--level", "0.4"), "level of 0.4"),
    "compare_out": ((*COMPARE, "--out", "/nowhere/x.csv"), "/nowhere/x.csv could not be written"),
    "compare_net_of_mean": ((*COMPARE, "--statistic", "mean"), "--net names the answer"),
    "adjust_net_of_mean": (
        ("adjust", *COMPARE[1:], "--given", "year", "--statistic", "mean"),
        "--net names the answer",
    ),
    "compare_net_of_number": ((*COMPARE, "--item", "x"), "--net names the answer"),
    "mean_of_several": (("table", "citizens", "--item", "used", "--statistic", "mean"), "no mean."),
    "share_of_number": (("table", "citizens", "--item", "x", "--statistic", "share"), "no shares,"),
    "median_of_several": (
        ("table", "citizens", "--item", "used", "--statistic", "median"),
        "“used” has neither",
    ),
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


@pytest.mark.parametrize("command", [("surveys",), TABLE])
@pytest.mark.parametrize("folder", ["absent", "file", "x" * 5000, "new\nline"])
def test_a_data_folder_that_is_not_there_is_named(run, tmp_path, command, folder):
    (tmp_path / "file").touch()
    status, out, err = run(*command, "--lang", "en", data=tmp_path / folder)
    assert (status, out) == (1, "")
    assert err.startswith("There is no data folder “")
    assert err[:-1].isprintable()


def test_a_survey_may_lie_in_a_folder_of_any_name(run, tmp_path):
    folder = write_survey(tmp_path / "year=2020 [copy]*", "s", {"q": [1, 2]}, {"q": single(1, 2)})
    assert run("table", str(folder), "--item", "q")[0] == 0


def test_a_filter_that_nobody_meets_gives_empty_rows(run, tmp_path):
    variables = {"q": single(1, 2), "g": segment("a", "b", "c"), "h": segment("x", "y")}
    frame = {"q": [1, 2] * 20, "g": ["a", "b"] * 20, "h": ["x"] * 20 + ["y"] * 20}
    write_survey(tmp_path, "s", frame, variables)
    asked = ("s", "--item", "q", "--where", "g=c", "--format", "json")
    status, out, err = run("table", *asked, data=tmp_path)
    assert (status, err) == (0, "")
    assert [(row["share"], row["base"], row["flag"]) for row in json.loads(out)] == [
        (None, 0, "unreliable")
    ] * 2
    status, out, err = run("compare", *asked, "--net", "1", "--between", "h", data=tmp_path)
    assert (status, err) == (0, "")
    assert {(row["difference"], row["flag"]) for row in json.loads(out)} == {(None, "suppressed")}
