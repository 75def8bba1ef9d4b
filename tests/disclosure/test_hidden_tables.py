"""Tables of those who answered a question: told at once where nothing is hidden, as closed else."""

import itertools

import numpy as np
import pytest

from insight.disclosure import closing
from insight.disclosure.closing import close_tables
from insight.disclosure.hidden_tables import HiddenTables
from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.suppression import Closed
from insight.query.memory import Memory, Shelf


def shelf():
    return Shelf(Memory())


def counted(codes, sizes, counts):
    return RespondentCounts(codes.astype(np.int16), sizes, counts, shelf=shelf())


def drawn(seed, each):
    """Everybody by three variables, and some who did not answer, more of them in one corner."""
    draw = np.random.default_rng(seed)
    sizes = (4, 5, 3)
    codes = np.argwhere(np.ones([size - 1 for size in sizes], dtype=bool))
    counts = draw.integers(each, 4 * each, len(codes))
    gone = draw.binomial(counts, 0.1)
    gone[0] = max(counts[0] - draw.integers(1, 15), 0)
    everyone = counted(codes, sizes, counts)
    absent = counted(codes[gone > 0], sizes, gone[gone > 0])
    return everyone, everyone.without(absent, shelf())


@pytest.mark.parametrize("each", [12, 40, 300])
@pytest.mark.parametrize("seed", range(6))
def test_what_is_told_at_once_is_what_closing_finds(seed, each):
    everyone, left = drawn(seed, each)
    wider = HiddenTables(everyone, 10, shelf=shelf())
    found = HiddenTables(left, 10, wider, shelf=shelf()).closed
    listed = counted(left.codes, left.sizes, left.counts)
    closed = close_tables(listed, 10, wider.closed)
    for ours, theirs in zip(found.codes, closed.codes, strict=True):
        assert (ours == theirs).all()
    for pair, cells in closed.cells.items():
        assert (found.cells[pair] == cells).all()


def test_a_small_cell_of_three_variables_is_noticed():
    everyone, left = drawn(1, 300)
    wider = HiddenTables(everyone, 10, shelf=shelf())
    assert wider.whole_tables is not None
    assert 0 < left.table([0, 1, 2])[0, 0, 0] < 15
    told = HiddenTables(left, 16, HiddenTables(everyone, 16, shelf=shelf()), shelf=shelf())
    assert not told._hides_nothing(HiddenTables(everyone, 16, shelf=shelf()))


def test_where_a_variable_lies_within_another_nothing_is_told_at_once():
    codes = np.array([[0, 0], [1, 0], [2, 1], [3, 1]])
    everyone = counted(codes, (5, 3), np.array([400, 300, 500, 300]))
    assert HiddenTables(everyone, 10, shelf=shelf()).whole_tables is None


def sparse(seed):
    """Respondents with a few of all combinations, so that tables hang together; nothing hidden."""
    draw = np.random.default_rng(seed)
    sizes, count = (4, 4, 4, 4), 14
    codes = np.unique(draw.integers(0, 3, (count, len(sizes))), axis=0)
    counts = draw.integers(3, 60, len(codes))
    nothing = {
        pair: np.zeros((4, 4), dtype=bool) for pair in itertools.combinations(range(len(sizes)), 2)
    }
    return counted(codes, sizes, counts), Closed((np.zeros(4, dtype=bool),) * 4, nothing)


def test_where_nothing_follows_from_two_variables_nothing_does_from_one(monkeypatch):
    told_at_once = []
    quickly = closing._Tables._tells_nothing

    def tell(tables):
        told_at_once.append(quickly(tables))
        return told_at_once[-1]

    for seed in range(20):
        respondents, before = sparse(seed)
        monkeypatch.setattr(closing._Tables, "_tells_nothing", tell)
        found = close_tables(respondents, 10, before)
        monkeypatch.setattr(closing._Tables, "_tells_nothing", lambda _: False)
        closed = close_tables(respondents, 10, before)
        assert [mask.tolist() for mask in found.codes] == [mask.tolist() for mask in closed.codes]
        for pair, cells in closed.cells.items():
            assert found.cells[pair].tolist() == cells.tolist()
    assert {*told_at_once} == {True, False}
