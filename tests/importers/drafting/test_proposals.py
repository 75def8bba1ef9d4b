"""Weight, strata, PSU, wave and population are proposed with their reason, and never set."""

import pytest
from survey_file import column, drafted

from insight.language.catalogue import LANGUAGES

ROWS = 40
WEIGHTS = [0.5, 1.5] * (ROWS // 2)
STRATA = [1, 2] * (ROWS // 2)
PSUS = [1, 2, 3, 4] * (ROWS // 4)


def proposed(*columns, **more) -> list[tuple[str, str, bool]]:
    found = drafted(*columns, **more).proposals
    for one in found:
        assert all(one.reason.text(language) for language in LANGUAGES)
    return [(one.part, one.column, one.sound) for one in found]


FOUND = [
    ("weight by name", "pspwght", WEIGHTS, "", [("weight", "pspwght", True)]),
    ("weight by label", "v9", WEIGHTS, "Vekt", [("weight", "v9", True)]),
    ("weight in a word", "v9", WEIGHTS, "Poststratifiseringsvekt", [("weight", "v9", True)]),
    ("blanks speak against", "weight_b", [None, *WEIGHTS[1:]], "", [("weight", "weight_b", False)]),
    ("the same for all", "pweight", [0.3] * ROWS, "", []),
    ("negative", "weight", [-0.5, *WEIGHTS[1:]], "", []),
    ("of a body", "v9", WEIGHTS, "Weight in kg", []),
    ("texts", "vekt", ["0,5"] * ROWS, "", []),
    ("stratum", "stratum", STRATA, "", [("strata", "stratum", True)]),
    ("stratum by label", "v1", STRATA, "Sampling stratum", [("strata", "v1", True)]),
    ("a stratum for each", "stratum", list(range(ROWS)), "", []),
    ("PSU", "psu", PSUS, "", [("psu", "psu", True)]),
    ("PSU by label", "v1", PSUS, "Primary sampling unit", [("psu", "v1", True)]),
    ("PSU with blanks", "psu", [None, *PSUS[1:]], "", [("psu", "psu", False)]),
    ("year", "year", [2019, 2021] * (ROWS // 2), "", [("wave", "year", True)]),
    ("wave by label", "v1", STRATA, "Måling", [("wave", "v1", True)]),
    ("one year only", "year", [2019] * ROWS, "", []),
    ("year of birth", "yrbrn", [1950 + one for one in range(ROWS)], "Year of birth", []),
    ("population", "fpc", [4000, 5000] * (ROWS // 2), "", [("fpc", "fpc", True)]),
    ("an ordinary question", "health", PSUS, "Helse", []),
]


@pytest.mark.parametrize(
    ("name", "values", "label", "expected"), [one[1:] for one in FOUND], ids=[o[0] for o in FOUND]
)
def test_what_names_labels_and_values_say(name, values, label, expected):
    assert proposed(column(name, values, label), column("x", [1, 2] * (ROWS // 2))) == expected


def test_the_weight_that_the_file_declares_comes_first():
    other = [2 * one for one in WEIGHTS]
    found = proposed(column("weight", WEIGHTS), column("hjelp", other), weight="hjelp")
    assert found == [("weight", "hjelp", True), ("weight", "weight", True)]


def test_a_weight_with_blanks_comes_last_with_their_number():
    blanks = [None, None, *WEIGHTS[2:]]
    draft = drafted(column("weight_b", blanks), column("weight_a", WEIGHTS))
    assert [one.column for one in draft.proposals] == ["weight_a", "weight_b"]
    assert "2 respondents have no weight" in draft.proposals[1].reason.text("en")


NESTING = [
    ("each in one stratum", PSUS, "Each lies in one stratum (stratum)."),
    ("numbered anew", [1, 1, 2, 2] * (ROWS // 4), "Numbers are used again"),
    ("one for each", list(range(ROWS)), "Each respondent has one alone"),
]


@pytest.mark.parametrize(
    ("psus", "words"), [one[1:] for one in NESTING], ids=[one[0] for one in NESTING]
)
def test_how_psus_lie_in_strata_is_said(psus, words):
    draft = drafted(column("stratum", STRATA), column("psu", psus))
    assert words in draft.proposals[1].reason.text("en")


def test_numbers_are_written_as_each_language_does():
    (weight,) = drafted(column("weight", WEIGHTS)).proposals
    assert "0,5 til 1,5, i snitt 1." in weight.reason.text("nb")
    assert "0.5 to 1.5, mean 1." in weight.reason.text("en")
