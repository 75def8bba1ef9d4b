"""The data package: what its fields say, and that frictionless accepts it with its rows."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archived_survey import archived_survey
from survey_folder import both, segment, single, write_survey

from insight import open_survey
from insight.exports.bundle import FORMATS, bundle
from insight.exports.codebook_formats import codebook_bytes
from insight.exports.datapackage import datapackage
from insight.language.catalogue import LANGUAGES
from insight.survey.filters import EVERYONE
from insight.survey.folders import bundled_data, read_survey, survey_folders

MADE = date(2026, 11, 22)


def written(folder: Path, language="nb") -> dict:
    """Write the package into the survey's folder and return what it says."""
    survey = open_survey(folder)
    content = codebook_bytes(survey, "datapackage", language, MADE)
    (folder / "datapackage.json").write_bytes(content)
    return json.loads(content)


def fields(package: dict) -> dict[str, dict]:
    return {one["name"]: one for one in package["resources"][0]["schema"]["fields"]}


def faults(path: Path) -> list[list]:
    """What frictionless has against a package and every row of it."""
    return frictionless.validate(str(path)).flatten(["type", "rowNumber", "fieldName", "note"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return archived_survey(tmp_path_factory.mktemp("data"), simulated=True)


@pytest.fixture(scope="module")
def package(folder):
    return written(folder)


def test_the_package_is_of_version_2_and_names_the_responses_beside_it(package):
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    [resource] = package["resources"]
    assert (resource["name"], resource["type"]) == ("responses", "table")
    assert (resource["path"], resource["format"]) == ("responses.parquet", "parquet")
    assert (package["name"], package["title"], package["simulated"]) == ("s", "s nb", True)


def test_every_column_has_a_field_in_the_files_order(package):
    kinds = {name: one["type"] for name, one in fields(package).items()}
    assert kinds == {
        "trust": "integer",
        "used_a": "number",
        "used_b": "number",
        "age": "number",
        "sex": "string",
        "wave": "integer",
        "w": "number",
        "h": "string",
        "u": "integer",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_categories_have_code_and_label_and_say_if_they_are_ordered(folder, language):
    trust = fields(written(folder, language))["trust"]
    assert trust["categories"] == [
        {"value": code, "label": f"kode {code} {language}"} for code in (1, 5, 9)
    ]
    assert trust["categoriesOrdered"] is True
    assert trust["constraints"] == {"enum": [1, 5, 9]}
    assert trust["description"].startswith(f"Do you trust it? {language}\n\nEveryone {language}")


def test_an_answer_of_several_is_a_field_from_0_to_1_with_a_title_of_its_own(package):
    used = fields(package)["used_a"]
    assert used["title"] == "multiple nb: kode a nb"
    assert used["constraints"] == {"minimum": 0, "maximum": 1}


def test_a_code_of_a_number_is_a_missing_value(package):
    values = {one["value"]: one.get("label") for one in fields(package)["age"]["missingValues"]}
    assert values == {"": None, "-1": "No answer nb", "-1.0": None, "nan": None}


def test_two_categories_of_the_same_name_are_told_apart(tmp_path):
    twice = single(1, 2) | {"categories": [{"code": one, **both("Other")} for one in (1, 2)]}
    folder = write_survey(tmp_path, "s", {"q": [1, 2]}, {"q": twice})
    labels = [one["label"] for one in fields(written(folder))["q"]["categories"]]
    assert labels == ["Other nb (1)", "Other nb (2)"]


def test_a_licence_that_is_no_identifier_stands_in_the_description_only(folder):
    codebook = read_survey(folder).codebook
    for licence, expected in (("CC0-1.0", [{"name": "CC0-1.0"}]), ("Ask us first", None)):
        content = datapackage(replace(codebook, licence=licence), pa.schema([]), "r.csv", "nb")
        found = json.loads(content)
        assert found.get("licenses") == expected
        assert licence in found["description"]


# -- as frictionless reads it ----------------------------------------------------------------------


def test_frictionless_accepts_the_package_with_every_row(folder, package):
    assert faults(folder / "datapackage.json") == []


def test_frictionless_refuses_a_row_that_the_codebook_does_not_know(folder, package, tmp_path):
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    rows = pd.read_parquet(folder / "responses.parquet")
    rows.loc[2, "trust"] = 7
    rows.loc[3, "used_a"] = 2
    rows.to_parquet(tmp_path / "responses.parquet", index=False)
    found = faults(tmp_path / "datapackage.json")
    assert [(kind, row, name) for kind, row, name, _ in found] == [
        ("constraint-error", 4, "trust"),
        ("constraint-error", 5, "used_a"),
    ]


@pytest.mark.parametrize("name", [one.name for one in survey_folders(bundled_data())])
def test_frictionless_accepts_the_bundled_surveys(tmp_path, name):
    """Of every fourth respondent: it reads them one by one, and our own check all of them."""
    source = bundled_data() / "surveys" / name
    folder = tmp_path / name
    folder.mkdir()
    (folder / "codebook.toml").write_bytes((source / "codebook.toml").read_bytes())
    responses = pq.read_table(source / "responses.parquet")
    some = responses.take(pa.array(range(0, responses.num_rows, 4)))
    pq.write_table(some, folder / "responses.parquet")
    written(folder)
    assert faults(folder / "datapackage.json") == []


def unpacked(folder: Path, file_format: str, where: Path) -> dict:
    """Take a survey's responses as the app gives them, and return the package in them."""
    content = bundle(open_survey(folder), EVERYONE, file_format, "nb", made=MADE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(where)
    return json.loads((where / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_zip_of_responses_is_a_package(tmp_path, file_format):
    rules = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "open"}
    found = unpacked(archived_survey(tmp_path, disclosure=rules), file_format, tmp_path)
    assert found["resources"][0]["path"] == f"responses.{file_format}"
    assert list(fields(found))[-1] == "simulated"
    assert faults(tmp_path / "datapackage.json") == []


@pytest.mark.parametrize("file_format", FORMATS)
def test_codes_that_are_given_as_one_are_a_category_of_their_own(tmp_path, file_format):
    frame = {"q": [1, 2] * 20, "g": [1] * 15 + [2] * 23 + [3] * 2}
    rules = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "k_anonymous"}
    variables = {"q": single(1, 2), "g": segment(1, 2, 3, ordered=True)}
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=rules)
    given = fields(unpacked(folder, file_format, tmp_path))["g"]
    assert given["categories"] == [
        {"value": "1", "label": "kode 1 nb"},
        {"value": "2+3", "label": "kode 2 nb; kode 3 nb"},
    ]
    assert faults(tmp_path / "datapackage.json") == []


def test_text_that_a_spreadsheet_would_run_is_the_same_in_file_and_package(tmp_path):
    rules = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "open"}
    folder = write_survey(tmp_path, "s", {"q": ["=1+1", "b"]}, {"q": single("=1+1", "b")},
                          disclosure=rules)  # fmt: skip
    given = fields(unpacked(folder, "csv", tmp_path))["q"]
    assert given["constraints"] == {"enum": ["'=1+1", "b"]}
    assert faults(tmp_path / "datapackage.json") == []
