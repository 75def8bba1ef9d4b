"""The zip of responses: rows, codebook and what they are, in both languages."""

import io
import tomllib
import zipfile
from datetime import date

import pandas as pd
import pytest
from survey_folder import segment, single, write_survey

from insight import RequestError, open_survey
from insight.exports.bundle import FORMATS, bundle
from insight.language.catalogue import LANGUAGES, say
from insight.survey.filters import EVERYONE, parse_filter
from insight.survey.folders import CODEBOOK

MADE = date(2026, 11, 22)
LINK = "https://example.org/trust?where=g%3D1"


def survey(root, microdata="open", *, simulated=True, words="hei"):
    frame = {"q": [1, 2, None] * 10, "g": [1] * 12 + [2] * 18, "words": [words] * 30}
    variables = {
        "q": single(1, 2),
        "g": segment(1, 2),
        "words": single(words, role="other"),
    }
    folder = write_survey(
        root, "s", frame, variables, disclosure={"microdata": microdata}, simulated=simulated
    )
    return open_survey(folder)


def unpacked(found, *where, file_format="csv", language="nb") -> dict[str, bytes]:
    chosen = parse_filter(where, found.codebook)
    content = bundle(found, chosen, file_format, language, link=LINK, made=MADE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {one.date_time[:3] for one in archive.infolist()} == {(2026, 11, 22)}
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(files: dict[str, bytes], file_format: str) -> pd.DataFrame:
    content = io.BytesIO(files[f"responses.{file_format}"])
    return pd.read_csv(content) if file_format == "csv" else pd.read_parquet(content)


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_rows_are_those_of_the_filter_with_the_codebook_beside_them(tmp_path, file_format):
    found = survey(tmp_path)
    files = unpacked(found, "g=1", file_format=file_format)
    assert sorted(files) == [
        "README.txt",
        "codebook.toml",
        "datapackage.json",
        f"responses.{file_format}",
    ]
    assert files["codebook.toml"] == (found.folder / CODEBOOK).read_bytes()
    rows = rows_of(files, file_format)
    expected = pd.read_parquet(found.responses).query("g == 1")
    columns = list(tomllib.loads(files["codebook.toml"].decode())["variables"])
    assert list(rows.columns) == [*columns, "simulated"]
    pd.testing.assert_frame_equal(rows[columns], expected.reset_index(drop=True), check_dtype=False)
    assert set(rows["simulated"]) == {True}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_says_what_it_is_of_whom_and_on_what_terms(tmp_path, language):
    found = survey(tmp_path)
    told = unpacked(found, "g=1", language=language)["README.txt"].decode()
    flat = " ".join(told.split())
    chosen = parse_filter(["g=1"], found.codebook)
    assert told.splitlines()[0] == say(
        language, "download.readme", survey=found.codebook.title, count=12
    )
    assert chosen.sentence(language) in flat
    assert say(language, "shell.simulated") in flat
    assert say(language, "download.no_licence") in flat
    assert LINK in told
    assert say(language, "download.readme_file", file="responses.csv") in flat
    assert max(map(len, told.splitlines())) <= 100


def test_the_readme_of_real_responses_calls_nothing_simulated(tmp_path):
    told = unpacked(survey(tmp_path, simulated=False))["README.txt"].decode()
    assert say("nb", "shell.simulated") not in told


def test_only_parquet_keeps_text_that_a_spreadsheet_would_run(tmp_path):
    found = survey(tmp_path, words="=cmd|' /C calc'!A0")
    csv = rows_of(unpacked(found), "csv")
    assert set(csv["words"]) == {"'=cmd|' /C calc'!A0"}
    parquet = rows_of(unpacked(found, file_format="parquet"), "parquet")
    assert set(parquet["words"]) == {"=cmd|' /C calc'!A0"}
    for name, is_told in (("csv", True), ("parquet", False)):
        readme = unpacked(found, file_format=name)["README.txt"].decode()
        words = say("nb", "download.readme_formula")
        assert (words in " ".join(readme.split())) == is_told


def test_a_number_stored_as_text_is_no_formula(tmp_path):
    csv = unpacked(survey(tmp_path, words="-1"))["responses.csv"].decode()
    assert '"-1"' in csv
    assert "'-1" not in csv


@pytest.mark.parametrize("file_format", FORMATS)
def test_nothing_leaves_where_the_codebook_closes_it(tmp_path, file_format):
    found = survey(tmp_path, "closed")
    with pytest.raises(RequestError, match="does not allow"):
        bundle(found, EVERYONE, file_format, "en", made=MADE)
