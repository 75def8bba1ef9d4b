"""``insight weight``: what becomes of the folder, its responses and its codebook."""

import json
import signal
import subprocess
import sys
import time
import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from recoded_survey import recipe
from survey_folder import segment, write_survey
from ten_respondents import BOTH, FRAME, HALF, VARIABLES, weights

from insight.__main__ import main
from insight.analysis.weighting.folder import with_weight
from insight.language.catalogue import Text
from insight.survey.folders import read_survey
from insight.survey.raked.raked_design import RakedMargin


def test_the_weighted_survey_is_in_order_and_its_tables_use_the_weight(weigh, folder, capfd):
    weigh(folder, BOTH)
    assert main(["check", str(folder)]) == 0
    capfd.readouterr()
    assert main(["table", str(folder), "--item", "sex", "--format", "json"]) == 0
    found = pd.DataFrame(json.loads(capfd.readouterr().out))
    assert found["share"].tolist() == pytest.approx([0.5, 0.5])
    assert set(found["weighting"]) == {"weighted"}


def test_whom_a_recipe_leaves_out_gets_no_weight_and_the_recipe_stays(weigh, folder):
    rules = '{ variable = "q", codes = [2] }, { variable = "sex", codes = ["f"] }'
    steps = (f'do = "leave_out"\nall = [{rules}]', 'do = "rename"\nvariable = "sex"\nas = "who"')
    (folder / "recipe.toml").write_text(recipe(*steps))
    written = (folder / "recipe.toml").read_bytes()
    assert weigh(folder, HALF.replace("sex", "who"))[0] == 0
    is_left_out = [q == 2 and sex == "f" for q, sex in zip(FRAME["q"], FRAME["sex"], strict=True)]
    assert weights(folder).isna().tolist() == is_left_out
    assert weights(folder)[:6].sum() == pytest.approx(weights(folder)[6:].sum())
    assert (folder / "recipe.toml").read_bytes() == written
    assert main(["check", str(folder)]) == 0


def test_a_weight_that_the_recipe_chooses_is_not_raked_beside_it(weigh, folder):
    (folder / "recipe.toml").write_text(recipe('do = "weight"\nvariable = "x"'))
    status, _, complaint = weigh(folder, HALF)
    assert (status, "Take that step out first" in complaint) == (1, True)


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
    written = with_weight(text, "ny vekt", (Text("V", "W"), Text("N", "N")))
    assert tomllib.loads(written)["variables"]["ny vekt"]["label"] == {"nb": "V", "en": "W"}
    for comment in ("# all in one line", "# the old one", "# the end"):
        assert (comment in written) == (comment in text)


MARGIN = RakedMargin(("sex", "a*b"), (("f", "1"), ("m", "2*")), (0.4, 0.6))


def test_margins_are_kept_and_those_of_a_weight_before_go():
    words, text = (Text("V", "W"), Text("N", "N")), '[variables.q]\nkind = "single"\n'
    first = with_weight(text, "w", words, [MARGIN])
    kept = tomllib.loads(first)["design"]["raked"]
    assert kept == [{"variable": "sex*a\\*b", "codes": ["f*1", "m*2\\*"], "population": [0.4, 0.6]}]
    other = replace(MARGIN, population=(1.0, 2.0))
    second = tomllib.loads(with_weight(first, "v", words, [other]))["design"]
    assert (second["weight"], second["raked"][0]["population"]) == ("v", [1.0, 2.0])
    assert "raked" not in tomllib.loads(with_weight(first, "v", words))["design"]


def test_a_margin_that_a_recipe_makes_is_not_kept(weigh, folder):
    (folder / "recipe.toml").write_text(recipe('do = "rename"\nvariable = "sex"\nas = "who"'))
    status, out, _ = weigh(folder, HALF.replace("sex", "who"))
    assert (status, "The margins are not kept" in out) == (0, True)
    assert read_survey(folder).codebook.design.raked == ()


RULES = '{ variable = "q", codes = [2] }, { variable = "sex", codes = ["f"] }'
OTHERWISE = {
    "values of a margin": ('do = "rename"\nvariable = "sex"\nas = "who"', "has a part in"),
    "fewer respondents": (f'do = "leave_out"\nall = [{RULES}]', "no longer meet the margin"),
}


@pytest.mark.parametrize(("step", "named"), OTHERWISE.values(), ids=OTHERWISE)
def test_a_recipe_that_takes_the_margins_away_is_refused(weigh, folder, step, named, capfd):
    weigh(folder, HALF)
    (folder / "recipe.toml").write_text(recipe(step))
    assert main(["check", str(folder), "--lang", "en"]) == 1
    assert named in "".join(capfd.readouterr())


def test_another_weight_by_a_recipe_has_no_margins(weigh, folder):
    weigh(folder, HALF)
    (folder / "recipe.toml").write_text(recipe('do = "weight"\nvariable = "x"'))
    assert read_survey(folder).codebook.design.raked == ()
    assert main(["check", str(folder)]) == 0


def test_a_survey_that_is_weighted_anew_keeps_the_new_margins(weigh, folder):
    weigh(folder, HALF)
    weigh(folder, BOTH, "--replace", "raked_weight", "--start", "none")
    raked = read_survey(folder).codebook.design.raked
    assert [margin.name for margin in raked] == ["sex", "age"]
    assert main(["check", str(folder)]) == 0


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
