"""What is taken away from a survey with a recipe: the survey as its recipe makes it."""

import io
import json
import zipfile
from datetime import date

import pandas as pd
import pytest
from recoded_survey import LABEL, recipe
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import open_survey, recode_folder
from insight.exports.bundle import bundle
from insight.exports.codebook_formats import codebook_bytes, codebook_toml_bytes
from insight.survey.filters import EVERYONE
from insight.survey.parser import read_codebook
from insight.web.own_survey.visitor import zip_folder

MADE = date(2026, 11, 30)
STEPS = (
    'do = "leave_out"\nall = [{ variable = "g", codes = [3] }]',
    f'do = "merge"\nvariable = "q"\ncodes = [2, 3]\n{LABEL}',
    'do = "band"\nvariable = "age"\nas = "band"\nbands = [{ below = 30 }, { from = 30 }]',
)


@pytest.fixture
def survey(tmp_path):
    frame = {
        "q": [1, 2, 3] * 20,
        "g": [1, 2] * 28 + [3] * 4,
        "age": [20, 40, 60, 25] * 15,
        "web": [1, 0] * 30,
    }
    variables = {
        "q": single(1, 2, 3, nets=[{"id": "some", "codes": [2, 3], "nb": "N", "en": "N"}]),
        "g": segment(1, 2, 3),
        "age": numeric(),
        "used": multiple({"web": "web"}),
    }
    folder = write_survey(tmp_path, "s", frame, variables, disclosure={"microdata": "open"})
    recode_folder(folder, recipe(*STEPS))
    return open_survey(folder)


def test_the_rows_and_the_codebook_beside_them_are_those_of_the_recipe(survey, tmp_path):
    packed = bundle(survey, EVERYONE, "parquet", "en", made=MADE)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "taken" / "s")
    folder = tmp_path / "taken" / "s"
    rows = pd.read_parquet(folder / "responses.parquet")
    assert len(rows) == 56
    assert {*rows.columns} == {"q", "g", "band", "web", "simulated"}
    assert {*rows["q"]} == {1, 2}
    package = json.loads((folder / "datapackage.json").read_bytes())
    described = [field["name"] for field in package["resources"][0]["schema"]["fields"]]
    assert described == list(rows.columns)
    again = open_survey(folder)
    assert again.codebook.variables == survey.codebook.variables
    assert again.respondents == 56


def test_the_codebook_is_the_file_itself_only_where_there_is_no_recipe(survey, tmp_path):
    (tmp_path / "codebook.toml").write_bytes(codebook_toml_bytes(survey))
    assert read_codebook(tmp_path / "codebook.toml") == survey.written
    (survey.folder / "recipe.toml").unlink()
    plain = open_survey(survey.folder)
    assert codebook_toml_bytes(plain) == (survey.folder / "codebook.toml").read_bytes()


def test_ddi_is_of_what_is_shown_and_the_package_of_the_file_that_it_lies_beside(survey):
    ddi = codebook_bytes(survey, "ddi", "en", MADE).decode()
    assert "<caseQnty>56</caseQnty>" in ddi
    assert 'name="band"' in ddi
    assert 'name="age"' not in ddi
    package = json.loads(codebook_bytes(survey, "datapackage", "en", MADE))
    fields = [field["name"] for field in package["resources"][0]["schema"]["fields"]]
    assert fields == ["q", "g", "age", "web"]


def test_the_folder_is_taken_along_with_its_recipe(survey, tmp_path):
    with zipfile.ZipFile(io.BytesIO(zip_folder(survey))) as archive:
        assert archive.namelist() == ["s/codebook.toml", "s/recipe.toml", "s/responses.parquet"]
        archive.extractall(tmp_path / "elsewhere")
    again = open_survey(tmp_path / "elsewhere" / "s")
    assert again.codebook.variables == survey.codebook.variables
