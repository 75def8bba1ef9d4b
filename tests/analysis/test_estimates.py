"""The tidy result: the columns of the contract, in order, with ids, labels and empty cells."""

import pandas as pd
import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import open_survey, table
from insight.analysis.estimates import stack
from insight.survey.filters import parse_filter

FIRST = ["survey", "item", "kind", "category", "category_label"]
COUNTS = ["n", "base", "base_weighted"]
SHARE = ["share", "share_se", "share_low", "share_upp"]
MEAN = ["mean", "mean_se", "mean_low", "mean_upp"]
LAST = ["deff", "n_eff", "df", "flag", "question", "filter", "weighting", "method", "level",
        "simulated", "basis"]  # fmt: skip


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    frame = {
        "q": [1, 2] * 50 + [9] * 24,
        "g": ["a"] * 84 + ["b"] * 8 + ["c"] * 32,
        "year": [2020, 2021] * 62,
        "web": [0, 1] * 62,
        "x": [1.0, 2.0, 3.0, 4.0] * 31,
    }
    variables = {
        "q": single(
            1, 2, 9,
            missing={9: "dont_know"},
            nets=[net("some", 1, 2)],
            question={"nb": "Hva svarer du?", "en": "What do you say?"},
        ),
        "g": segment("a", "b", "c"),
        "year": segment(2020, 2021),
        "used": multiple({"web": "web"}),
        "x": numeric(),
    }  # fmt: skip
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    root = tmp_path_factory.mktemp("tidy")
    return open_survey(write_survey(root, "s", frame, variables, disclosure=gates, simulated=True))


@pytest.mark.parametrize("by", [[], ["g"], ["g", "year"]])
@pytest.mark.parametrize(("item", "measure"), [("q", SHARE), ("used", SHARE), ("x", MEAN)])
def test_the_columns_are_those_of_the_contract_in_order(survey, item, measure, by):
    labelled = [name for one in by for name in (one, f"{one}_label")]
    frame = table(survey, item, by=by).to_pandas("nb")
    assert list(frame.columns) == [*FIRST, *labelled, *COUNTS, *measure, *LAST]


def test_types_stay_the_same_whether_or_not_cells_are_empty(survey):
    for where in ([], ["g=b"], ["g=b", "q=9"]):
        found = table(survey, "q", by=["year", "g"],
                      where=parse_filter(where, survey.codebook))  # fmt: skip
        types = found.to_pandas("nb").dtypes.astype(str)
        assert set(types[["n", "base", "df"]]) == {"Int64"}
        assert set(types[["base_weighted", *SHARE, "deff", "n_eff", "level"]]) == {"float64"}
        assert (types["year"], types["simulated"]) == ("int64", "bool")
        assert types["g"] == types["flag"] == types["category"]


def test_a_row_says_all_that_is_known(survey):
    where = parse_filter(["g=a"], survey.codebook)
    frame = table(survey, "q", where=where, nets=True, method="beta").to_pandas("en")
    row = frame.iloc[0].to_dict()
    assert {name: row[name] for name in (*FIRST, "n", "base", "flag", *LAST[4:])} == {
        "survey": "s", "item": "q", "kind": "category", "category": "1",
        "category_label": "kode 1 en", "n": 42, "base": 84, "flag": "low_base",
        "question": "What do you say?", "filter": "single en (g): kode a en",
        "weighting": "unweighted", "method": "beta", "level": 0.95, "simulated": True,
        "basis": "assumed",
    }  # fmt: skip
    assert row["share"] == 0.5
    assert frame["kind"].tolist() == ["category"] * 3 + ["net"]
    assert frame["category"].tolist() == ["1", "2", "9", "some"]
    assert frame["flag"].tolist() == [
        "low_base",
        "low_base",
        "low_base boundary",
        "low_base boundary",
    ]


def test_labels_are_in_the_readers_language(survey):
    found = table(survey, "q", by=["g"], base="valid", nets=True)
    nb, en = found.to_pandas("nb"), found.to_pandas("en")
    assert nb["category_label"].tolist()[:3] == ["kode 1 nb", "kode 2 nb", "some nb"]
    assert en["category_label"].tolist()[:3] == ["kode 1 en", "kode 2 en", "some en"]
    assert en["g_label"].unique().tolist() == ["kode a en", "kode b en", "kode c en"]
    assert nb["question"].unique().tolist() == ["Hva svarer du?"]
    assert nb["filter"][0] == "alle spurte; uten «vet ikke» og andre manglende svar"
    assert en["filter"][0] == "all respondents; without “don’t know” and other missing answers"
    labels = ["category_label", "g_label", "question", "filter"]
    pd.testing.assert_frame_equal(nb.drop(columns=labels), en.drop(columns=labels))


def test_what_is_suppressed_is_empty(survey):
    frame = table(survey, "q", by=["g"]).to_pandas("nb")
    hidden = frame[frame["g"] == "b"]
    assert set(hidden["flag"]) == {"suppressed"}
    assert hidden[[*COUNTS, *SHARE, "deff", "n_eff", "df"]].isna().all(axis=None)
    assert hidden[["category", "category_label", "g_label", "question"]].notna().all(axis=None)


def test_what_is_unreliable_has_no_figure(survey):
    where = parse_filter(["year=2021"], survey.codebook)
    frame = table(survey, "x", where=where, by=["year"]).to_pandas("nb")
    assert frame["flag"].tolist() == ["low_base"]
    # All of g=a answered 2: without them 8 are left of those who did.
    less = parse_filter(["year=2021", "q=2"], survey.codebook)
    assert table(survey, "x", where=less).to_pandas("nb")["flag"].tolist() == ["suppressed"]
    few = parse_filter(["g=b"], survey.codebook)
    assert table(survey, "x", where=few).to_pandas("nb")["flag"].tolist() == ["suppressed"]


def test_a_mean_has_no_category(survey):
    [row] = table(survey, "x").to_pandas("en").to_dict("records")
    assert (row["kind"], row["category"], row["category_label"]) == ("mean", "", "")
    assert (row["mean"], row["method"], row["n"]) == (2.5, "wald", 124)
    assert row["question"] == "numeric en"


def test_tables_are_stacked_and_their_rows_chosen(survey):
    tables = [table(survey, item, nets=True) for item in ("q", "used")]
    assert stack(tables, "nb").to_pandas()["category"].tolist() == ["1", "2", "9", "some", "web"]
    assert stack(tables, "nb", ["some", "web"]).to_pandas()["category"].tolist() == ["some", "web"]


def test_a_table_is_gone_through_and_looked_up(survey):
    found = table(survey, "q", by=["g", "year"], nets=True)
    assert list(found) == list(found.estimates)
    assert len(found) == 3 * 2 * 4
    for estimate in found:
        assert found.at(list(estimate.group), estimate.key) is estimate
    for group, key in (((), "1"), (("a",), "1"), (("a", "2020"), "3"), (("x", "2020"), "1")):
        with pytest.raises(KeyError):
            found.at(group, key)
