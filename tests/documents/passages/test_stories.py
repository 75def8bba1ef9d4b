"""Stories of the scenarios and of sustainability: every passage is told once, where it belongs."""

from collections import Counter

from insight.documents.facts import facts
from insight.documents.passages import stories, sustainability

KNOWN = facts()
SCENARIOS = sorted({one.scenario for one in KNOWN.scenarios} - {"all"})


def test_every_passage_of_the_scenario_analysis_has_its_part():
    told = Counter(
        passage.id
        for tell in (stories.story, stories.summary)
        for scenario in SCENARIOS
        for passage in tell(KNOWN, scenario)
    )
    told += Counter(one.id for part in stories.PARTS for one in stories.told(KNOWN, part))
    apart = {"knowledge_gap", "figure_without_data", "definition"}
    expected = {
        one.id
        for one in KNOWN.passages
        if one.source == stories.SOURCE and (one.kind not in apart or one.scenarios)
    }
    assert set(told) >= expected
    assert max(told.values()) == 1


def test_a_story_is_told_in_the_order_of_its_paragraphs():
    for scenario in SCENARIOS:
        lines = [passage.line for passage in stories.story(KNOWN, scenario)]
        assert len(lines) >= 6
        assert lines == sorted(lines)


def test_what_is_said_of_the_drivers_is_among_the_method():
    method = {passage.id for passage in stories.told(KNOWN, "method")}
    assert {"s_method_65_drivers", "s_method_drivers_validated"} <= method


def test_there_are_seven_headlines_one_for_each_question_and_one_for_all():
    told = sustainability.headlines(KNOWN)
    assert [one.item for one in told] == [None, *(one.id for one in KNOWN.sustainability)]
    assert told[0].words.nb.endswith("samtlige er i gang med bærekraftsarbeidet sitt")


def test_norway_scores_ten_goals_in_three_grades():
    grades = sustainability.scores(KNOWN)
    assert {grade.nb: len(scored) for grade, scored in grades.items()} == {
        "Veldig godt": 1,
        "Godt": 6,
        "Mindre godt": 3,
    }


def test_every_passage_on_sustainability_is_told_somewhere():
    told = {one.id for part in sustainability.PARTS for one in sustainability.told(KNOWN, part)}
    told |= {one.id for scored in sustainability.scores(KNOWN).values() for one in scored}
    kinds = ("sustainability_definition", "sustainability_dimension", "sustainability_score")
    expected = {one.id for one in KNOWN.passages if one.kind in (*kinds, "materiality")}
    assert told == expected
