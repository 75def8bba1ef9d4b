"""Groups that can be derived are the same however many sets of codes are looked at together."""

import numpy as np
import pytest

from insight.disclosure import derivable
from insight.disclosure.derivable import derivable_sets, sets_of


def table_of_places(axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Small cells of 20 places by two more variables, half of which shown sums give away."""
    draw = np.random.default_rng(7)
    counts = draw.poisson(5, (3, 4, 20)).astype(float)
    unseen = np.where(draw.random(counts.shape) < 0.5, 0.0, draw.standard_normal(counts.shape))
    return np.moveaxis(counts, -1, axis), np.moveaxis(unseen, -1, axis)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_many_codes_are_looked_at_some_at_a_time(axis, monkeypatch):
    counts, unseen = table_of_places(axis)
    at_once = derivable_sets(counts, unseen, 10, 4)
    monkeypatch.setattr(derivable, "AT_ONCE", 500)
    monkeypatch.setattr(derivable, "FEW_CODES", 5)
    by_parts = derivable_sets(counts, unseen, 10, 4)
    assert [[codes.tolist() for codes in group] for group in by_parts] == [
        [codes.tolist() for codes in group] for group in at_once
    ]
    sizes = [counts[np.ix_(*group)].sum() for group in at_once]
    rests = [abs(unseen[np.ix_(*group)].sum()) for group in at_once]
    assert len(at_once) > 50
    assert (min(sizes) > 0, max(sizes) < 10, max(rests) < 1e-6) == (True, True, True)


def test_of_many_codes_one_or_two_are_looked_at():
    assert len(sets_of(100, 8)) == 100 + 100 * 99 // 2
    assert set(sets_of(100, 8).sum(axis=1).tolist()) == {1, 2}
