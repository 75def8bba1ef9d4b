"""Hidden groups cannot be worked out: examples by eye, and an integer solver as the intruder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from insight.disclosure.suppression import is_small, suppress_one_way, suppress_two_way

LEAST = 5

ONE_WAY = [
    # respondents, hidden
    ([50, 60], [0, 0]),
    ([50, 0], [0, 0]),
    ([50, 4, 30], [0, 1, 1]),
    ([50, 2, 2], [1, 1, 1]),  # the two small ones are 4 together: the difference would be small
    ([50, 3, 3], [0, 1, 1]),
    ([4], [1]),
    ([3, 1], [1, 1]),
    ([0, 4, 0], [0, 1, 0]),
    ([50, 4, 0, 30, 30], [0, 1, 0, 1, 0]),  # of two equal partners, the first
]


@pytest.mark.parametrize(("counts", "hidden"), ONE_WAY)
def test_groups_of_one_variable(counts, hidden):
    assert suppress_one_way(np.array(counts), LEAST).astype(int).tolist() == hidden


def test_what_is_hidden_for_other_reasons_is_hidden_here_and_protects():
    counts, known = np.array([50, 4, 30, 40]), np.array([0, 0, 0, 1], dtype=bool)
    assert suppress_one_way(counts, LEAST, hidden_before=known).astype(int).tolist() == [0, 1, 0, 1]


REGIONS = [
    # respondents in each county, and of these in each region, hidden
    ([4, 50, 60, 6], [[4, 50, 0, 0], [0, 0, 60, 6]], [1, 1, 0, 0]),  # one of the same region
    ([4, 50, 60, 4], [[4, 50, 0, 0], [0, 0, 60, 4]], [1, 1, 1, 1]),
    ([4, 50, 60, 6], [[4, 50, 60, 0]], [1, 1, 0, 0]),  # a county in no region protects no region
    ([4, 50, 60, 6], [[4, 0, 0, 0], [0, 50, 60, 6]], [1, 1, 0, 1]),  # a partner needs its own
]


@pytest.mark.parametrize(("counts", "regions", "hidden"), REGIONS)
def test_counties_protect_each_other_within_a_region(counts, regions, hidden):
    found = suppress_one_way(np.array(counts), LEAST, within=[np.array(its) for its in regions])
    assert found.astype(int).tolist() == hidden


ABSENT = [
    # respondents in each group, the last of them without a value; by region; hidden
    ([28, 30, 4], [], [1, 0, 1]),  # a group is hidden with them
    ([28, 30, 0], [], [0, 0, 0]),
    ([28, 30, 5], [], [0, 0, 0]),  # so many may be told by subtraction
    ([28, 2, 4], [], [0, 1, 1]),
    ([28, 1, 2], [], [1, 1, 1]),
    ([28, 4, 30, 20], [], [1, 1, 0, 0]),  # enough without a value protect nobody
    ([60, 4], [], [1, 1]),
    # Of 8 without a county 3 are in the first region and 5 in the second.
    ([28, 30, 40, 50, 8], [[28, 30, 0, 0, 3], [0, 0, 40, 50, 5]], [1, 0, 0, 0, 1]),
    ([28, 30, 40, 4, 8], [[28, 30, 0, 0, 3], [0, 0, 40, 4, 5]], [1, 0, 0, 1, 1]),
]


@pytest.mark.parametrize(("counts", "regions", "hidden"), ABSENT)
def test_few_without_a_value_are_hidden_with_a_group(counts, regions, hidden):
    within = [np.array(its) for its in regions]
    found = suppress_one_way(np.array(counts), LEAST, within=within, absent=True)
    assert found.astype(int).tolist() == hidden


TWO_WAY = [
    ([[50, 60], [70, 80]], [[0, 0], [0, 0]]),
    ([[4, 60], [70, 80]], [[1, 1], [1, 1]]),
    ([[4, 60, 50], [70, 80, 20]], [[1, 0, 1], [1, 0, 1]]),  # the cheaper of two cycles
    ([[50, 0], [0, 80]], [[0, 0], [0, 0]]),
    ([[4, 60, 0], [70, 80, 90]], [[1, 1, 0], [1, 1, 0]]),  # an empty cell is the last resort
    ([[4, 60], [70, 0]], [[1, 1], [1, 1]]),
    ([[1, 2], [1, 0]], [[1, 1], [1, 0]]),  # so few that everything is hidden
]


@pytest.mark.parametrize(("counts", "hidden"), TWO_WAY)
def test_cells_of_two_variables(counts, hidden):
    assert suppress_two_way(np.array(counts), LEAST).astype(int).tolist() == hidden


ABSENT_CELLS = [
    # respondents, the last row and column without a value; hidden
    ([[50, 60, 4], [70, 80, 30], [0, 0, 0]], [[1, 0, 1], [1, 0, 1], [0, 0, 0]]),
    ([[50, 60, 30], [70, 80, 40], [20, 20, 20]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
    ([[50, 60, 4], [70, 80, 30], [20, 30, 9]], [[1, 0, 1], [0, 0, 0], [1, 0, 1]]),
    ([[4, 60, 30], [70, 80, 40], [20, 20, 20]], [[1, 0, 1], [0, 0, 0], [1, 0, 1]]),  # for nothing
]


@pytest.mark.parametrize(("counts", "hidden"), ABSENT_CELLS)
def test_cells_without_a_value_are_protected_and_protect(counts, hidden):
    found = suppress_two_way(np.array(counts), LEAST, absent=on_the_edge(np.array(counts)))
    assert found.astype(int).tolist() == hidden


def on_the_edge(counts) -> np.ndarray:
    """The cells of the last row and column."""
    rows, columns = np.indices(counts.shape)
    return (rows == len(counts) - 1) | (columns == counts.shape[1] - 1)


def test_cells_hidden_for_other_reasons_stay_hidden_and_are_used():
    counts = np.array([[4, 60, 50], [70, 80, 20]])
    known = np.array([[0, 1, 0], [1, 1, 0]], dtype=bool)
    assert suppress_two_way(counts, LEAST, hidden_before=known).astype(int).tolist() == [
        [1, 1, 0],
        [1, 1, 0],
    ]


tables = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.lists(
            st.one_of(st.integers(0, 9), st.integers(5, 40)), min_size=columns, max_size=columns
        ),
        min_size=2,
        max_size=5,
    )
)


def possible(values, hidden, cell):
    """The lowest and the highest number in a cell that agree with all totals and shown cells."""
    place = np.arange(values.size).reshape(values.shape)
    lines = [*place, *place.T]
    sums = np.zeros((len(lines), values.size))
    for number, its in enumerate(lines):
        sums[number, its] = 1
    known = values.ravel().astype(float)
    totals = LinearConstraint(sums, sums @ known, sums @ known)
    free = np.where(hidden.ravel(), known.sum(), known)
    bounds = Bounds(np.where(hidden.ravel(), 0, known), free)
    wanted = np.zeros(values.size)
    wanted[place[cell]] = 1
    every = np.ones(values.size)
    ends = [
        milp(sign * wanted, constraints=totals, bounds=bounds, integrality=every)
        for sign in (1, -1)
    ]
    assert all(one.success for one in ends)
    return round(ends[0].fun), round(-ends[1].fun)


@settings(max_examples=120, deadline=None)
@given(tables, st.booleans())
def test_an_integer_solver_cannot_work_out_a_small_group(table, some_without_a_value):
    values = np.array(table)
    if values.sum() < LEAST:
        return
    absent = on_the_edge(values) if some_without_a_value else None
    hidden = suppress_two_way(values, LEAST, absent=absent)
    for cell in zip(*np.nonzero(is_small(values, LEAST)), strict=True):
        assert hidden[cell]
        low, high = possible(values, hidden, cell)
        if low == high:  # the totals alone tell: then no choice of cells could protect it
            low, high = possible(values, np.ones_like(hidden), cell)
            assert low == high


@settings(max_examples=300, deadline=None)
@given(tables, st.booleans())
def test_what_a_total_leaves_over_its_shown_cells_is_never_small(table, some_without_a_value):
    values = np.array(table)
    absent = on_the_edge(values) if some_without_a_value else None
    hidden = suppress_two_way(values, LEAST, absent=absent)
    for its, dark in [*zip(values, hidden, strict=True), *zip(values.T, hidden.T, strict=True)]:
        if its.sum() >= LEAST:
            assert not 0 < its[dark].sum() < LEAST


@settings(max_examples=300, deadline=None)
@given(tables)
def test_which_variable_comes_first_makes_no_difference_to_safety(table):
    counts = np.array(table)
    turned = suppress_two_way(counts.T, LEAST).T
    assert (turned >= is_small(counts, LEAST)).all()


# --- Answers --------------------------------------------------------------------------------------

answers = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=6).map(
    np.array
)


@settings(max_examples=120, deadline=None)
@given(answers)
def test_an_integer_solver_cannot_work_out_the_answers_of_a_small_group(values):
    """Groups by answers: of shown groups and of the total every answer and net is known.

    That nobody in any hidden group gave an answer is known, for together they may be shown.
    """
    groups = values.sum(axis=1)
    hidden = suppress_one_way(groups, LEAST)
    if groups.sum() < LEAST or (groups > 0).sum() < 2:
        return
    dark = np.repeat(hidden[:, None], values.shape[1], axis=1)
    for group in np.flatnonzero(is_small(groups, LEAST)):
        for net in ([0], [1], [2], [0, 1], [0, 1, 2]):
            if values[hidden][:, net].sum():
                low, high = possible_answers(values, dark, group, net)
                assert low < high


def possible_answers(values, hidden, group, net):
    """As `possible`, of a net of one group; the respondents of a hidden group are not known."""
    place = np.arange(values.size).reshape(values.shape)
    sums = np.zeros((values.shape[1], values.size))
    for number, its in enumerate(place.T):
        sums[number, its] = 1
    known = values.ravel().astype(float)
    totals = LinearConstraint(sums, sums @ known, sums @ known)
    bounds = Bounds(
        np.where(hidden.ravel(), 0, known), np.where(hidden.ravel(), known.sum(), known)
    )
    wanted = np.zeros(values.size)
    wanted[place[group, net]] = 1
    every = np.ones(values.size)
    ends = [
        milp(sign * wanted, constraints=totals, bounds=bounds, integrality=every)
        for sign in (1, -1)
    ]
    return round(ends[0].fun), round(-ends[1].fun)
