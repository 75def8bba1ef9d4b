"""Two years of the same survey in two files: one survey with two waves, and what changed."""

import shutil

import pandas as pd
import pyarrow.parquet as pq
import pytest
from fixtures_folder import shared_file
from survey_file import write_sav

from insight import open_survey, table
from insight.importers.importing import import_file
from insight.survey.parser import read_codebook

pytestmark = pytest.mark.usefixtures("without_sandbox")

FIRST = {
    "q1": [1.0, 2.0, 9.0],
    "q2": [1.0, 2.0, 1.0],
    "q3": [1.0, 2.0, 2.0],
    "by": ["Oslo", "Bergen", "Oslo"],
    "gammel": [1.0, 2.0, 1.0],
}
SECOND = {
    "q1": [3.0, 1.0],
    "q2": [2.0, 1.0],
    "s3": [1.0, 2.0],
    "by": ["Alta", "Oslo"],
    "ny": [1.0, 2.0],
}
FIRST_WORDS = {
    "column_labels": ["Tillit?", "Brukt?", "Bodd her lenge?", "By", "Utgår"],
    "variable_value_labels": {
        "q1": {1: "Ja", 2: "Nei", 9: "Vet ikke"},
        "q2": {1: "Ja", 2: "Nei"},
        "q3": {1: "Ja", 2: "Nei"},
    },
    "missing_ranges": {"q1": [9]},
}
SECOND_WORDS = {
    "column_labels": ["Har du tillit?", "Brukt?", "Bodd her lenge?", "By", "Ny"],
    "variable_value_labels": {
        "q1": {1: "Ja", 2: "Nei", 3: "Tja", 8: "Vil ikke svare"},
        "q2": {1: "Nei", 2: "Ja"},
        "s3": {1: "Ja", 2: "Nei"},
    },
    "missing_ranges": {"q1": [8]},
}
ABSENT = "Variables that the file does not have (1), and which are empty for its respondents:"
PROPOSED = "a break is proposed in the codebook. Remove the # where figures cannot be compared."


@pytest.fixture
def two(tmp_path):
    """The two files, imported one after the other."""
    first = write_sav(tmp_path / "us2020.sav", FIRST, **FIRST_WORDS)
    second = write_sav(tmp_path / "us2021.sav", SECOND, **SECOND_WORDS)
    import_file(first, tmp_path / "s")
    return import_file(second, tmp_path / "s")


def responses(made) -> dict[str, list]:
    return pq.read_table(made.folder / "responses.parquet").to_pydict()


def test_the_rows_of_both_files_have_their_wave_and_items_go_together(two):
    found = responses(two)
    assert found["wave"] == [2020, 2020, 2020, 2021, 2021]
    assert found["q1"] == [1, 2, 9, 3, 1]
    assert found["q3"] == [1, 2, 2, 1, 2]
    assert found["gammel"] == [1, 2, 1, None, None]
    assert found["ny"] == [None, None, None, 1, 2]
    assert found["by"] == [2, 1, 2, 3, 2]


def test_answers_with_other_codes_are_recoded_by_their_labels(two):
    assert responses(two)["q2"] == [1, 2, 1, 1, 2]


def test_what_changed_is_told(two):
    told = [one.text("en") for one in two.changes]
    assert told == [
        "us2021.sav is added as wave 2021.",
        "New variables (1): ny.",
        f"{ABSENT} gammel.",
        "Variables with a new name, known by their label (1): s3 → q3.",
        "q1: The question is called “Har du tillit?”, before “Tillit?”.",
        "q1: New answers: 3 = Tja.",
        "q1: New codes for missing answers: 8 = Vil ikke svare.",
        "q2: The answers have other codes and are recoded: 1 → 2, 2 → 1.",
        "by: New answers: Alta.",
        f"For 3 of the variables, {PROPOSED}",
    ]


def test_breaks_are_proposed_in_both_languages_and_none_is_set(two):
    book = read_codebook(two.folder / "codebook.toml")
    assert book.design.wave == "wave"
    assert not any(one.breaks for one in book.variables.values())
    text = (two.folder / "codebook.toml").read_text(encoding="utf-8")
    taken = text.replace("# breaks = ", "breaks = ")
    (two.folder / "codebook.toml").write_text(taken, encoding="utf-8")
    proposed = read_codebook(two.folder / "codebook.toml").variables
    assert {one.id for one in proposed.values() if one.breaks} == {"q1", "q2", "by"}
    (found,) = proposed["by"].breaks
    assert (found.wave, found.reason.nb) == ("2021", "Nye svar: Alta.")
    assert found.reason.en == "New answers: Alta."


