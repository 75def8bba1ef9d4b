"""``insight weight``: a survey raked to margins of its population, and every way to be refused."""

import json
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_folder import multiple, numeric, segment, single, write_survey

from insight.__main__ import main
from insight.analysis.weighting.folder import with_weight
from insight.language.catalogue import Text
from insight.survey.folders import read_survey

# Six women and four men, of whom two women and three men are old; the population is half and half.
FRAME = {
    "sex": ["f"] * 6 + ["m"] * 4,
    "age": [1, 1, 1, 1, 2, 2, 1, 2, 2, 2],
    "q": [1, 2] * 5,
    "used_a": [0, 1] * 5,
    "x": [1.5] * 10,
    "base": [1.0, 2.0] * 5,
    "zero": [0.0] + [1.0] * 9,
    "text": ["a"] * 10,
}
VARIABLES = {
    "sex": segment("f", "m"),
    "age": segment(1, 2, 3),
    "q": single(1, 2),
    "used": multiple({"a": "used_a"}),
    "x": numeric(),
}
HALF = "variable,code,population\nsex,f,50\nsex,m,50\n"
BOTH = f"{HALF}age,1,30\nage,2,70\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_survey(tmp_path, "s", FRAME, VARIABLES)


@pytest.fixture
def weigh(tmp_path, capfd):
    """Weight a folder with the margins given: status, what was printed, and the complaint."""

    def weigh(folder: Path, margins: str | bytes, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "margins.csv"
        path.write_bytes(margins.encode() if isinstance(margins, str) else margins)
        named = [str(folder), "--margins", str(path), "--lang", "en"]
        status = main(["weight", *named, *arguments])
        return status, *capfd.readouterr()

    return weigh


def weights(folder: Path, column: str = "raked_weight") -> pd.Series:
    return pd.read_parquet(folder / "responses.parquet")[column]


def shares(folder: Path, *by: str) -> dict:
    """Weighted shares of the combinations of some columns."""
    frame = pd.read_parquet(folder / "responses.parquet")
    sums = frame.groupby(list(by))["raked_weight"].sum()
    return (sums / sums.sum()).to_dict()


# -- what works ------------------------------------------------------------------------------------


def test_one_margin_weighs_each_group_to_its_share(weigh, folder):
    status, out, err = weigh(folder, HALF)
    assert (status, err) == (0, "")
    assert weights(folder).tolist() == pytest.approx([5 / 6] * 6 + [5 / 4] * 4)
    assert re.sub(r"\d+e-?\d+", "0", out) == (
        "10 respondents. Margins met (rounds: 1, largest deviation: 0). "
        "Design effect (Kish) 1.04, effective base 10. "
        "Weights relative to their mean: least 0.83, 5% 0.83, median 0.83, 95% 1.25, "
        "greatest 1.25.\ns: the column “raked_weight” is written and is now the survey's weight.\n"
    )


def test_several_margins_are_all_met(weigh, folder):
    assert weigh(folder, BOTH)[0] == 0
    assert shares(folder, "sex") == pytest.approx({"f": 0.5, "m": 0.5})
    assert shares(folder, "age") == pytest.approx({1: 0.3, 2: 0.7})


JOINT = "variable,code,population\nsex*age,f*1,1\nage*sex,2*f,2\nsex*age,m*1,3\nsex*age,m*2,4\n"


def test_a_joint_margin_names_its_variables_in_any_order(weigh, folder):
    assert weigh(folder, JOINT)[0] == 0
    assert shares(folder, "sex", "age") == pytest.approx(
        {("f", 1): 0.1, ("f", 2): 0.2, ("m", 1): 0.3, ("m", 2): 0.4}
    )


def test_a_star_in_a_name_or_a_code_has_a_backslash_before_it(weigh, tmp_path):
    frame = {"a*b": ["x*", "y", "y"], "sex": ["f", "f", "m"]}
    variables = {"a*b": segment("x*", "y"), "sex": segment("f", "m")}
    folder = write_survey(tmp_path / "d", "s", frame, variables)
    joint = "variable,code,population\na\\*b*sex,x\\**f,2\na\\*b*sex,y*f,1\na\\*b*sex,y*m,1\n"
    assert weigh(folder, joint)[0] == 0
    assert weights(folder).tolist() == pytest.approx([1.5, 0.75, 0.75])


@pytest.mark.parametrize(
    "margins",
    [
        "variable,code,population\nsex,f,2.5\nsex,m,2.5\n",
        "population,variable,code\n2 500 000,sex,f\n2500000,sex,m\n",
        "\ufeffvariable;code;population\r\nsex;f;0,5\r\nsex;m;0,5\r\n\r\n",
    ],
    ids=["shares", "persons", "Norwegian spreadsheet"],
)
def test_numbers_are_persons_or_shares_and_a_norwegian_file_is_read(weigh, folder, margins):
    assert weigh(folder, margins)[0] == 0
    assert weights(folder).tolist() == pytest.approx([5 / 6] * 6 + [5 / 4] * 4)


def test_the_sum_is_the_population_if_that_is_asked_for(weigh, folder):
    assert weigh(folder, BOTH, "--scale", "population")[0] == 0
    assert weights(folder).sum() == pytest.approx(100)


def test_totals_that_differ_by_rounding_are_taken_as_the_same(weigh, folder):
    assert weigh(folder, f"{HALF}age,1,30\nage,2,69.9\n")[0] == 0
    assert shares(folder, "age")[1] == pytest.approx(30 / 99.9)


def test_the_surveys_own_weight_is_where_it_starts(weigh, tmp_path):
    folder = write_survey(tmp_path / "d", "s", FRAME, VARIABLES, design={"weight": "base"})
    assert weigh(folder, HALF)[0] == 0
    found = weights(folder)
    assert found[1] / found[0] == pytest.approx(2)
    assert weigh(folder, HALF, "--column", "equal", "--start", "none")[0] == 0
    assert weights(folder, "equal")[:6].nunique() == 1


def test_a_nearly_met_weight_is_cut_off_at_its_bounds(weigh, folder):
    status, out, _ = weigh(folder, BOTH, "--trim", "0.5", "1.55")
    found = weights(folder)
    assert status == 0
    assert found.min() >= 0.5
    assert found.max() <= 1.55
    assert shares(folder, "age") == pytest.approx({1: 0.3, 2: 0.7})
    assert "Cut off: " in out


def test_each_wave_is_weighted_by_itself(weigh, tmp_path):
    two = {name: values * 2 for name, values in FRAME.items()}
    frame = two | {"year": [2020] * 10 + [2021] * 10}
    folder = write_survey(tmp_path / "d", "s", frame, VARIABLES, design={"wave": "year"})
    same = "variable,code,population\nsex,f,1\nsex,m,1\n"
    assert weigh(folder, same)[0] == 0
    assert list(shares(folder, "year", "sex").values()) == pytest.approx([0.25] * 4)
    own = "wave,variable,code,population\n2020,sex,f,1\n2020,sex,m,3\n2021,age,1,8\n2021,age,2,2\n"
    status, out, _ = weigh(folder, own, "--replace", "raked_weight", "--start", "none")
    assert status == 0
    assert shares(folder, "year", "sex")[2020, "m"] == pytest.approx(3 / 8)
    assert shares(folder, "year", "age")[2021, 1] == pytest.approx(4 / 10)
    assert [line.split(":")[0] for line in out.splitlines()] == ["2020", "2021", "s"]


def test_every_margin_before_and_after_is_a_table(weigh, folder, tmp_path):
    out = tmp_path / "out.csv"
    assert weigh(folder, BOTH, "--out", str(out))[0] == 0
    found = pd.read_csv(out, dtype={"code": str})
    assert found["code"].tolist() == ["f", "m", "1", "2"]
    assert found["respondents"].tolist() == [6, 4, 5, 5]
    assert found["population"].tolist() == pytest.approx([0.5, 0.5, 0.3, 0.7])
    assert found["before"].tolist() == pytest.approx([0.6, 0.4, 0.5, 0.5])
    assert found["after"].tolist() == pytest.approx([0.5, 0.5, 0.3, 0.7])


# -- what becomes of the folder --------------------------------------------------------------------


def test_the_weighted_survey_is_in_order_and_its_tables_use_the_weight(weigh, folder, capfd):
    weigh(folder, BOTH)
    assert main(["check", str(folder)]) == 0
    capfd.readouterr()
    assert main(["table", str(folder), "--item", "sex", "--format", "json"]) == 0
    found = pd.DataFrame(json.loads(capfd.readouterr().out))
    assert found["share"].tolist() == pytest.approx([0.5, 0.5])
    assert set(found["weighting"]) == {"weighted"}


def test_other_columns_stay_as_they_are_bit_for_bit(weigh, tmp_path):
    folder = write_survey(tmp_path / "d", "s", FRAME, VARIABLES)
    path = folder / "responses.parquet"
    table = pa.table(
        {
            **{name: pa.array(FRAME[name]) for name in ("sex", "q", "x")},
            "age": pa.array(FRAME["age"], pa.int8()),
            "used_a": pa.array([None, *FRAME["used_a"][1:]], pa.float32()),
            "odd": pa.array([np.nan, -0.0, *range(8)], pa.float64()),
            "kind": pa.array(FRAME["text"]).dictionary_encode(),
            "when": pa.array([None] * 10, pa.timestamp("us", "UTC")),
        }
    ).replace_schema_metadata({"from": "us"})
    pq.write_table(table, path, row_group_size=4, compression="zstd")
    assert weigh(folder, BOTH)[0] == 0
    found = pq.read_table(path)
    assert found.schema.equals(
        table.schema.append(pa.field("raked_weight", pa.float64())), check_metadata=True
    )
    for name in set(table.column_names) - {"odd"}:
        assert found[name].equals(table[name])
    old, new = (one["odd"].to_numpy().view(np.int64) for one in (table, found))
    assert old.tolist() == new.tolist()
    assert pq.ParquetFile(path).num_row_groups == 3


CODEBOOK = """\
# Our survey
format = 1
id = "s"
simulated = false
title = { nb = "S", en = "S" } # the title

[variables.sex] # asked first
role = "segment"
kind = "single"
label = { nb = "Kjønn", en = "Sex" }
categories = [
    { code = "f", nb = "Kvinne", en = "Woman" }, # female
    { code = "m", nb = "Mann", en = "Man" },
]

[design]
# none so far
probability = false
"""


def test_the_codebook_keeps_its_comments_and_says_how_the_weight_was_made(weigh, folder):
    (folder / "codebook.toml").write_text(CODEBOOK, "utf-8")
    assert weigh(folder, HALF, "--trim", "0.2", "5")[0] == 0
    text = (folder / "codebook.toml").read_text("utf-8")
    for line in CODEBOOK.splitlines():
        assert line in text
    book = read_survey(folder).codebook
    assert (book.design.weight, book.design.probability) == ("raked_weight", False)
    weight = book.variable("raked_weight")
    assert (weight.role, weight.kind) == ("other", "numeric")
    assert weight.note.en.startswith(
        "Raked to the margins sex (all together) of the file margins.csv, "
    )
    assert weight.note.en.endswith(
        "Design effect (Kish) 1.04. Weights lie between 0.20 and 5.00 times their mean."
    )
    assert weight.note.nb.startswith("Rakt mot marginene sex (alle sammen) fra filen margins.csv, ")


@pytest.mark.parametrize(
    "text",
    [
        'variables = { q = { kind = "single" } } # all in one line\n',
        '[variables]\nq.kind = "single"\n[design]\nweight = "old" # the old one\n',
        '[variables.a]\nkind = "single"\n[design]\nwave = "y"\n[variables.b]\nkind = "single"\n',
        'design.wave = "y"\r\n[variables.q]\r\nkind = "single"\r\n',
        '[variables."æ b.c"]\nkind = "single"\n\n\n# the end',
    ],
)
def test_a_codebook_may_be_written_in_any_way_that_toml_allows(text):
    written = with_weight(text, "ny vekt", Text("V", "W"), Text("N", "N"))
    assert tomllib.loads(written)["variables"]["ny vekt"]["label"] == {"nb": "V", "en": "W"}
    for comment in ("# all in one line", "# the old one", "# the end"):
        assert (comment in written) == (comment in text)


def test_a_run_that_is_killed_leaves_the_folder_as_it_was_or_whole(tmp_path):
    count = 200_000
    frame = {"sex": ["f", "f", "m"] * count, "age": [1, 2, 2] * count}
    variables = {"sex": segment("f", "m"), "age": segment(1, 2)}
    folder = write_survey(tmp_path, "s", frame, variables)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,code,population\nsex,f,1\nsex,m,1\n")
    command = [sys.executable, "-m", "insight", "weight", str(folder), "--margins", str(margins)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None and len(list(folder.iterdir())) == 2:
            time.sleep(0.001)
        running.send_signal(signal.SIGKILL)
    if running.returncode == 0:
        pytest.skip("it was done before it could be killed")
    after = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    assert after["codebook.toml"] == before["codebook.toml"]
    if after != before:
        assert "raked_weight" in pq.read_schema(folder / "responses.parquet").names
    assert main(["check", str(folder)]) == 0


# -- what is refused -------------------------------------------------------------------------------

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


def test_a_file_of_many_rows_keeps_their_order(weigh, tmp_path):
    count = 300_000
    random = np.random.default_rng(1)
    frame = {"sex": random.choice(["f", "m"], count, p=[0.7, 0.3]), "row": np.arange(count)}
    folder = write_survey(tmp_path / "d", "s", frame, {"sex": segment("f", "m")})
    assert weigh(folder, HALF)[0] == 0
    found = pd.read_parquet(folder / "responses.parquet")
    assert (found["row"].to_numpy() == np.arange(count)).all()
    women = found["sex"].eq("f")
    assert found.loc[women, "raked_weight"].to_numpy() == pytest.approx(count / 2 / women.sum())
