"""What can be asked of a breakdown, and which ways of showing the answer suit it."""

from collections.abc import Sequence

import pytest
from visitor import bundled

from insight.language.catalogue import Text
from insight.reporting.breakdown.request import MEAN, NUMBERS, Breakdown, has_scores, targets
from insight.reporting.breakdown.ways import MOST_PANELS, suitable
from insight.reporting.charts.answer_steps import can_stack, steps_of_answers
from insight.survey.codebook import Category, Net, Variable
from insight.survey.filters import EVERYONE, parse_filter


def variable(name: str, codes: Sequence[int | str], kind: str = "single", **more) -> Variable:
    """A variable with a category for each code; 9 is "don't know"."""
    categories = tuple(
        Category(code, Text(f"{code}", f"{code}"), missing="dont_know" if code == 9 else None)
        for code in codes
    )
    return Variable(name, "item", kind, Text(name, name), categories, **more)


SCALE = variable("scale", [1, 2, 3, 4, 5, 9], ordered=True)
YES_NO = variable("yes_no", [1, 2, 9])
MARKS = variable("marks", ["a", "b", "c"], "multiple")
NUMBER = variable("number", [], "numeric")
MANY = variable("many", range(1, 41))
COUNTY = variable("county", [f"c{code}" for code in range(40)])
AGE, GENDER = variable("age", [1, 2, 3, 4]), variable("gender", [1, 2])
JOB = variable("job", [f"j{code}" for code in range(16)])
YEAR = variable("year", [2019, 2020, 2021])
ALONE = variable("alone", [1, 9])  # one group: who gave no answer is none


def asked(item, *by, target="1", where=EVERYONE, valid_only=False, nets=True):
    return Breakdown(item, target, by, where, valid_only, YEAR, nets)


WAYS = [
    (SCALE, (), ("bars", "dots")),
    (YES_NO, (), ("dots", "bars")),
    (MARKS, (), ("dots",)),
    (NUMBER, (), ("dots",)),
    (MANY, (), ("dots",)),
    (SCALE, (AGE,), ("bars", "dots", "heat")),
    (YES_NO, (JOB,), ("bars", "dots", "heat")),
    (MARKS, (AGE,), ("dots", "heat")),
    (NUMBER, (AGE,), ("dots",)),
    (MANY, (AGE,), ("dots", "heat")),
    (MANY, (COUNTY,), ("dots",)),
    (SCALE, (YEAR,), ("trend", "bars", "dots", "heat")),
    (NUMBER, (YEAR,), ("trend", "dots")),
    (SCALE, (AGE, GENDER), ("panels", "bars", "dots", "heat")),
    (NUMBER, (AGE, GENDER), ("panels", "dots", "heat")),
    (SCALE, (JOB, AGE), ("panels", "dots", "heat")),
    (SCALE, (AGE, YEAR), ("trend", "panels", "bars", "dots", "heat")),
    (SCALE, (YEAR, AGE), ("trend", "panels", "bars", "dots", "heat")),
    (SCALE, (JOB, YEAR), ("panels", "dots", "heat")),
    (SCALE, (GENDER, ALONE), ("bars", "dots", "heat")),
    (SCALE, (COUNTY, AGE), ("panels", "heat")),
    (SCALE, (AGE, COUNTY), ("heat",)),
    (SCALE, (COUNTY, MANY), ()),
]


@pytest.mark.parametrize(("item", "by", "ways"), WAYS)
def test_only_ways_that_can_be_read_are_offered(item, by, ways):
    assert suitable(asked(item, *by)) == ways


def test_groups_that_the_filter_leaves_out_need_no_room():
    few = parse_filter(["occupation=1,2"], bundled("health_personnel").codebook)
    job = bundled("health_personnel").codebook.variable("occupation")
    assert "trend" not in suitable(asked(SCALE, job, YEAR))
    assert "trend" in suitable(asked(SCALE, job, YEAR, where=few))


def test_a_mean_of_a_scale_is_no_share():
    mean = asked(SCALE, AGE, target=MEAN)
    assert (mean.target, mean.statistic) == ("", "mean")
    assert suitable(mean) == ("dots",)
    assert asked(YES_NO, AGE, target=MEAN).target == MEAN  # no such mean: the target is a code