def test_a_wave_is_imported_again_without_touching_the_other(two, tmp_path):
    later = {**SECOND, "q1": [1.0, 1.0]}
    second = write_sav(tmp_path / "us2021.sav", later, **SECOND_WORDS)
    again = import_file(second, tmp_path / "s")
    assert responses(again)["wave"] == [2020, 2020, 2020, 2021, 2021]
    assert responses(again)["q1"] == [1, 2, 9, 1, 1]
    assert again.changes[0].text("en").startswith("us2021.sav is imported again as wave 2021.")
    assert list(read_codebook(again.folder / "codebook.toml").variables).count("wave") == 1


NAMES = [
    (("ESS9NO.sav", "ESS10NO.sav"), None, [9, 10]),
    (("a.sav", "b.sav"), None, [1, 2]),
    (("a.sav", "b.sav"), "2021", [1, 2021]),
    (("us2019.sav", "us2020.sav", "us2021.sav"), None, [2019, 2020, 2021]),
    (("a.sav", "b.sav", "c.sav"), None, [1, 2, 3]),
    (("a.sav", "b.sav"), "vår", ["1", "vår"]),
]


@pytest.mark.parametrize(("files", "wave", "waves"), NAMES, ids=[f"{n[0]} {n[1]}" for n in NAMES])
def test_what_waves_are_called(files, wave, waves, tmp_path):
    for number, name in enumerate(files):
        sav = write_sav(tmp_path / name, {"q": [1.0, 2.0 + number]})
        made = import_file(sav, tmp_path / "s", wave=wave if number else None)
    assert list(dict.fromkeys(responses(made)["wave"])) == waves
    survey = open_survey(made.folder)
    assert list(survey.codebook.wave.by_key) == [str(one) for one in waves]


def test_the_waves_of_a_file_that_names_them_itself_are_its_own(tmp_path):
    first = write_sav(tmp_path / "a.sav", {"year": [2019.0, 2020.0], "q": [1.0, 2.0]})
    made = import_file(first, tmp_path / "s")
    book = made.folder / "codebook.toml"
    text = book.read_text(encoding="utf-8").replace('# wave = "year"', 'wave = "year"')
    book.write_text(text, encoding="utf-8")
    second = write_sav(tmp_path / "b.sav", {"year": [2020.0, 2021.0], "q": [2.0, 2.0]})
    made = import_file(second, tmp_path / "s")
    assert responses(made) == {"year": [2019, 2020, 2021], "q": [1, 2, 2]}


def test_kinds_that_cannot_be_joined_stand_apart(tmp_path):
    first = write_sav(tmp_path / "a.sav", {"q": [1.0, 2.0]}, variable_value_labels={"q": {1: "Ja"}})
    second = write_sav(tmp_path / "b.sav", {"q": [0.5, 2.25]})
    import_file(first, tmp_path / "s")
    made = import_file(second, tmp_path / "s")
    assert responses(made)["q"] == [1, 2, None, None]
    assert responses(made)["q_2"] == [None, None, 0.5, 2.25]
    assert "import.apart" in [one.key for one in made.changes]


def test_names_of_questions_and_columns_that_meet_are_told_apart(tmp_path):
    several = {f"a_{one}": [1.0, 0.0, 0.0] for one in (1, 2, 3)}
    first = write_sav(tmp_path / "a.sav", several)
    second = write_sav(tmp_path / "b.sav", {"a": [1.0, 2.0], "wave": [7.0, 8.0]})
    import_file(first, tmp_path / "s")
    made = import_file(second, tmp_path / "s")
    book = read_codebook(made.folder / "codebook.toml")
    assert {one.id: one.columns for one in book.variables.values()} == {
        "a": ("a_1", "a_2", "a_3"),
        "a_4": ("a_4",),
        "wave": ("wave",),
        "wave_2": ("wave_2",),
    }
    assert book.design.wave == "wave_2"
    assert responses(made)["a_4"] == [None, None, None, 1, 2]
    assert responses(made)["wave"] == [None, None, None, 7, 8]


def test_norwegian_waves_of_the_european_social_survey_go_together(imported_once, tmp_path):
    import pyreadstat

    files = [shared_file("fixtures/ESS9NO.sav"), shared_file("fixtures/ESS10NO.csv")]
    items = ["imbgeco", "lrscale", "eduyrs"]
    valid = [pyreadstat.read_sav(files[0], usecols=items)[0], pd.read_csv(files[1], usecols=items)]
    shutil.copytree(imported_once("ESS9NO.sav").folder, tmp_path / "s")
    made = import_file(files[1], tmp_path / "s")
    survey = open_survey(made.folder)
    assert list(survey.codebook.wave.by_key) == ["9", "10"]
    for item in items:
        found = table(survey, item, by=["wave"], base="valid", statistic="mean")
        for wave, frame in zip(("9", "10"), valid, strict=True):
            ours = found.at((wave,), "")
            assert ours.base == frame[item].count()
            assert ours.value == pytest.approx(frame[item].mean())
    breaks = (made.folder / "codebook.toml").read_text(encoding="utf-8").count("\n# breaks = ")
    assert breaks == 1
