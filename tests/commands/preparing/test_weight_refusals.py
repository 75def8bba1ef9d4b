"""``insight weight``: every way to be refused, which leaves the folder as it was."""

from pathlib import Path

import pytest
from survey_folder import segment, write_survey
from ten_respondents import BOTH, HALF

from insight.__main__ import main

HEADER = "variable,code,population\n"
MARGIN_REFUSALS = {
    "empty": ("", "margins.csv must have the columns variable,code,population"),
    "no rows": (HEADER, "margins.csv has no margins."),
    "header": ("sex,n\nf,1\n", "It has: sex, n."),
    "another column": ("variable,code,population,year\n", "It has: variable, code, popul"),
    "short row": (f"{HEADER}sex,f\n", "margins.csv, line 2: the row does not have"),
    "negative": (f"{HEADER}sex,f,-1\nsex,m,2\n", "margins.csv, line 2: “-1” is not a number"),
    "words": (f"{HEADER}sex,f,1\nsex,m,many\n", "margins.csv, line 3: “many” is not a number"),
    "nan": (f"{HEADER}sex,f,nan\n", "“nan” is not a number"),
    "infinite": (f"{HEADER}sex,f,1e999\n", "“1e999” is not a number"),
    "nobody": (f"{HEADER}sex,f,\n", "“” is not a number"),
    "variable": (f"{HEADER}sexx,f,1\n", "“sexx”. Did you mean sex?"),
    "code": (f"{HEADER}sex,x,1\n", "“sex” has no code “x”. Known: f, m."),
    "twice": (f"{HEADER}sex,f,1\nsex,f,1\n", "line 3: the code “f” stands twice"),
    "joint twice": (f"{HEADER}sex*age,f*1,1\nage*sex,1*f,1\n", "line 3: the code “f*1” stands"),
    "parts": (f"{HEADER}sex*age,f,1\n", "“sex*age” and “f” must have equally many parts"),
    "same twice": (f"{HEADER}sex*sex,f*f,1\n", "each variable only once"),
    "number": (f"{HEADER}x,1,1\n", "“x” is of kind numeric"),
    "several": (f"{HEADER}used,a,1\n", "“used” is of kind multiple"),
    "waves": ("wave,variable,code,population\n1,sex,f,1\n", "s has no waves"),
    "totals": (f"{HALF}age,1,1\nage,2,2\n", "age has 3 and sex has 100"),
    "all zero": (f"{HEADER}sex,f,0\nsex,m,0\n", "sex has 0"),
    "uncovered": (f"{HEADER}sex,f,1\n", "4 respondents have a code without any"),
    "zero": (f"{HEADER}sex,f,1\nsex,m,0\n", "in the margin sex: m."),
    "nobody there": (f"{HEADER}age,1,1\nage,2,1\nage,3,1\n", "No respondents have the code 3 in"),
    "quotes": (f'{HEADER}sex,"f,1\n', "margins.csv cannot be read"),
    "not text": (b"\xff\xfe\x00", "margins.csv is not written in UTF-8"),
}  # fmt: skip

ARGUMENT_REFUSALS = {
    "column": (("--column", "q"), "“q” exists already"),
    "column of several": (("--column", "used"), "“used” exists already"),
    "column unlisted": (("--column", "base"), "or write --replace base."),
    "replace other": (("--replace", "q"), "--replace names “q”, but the weight"),
    "replace answer": (("--column", "q", "--replace", "q"), "“q” is an answer"),
    "replace option": (("--column", "used_a", "--replace", "used_a"), "“used_a” is an answer"),
    "name": (("--column", "a\nb"), "cannot be the name of a variable"),
    "no name": (("--column", " "), "cannot be the name of a variable"),
    "case": (("--column", "BASE"), "differ from “BASE” only in upper and lower case"),
    "start": (("--start", "basis"), "“basis” is not in responses.parquet. Did you mean base?"),
    "start zero": (("--start", "zero"), "“zero” is not a number above 0 for 1 respondent."),
    "start words": (("--start", "text"), "“text” is not a number above 0 for 10 respondents"),
    "start replaced": (("--column=base", "--replace=base", "--start=base"), "--start none"),
    "trim": (("--trim", "2", "3"), "The bounds 2 and 3 will not do"),
    "trim nan": (("--trim", "0", "nan"), "The bounds 0 and nan will not do"),
    "out": (("--out", "/nowhere/x.csv"), "/nowhere/x.csv could not be written"),
}  # fmt: skip


def refused(weigh, folder: Path, margins: str | bytes, *arguments: str) -> str:
    """Return the one line that refuses, after which the folder is as it was."""
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    status, out, err = weigh(folder, margins, *arguments)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    return err


@pytest.mark.parametrize(("margins", "named"), MARGIN_REFUSALS.values(), ids=MARGIN_REFUSALS)
def test_margins_that_will_not_do_are_refused_by_name(weigh, folder, margins, named):
    assert named in refused(weigh, folder, margins)


@pytest.mark.parametrize(("arguments", "named"), ARGUMENT_REFUSALS.values(), ids=ARGUMENT_REFUSALS)
def test_what_cannot_be_done_is_refused_by_name(weigh, folder, arguments, named):
    assert named in refused(weigh, folder, BOTH, *arguments)


def test_margins_that_are_not_there_are_refused(folder, capfd):
    assert main(["weight", str(folder), "--margins", "/nowhere/m.csv", "--lang", "en"]) == 1
    assert capfd.readouterr().err.startswith("m.csv cannot be read: ")


def test_a_weighting_that_does_not_converge_says_which_margin_misses_by_how_much(weigh, tmp_path):
    # All men are young, so the young are at least as many as the men.
    frame = {"sex": ["f", "f", "m"], "age": [1, 2, 1]}
    variables = {"sex": segment("f", "m"), "age": segment(1, 2)}
    folder = write_survey(tmp_path / "d", "s", frame, variables)
    margins = f"{HEADER}sex,f,40\nsex,m,60\nage,1,50\nage,2,50\n"
    said = refused(weigh, folder, margins)
    assert "does not meet the margin sex (rounds: 1000): " in said
    assert "should have the share 0.4 and gets 0.5" in said


def test_bounds_that_are_too_narrow_are_said_to_be(weigh, folder):
    said = refused(weigh, folder, BOTH, "--trim", "0.9", "1.1")
    assert "within the bounds" in said
    assert "Choose wider bounds or join cells." in said


def test_respondents_without_a_code_are_counted_and_never_dropped(weigh, tmp_path):
    frame = {"age": [1, 2, None, None], "year": [1, 1, 2, 2]}
    variables = {"age": segment(1, 2)}
    folder = write_survey(tmp_path / "d", "s", frame, variables, design={"wave": "year"})
    said = refused(weigh, folder, f"{HEADER}age,1,1\nage,2,1\n")
    assert said == "“age” is empty for 2 respondents (2). Weighting needs a code for everyone.\n"


def test_a_wave_without_margins_is_named(weigh, tmp_path):
    frame = {"age": [1, 2] * 2, "year": [2020, 2020, 2021, 2021]}
    folder = write_survey(
        tmp_path / "d", "s", frame, {"age": segment(1, 2)}, design={"wave": "year"}
    )
    margins = "wave,variable,code,population\n2020,age,1,1\n2020,age,2,1\n"
    assert "margins.csv has no margins for 2021." in refused(weigh, folder, margins)
    wrong = f"{margins}2022,age,1,1\n"
    assert "has no code “2022”" in refused(weigh, folder, wrong)
