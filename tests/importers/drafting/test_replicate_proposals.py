"""Replicate weights are proposed with the method of an archive that has such, and never set."""

import tomllib

import pytest
from survey_file import column, drafted

from insight.importers.drafting.codebook_text import codebook_text
from insight.language.catalogue import LANGUAGES
from insight.survey.parser import read_codebook

ROWS = 40
WEIGHT = [0.5 + number / 39 for number in range(ROWS)]

KNOWN = [
    ("PWGTP", 80, {"method": "sdr"}),
    ("PWGTP", 60, {}),
    ("pwwgt", 160, {"method": "sdr"}),
    ("REPWTP", 160, {"method": "sdr"}),
    ("W_FSTURWT", 80, {"method": "fay", "rho": 0.5}),
    ("SPFWT", 80, {"method": "jk1", "mse": True}),
    ("REPWGT", 240, {"method": "fay", "rho": 0.5}),
    ("bsw", 12, {}),
    ("brr_", 16, {}),
]


def draft_with(stem: str, count: int, first: int = 1):
    """Draft a file with a weight, an answer and replicate weights."""
    weights = [
        column(
            f"{stem}{number}",
            [value * (0.3 + (number + at) % 3) for at, value in enumerate(WEIGHT)],
        )
        for number in range(first, count + 1)
    ]
    return drafted(column("tillit", [1, 2, 3, 4] * 10), column("vekt", WEIGHT), *weights)


@pytest.mark.parametrize(("stem", "count", "settings"), KNOWN)
def test_a_name_and_a_number_that_an_archive_has_give_its_method(stem, count, settings):
    proposals = [each for each in draft_with(stem, count).proposals if each.part == "replicates"]
    (proposal,) = proposals
    assert proposal.column == f"{stem}{{1..{count}}}"
    assert dict(proposal.settings) == settings
    for language in LANGUAGES:
        assert f"{stem}{count}" in proposal.reason.text(language)


def test_the_weight_that_stands_first_among_them_is_proposed_as_the_weight():
    draft = draft_with("SPFWT", 80, first=0)
    assert [each.column for each in draft.proposals if each.part == "replicates"] == [
        "SPFWT{1..80}"
    ]
    assert "SPFWT0" in [each.column for each in draft.proposals if each.part == "weight"]


def test_a_proposal_is_a_comment_that_holds_once_its_marks_are_removed(tmp_path):
    text = codebook_text(draft_with("PWGTP", 80), "s", {"file": "acs.csv"})
    assert tomllib.loads(text)["design"] == {}
    said = ("# weight = ", "# [design.replicates]", "# columns = ", "# method = ")
    lines = (line[2:] if line.startswith(said) else line for line in text.splitlines())
    path = tmp_path / "codebook.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    design = read_codebook(path).design
    assert (design.weight, design.replicates.method, design.replicates.factor) == (
        "vekt",
        "sdr",
        0.05,
    )
    assert len(design.replicate_columns) == 80
