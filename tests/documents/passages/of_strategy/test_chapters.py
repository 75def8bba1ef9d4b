"""Passages of the strategy: each in the part it belongs to, the areas whole, the guidance named."""

from collections import Counter

import pytest
from changed_row import with_row, with_words

from insight.documents import strategy
from insight.documents.facts import FOLDER, facts
from insight.documents.passages.of_strategy.analyses import arrange
from insight.documents.passages.of_strategy.areas import QUESTIONS, areas, question
from insight.documents.passages.of_strategy.chapters import area_of, group_of
from insight.documents.passages.of_strategy.evaluation import evaluation
from insight.documents.passages.of_strategy.guidance import guiding, read_coherence
from insight.documents.passages.of_strategy.process import findings, process

KNOWN = facts()
OF_STRATEGY = [each for each in KNOWN.passages if group_of(each)]
TOLD_ELSEWHERE = {  # of the same document: by actors, needs, sustainability, pictures, the glossary
    "actor",
    "need_passage",
    "figure_without_data",
    "materiality",
    "sustainability_definition",
    "sustainability_dimension",
    "sustainability_score",
}
SUSTAINABILITY = range(1391, 1541)


def test_whatever_the_document_says_of_the_strategy_has_a_part():
    """What is left repeats another line word for word, or is told of sustainability."""
    left = [
        each
        for each in KNOWN.passages
        if each.source == "knowledge_base"
        and not group_of(each)
        and each.kind not in TOLD_ELSEWHERE
        and each.line not in SUSTAINABILITY
    ]
    others = [*KNOWN.analysis, *OF_STRATEGY]
    texts = {other.text.nb.casefold() for other in others}
    assert [each.id for each in left if each.text.nb.casefold() not in texts] == []


def test_every_area_has_milestones_focus_and_an_assessment():
    known = areas(KNOWN)
    assert [area.number for area in known.values()] == [1, 2, 3, 4, 5, 6]
    for area in known.values():
        assert area.passages["milestone"]
        assert area.passages["national_focus"]
        assert area.entries["overall_assessment"]
        assert sorted(area.dated, key=lambda each: each.date) == list(area.dated)
        assert len(area.dated) + len(area.undated) == len(area.passages["milestone"])
    of_areas = [each for each in OF_STRATEGY if area_of(each)]
    assert sum(len(some) for one in known.values() for some in one.passages.values()) == len(
        of_areas
    )


@pytest.mark.parametrize("about", QUESTIONS)
def test_the_document_asks_each_area_the_same(about):
    assert question(KNOWN, about).text.nb.endswith("?")


def test_each_verdict_is_under_the_question_that_shares_its_heading():
    found = evaluation(KNOWN)
    assert [judged.verdict.text.nb for judged in found.judgements] == [
        "I begrenset grad",
        "I liten grad",
        "I noen grad",
    ]
    assert [len(judged.grounds) for judged in found.judgements] == [4, 4, 3]
    assert len(found.of_the_method) == 12
    told = [found.overall, *found.of_the_method, *found.method]
    for judged in found.judgements:
        told += [judged.question, judged.verdict, judged.heading, *judged.grounds]
    assert Counter(told) == Counter(each for each in OF_STRATEGY if group_of(each) == "evaluation")


def test_the_story_has_every_passage_once_and_its_findings_stand_in_their_parts_too():
    told = [each for stage in process(KNOWN) for each in (*stage.read, *stage.rest)]
    assert Counter(told) == Counter(each for each in OF_STRATEGY if group_of(each) == "process")
    assert all(group_of(found) for found in findings(KNOWN))
    assert len(findings(KNOWN)) == 6


def test_guidance_contradicts_in_one_area_and_every_passage_stands_once():
    found = guiding(KNOWN)
    assert [area.name.nb for area in found.contradicted] == [
        "Forebygging, folkehelse og kompetanse"
    ]
    told = [each for area in found.areas for each in (*area.coherence, *area.points)]
    told += [title for titles in found.lists.values() for title in titles]
    told += found.about
    assert Counter(told) == Counter(each for each in OF_STRATEGY if group_of(each) == "guiding")


def test_only_a_sentence_about_agreement_says_how_documents_agree(tmp_path):
    changed = with_row(
        FOLDER / "coherence.csv", tmp_path, "k_coherence_358", {"passage": "k_mandate_155"}
    )
    with pytest.raises(ValueError, match="no passage about agreement: k_mandate_155"):
        read_coherence(changed, KNOWN)


def test_each_sentence_about_the_agreement_in_an_area_is_read(tmp_path):
    fewer = with_words(FOLDER / "coherence.csv", tmp_path, "k_coherence_358,agree\n", "")
    with pytest.raises(ValueError, match="without a row: k_coherence_358"):
        read_coherence(fewer, KNOWN)


def test_documents_are_named_where_the_text_names_them():
    named = {document.en: numbers for document, numbers in guiding(KNOWN).named.items()}
    assert named["National Health and Hospital Plan (NHSP)"] == tuple(range(1, 10))
    assert named["Carers’ strategy and action plan"] == (4,)
    assert all(named.values())


def test_what_names_one_entry_explains_it_and_what_names_a_part_heads_it():
    by_group = strategy.by_group(KNOWN, among=["internal_observation", "strategic_dilemma"])
    passages = {
        group: [each for each in some if each in OF_STRATEGY] for group, some in by_group.items()
    }
    internal = arrange(passages["internal_observation"], KNOWN.analysis)
    assert {part: len(some) for part, some in internal.over_part.items()} == {
        "organisation_governance": 2,
        "actors_cooperation": 1,
        "resources": 1,
    }
    dilemmas = arrange(passages["strategic_dilemma"], KNOWN.analysis)
    assert [len(some) for some in dilemmas.under.values()] == [1] * 6
    assert [each.id for each in dilemmas.over_all] == ["k_dilemma_1722"]
