"""The order of waves in files that are imported, and files that are imported twice."""

import shutil

import pyarrow.parquet as pq
import pytest
from survey_file import write_sav

from insight import open_survey
from insight.__main__ import main
from insight.importers.importing import import_file
from insight.language.errors import ImportRefusal
from insight.survey.parser import read_codebook

pytestmark = pytest.mark.usefixtures("without_sandbox")

MONTHS = ["okt 2023", "jan 2024", "apr 2024"]
ROUNDS = ["Runde 1", "Runde 2", "Runde 10", "Runde 11"]
WORDS = ["Før", "Etter", "Pilot"]


def csv_of(path, waves, column="wave"):
    rows = "".join(f"{wave};{answer}\n" for wave in waves for answer in (1, 2, 2))
    path.write_text(f"{column};q\n{rows}", encoding="utf-8")
    return path


def choose_wave(folder, *, ordered=False):
    book = folder / "codebook.toml"
    text = book.read_text(encoding="utf-8").replace('# wave = "wave"', 'wave = "wave"')
    if ordered:
        text = text.replace("[variables.wave]", "[variables.wave]\nordered = true")
    book.write_text(text, encoding="utf-8")


def wave_labels(folder) -> list[str]:
    book = open_survey(folder).codebook
    return [book.wave.category(key).label.nb for key in book.waves]


def remarks(made) -> str:
    return " ".join(remark.text("nb") for remark in made.remarks)


# --- A file with several waves --------------------------------------------------------------------


@pytest.mark.parametrize("waves", [MONTHS, ROUNDS], ids=str)
def test_categories_of_a_text_stand_in_the_order_that_their_names_tell(waves, tmp_path):
    made = import_file(csv_of(tmp_path / "a.csv", waves), tmp_path / "s")
    drafted = read_codebook(made.folder / "codebook.toml").variables["wave"]
    assert [category.label.nb for category in drafted.categories] == waves
    [proposal] = [each for each in made.proposals if each.part == "wave"]
    assert f"Den første er {waves[0]}, den siste {waves[-1]}." in proposal.reason.text("nb")
    choose_wave(made.folder)
    assert wave_labels(made.folder) == waves


def test_of_words_the_proposal_says_that_nobody_knows_which_came_first(tmp_path):
    made = import_file(csv_of(tmp_path / "a.csv", WORDS), tmp_path / "s")
    [proposal] = [each for each in made.proposals if each.part == "wave"]
    assert "do not say which came first: Etter, Før, Pilot." in proposal.reason.text("en")
    choose_wave(made.folder)
    assert not open_survey(made.folder).codebook.waves_ordered


def test_check_says_that_the_order_is_not_known_until_it_is(tmp_path, capsys):
    made = import_file(csv_of(tmp_path / "a.csv", WORDS), tmp_path / "s")
    choose_wave(made.folder)
    assert main(["check", str(made.folder)]) == 0
    assert "sier ikke hvilken som kom først: Etter, Før, Pilot." in capsys.readouterr().out
    choose_wave(made.folder, ordered=True)
    assert main(["check", str(made.folder)]) == 0
    assert "kom først" not in capsys.readouterr().out


def test_an_ordinal_text_is_not_in_order_because_it_stands_by_the_alphabet(tmp_path):
    sav = write_sav(
        tmp_path / "a.sav", {"wave": ["Før", "Etter"] * 5}, variable_measure={"wave": "ordinal"}
    )
    made = import_file(sav, tmp_path / "s")
    assert not read_codebook(made.folder / "codebook.toml").variables["wave"].ordered


# --- A file for each wave -------------------------------------------------------------------------

