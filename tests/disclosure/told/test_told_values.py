"""Values of respondents are told as spans that hold so many that they are no one's."""

import numpy as np
import pytest

from insight.disclosure.told.told_values import is_told, told_value

LEAST = 10


def counted(answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, respondents = np.unique(answers, return_counts=True)
    return values, respondents


def drawn(seed: int) -> np.ndarray:
    """Answers of a small group: skewed, of either sign, tied or not."""
    random = np.random.default_rng(seed)
    answers = random.choice([-1, 1, 1]) * random.lognormal(random.uniform(-3, 12), 1.5, 60)
    return np.round(answers, int(random.integers(0, 5)))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_holds_as_many_as_a_group_that_is_shown(seed):
    answers = drawn(seed)
    values, respondents = counted(answers)
    spans = set()
    for value in values:
        low, middle, high = (
            told_value(value, values, respondents, LEAST, place)
            for place in ("low", "middle", "high")
        )
        beyond = min((answers <= value).sum(), (answers >= value).sum())
        assert (middle is None) == (beyond < LEAST)
        if middle is None:
            assert low is high is None
            continue
        assert low <= value <= high
        assert middle == pytest.approx((low + high) / 2)
        inside = (answers == low) if low == high else (answers >= low) & (answers < high)
        assert inside.sum() >= LEAST
        spans.add((low, high))
    for low, high in spans:
        for other_low, other_high in spans:
            apart = high <= other_low or other_high <= low
            within = (
                low <= other_low <= other_high <= high or other_low <= low <= high <= other_high
            )
            assert apart or within


def test_an_answer_of_many_is_told_as_it_is():
    values, respondents = np.array([1.0, 2.5, 3.0]), np.array([12, 10, 12])
    assert [told_value(2.5, values, respondents, LEAST, one) for one in ("low", "high")] == [
        2.5
    ] * 2


def test_an_answer_of_nine_is_not():
    values, respondents = np.array([1.0, 2.5, 3.0]), np.array([12, 9, 12])
    told = [told_value(2.5, values, respondents, LEAST, one) for one in ("low", "high")]
    assert told == [0, 5]


def test_nobody_has_no_quantile():
    assert told_value(float("nan"), np.zeros(0), np.zeros(0), LEAST) is None


def test_only_whole_twentieths_may_be_asked_for():
    twentieths = [number / 20 for number in range(1, 20)]
    assert all(map(is_told, twentieths))
    assert not any(is_told(one + 0.001) for one in twentieths)
