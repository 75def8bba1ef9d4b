"""CSV on the Web beside the responses: each column as the data package has it."""

import io
import json
import zipfile
from datetime import date

import pandas as pd
from survey_folder import numeric, segment, single, write_survey

from insight import open_survey
from insight.exports.bundle import bundle
from insight.survey.filters import EVERYONE

MISSING = {"code": 999, "nb": "Vet ikke", "en": "Don't know", "missing": "dont_know"}
MADE = date(2026, 11, 22)


def files(root, **more) -> dict[str, bytes]:
    """What a zip of responses with odd names and codes holds."""
    frame = {
        "age group": [1, 2] * 15,
        "_svar-å": ["a|b", "=c"] * 15,
        "years": [20.5, 999] * 15,
        "agreed": [True, False] * 15,
    }
    variables = {
        "age group": segment(1, 2),
        "_svar-å": single("a|b", "=c"),
        "years": numeric(categories=[MISSING]),
    }
    folder = write_survey(root, "s", frame, variables, disclosure={"microdata": "open"}, **more)
    content = bundle(open_survey(folder), EVERYONE, "csv", "en", made=MADE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_column_has_its_head_its_label_its_type_and_what_is_missing(tmp_path):
    found = files(tmp_path)
    told = json.loads(found["responses.csv-metadata.json"])
    assert told["url"] == "responses.csv"
    columns = told["tableSchema"]["columns"]
    heads = pd.read_csv(io.BytesIO(found["responses.csv"])).columns
    assert [column["titles"][0] for column in columns] == [*heads]
    by_name = {column["name"]: column for column in columns}
    assert [*by_name] == ["age%20group", "%5Fsvar%2D%C3%A5", "years", "agreed", "simulated"]
    assert by_name["age%20group"]["datatype"] == {"base": "integer", "minimum": 1, "maximum": 2}
    assert by_name["age%20group"]["titles"][1] == "single en"
    answer = by_name["%5Fsvar%2D%C3%A5"]
    assert answer["datatype"] == {"base": "string", "format": r"a\|b|'=c"}
    assert by_name["years"]["null"] == ["", "999"]
    assert by_name["agreed"]["datatype"] == {"base": "boolean"}


def test_a_simulated_survey_says_so_by_its_type_and_another_does_not(tmp_path):
    for simulated in (True, False):
        found = files(tmp_path / str(simulated), simulated=simulated)
        told = json.loads(found["responses.csv-metadata.json"])
        assert ("dc:type" in told, "Simulated answers." in told["dc:description"]) == (
            simulated,
            simulated,
        )