FILES = {
    "in time": (MONTHS, MONTHS, True, ""),
    "the last first": ([MONTHS[2], MONTHS[0], MONTHS[1]], MONTHS, True, ""),
    "rounds": (["Runde 1", "Runde 10", "Runde 2"], ["Runde 1", "Runde 2", "Runde 10"], True, ""),
    "years": (["2021", "2019"], ["2019", "2021"], True, ""),
    "words": (WORDS, WORDS, False, "sier ikke hvilken som kom først: Før, Etter, Pilot."),
    "months without a year": (
        ["oktober", "januar"],
        ["oktober", "januar"],
        False,
        "sier ikke hvilken som kom først: oktober, januar.",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_waves_stand_in_order_whichever_is_imported_first(case, tmp_path):
    files, waves, known, told = FILES[case]
    for number, wave in enumerate(files):
        sav = write_sav(tmp_path / f"f{number}.sav", {"q": [1.0, 2.0 + number]})
        made = import_file(sav, tmp_path / "s", wave=wave)
    assert wave_labels(made.folder) == waves
    assert open_survey(made.folder).codebook.waves_ordered == known
    assert told in remarks(made) if told else "rekkefølge" not in remarks(made)


def test_an_order_that_a_person_gave_does_not_hold_for_a_wave_that_came_later(tmp_path):
    for number, wave in enumerate(WORDS):
        sav = write_sav(tmp_path / f"f{number}.sav", {"q": [1.0, 2.0 + number]})
        made = import_file(sav, tmp_path / "s", wave=wave)
        if number == 1:
            choose_wave(made.folder, ordered=True)
            assert open_survey(made.folder).codebook.newest_wave == "Etter"
    book = open_survey(made.folder).codebook
    assert (book.newest_wave, book.waves_ordered) == (None, False)
    assert "Før, Etter, Pilot" in remarks(made)


def test_the_first_file_keeps_the_name_that_it_is_given(tmp_path):
    first = write_sav(tmp_path / "a.sav", {"q": [1.0, 2.0], "wave": [7.0, 8.0]})
    made = import_file(first, tmp_path / "s", wave="2019")
    assert (made.rows, open_survey(made.folder).codebook.waves) == (2, ("2019",))
    second = write_sav(tmp_path / "b.sav", {"q": [2.0, 2.0], "wave": [7.0, 9.0]})
    made = import_file(second, tmp_path / "s", wave="2021")
    responses = pq.read_table(made.folder / "responses.parquet").to_pydict()
    assert responses["wave_2"] == [2019, 2019, 2021, 2021]
    assert responses["wave"] == [7, 8, 7, 9]
    assert open_survey(made.folder).codebook.waves == ("2019", "2021")
    again = import_file(first, tmp_path / "s")
    assert "imported again as wave 2019" in again.changes[0].text("en")
    assert pq.read_metadata(again.folder / "responses.parquet").num_rows == 4


# --- The same respondents -------------------------------------------------------------------------


@pytest.fixture
def two_waves(tmp_path):
    """Two files of 400 respondents each."""
    for number, wave in enumerate(("2020", "2021")):
        answers = [1.0, 2.0 + number] * 200
        sav = write_sav(tmp_path / f"f{wave}.sav", {"q": answers})
        made = import_file(sav, tmp_path / "s", wave=wave)
    return made.folder


def respondents(folder) -> int:
    return pq.read_metadata(folder / "responses.parquet").num_rows


@pytest.mark.parametrize("name", ["f2021.sav", "another.sav"])
def test_the_same_bytes_do_not_become_another_wave(name, two_waves, tmp_path):
    if name != "f2021.sav":
        shutil.copy(tmp_path / "f2021.sav", tmp_path / name)
    before = (two_waves / "codebook.toml").read_bytes()
    with pytest.raises(ImportRefusal) as refused:
        import_file(tmp_path / name, tmp_path / "s", wave="2022")
    assert refused.value.text("en") == (
        f"{name} is already imported as wave 2021 and cannot become wave 2022 as well: each "
        "respondent would count twice. If the wave has the wrong name, correct it in the codebook."
    )
    assert respondents(two_waves) == 800
    assert (two_waves / "codebook.toml").read_bytes() == before


def test_the_same_bytes_by_another_name_are_the_same_wave_again(two_waves, tmp_path):
    shutil.copy(tmp_path / "f2020.sav", tmp_path / "copy.sav")
    again = import_file(tmp_path / "copy.sav", tmp_path / "s")
    assert "copy.sav is imported again as wave 2020." in again.changes[0].text("en")
    assert respondents(two_waves) == 800


def test_a_file_without_a_wave_cannot_become_one_beside_itself(tmp_path):
    sav = write_sav(tmp_path / "a.sav", {"q": [1.0, 2.0]})
    made = import_file(sav, tmp_path / "s")
    with pytest.raises(ImportRefusal, match="without a name for its wave"):
        import_file(sav, tmp_path / "s", wave="2021")
    assert respondents(made.folder) == 2
