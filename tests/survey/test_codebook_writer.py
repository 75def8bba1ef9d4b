"""A codebook that is written as text is read as it was."""

import pytest
from checkout import ROOT

from insight.survey.codebook_writer import codebook_toml
from insight.survey.parser import read_codebook

CODEBOOKS = [
    *ROOT.glob("data/surveys/*/codebook.toml"),
    *ROOT.glob("tests/surveys/*/codebook.toml"),
]


@pytest.mark.parametrize("path", CODEBOOKS, ids=lambda path: path.parent.name)
def test_a_codebook_is_read_as_it_was_written(path, tmp_path):
    book = read_codebook(path)
    (tmp_path / "codebook.toml").write_text(codebook_toml(book), "utf-8")
    assert read_codebook(tmp_path / "codebook.toml") == book