@pytest.mark.parametrize(
    ("item", "whether"),
    [
        (SCALE, True),
        (YES_NO, False),
        (variable("two", [1, 2], ordered=True), False),
        (variable("words", ["low", "mid", "high"], ordered=True), False),
        (variable("turned", [3, 2, 1], ordered=True), False),
        (variable("net", [1, 2, 3], ordered=True, nets=(Net(MEAN, Text("", ""), ("1",)),)), False),
        (
            variable("half", [1, 2, 3], ordered=True, nets=(Net("median", Text("", ""), ("1",)),)),
            False,
        ),
        (MARKS, False),
    ],
)
def test_only_numbers_along_a_scale_have_a_mean(item, whether):
    assert has_scores(item) == whether
    assert (MEAN in targets(item, "en", valid_only=False, nets=False)) == whether


def test_what_can_be_followed():
    item = bundled("citizens").codebook.variable("trust_need_to_know")
    with_nets = list(targets(item, "en", valid_only=False, nets=True))
    assert with_nets == ["high", "1", "2", "3", "4", "5", "9", *NUMBERS]
    without = list(targets(item, "en", valid_only=True, nets=False))
    assert without == ["1", "2", "3", "4", "5", *NUMBERS]
    assert [*targets(NUMBER, "nb", valid_only=False, nets=True)] == [*NUMBERS]


@pytest.mark.parametrize(
    ("item", "target", "statistic", "link"),
    [
        (SCALE, "median", "median", "median"),
        (SCALE, "quartiles", "quartiles", "quartiles"),
        (NUMBER, MEAN, None, ""),  # the usual of a number is not said
        (NUMBER, "quartiles", "quartiles", "quartiles"),
        (YES_NO, "median", None, "median"),  # no such median: the target is a code
    ],
)
def test_a_median_is_no_share_and_stands_in_the_link(item, target, statistic, link):
    breakdown = asked(item, AGE, target=target)
    assert (breakdown.statistic, breakdown.link["target"]) == (statistic, link)
    assert (breakdown.target == "") == (item != YES_NO)


def test_nets_stand_after_the_answers_or_not_at_all():
    item = bundled("citizens").codebook.variable("trust_need_to_know")
    assert asked(item).answers == ("1", "2", "3", "4", "5", "9", "high")
    assert asked(item, nets=False, valid_only=True).answers == ("1", "2", "3", "4", "5")
    assert asked(item, nets=False).link["nets"] == "off"
    assert asked(YES_NO, nets=False).link["nets"] == ""


@pytest.mark.parametrize(
    ("by", "link"),
    [((), ("none", "")), ((AGE,), ("age", "")), ((AGE, YEAR), ("age", "year"))],
)
def test_the_link_says_what_is_asked_and_leaves_out_the_usual(by, link):
    found = asked(SCALE, *by, target="5").link
    assert (found["item"], found["target"]) == ("scale", "5")
    assert (found["by"], found["by2"]) == link
    assert (found["order"], found["nets"]) == ("", "")
    assert asked(SCALE, *by, target=MEAN).link["target"] == MEAN
    assert asked(NUMBER, *by, target="").link["target"] == ""


@pytest.mark.parametrize(
    ("codes", "ordered", "steps"),
    [
        ([1, 2, 9], False, [0, 1, 7]),
        ([1, 2, 3, 4, 5, 6, 7, 9], True, [0, 1, 2, 3, 4, 5, 6, 7]),
        ([1, 2, 3, 4, 5, 6], True, [0, 1, 2, 4, 5, 6]),
        ([1, 2, 3, 4, 5, 6], False, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_stacked_answers_have_each_their_colour_and_dont_know_the_grey(codes, ordered, steps):
    item = variable("q", codes, ordered=ordered)
    keys = [str(code) for code in codes]
    assert can_stack(item, keys)
    assert [step for step, _ in steps_of_answers(item, keys, "nb")] == steps


@pytest.mark.parametrize("item", [MANY, MARKS, NUMBER, variable("eight", range(1, 9))])
def test_more_than_seven_answers_are_not_stacked(item):
    assert not can_stack(item, list(item.by_key))


def test_panels_are_no_more_than_can_be_taken_in():
    groups = variable("groups", [f"g{code}" for code in range(MOST_PANELS)])
    assert "panels" in suitable(asked(SCALE, AGE, groups))
    more = variable("more", [f"g{code}" for code in range(MOST_PANELS + 1)])
    assert "panels" not in suitable(asked(SCALE, AGE, more))
