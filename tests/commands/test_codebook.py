"""``insight codebook``: the codebook for others, on standard output or as a file."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from archived_survey import archived_survey

from insight import open_survey
from insight.__main__ import main
from insight.exports.dictionary import dictionary_csv
from insight.language.catalogue import LANGUAGES


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return archived_survey(tmp_path_factory.mktemp("data"))


@pytest.fixture
def run(capfdbinary):
    """Run the command: status, what it printed, and what it complained of."""

    def run(*arguments: str | Path) -> tuple[int, bytes, str]:
        status = main(["codebook", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return status, out, err.decode()

    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_is_what_the_codebook_page_gives(run, folder, language):
    book = open_survey(folder).codebook
    expected = (0, dictionary_csv(book, language), "")
    assert run(folder, "--lang", language) == expected
    assert run(folder, "--format", "csv", "--lang", language) == expected


def test_each_format_is_what_it_is_called(run, folder):
    status, out, _ = run(folder, "--format", "ddi")
    assert (status, ElementTree.fromstring(out).tag) == (0, "{ddi:codebook:2_5}codeBook")
    status, out, _ = run(folder, "--format", "datapackage")
    assert (status, json.loads(out)["name"]) == (0, "s")


def test_a_file_holds_what_is_printed(run, folder, tmp_path):
    _, printed, _ = run(folder, "--format", "ddi")
    assert run(folder, "--format", "ddi", "--out", tmp_path / "s.xml") == (0, b"", "")
    assert (tmp_path / "s.xml").read_bytes() == printed


def test_a_package_lies_beside_the_responses_that_it_describes(run, folder, tmp_path):
    asked = (folder, "--format", "datapackage", "--lang", "en", "--out")
    for out in (tmp_path / "datapackage.json", folder / "package.json"):
        status, _, err = run(*asked, out)
        assert status == 1
        assert err.startswith("A data package must be called datapackage.json")
        assert not out.exists()
    assert run(*asked, folder / "datapackage.json") == (0, b"", "")
    assert main(["check", str(folder)]) == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("nobody",), "There is no survey called “nobody”."),
        (("nobody", "--data", "/nowhere"), "There is no data folder “/nowhere”."),
        (("citizens", "--out", "/nowhere/x.csv"), "/nowhere/x.csv could not be written"),
    ],
)
def test_a_refusal_is_one_line_that_names_the_cause(run, arguments, named):
    status, out, err = run(*arguments, "--lang", "en")
    assert (status, out, len(err.splitlines())) == (1, b"", 1)
    assert err.startswith(named) or named in err


def test_a_format_that_there_is_not_is_wrong_usage():
    with pytest.raises(SystemExit) as stop:
        main(["codebook", "citizens", "--format", "sdmx"])
    assert stop.value.code == 2
