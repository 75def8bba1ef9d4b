"""The data dictionary: every variable and category of the codebook, as it stands there."""

import io

import pandas as pd
import pytest
from survey_folder import both, multiple, net, numeric, segment, single, write_survey
from visitor import bundled

from insight import find_surveys
from insight.exports.dictionary import COLUMNS, dictionary, dictionary_csv, search
from insight.language.catalogue import LANGUAGES
from insight.survey.folders import bundled_data, read_survey

TRUST = single(1, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 5)]) | {
    "label": both("Trust, “so far”"),
    "question": both("Do you trust\nit?"),
    "base": both("Everyone"),
    "construct": "trust",
    "short": both("Trusting"),
    "breaks": [{"wave": 2, **both("New wording")}],
    "note": both("A note"),
    "assumption": both("A guess"),
}
VARIABLES = {
    "trust": TRUST,
    "used": multiple({"a": "used_a", "b": "used_b"}, nets=[net("any", "a", "b")]),
    "age": numeric(),
    "wave": segment(1, 2),
}
FRAME = {"trust": [1, 5], "used_a": [0, 1], "used_b": [1, 1], "age": [20, 30], "wave": [1, 2]}


@pytest.fixture(scope="module")
def codebook(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    return read_survey(write_survey(root, "s", FRAME, VARIABLES, design={"wave": "wave"})).codebook


def row(frame: pd.DataFrame, variable: str, code: str) -> dict:
    [found] = frame[(frame["variable"] == variable) & (frame["code"] == code)].to_dict("records")
    return found


def test_there_is_one_row_per_category_or_per_variable_without_any(codebook):
    frame = dictionary(codebook, "nb")
    assert tuple(frame.columns) == COLUMNS
    assert list(zip(frame["variable"], frame["code"], strict=True)) == [
        *(("trust", code) for code in ("1", "5", "9")),
        *(("used", code) for code in ("a", "b")),
        ("age", ""),
        *(("wave", code) for code in ("1", "2")),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_says_all_that_the_codebook_says(codebook, language):
    assert row(dictionary(codebook, language), "trust", "9") == {
        "survey": "s",
        "variable": "trust",
        "role": "item",
        "kind": "single",
        "ordered": True,
        "column": "trust",
        "label": f"Trust, “so far” {language}",
        "short": f"Trusting {language}",
        "question": f"Do you trust\nit? {language}",
        "base": f"Everyone {language}",
        "code": "9",
        "category_label": f"kode 9 {language}",
        "missing": "dont_know",
        "nets": "",
        "breaks": f"2: New wording {language}",
        "published": "",
        "construct": "trust",
        "note": f"A note {language}",
        "assumption": f"A guess {language}",
    }


def test_a_simulated_variable_says_which_of_its_levels_were_published():
    frame = dictionary(bundled("health_personnel").codebook, "en")
    assert row(frame, "satisfaction_digital", "5")["published"] == (
        "Satisfied 2019: published level; Satisfied 2020: published bound"
    )


def test_a_category_lists_the_nets_that_it_belongs_to(codebook):
    frame = dictionary(codebook, "en")
    assert row(frame, "trust", "5")["nets"] == "high: high en"
    assert row(frame, "trust", "1")["nets"] == ""
    assert row(frame, "used", "a")["nets"] == row(frame, "used", "b")["nets"] == "any: any en"


def test_an_answer_of_several_has_a_column_of_its_own(codebook):
    frame = dictionary(codebook, "en")
    assert row(frame, "used", "a")["column"] == "used_a"
    assert row(frame, "wave", "1")["column"] == "wave"


def test_a_wording_that_is_not_published_is_empty_and_not_the_label(codebook):
    used = row(dictionary(codebook, "en"), "used", "a")
    assert (used["label"], used["question"]) == ("multiple en", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_what_the_table_holds(codebook, language):
    content = dictionary_csv(codebook, language)
    read = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    frame = dictionary(codebook, language)
    words = frame.assign(ordered=["true" if one else "false" for one in frame["ordered"]])
    assert read.to_dict("records") == words.to_dict("records")


@pytest.mark.parametrize("survey", find_surveys(bundled_data()).surveys, ids=lambda one: one.id)
def test_bundled_surveys_are_there_to_the_last_category(survey):
    frame = dictionary(survey.codebook, "nb")
    rows = [max(len(one.categories), 1) for one in survey.codebook.variables.values()]
    assert len(frame) == sum(rows)
    assert frame["category_label"].ne("").sum() == sum(
        len(one.categories) for one in survey.codebook.variables.values()
    )


# --- Searching -----------------------------------------------------------------------------------

FOUND = [
    ("", ["trust", "used", "age", "wave"]),
    ("TRUST", ["trust"]),
    ("trust wording", ["trust"]),
    ("trust multiple", []),
    ("kode nb", ["trust", "used", "wave"]),
    ("used_b", ["used"]),
    ("any en", ["used"]),
    ("guess", ["trust"]),
    ("numeric", ["age"]),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_search_looks_through_words_of_both_languages_and_codes(codebook, query, expected):
    assert [one.id for one in search(codebook, query)] == expected


def test_search_keeps_to_a_role(codebook):
    assert [one.id for one in search(codebook, "kode", "segment")] == ["wave"]
    assert search(codebook, "kode", "other") == ()


def test_what_was_asked_stands_before_what_is_known_of_the_respondent():
    [citizens] = [one for one in find_surveys(bundled_data()).surveys if one.id == "citizens"]
    roles = [one.role for one in search(citizens.codebook, "")]
    assert len(roles) == len(citizens.codebook.variables)
    assert roles == sorted(roles, key=["item", "segment", "other"].index)
