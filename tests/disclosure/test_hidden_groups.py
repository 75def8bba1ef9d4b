"""Which groups are hidden, given how many respondents have which codes: rules by eye."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from intruder import shown_groups, worked_out
from tabled_respondents import LEAST, respondents

from insight.disclosure.hidden_groups import HiddenGroups
from insight.disclosure.respondent_counts import RespondentCounts


def hides(of: RespondentCounts, *conditions, wider: RespondentCounts | None = None) -> bool:
    """Whether one group is hidden; a condition is the codes on an axis, None for any."""
    choices = {axis: [frozenset(one)] for axis, one in enumerate(conditions) if one is not None}
    found = HiddenGroups(of, LEAST, HiddenGroups(wider, LEAST) if wider else None).mask(choices)
    return bool(found.all())


AGES = respondents([50, 4, 30, 20])
CODES = [
    ({0}, False),
    ({1}, True),
    ({3}, True),  # the partner of the small one
    ({1, 3}, False),
    ({0, 1}, True),  # less the first, the small one is left
    ({0, 2}, False),
    ({0, 1, 3}, False),
    ({0, 2, 3}, True),
    ({0, 1, 2, 3}, False),
]


@pytest.mark.parametrize(("codes", "hidden"), CODES)
def test_codes_that_protect_each_other_are_shown_together_or_not_at_all(codes, hidden):
    assert hides(AGES, codes) == hidden


def test_so_few_respondents_that_nothing_is_shown():
    assert hides(respondents([5, 4]), {0})
    assert not hides(respondents([0, 40, 30]), {0})  # nobody need be protected


def test_what_lies_within_a_hidden_group_is_hidden_however_large_the_cells_are():
    by_town = respondents([[40, 40], [2, 2], [40, 40], [15, 15]])
    assert hides(by_town, {3}, None)
    assert hides(by_town, {3}, {0})
    assert not hides(by_town, {1, 3}, {0})  # together they are as one code
    assert not hides(by_town, {0}, {1})


def test_a_small_cell_is_hidden_with_three_others():
    table = respondents([[40, 5, 60], [50, 30, 20]])
    found = HiddenGroups(table, LEAST).mask(
        {0: [frozenset([one]) for one in range(2)], 1: [frozenset([one]) for one in range(3)]}
    )
    assert found.astype(int).tolist() == [[0, 1, 1], [0, 1, 1]]  # of two ways the one of fewer


def test_few_left_over_of_either_wider_group_hide_a_cell():
    table = respondents([[40, 5], [50, 30]])
    assert hides(table, {0}, {0})  # but 5 of the first row
    assert not hides(table, {0}, None)


def test_three_conditions_protect_within_each_third():
    """In the first third the cell of 3 is what 70 less 30 and less 37 would leave."""
    table = np.full((2, 3, 2), 40)
    table[0, :, 0] = 3, 30, 37
    within = respondents(table)
    assert not hides(within, {0}, None, {0})
    assert hides(within, {0}, {0}, {0})
    assert hides(within, {0}, {1}, {0})
    assert not hides(within, {0}, {1}, None)
    assert not hides(within, {1}, {2}, {1})


def test_a_condition_that_changes_nothing_changes_nothing():
    """All in the first row are in the first layer: with or without it they are the same."""
    table = np.full((3, 3, 2), 40)
    table[0, :, 1] = 0
    table[1, 0, 1] = 3
    within = respondents(table)
    for column in range(3):
        assert hides(within, {0}, {column}, {0}) == hides(within, {0}, {column}, None)


# --- Respondents without a code -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([50, 40, 3], [False, True]),  # all less both groups would be the three
        ([50, 40, 12], [False, False]),
        ([50, 40, 20, 3], [False, False, True]),
        ([50, 8, 20, 3], [False, True, False]),  # together they are eleven
    ],
)
def test_few_without_a_code_hide_the_smallest_group(counts, hidden):
    ages = respondents(counts, absent=True)
    assert [hides(ages, {code}) for code in range(len(hidden))] == hidden
    assert worked_out(HiddenGroups(ages, LEAST)) == 0


def test_no_set_of_codes_shows_what_protects_those_without_one():
    ages = respondents([50, 40, 20, 3], absent=True)
    assert hides(ages, {0, 2})
    assert hides(ages, {0, 1, 2})
    assert not hides(ages, {0, 1})


WITHOUT_A_CODE = {
    "on the second variable, few of those with the first code": (
        [[40, 50, 3], [60, 70, 30], [0, 0, 0]],
        [[1, 0], [1, 0]],
    ),
    "on either, many of every code": (
        [[40, 50, 12], [60, 70, 30], [20, 20, 10]],
        [[0, 0], [0, 0]],
    ),
    "on either, and they protect a small cell": (
        [[40, 4, 12], [60, 70, 30], [20, 20, 10]],
        [[0, 1], [0, 0]],
    ),
    "on both, and on neither alone few": (
        [[40, 50, 12], [60, 70, 30], [20, 20, 4]],
        [[1, 0], [0, 0]],
    ),
}


@pytest.mark.parametrize("case", WITHOUT_A_CODE)
def test_few_without_a_code_are_protected_as_a_small_cell_is(case):
    table, expected = WITHOUT_A_CODE[case]
    hidden = HiddenGroups(respondents(table, absent=True), LEAST)
    cells = {axis: [frozenset([code]) for code in range(2)] for axis in range(2)}
    assert hidden.mask(cells).astype(int).tolist() == expected
    assert worked_out(hidden) == 0


def test_without_a_county_few_are_protected_within_their_region():
    """Of 15 without a county 4 are in the north, whose counties would leave them over."""
    table = np.zeros((5, 2), dtype=int)
    table[:2, 0], table[2:4, 1], table[4] = [30, 40], [50, 60], [4, 11]
    counties = np.pad(table, ((0, 0), (0, 1)))
    nested = HiddenGroups(respondents(counties, absent=True), LEAST)
    alone = {0: [frozenset([county]) for county in range(4)]}
    assert nested.mask(alone).tolist() == [True, False, False, False]
    assert worked_out(nested) == 0


def test_who_gave_no_answer_to_a_question_needs_no_protection():
    """Three of the first group did not answer; that is no background."""
    of = respondents([[40, 50, 3], [60, 70, 30]])
    answered = RespondentCounts(of.codes, (3, 3), of.counts)
    ages = HiddenGroups(answered.marginal([0]), LEAST)
    found = HiddenGroups(answered, LEAST, background=ages)
    every = {axis: [frozenset([code]) for code in range(2)] for axis in range(2)}
    assert not found.mask(every).any()


small_surveys = st.lists(st.integers(2, 4), min_size=1, max_size=3).flatmap(
    lambda sizes: arrays(np.int64, tuple(sizes), elements=st.sampled_from([0, 0, 1, 3, 6, 12, 40]))
)


@settings(max_examples=100, deadline=None)
@given(small_surveys)
def test_nobody_is_worked_out_with_or_without_a_code(table):
    if table.any():
        assert worked_out(HiddenGroups(respondents(table, absent=True), LEAST)) == 0


# --- Groups that lie within others ----------------------------------------------------------------


def test_all_but_few_of_another_group_are_not_shown_beside_it():
    """Of 24 doctors 20 are general practitioners, as nobody else is: 4 other doctors are left."""
    both = respondents([[20, 4], [0, 90]])
    assert shown_groups(HiddenGroups(both, LEAST)) == [{}, {1: {0}}, {1: {1}}]
    assert worked_out(HiddenGroups(both, LEAST)) == 0


def test_counties_protect_each_other_within_their_region():
    counties = [30, 4, 50, 12]
    of_region = np.zeros((4, 2), dtype=int)
    for county, count in enumerate(counties):
        of_region[county, county // 2] = count
    nested = respondents(of_region)
    assert [hides(nested, {county}, None) for county in range(4)] == [True, True, False, False]
    assert not hides(nested, None, {0})
    assert not hides(nested, {0, 1}, None)


def test_cells_protect_each_other_within_a_region():
    """The region's cell less the other county's would give the small one away."""
    table = np.zeros((4, 2, 2), dtype=int)  # county, region, gender
    table[0, 0], table[1, 0], table[2, 1], table[3, 1] = [4, 40], [30, 30], [12, 60], [50, 50]
    nested = respondents(table)
    assert hides(nested, {0}, None, {0})
    assert hides(nested, {1}, None, {0})
    assert not hides(nested, {2}, None, {0})
    assert not hides(nested, None, {0}, {0})


def test_a_coarser_variable_is_found_and_a_variable_of_as_many_codes_is_not():
    table = np.zeros((3, 2, 3), dtype=int)
    table[0, 0, 1] = table[1, 0, 0] = table[2, 1, 2] = 20
    found = {axis: line.tolist() for axis, line in respondents(table).coarser_axes(0).items()}
    assert found == {1: [0, 0, 1]}


WITHIN_OTHERS = {
    "40 of the 44 who have the first or the second code": [[20, 20, 0], [2, 2, 80]],
    "20 of the 24 of a column, in rows that have no others": [[40, 2], [40, 2], [0, 10], [0, 10]],
    "two of the first row, in a column that elsewhere lies within a layer": np.stack(
        [[[2, 0], [40, 0], [0, 15], [0, 30]], [[2, 0], [40, 40], [15, 15], [30, 30]]], axis=1
    ),
}


@pytest.mark.parametrize("table", WITHIN_OTHERS.values(), ids=WITHIN_OTHERS)
def test_groups_that_lie_within_others_give_nobody_away(table):
    hidden = HiddenGroups(respondents(table), LEAST)
    assert worked_out(hidden) == 0
    assert len(shown_groups(hidden)) > 2


def test_two_variables_that_are_nearly_alike_hide_nothing_of_a_third():
    """All but 5 of 400 have the same code on the first two; the third is unrelated."""
    draw = np.random.default_rng(5)
    twins = np.array([[100, 2, 0], [0, 150, 1], [2, 0, 145]])
    table = np.array([[draw.multinomial(cell, [0.5, 0.3, 0.2]) for cell in row] for row in twins])
    hidden = HiddenGroups(respondents(table), LEAST)
    assert worked_out(hidden) == 0
    thirds = {axis: [frozenset([code]) for code in range(3)] for axis in (2,)}
    assert not hidden.mask(thirds).any()
    firsts = [hidden.mask({axis: [frozenset([code]) for code in range(3)]}) for axis in (0, 1)]
    assert not np.all(firsts, axis=(0, 1)).all(), "one of the two is shown"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(4, 4, 3), (3, 3, 2, 2)])
def test_nobody_is_worked_out_where_a_variable_nearly_follows_another(seed, shape):
    draw = np.random.default_rng(seed)
    table = draw.multinomial(draw.integers(80, 400), draw.dirichlet(np.full(np.prod(shape), 0.2)))
    assert worked_out(HiddenGroups(respondents(table.reshape(shape)), LEAST)) == 0


# --- Questions with several answers ---------------------------------------------------------------


def marked(**counts: int) -> RespondentCounts:
    """Respondents by which of the answers a, b (and c) they gave, such as ``ab=12``."""
    named = {"a": 1, "b": 2, "c": 4}
    size = 8 if any("c" in name for name in counts) else 4
    table = np.zeros(size, dtype=int)
    for name, count in counts.items():
        table[(sum(named[one] for one in name) if name != "none" else 0) - 1] = count
    return respondents(table, several={0})


ANY_OF = [
    ("plenty of each", marked(a=30, b=30, ab=30, none=50), False),
    ("few gave b alone", marked(a=30, b=4, ab=30, none=50), True),
    ("few gave both", marked(a=30, b=30, ab=4, none=50), True),
    ("nobody gave both", marked(a=30, b=30, none=50), False),
    ("few gave neither", marked(a=30, b=30, ab=30, none=4), True),
    ("few gave c or b without a", marked(a=30, bc=4, abc=30, none=50), True),
    ("few gave a and another", marked(a=30, b=30, c=30, ab=3, ac=3, none=50), True),
]


@pytest.mark.parametrize(("asked", "hidden"), [one[1:] for one in ANY_OF],
                         ids=[one[0] for one in ANY_OF])  # fmt: skip
def test_any_of_several_answers_is_hidden_where_its_parts_would_be_few(asked, hidden):
    every = set(range(asked.sizes[0] - 1))
    assert hides(asked, every) == hidden


# --- The base of an item, and all respondents -----------------------------------------------------


def test_what_is_hidden_of_all_is_hidden_of_those_who_answered():
    everyone, answered = respondents([50, 4, 30, 20]), respondents([50, 4, 18, 19])
    assert hides(answered, {2})  # by itself it would be the partner
    assert not hides(answered, {2}, wider=everyone)
    assert hides(answered, {3}, wider=everyone)


def test_a_group_that_is_small_only_among_those_who_answered_is_hidden_too():
    everyone, answered = respondents([50, 40, 30]), respondents([50, 4, 30])
    found = [hides(answered, {code}, wider=everyone) for code in range(3)]
    assert found == [False, True, True]
