"""Croissant beside the responses: fields as the data package has them, and the file's own bytes."""

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest

from insight import open_survey
from insight.exports.bundle import FORMATS, bundle
from insight.survey.filters import EVERYONE

LINK = "https://example.org/answers?survey=organisations"


@pytest.mark.parametrize("file_format", FORMATS)
def test_it_tells_of_the_same_fields_and_of_the_bytes_beside_it(file_format):
    survey = open_survey("organisations")
    content = bundle(survey, EVERYONE, file_format, "nb", link=LINK, made=date(2026, 11, 22))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read("croissant.json"))
        package = json.loads(archive.read("datapackage.json"))
        rows = archive.read(f"responses.{file_format}")
    [file] = told["distribution"]
    assert (file["contentUrl"], file["sha256"]) == (
        f"responses.{file_format}",
        hashlib.sha256(rows).hexdigest(),
    )
    [records] = told["recordSet"]
    described = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in records["field"]] == [field["name"] for field in described]
    by_name = {field["name"]: field for field in records["field"]}
    assert by_name["org_type"]["dataType"] == "sc:Integer"
    assert by_name["weight"]["dataType"] == "sc:Float"
    assert by_name["simulated"]["dataType"] == "sc:Boolean"
    assert (
        survey.codebook.variable("org_type").categories[0].label["nb"]
        in (by_name["org_type"]["description"])
    )
    assert (told["url"], told["license"]) == (LINK, "CC0-1.0")
    assert "Simulerte svar." in told["description"]
