"""Groups that are looked at all at once are hidden as each is by itself."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tabled_respondents import LEAST, respondents

from insight.disclosure.hidden_groups import HiddenGroups


@pytest.mark.parametrize("seed", range(8))
def test_a_table_and_its_groups_one_by_one_hide_the_same(seed):
    draw = np.random.default_rng(seed)
    table = draw.multinomial(draw.integers(150, 900), draw.dirichlet(np.ones(24))).reshape(4, 3, 2)
    in_tables, one_by_one = (HiddenGroups(respondents(table), LEAST) for _ in range(2))
    every = {axis: [frozenset([code]) for code in range(n)] for axis, n in enumerate(table.shape)}
    for count in (1, 2, 3):
        for axes in itertools.permutations(every, count):
            whole = in_tables.mask({axis: every[axis] for axis in axes})
            for place in np.ndindex(whole.shape):
                alone = {axis: [every[axis][at]] for axis, at in zip(axes, place, strict=True)}
                assert whole[place] == one_by_one.mask(alone).all()
                assert whole[place] == in_tables.mask(alone).all()


def test_a_table_that_can_hide_nothing_hides_nothing():
    told = set()
    for seed in range(8):
        draw = np.random.default_rng(seed)
        everyone = draw.multinomial(1200, draw.dirichlet(np.full(24, 2))).reshape(4, 3, 2)
        wider = HiddenGroups(respondents(everyone), LEAST)
        of = HiddenGroups(respondents(draw.binomial(everyone, 0.8)), LEAST, wider)
        for first, second, third in [(0, 1, 2), (0, 2, 1), (1, 2, 0)]:
            for code in (frozenset([0]), frozenset([1])):
                can_hide = of.tables.can_hide((first, second), {third: [code]})
                hidden = of.tables.hidden_cells((first, second), ((third, code),))
                assert can_hide or not hidden.any()
                told.add(can_hide)
    assert told == {True, False}


class _ByRules(HiddenGroups):
    """Groups that are looked at by all rules, whatever the tables hide."""

    def _are_cells(self, choices):
        return False


@given(arrays(np.int64, (3, 2, 3), elements=st.sampled_from([0, 4, 9, 10, 10, 12, 40, 40, 90])))
@settings(max_examples=60)
def test_where_tables_hide_nothing_the_rules_hide_no_cell(table):
    of = respondents(table, absent=True)
    quick, slow = HiddenGroups(of, LEAST), _ByRules(of, LEAST)
    for count in (1, 2):
        for axes in itertools.combinations(range(3), count):
            every = {axis: [frozenset([code]) for code in range(of.sizes[axis])] for axis in axes}
            alone = {axis: sets[:1] for axis, sets in every.items()}
            for choices in (every, alone):
                assert (quick.mask(choices) == slow.mask(choices)).all()


def test_sets_that_overlap_are_each_looked_at_by_themselves():
    # As small ones are hidden alone, and shown with their partner, of 50, 4, 30 and 20.
    hidden = {(0,): False, (1,): True, (3,): True, (1, 3): False, (0, 1): True, (0, 2, 3): True}
    found = HiddenGroups(respondents([50, 4, 30, 20]), LEAST).mask({0: [*map(frozenset, hidden)]})
    assert found.tolist() == [*hidden.values()]
