"""Files whose answers are texts, from the file to the report: orders, means, missing and blank."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fixtures_folder import shared_file
from survey_file import write_sav
from survey_files import workbook

from insight.importers.importing import Imported, import_file

pytestmark = pytest.mark.usefixtures("without_sandbox")


@dataclass
class Read:
    made: Imported
    variables: dict

    def labels(self, name: str) -> list[str]:
        return [one["nb"] for one in self.variables[name]["categories"] if "missing" not in one]

    def ordered(self, name: str) -> bool:
        return self.variables[name].get("ordered", False)

    def mean(self, name: str) -> float:
        table = pq.read_table(self.made.folder / "responses.parquet", columns=[name])
        codes = [code for code in table[name].to_pylist() if code is not None]
        return sum(codes) / len(codes)

    def told(self, key: str) -> str:
        (remark,) = [one for one in self.made.remarks if one.key == key]
        return remark.text("en")

    def remark_keys(self) -> set[str]:
        return {remark.key for remark in self.made.remarks}


@pytest.fixture
def read(tmp_path):
    def of(path: Path) -> Read:
        made = import_file(path, tmp_path / "surveys" / "s")
        codebook = tomllib.loads((made.folder / "codebook.toml").read_text("utf-8"))
        return Read(made, codebook["variables"])

    return of


@pytest.fixture
def written(tmp_path, read):
    def of(text: str) -> Read:
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return of


def test_texts_of_scales_bands_and_rates_are_put_in_order(read):
    file = read(shared_file("cases/import/10_likert_text.csv"))
    assert all(file.ordered(name) for name in ("tillit", "inntekt", "bruk", "nytte", "alder"))
    assert (file.labels("tillit")[0], file.labels("tillit")[-1]) == ("Helt uenig", "Helt enig")
    assert file.labels("alder") == ["Under 18", "18-29", "30-44", "45-60", "Over 60"]
    assert file.labels("bruk") == ["Aldri", "Sjeldnere", "Månedlig", "Ukentlig", "Daglig"]
    assert file.mean("tillit") == pytest.approx(3.433, abs=0.0005)
    assert file.mean("nytte") == pytest.approx(5.875)
    assert "tillit (Helt uenig → Helt enig)" in file.told("import.put_in_order")


def test_labelled_codes_outside_a_numbers_range_are_missing(read):
    file = read(shared_file("cases/import/14_numeric_labelled_missing.sav"))
    sorts = {
        (name, one["code"]): one["missing"]
        for name in ("alder", "ant")
        for one in file.variables[name]["categories"]
    }
    assert sorts == {("alder", 998): "refused", ("alder", 999): "dont_know", ("ant", 97): "other"}
    assert "“Ikke aktuelt”: ant 10" in file.told("import.worded_other")


def test_every_word_for_missing_of_a_labelled_file_is_set_as_missing(read):
    file = read(shared_file("cases/import/13_words_for_missing.sav"))
    missing = [
        [one["code"] for one in variable["categories"] if "missing" in one]
        for variable in file.variables.values()
    ]
    assert missing == [[99]] * 42


def test_rows_of_headers_are_no_respondents_and_leave_numbers_numbers(read):
    file = read(shared_file("cases/import/01_qualtrics_three_headers.csv"))
    assert (file.made.rows, file.variables["Q2"]["kind"]) == (120, "numeric")
    assert file.mean("Q3_1") == pytest.approx(3.18, abs=0.005)


def test_numbers_of_municipalities_have_no_order_and_a_scale_with_numbers_has(read):
    file = read(shared_file("cases/import/18_cells.csv"))
    assert not file.ordered("kommune")
    assert file.ordered("q")
    assert file.labels("q")[0] == "1 = lite enig"


def test_what_became_blank_is_told_and_countries_are_kept(read):
    file = read(shared_file("cases/import/37_na_as_answer.csv"))
    assert file.labels("land") == ["DK", "NA", "NO", "SE"]
    assert file.told("import.blank_words").endswith("“N/A”: egnet 141. Cells in all: 141.")


def test_every_blank_word_is_told_with_its_columns(written):
    file = written("a,b,c\n1,NA,x\n.,NA,y\n.,2,\n2,3,N/A\n")
    told = file.told("import.blank_words")
    assert "“.”: a 2; “NA”: b 2; “N/A”: c 1. Cells in all: 5." in told


def test_blank_words_of_a_workbook_are_told_too(tmp_path, read):
    rows: list[list[object]] = [["svar", "tall"], ["Ja", 1], ["N/A", 2], ["Nei", "-"]]
    file = read(workbook(tmp_path / "f.xlsx", {"Ark": rows}))
    assert "“N/A”: svar 1; “-”: tall 1." in file.told("import.blank_words")
    assert file.labels("svar") == ["Ja", "Nei"]


def test_texts_without_an_order_have_none_and_that_is_told(written):
    towns = "\n".join(["Oslo,Enig", "Bergen,Uenig", "Moss,Nøytral", "Oslo,Torsk"] * 3)
    file = written(f"by,svar\n{towns}\n")
    assert not file.ordered("by")
    assert not file.ordered("svar")
    assert ": by, svar." in file.told("import.without_order")
    assert "import.put_in_order" not in file.remark_keys()


def test_words_for_missing_are_told_with_variables_and_counts(written):
    answers = ["Enig,Ja", "Vet ikke,Nei", "Uenig,Vet ikke", "Vet ikke,Ønsker ikke å svare"]
    file = written("q1,q2\n" + "\n".join(answers * 5) + "\n")
    assert "“Vet ikke”: q1 10, q2 5. Answers in all: 15." in file.told("import.worded_dont_know")
    assert "“Ønsker ikke å svare”: q2 5." in file.told("import.worded_refused")
    assert file.labels("q1") == ["Uenig", "Enig"]


def test_a_labelled_code_far_outside_is_told_as_a_guess(tmp_path, read):
    ages = [float(age) for age in [*range(20, 80), 998, 998]]
    labels = {"alder": {998: "Annet svar"}}
    file = read(write_sav(tmp_path / "f.sav", {"alder": ages}, variable_value_labels=labels))
    assert file.variables["alder"]["categories"][0]["missing"] == "other"
    assert "“Annet svar”: alder 2" in file.told("import.guessed_missing")


def test_numbers_in_front_of_texts_are_their_codes(written):
    answers = ["10 - Svært", "0 - Slett ikke", "5", "99 Vet ikke"]
    file = written("q,nr\n" + "\n".join(f"{one},1" for one in answers * 4) + "\n")
    codes = {one["nb"]: one["code"] for one in file.variables["q"]["categories"]}
    assert codes == {"0 - Slett ikke": 0, "5": 5, "10 - Svært": 10, "99 Vet ikke": 99}
    assert file.ordered("q")


def test_ages_with_a_word_among_them_are_a_number_in_every_wave(tmp_path, read):
    for wave, words in (("2024", ["Vet ikke"]), ("2025", ["Vil ikke svare", "Vet ikke"])):
        ages = [*map(str, range(20, 60)), *words]
        path = tmp_path / f"ages_{wave}.csv"
        path.write_text("\n".join(["timer,q", *(f"{age},Ja" for age in ages * 2)]), "utf-8")
        file = read(path)
    missing = {one["code"]: one["nb"] for one in file.variables["timer"]["categories"]}
    assert file.variables["timer"]["kind"] == "numeric"
    assert missing == {-8: "Vet ikke", -9: "Vil ikke svare"}
