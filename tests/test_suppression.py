"""Hidden groups cannot be worked out: examples by eye, and an integer solver as the intruder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from insight.suppression import one_way, small, two_way

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
    assert one_way(np.array(counts), LEAST).astype(int).tolist() == hidden


TWO_WAY = [
    ([[50, 60], [70, 80]], [[0, 0], [0, 0]]),
    ([[4, 60], [70, 80]], [[1, 1], [1, 1]]),
    ([[4, 60, 50], [70, 80, 20]], [[1, 0, 1], [1, 0, 1]]),  # the cheaper of two cycles
    ([[50, 0], [0, 80]], [[0, 0], [0, 0]]),
]


@pytest.mark.parametrize(("counts", "hidden"), TWO_WAY)
def test_cells_of_two_variables(counts, hidden):
    assert two_way(np.array(counts), LEAST).astype(int).tolist() == hidden


tables = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.lists(
            st.one_of(st.integers(0, 9), st.integers(5, 40)), min_size=columns, max_size=columns
        ),
        min_size=2,
        max_size=5,
    )
)


def extended(counts):
    """The table with its totals."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    return np.block([[counts, rows[:, None]], [columns[None, :], counts.sum()]])


def shown_to_all(counts):
    """What an intruder sees of the table and its totals: True where it is hidden."""
    hidden = np.zeros(extended(counts).shape, dtype=bool)
    hidden[:-1, :-1] = two_way(counts, LEAST)
    hidden[:-1, -1] = one_way(counts.sum(axis=1), LEAST)
    hidden[-1, :-1] = one_way(counts.sum(axis=0), LEAST)
    return hidden


def possible(values, hidden, cell, sign):
    """The lowest (or highest) number in a cell that agrees with everything shown."""
    rows, columns = values.shape
    place = np.arange(values.size).reshape(values.shape)
    equations = []
    for axis, lines in ((0, rows), (1, columns)):
        for line in range(lines):
            its = place[line, :] if axis == 0 else place[:, line]
            equation = np.zeros(values.size)
            equation[its[:-1]], equation[its[-1]] = 1, -1
            equations.append(equation)
    known = values.ravel().astype(float)
    low = np.where(hidden.ravel(), 0, known)
    high = np.where(hidden.ravel(), known.sum() + 1, known)
    wanted = np.zeros(values.size)
    wanted[place[cell]] = sign
    found = milp(
        wanted,
        constraints=LinearConstraint(np.array(equations), 0, 0),
        bounds=Bounds(low, high),
        integrality=np.ones(values.size),
    )
    assert found.success
    return round(sign * found.fun)


def implied(counts):
    """Whether the totals alone tell a small cell: then no choice of cells could protect it."""
    values = extended(counts)
    hidden = np.ones_like(values, dtype=bool)
    seen = shown_to_all(counts)
    hidden[:, -1], hidden[-1, :] = seen[:, -1], seen[-1, :]
    return {
        cell
        for cell in zip(*np.nonzero(small(values, LEAST)), strict=True)
        if possible(values, hidden, cell, 1) == possible(values, hidden, cell, -1)
    }


@settings(max_examples=150, deadline=None)
@given(tables)
def test_an_integer_solver_cannot_work_out_a_small_group(table):
    counts = np.array(table)
    if counts.sum() < LEAST:
        return
    values, hidden = extended(counts), shown_to_all(counts)
    told = implied(counts)
    for cell in zip(*np.nonzero(small(values, LEAST)), strict=True):
        assert hidden[cell]
        if cell not in told:
            assert possible(values, hidden, cell, 1) < possible(values, hidden, cell, -1)


@settings(max_examples=300, deadline=None)
@given(tables)
def test_what_a_shown_total_leaves_over_its_shown_cells_is_never_small(table):
    counts = np.array(table)
    if counts.sum() < LEAST:
        return
    values, hidden = extended(counts), shown_to_all(counts)
    for its, unseen in ((values, hidden), (values.T, hidden.T)):
        for line, dark in zip(its, unseen, strict=True):
            if not dark[-1]:
                rest = line[:-1][dark[:-1]].sum()
                assert not 0 < rest < LEAST


@settings(max_examples=300, deadline=None)
@given(tables)
def test_which_variable_comes_first_makes_no_difference_to_safety(table):
    counts = np.array(table)
    turned = two_way(counts.T, LEAST).T
    assert (turned >= small(counts, LEAST)).all()
