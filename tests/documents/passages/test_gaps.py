"""Knowledge gaps: each that the documents tell has what would measure it, with what is here."""

import re

import pytest
from changed_row import with_words
from visitor import bundled

from insight.documents.facts import FOLDER, facts
from insight.documents.passages.gaps import (
    gaps,
    is_wanted,
    passage_of,
    read_gaps,
    recommendations,
)
from insight.documents.wanted import Wanted

KNOWN = facts()
BY_ID = {gap.passage: gap for gap in gaps()}


def test_every_passage_that_is_a_gap_has_what_would_measure_it():
    told = {passage.id for passage in KNOWN.passages if passage.kind == "knowledge_gap"}
    assert len(told) == 8
    assert told <= BY_ID.keys()


def test_what_is_here_is_a_question_a_figure_or_nothing():
    assert BY_ID["k_knowledge_gap_1539"].standing == "asked"
    assert BY_ID["k_knowledge_gap_1539"].questions == (("organisations", "sdg_networks"),)
    assert BY_ID["t_ut22_online_rx_gap"].standing == "partly"
    assert BY_ID["t_ut22_online_rx_gap"].nearest[0] == "pharmacy_online_pref_2021"
    assert BY_ID["s_summary_future_unknown"].standing == "nothing"


def test_every_question_is_one_of_a_survey_here():
    for gap in gaps():
        for survey, item in gap.questions:
            assert item in {each.id for each in bundled(survey).codebook.items}


def test_only_figures_that_measure_something_come_close():
    figures = [KNOWN.figure[figure] for gap in gaps() for figure in gap.nearest]
    assert all(figure.is_measurement for figure in figures)


def test_passages_are_chosen_by_theme_and_document():
    gap = passage_of(BY_ID["t_ut22_online_rx_gap"], KNOWN)
    theme, document = {"theme": "medicines"}, {"document": "trends_2022"}
    assert is_wanted(gap, Wanted())
    assert is_wanted(gap, Wanted(theme | document))
    assert not is_wanted(gap, Wanted({"theme": "inclusion"}))
    assert not is_wanted(gap, Wanted(theme | {"document": "knowledge_base"}))


def test_recommendations_are_those_of_all_documents():
    sources = {passage.source for passage in recommendations(KNOWN)}
    assert sources == {*KNOWN.sources}


REFUSED = {
    "an unknown passage": ("t_ut22_sum_home_gap,", "t_nobody,", "row 2, column passage"),
    "a passage twice": ("\nt_ut22_home_gap,", "\nt_ut22_sum_home_gap,", "stands twice"),
    "another sort": ("_home_gap,research", "_home_gap,lost", "row 2, column sort"),
    "half a question": ("organisations.sdg_networks", "sdg_networks", "column items"),
    "an unknown figure": ("epilepsy_followup_factor", "no_figure", "row 2, column figures"),
    "a gap without a row": ("k_knowledge_gap_451,", "k_method_955,", "k_knowledge_gap_451"),
}


@pytest.mark.parametrize(("before", "after", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_is_refused(tmp_path, before, after, fault):
    path = with_words(FOLDER / "knowledge_gaps.csv", tmp_path, before, after)
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_gaps(path, KNOWN)
