"""What a step does is told in the words of the survey, or by ids where those are not known."""

import pytest

from insight.language.catalogue import LANGUAGES, Text
from insight.survey.codebook import Category, Variable
from insight.survey.recipe.application import _PERFORM
from insight.survey.recipe.descriptions import codes_named, describe, tell, variables_named
from insight.survey.recipe.operations import (
    Band,
    Group,
    Index,
    Interval,
    Label,
    LeaveOut,
    MarkMissing,
    Merge,
    Named,
    Option,
    Rename,
    Reorder,
    Reverse,
    Rule,
    Rules,
    Segment,
    Separate,
    Split,
    Together,
    Weigh,
    Written,
)


def both(words: str) -> Text:
    return Text(f"{words} nb", words)


HEALTH = Variable(
    "q1", "item", "single", Text("Helse", "Health"),
    (Category(1, Text("God", "Good")), Category(2, Text("Dårlig", "Bad"))),
)  # fmt: skip
AGE = Variable("q2", "other", "numeric", Text("Alder", "Age"))
KNOWN = {"q1": HEALTH, "q2": AGE}
BAD = Rule("q1", (2,))
OLD = Rule("q2", low=80)

TOLD = [
    (Reorder("q1", (2, 1)), "“Health”: the answers in the order “Bad”, “Good”", {"q1": (2, 1)}),
    (Merge("q1", (1, 2), both("All")), "“Health”: “Good”, “Bad” become “All”", {"q1": (1, 2)}),
    (Merge("q1", (1, 7), both("All")), "“Health”: “Good”, “7” become “All”", {"q1": (1, 7)}),
    (Reverse("q1"), "“Health”: the scale is reversed", {}),
    (Label("q1", label=both("Well")), "“Health” is now called “Well”", {"q1": ()}),
    (
        Label("q1", categories=(Named(2, both("Poor")),)),
        "“Health”: “Bad” is now called “Poor”",
        {"q1": (2,)},
    ),
    (Label("q1", role="segment"), "q1: other words", {"q1": ()}),
    (Rename("q1", "health"), "“Health” gets the id health", {}),
    (MarkMissing("q1", (2,), "other"), "“Health”: taken as no answer: “Bad”", {"q1": (2,)}),
    (
        MarkMissing("q1", (2,), None),
        "“Health”: taken as an answer after all: “Bad”",
        {"q1": (2,)},
    ),
    (
        Band("q2", (Interval(None, 30, both("Young")), Interval(30, None, both("Old")))),
        "“Age” is split into “Young”, “Old”",
        {},
    ),
    (
        Together("m", (Option("q1"), Option("qx")), both("Both")),
        "“Both” is one question of “Health”, “qx”",
        {"q1": (1,), "qx": (1,)},
    ),
    (Separate("q1"), "“Health”: each answer becomes a question", {}),
    (Split("q1", ";", (Written("a", both("A")),)), "“Health”: the cells are split into “A”", {}),
    (Weigh("q2"), "“Age” is the weight", {}),
    (LeaveOut(Rules((BAD, OLD))), "Left out: “Health” is “Bad” and “Age” from 80", {"q1": (2,)}),
    (
        LeaveOut(Rules((Rule("q2", high=1.5), Rule("q2", blank=True)), any=True)),
        "Left out: “Age” below 1.5 or “Age” is not answered",
        {},
    ),
    (
        LeaveOut(Rules((Rule("q2", low=1, high=2),))),
        "Left out: “Age” from 1 to below 2",
        {},
    ),
    (Index("i", ("q1", "q2"), 1, both("Sum")), "“Sum” is the mean of “Health”, “Age”", {}),
    (
        Segment("s", both("Who"), tuple(Group(both(name), Rules((BAD,))) for name in "AB")),
        "“Who” has the groups “A”, “B”",
        {"q1": (2, 2)},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "told", "codes"), TOLD)
def test_an_operation_is_told_in_the_words_of_the_survey(operation, told, codes):
    assert tell(operation, KNOWN, "en") == told
    assert codes_named(operation) == codes


def test_every_operation_is_told_in_both_languages_even_of_a_survey_that_is_not_known():
    assert {type(operation) for operation, *_ in TOLD} == {*_PERFORM}
    for operation, *_ in TOLD:
        for language in LANGUAGES:
            for words in (tell(operation, {}, language), describe(operation).text(language)):
                assert words
                assert "{" not in words


def test_words_that_run_on_are_cut():
    long = Merge("q1", tuple(range(1, 500)), both("x" * 5_000))
    assert len(tell(long, KNOWN, "en")) < 400


def test_the_texts_of_cells_are_named_too_but_new_labels_rest_on_nothing():
    assert variables_named(Split("q1", ";", ())) == ("q1",)
    assert variables_named(Label("q1", categories=(Named(2, both("Poor")),))) == ()
