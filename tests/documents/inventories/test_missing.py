"""What is missing: everything known to be is listed, at its place, with what would be needed."""

import re

import pytest
from changed_row import with_row
from fixtures_folder import shared_file

from insight.documents.facts import FOLDER, facts
from insight.documents.inventories.missing import (
    LACK_KINDS,
    counts,
    lacks,
    read_misprints,
    read_missing,
)
from insight.documents.series import ODDLY_PRINTED, gather_series, growths

KNOWN = facts()
MISPRINTS = read_misprints(FOLDER / "misprints.csv", KNOWN)


def at(kind: str) -> set[str]:
    """The facts at which something of a kind is missing."""
    return {lack.fact.id for lack in lacks() if kind in lack.kinds}


def as_words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_picture_without_data_is_listed():
    pictures = {one.id for one in KNOWN.passages if one.kind == "figure_without_data"}
    assert at("picture") == pictures
    assert len(pictures) == 35


def test_every_question_without_answer_categories_is_listed_and_the_one_without_an_answer():
    assert at("no_answers") == {one.id for one in KNOWN.sustainability} | {"k_purpose_1390"}


def test_every_series_in_which_documents_disagree_is_listed():
    series = gather_series(KNOWN.figures)
    differing = {key for key, one in series.items() if one.differing}
    grown = [one for one in growths(KNOWN.figure, series) if not one.agrees]
    listed = {KNOWN.figure[fact].series for fact in at("contradiction") if fact in KNOWN.figure}
    assert differing <= listed
    assert {growth.printed.id for growth in grown} <= at("contradiction")


def test_what_is_oddly_printed_is_a_misprint():
    figures = [one for one in KNOWN.figures if one.series in ODDLY_PRINTED and one.when == "2020"]
    lines = {(one.source, one.line) for one in MISPRINTS}
    assert {(one.source, one.line) for one in figures} <= lines


@pytest.mark.parametrize("misprint", MISPRINTS, ids=lambda one: one.printed)
def test_a_misprint_stands_in_its_line_as_it_is_printed(misprint):
    document = shared_file(f"documents/{KNOWN.sources[misprint.source].file}")
    lines = document.read_text(encoding="utf-8").split("\n")
    assert as_words(misprint.printed) in as_words(lines[misprint.line - 1])
    assert misprint.printed != misprint.meant


def test_each_kind_has_words_and_something_of_it():
    assert set(counts()) == {*LACK_KINDS}
    assert {code for field, code in KNOWN.words if field == "lack_kind"} == {*LACK_KINDS}


def test_each_is_read_at_a_fact_of_its_document_and_says_what_is_needed():
    for lack in lacks():
        assert lack.fact.line is not None
        assert lack.needed.nb.endswith(".")
        assert lack.needed.en.endswith(".")
        assert lack.misprint is None or lack.misprint.source == lack.fact.source


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"kinds": "picture nowhere"}, "row 3, column kinds: unknown kind: nowhere"),
        ({"fact": "nothing"}, "row 3, column fact: unknown fact: nothing"),
        ({"fact": "t_ut22_fig_4_2"}, "stands twice, in rows 2 and 3"),
        ({"needed_en": ""}, "row 3, column needed: expected text in both languages"),
        ({"fact": "t_ut22_private_ex_oslo"}, "row 3, column text"),
    ],
)
def test_a_lack_that_cannot_be_is_refused_with_its_place(tmp_path, cells, fault):
    path = with_row(FOLDER / "missing.csv", tmp_path, "t_ut22_fig_4_3", cells)
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_missing(path, KNOWN)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"source": "nothing"}, "row 2, column source: unknown document: nothing"),
        ({"line": "2"}, "row 2, column line: a line without words: 2"),
        ({"is_certain": "true", "meant": ""}, "row 2, column meant"),
        ({"meant": ""}, "row 2, column note"),
    ],
)
def test_a_misprint_that_cannot_be_is_refused_with_its_place(tmp_path, cells, fault):
    path = with_row(FOLDER / "misprints.csv", tmp_path, "trends_2021", cells)
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_misprints(path, KNOWN)
