"""What shown sums leave untold: alike however it is solved for, and among enough combinations."""

import itertools

import numpy as np
import pytest

from insight.disclosure.closing import close_tables
from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.shown import shown_sums, spans
from insight.disclosure.shown.shown_sums import Samples
from insight.disclosure.shown.spans import Span


def many_places(places=40, seed=1) -> RespondentCounts:
    """Respondents of many places, by two more variables, of whom many groups are small."""
    draw = np.random.default_rng(seed)
    sizes = (places + 1, 5, 4)
    codes = np.argwhere(np.ones([size - 1 for size in sizes], dtype=bool))
    counts = draw.poisson(draw.lognormal(2.2, 0.8, places)[codes[:, 0]])
    there = counts > 0
    return RespondentCounts(codes[there].astype(np.int16), sizes, counts[there])


def shown(respondents, least):
    """The combinations looked at, and their sums, where nothing is hidden yet."""
    sizes = respondents.sizes
    pairs = itertools.combinations(range(len(sizes)), 2)
    hidden = {pair: np.zeros([sizes[axis] for axis in pair], dtype=bool) for pair in pairs}
    return Samples(respondents, least).shown_sums([np.arange(size) for size in sizes], hidden, 2)


@pytest.fixture(scope="module")
def sums():
    return shown(many_places(), 10)[1]


def test_unseen_answers_change_no_sum(sums):
    answers = sums.span.unseen_answers()
    assert np.abs(answers).max() > 0.1
    assert np.abs(sums.span._sums_of(answers)).max() < 1e-9


def test_step_by_step_is_as_at_once(sums, monkeypatch):
    groups = [(sums.columns == number).any(axis=0).astype(float) for number in (3, 60, 90)]
    groups.append(groups[1] - 0.5 * groups[2])
    at_once = sums.span_of_independent.unseen_answers(), sums.span.factors(groups)
    monkeypatch.setattr(spans, "MOST_SOLVED", 0)
    in_steps = sums.span_of_independent.unseen_answers(), sums.span.factors(groups)
    for ours, theirs in zip(in_steps, at_once, strict=True):
        assert np.allclose(ours, theirs, rtol=0, atol=1e-8)


def test_a_group_of_the_span_is_made_of_its_factors(sums):
    span = sums.span
    group = span._made_of(np.random.default_rng(3).standard_normal(len(sums.names)))
    assert np.allclose(span._made_of(span.factors([group])[0]), group, atol=1e-9)


def test_factors_are_the_smallest_though_sums_follow_from_others(sums):
    groups = [(sums.columns == number).any(axis=0).astype(float) for number in (0, 7, 70)]
    matrix = np.array([(sums.columns == at).any(axis=0) for at in range(len(sums.names))], float)
    assert np.linalg.matrix_rank(matrix) < len(matrix)
    smallest = np.linalg.pinv(matrix.T, rcond=1e-9) @ np.column_stack(groups)
    assert np.allclose(sums.span.factors(groups), smallest.T, rtol=0, atol=1e-9)


@pytest.fixture(params=["more added", "no triangle"])
def ill_conditioned(request, monkeypatch):
    """What is added hides the small directions, or Cholesky's method fails."""
    if request.param == "more added":
        monkeypatch.setattr(spans, "ADDED", 1.0)
    else:
        monkeypatch.setattr(np.linalg, "cholesky", not_positive)


def not_positive(*_):
    raise np.linalg.LinAlgError("Matrix is not positive definite")


@pytest.mark.usefixtures("ill_conditioned")
def test_what_cholesky_does_not_solve_is_solved_by_directions(sums):
    test_unseen_answers_change_no_sum(sums)
    test_factors_are_the_smallest_though_sums_follow_from_others(sums)


@pytest.mark.usefixtures("ill_conditioned")
def test_where_directions_do_not_solve_it_either_more_is_hidden_and_not_less(sums, monkeypatch):
    respondents = many_places(12)
    as_found = close_tables(respondents, 10)
    monkeypatch.setattr(spans, "DIRECTION", 0.5)
    assert not sums.span.unseen_answers().any()
    closed = close_tables(respondents, 10)
    for hidden, also in zip(as_found.codes, closed.codes, strict=True):
        assert (hidden <= also).all()
    for pair, hidden in as_found.cells.items():
        of_hidden_code = closed.codes[pair[0]][:, None] | closed.codes[pair[1]]
        assert (hidden <= closed.cells[pair] | of_hidden_code).all()
    assert closed.cells[0, 1].sum() > as_found.cells[0, 1].sum()


def test_a_long_chain_of_places_is_solved_to_its_end():
    """Each of 400 codes is met with two of the other variable's; many variables have one code."""
    steps = np.arange(800)
    chain = np.array([steps // 2, 400 + (steps + 1) // 2])
    span = Span(np.vstack([chain, np.full((100, 800), 801)]), 802)
    answers = span.unseen_answers()
    assert np.abs(span._sums_of(answers)).max() < 1e-9


def test_where_there_are_too_many_sums_fewer_combinations_are_looked_at(monkeypatch):
    respondents = many_places(60)
    monkeypatch.setattr(shown_sums, "COMBINATIONS", 100)
    many = shown(respondents, 0)
    monkeypatch.setattr(shown_sums, "MOST_SUMS_OF_MANY", 300)
    some = shown(respondents, 0)
    assert len(many[0]) > len(some[0]) > 0
    monkeypatch.setattr(shown_sums, "MOST_SUMS", 10)
    assert shown(respondents, 0) is None


def test_a_span_of_one_sum_leaves_all_but_the_total():
    answers = Span(np.zeros((1, 5), dtype=np.int64), 1).unseen_answers()
    assert abs(answers.sum()) < 1e-10 < np.abs(answers).min()


def test_what_two_sums_share_is_counted_whatever_the_order_of_their_numbers():
    """Three tables of eight combinations; the sums of the second have numbers far apart."""
    columns = np.array(
        [[0, 0, 0, 0, 1, 1, 1, 1], [6, 2, 6, 2, 2, 6, 7, 7], [3, 4, 5, 3, 7, 7, 4, 5]]
    )
    of_each = np.array([(columns == number).sum(axis=0) for number in range(7)])
    assert (Span(columns, 7)._products == of_each @ of_each.T).all()
