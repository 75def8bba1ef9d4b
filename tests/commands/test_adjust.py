"""``insight adjust``: the comparison that was chosen as the tidy result, and what stays of it."""

import io
import json

import pandas as pd
import pytest
from survey_folder import net, segment, single, write_survey

from insight import adjust, open_survey
from insight.analysis.adjusted.adjusted_result import COLUMNS

ASKED = ("adjust", "s", "--item", "q", "--net", "yes", "--between", "region", "--given", "age")
COUNTS = {("n", 1): (72, 24), ("n", 2): (24, 8), ("s", 1): (10, 30), ("s", 2): (40, 120)}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    rows = [
        (region, age, answer, number % 2)
        for (region, age), answers in COUNTS.items()
        for answer, count in enumerate(answers)
        for number in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["region", "age", "q", "gender"])
    variables = {
        "q": single(0, 1, nets=[net("yes", 1)]),
        "region": segment("n", "s"),
        "age": segment(1, 2, label={"nb": "Alder", "en": "Age"}), "gender": segment(0, 1),
    }  # fmt: skip
    write_survey(root, "s", frame, variables)
    return root


def test_an_adjusted_comparison_is_the_tidy_result(run, data):
    given = ("--given", "age, gender", "--level", "0.9", "--lang", "en", "--where", "age=1,2")
    status, out, err = run(*ASKED, *given, data=data)
    assert status == 0
    survey = open_survey("s", data)
    expected = adjust(survey, "q", "yes", "region", ["age", "gender"], where=["age=1,2"], level=0.9)
    ours = pd.read_csv(io.StringIO(out), keep_default_na=False, na_values={"adjusted": [""]})
    assert list(ours.columns) == list(COLUMNS)
    assert ours["adjusted"].tolist()[:3] == expected.to_pandas("en")["adjusted"].tolist()[:3]
    assert ours["figure"].tolist() == ["group", "group", "difference", "all groups"]
    assert set(ours["given"]) == {"age,gender"}
    assert len(err.splitlines()) == 2


def test_means_of_scores_are_adjusted(run, data):
    asked = [word for word in ASKED if word not in ("--net", "yes")]
    status, out, err = run(
        *asked, "--statistic", "mean", "--format", "json", "--lang", "en", data=data
    )
    assert status == 0
    expected = adjust(open_survey("s", data), "q", "", "region", ["age"], statistic="mean")
    assert json.loads(out)[0]["adjusted"] == expected.groups[0].adjusted.value
    assert {row["model"] for row in json.loads(out)} == {"linear"}
    assert err.startswith("With age held alike, kode n en is 0.50 (")


def test_a_sentence_says_what_stays_and_never_why(run, data):
    _, _, told = run(*ASKED, "--lang", "en", data=data)
    assert told.startswith(
        "With age held alike, kode n en is 50 percentage points (38–62) below kode s en. "
        "With nothing held alike, kode n en is 50 percentage points (40–60) below kode s en."
    )
    _, _, sagt = run(*ASKED, data=data)
    assert sagt.startswith("Når alder holdes likt, ligger kode n nb 50 prosentpoeng (")
    for words in ("because", "due to", "fordi", "på grunn av", "skyldes", "effect", "effekt"):
        assert words not in told + sagt


def test_a_refusal_is_one_line_and_status_one(run, data):
    status, out, err = run(*ASKED[:-1], "region", "--format", "json", data=data)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    status, out, _ = run(*ASKED, "--format", "json", data=data)
    assert [row["figure"] for row in json.loads(out)] == ["group"] * 2 + [
        "difference",
        "all groups",
    ]
