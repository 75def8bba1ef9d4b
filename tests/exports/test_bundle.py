"""The zip of responses: rows, codebook and what they are, in both languages."""

import io
import tomllib
import zipfile
from datetime import date

import pandas as pd
import pytest
from survey_folder import segment, single, write_survey

from insight import RequestError, open_survey
from insight.exports.bundle import FORMATS, bundle, responses
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
        "croissant.json",
        "datapackage.json",
        f"responses.{file_format}",
        *(["responses.csv-metadata.json"] if file_format == "csv" else []),
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


# --- The rows themselves --------------------------------------------------------------------------


def weighted_survey(root, microdata="open", *, simulated=True, more=()):
    frame = {
        "q": [1, 2, 2, 1, 2, None] * 5,
        "g": ["a", "b, c", 'd"'] * 10,
        "w": [0.1, 0.7, 3.0] * 10,
    }
    variables = {"q": single(1, 2), "g": segment("a", "b, c", 'd"')}
    gates = {"min_base": 9, "min_effective_base": 0, "microdata": microdata}
    folder = write_survey(
        root, "s", frame | dict(more), variables, design={"weight": "w"}, disclosure=gates,
        simulated=simulated,
    )  # fmt: skip
    return open_survey(folder)


def test_responses_leave_only_where_the_codebook_allows(tmp_path):
    with pytest.raises(RequestError, match="does not allow"):
        responses(weighted_survey(tmp_path / "closed", "closed"), EVERYONE, "en")
    rows, changed = responses(weighted_survey(tmp_path / "alike", "k_anonymous"), EVERYONE, "en")
    assert rows.column_names == ["q", "g", "w", "simulated"]
    assert say("en", "anonymity.alike", alike=5) in changed


@pytest.mark.parametrize("simulated", [True, False])
def test_filtered_responses_say_whether_they_are_simulated(tmp_path, simulated):
    opened = weighted_survey(tmp_path, simulated=simulated)
    where = parse_filter([r"g=b\, c"], opened.codebook)
    rows, changed = responses(opened, where, "en")
    assert rows.column_names == ["q", "g", "w", "simulated"]
    assert len(rows) == 10
    assert set(rows["g"].to_pylist()) == {"b, c"}
    assert set(rows["simulated"].to_pylist()) == {simulated}
    assert changed == []


def test_a_column_called_simulated_cannot_deny_it(tmp_path):
    opened = weighted_survey(tmp_path, more={"simulated": [False] * 30})
    rows, _ = responses(opened, EVERYONE, "en")
    assert rows.column_names == ["q", "g", "w", "simulated"]
    assert set(rows["simulated"].to_pylist()) == {True}
