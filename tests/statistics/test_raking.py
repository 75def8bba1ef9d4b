"""Raking: closed answers, R's answers, and what holds for every sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.statistics.raking import Margin, Raked, design_effect, rake

# Twelve respondents; the weights that R's rake and calibrate give them, rounded to 10 digits:
#   s <- svydesign(~1, weights = ~w, data = d)
#   rake(s, list(~sex, ~age), list(sex, age), control = list(maxit = 1000, epsilon = 1e-12))
SEX = np.array([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]) - 1
AGE = np.array([1, 1, 2, 2, 3, 1, 2, 2, 3, 3, 3, 3]) - 1
DESIGN = np.array([1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1, 2.0])
EQUAL = np.ones(12)
MARGINS = (
    Margin(SEX, np.array([480.0, 520.0])),
    Margin(AGE, np.array([300.0, 450.0, 250.0])),
)
R_RAKE = {
    "equal": (EQUAL, 1.117633, """100.757496142 100.757496142 113.783134587 113.783134587
        50.9187385428 98.4850077164 111.216865413 111.216865413 49.7703153643 49.7703153643
        49.7703153643 49.7703153643"""),
    "design weights": (DESIGN, 1.276057, """73.3862439596 146.772487919 85.4882908315
        85.4882908315 88.8646864584 79.8412681213 93.0078061124 186.015612225 32.2270627083
        32.2270627083 32.2270627083 64.4541254166"""),
}  # fmt: skip
# s1 has equal weights, so that bounds on their ratio are bounds on the weights:
#   calibrate(s1, ~factor(sex) + factor(age), c(1000, 520, 450, 250), calfun = "raking",
#             bounds = c(0.6, 1.6), maxit = 1000, epsilon = 1e-12)
R_BOUNDED = {
    (0.6, 1.6): """1.2111302287 1.2111302287 1.3688697713 1.3688697713 0.6 1.1777395426
        1.3311302287 1.3311302287 0.6 0.6 0.6 0.6""",
    (0.0, 1.4): """1.2090899537 1.2090899537 1.36539761504 1.36539761504 0.611024862513
        1.1818200926 1.33460238496 1.33460238496 0.597243784372 0.597243784372 0.597243784372
        0.597243784372""",
}
# trimWeights(rake(...), lower = 0.7 * 1000 / 12, upper = 1.5 * 1000 / 12) keeps the total only:
# men sum to 463.61 instead of 480, and the oldest to 291.67 instead of 250.


def numbers(words: str) -> list[float]:
    return [float(one) for one in words.split()]


def margin(cells: list[int], *population: float) -> Margin:
    return Margin(np.array(cells), np.array(population, float))


# -- closed answers --------------------------------------------------------------------------------


def test_one_margin_is_poststratification():
    # Three women and one man, of whom half are men in a population of 100.
    found = rake(np.ones(4), [margin([0, 0, 0, 1], 50, 50)])
    assert found.weights == pytest.approx([50 / 3, 50 / 3, 50 / 3, 50])
    assert (found.rounds, found.met, found.low, found.high) == (1, True, 0, 0)


def test_two_by_two_has_a_closed_answer():
    # One respondent in each cell: independence is kept, so each weight is row times column.
    found = rake(np.ones(4), [margin([0, 0, 1, 1], 30, 70), margin([0, 1, 0, 1], 20, 80)])
    assert found.weights == pytest.approx([6, 24, 14, 56])


def test_two_by_two_keeps_the_odds_ratio_of_the_sample():
    # Counts 4, 2, 1, 3: the odds ratio is 6. With margins of one half it is x² / (1/2 - x)² = 6.
    rows, columns = [0] * 6 + [1] * 4, [0] * 4 + [1] * 2 + [0] + [1] * 3
    found = rake(np.ones(10), [margin(rows, 0.5, 0.5), margin(columns, 0.5, 0.5)])
    x = 0.5 * 6**0.5 / (1 + 6**0.5)
    assert found.weights[:4].sum() == pytest.approx(x)
    assert found.weights[7:].sum() == pytest.approx(x)


def test_weights_that_meet_the_margins_already_stay():
    found = rake(np.array([1, 2, 3, 4.0]), [margin([0, 0, 1, 1], 3, 7)])
    assert found.weights.tolist() == [1, 2, 3, 4]


def test_kish_design_effect_is_one_plus_the_relative_variance():
    weights = np.array([1, 1, 4.0])
    assert design_effect(weights) == pytest.approx(1 + weights.var() / weights.mean() ** 2)
    assert design_effect(np.full(7, 3.0)) == pytest.approx(1)


# -- R ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", R_RAKE)
def test_weights_are_those_of_rs_rake(name):
    start, effect, weights = R_RAKE[name]
    found = rake(start, MARGINS)
    assert found.weights == pytest.approx(numbers(weights), rel=1e-9)
    assert design_effect(found.weights) == pytest.approx(effect, abs=1e-6)


@pytest.mark.parametrize("bounds", R_BOUNDED)
def test_bounded_weights_are_those_of_rs_calibrate(bounds):
    found = rake(EQUAL, MARGINS, bounds)
    assert found.weights / found.weights.mean() == pytest.approx(
        numbers(R_BOUNDED[bounds]), rel=1e-9
    )
    at_bound = {(0.6, 1.6): (5, 0), (0.0, 1.4): (0, 0)}
    assert (found.low, found.high) == at_bound[bounds]


def test_bounds_that_no_weights_can_meet_are_not_met():
    # Five respondents of the third age have at least 5 × 0.7 / 12 of the weight, not a quarter.
    # R: "Failed to converge: eps=0.166 in 1001 iterations".
    found = rake(EQUAL, MARGINS, (0.7, 1.5))
    assert not found.met
    assert found.deviation == pytest.approx(5 * 0.7 / 12 - 0.25)
    assert found.worst == (1, 2)


def test_margins_that_contradict_the_sample_are_not_met():
    # All men are young, so there are at least as many young as men.
    found = rake(np.ones(3), [margin([0, 1, 1], 60, 40), margin([0, 0, 1], 50, 50)])
    assert not found.met


# -- invariants ------------------------------------------------------------------------------------


@st.composite
def samples(draw) -> tuple[np.ndarray, list[Margin]]:
    """Respondents in every cell of two or three margins, and a population that has them all."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=2, max_size=3))
    extra = draw(st.lists(st.tuples(*(st.integers(0, size - 1) for size in sizes)), max_size=20))
    cells = np.array([*np.ndindex(*sizes), *extra])
    weight = st.floats(0.2, 5)
    start = np.array(draw(st.lists(weight, min_size=len(cells), max_size=len(cells))))
    margins = []
    for at, size in enumerate(sizes):
        shares = np.array(draw(st.lists(st.floats(0.2, 5), min_size=size, max_size=size)))
        margins.append(Margin(cells[:, at], 1000 * shares / shares.sum()))
    return start, margins


def met(found: Raked, margins: list[Margin]) -> bool:
    return all(np.allclose(one.sums(found.weights), one.population, rtol=1e-7) for one in margins)


@settings(deadline=None)
@given(samples())
def test_margins_are_met_and_nobody_is_lost(sample):
    start, margins = sample
    found = rake(start, margins)
    assert found.met
    assert met(found, margins)
    assert (found.weights > 0).all()


@settings(deadline=None)
@given(samples(), st.floats(1e-3, 1e3))
def test_only_ratios_of_the_starting_weights_matter(sample, factor):
    start, margins = sample
    ours, scaled = rake(start, margins), rake(start * factor, margins)
    assert np.allclose(ours.weights, scaled.weights, rtol=1e-7)


@settings(deadline=None)
@given(samples(), st.randoms(use_true_random=False))
@pytest.mark.parametrize("bounds", [(0.0, np.inf), (0.1, 6.0)])
def test_the_order_of_margins_does_not_matter(bounds, sample, random):
    start, margins = sample
    mixed = random.sample(margins, len(margins))
    ours, theirs = rake(start, margins, bounds), rake(start, mixed, bounds)
    if ours.met and theirs.met:
        assert np.allclose(ours.weights, theirs.weights, rtol=1e-6)


@settings(deadline=None)
@given(samples())
def test_every_weight_is_its_start_times_a_factor_of_each_of_its_cells(sample):
    start, margins = sample
    found = rake(start, margins)
    indicators = np.hstack([np.eye(len(one.population))[one.cells] for one in margins])
    factors = np.log(found.weights / start)
    fitted = indicators @ np.linalg.lstsq(indicators, factors, rcond=None)[0]
    assert np.allclose(fitted, factors, atol=1e-7)


@settings(deadline=None)
@given(samples(), st.floats(0.1, 0.4), st.floats(2.5, 6))
def test_bounded_weights_lie_within_the_bounds_and_are_otherwise_raked(sample, low, high):
    start, margins = sample
    found = rake(start, margins, (low, high))
    ratio = found.weights / (1000 / len(start))
    assert (ratio >= low - 1e-12).all()
    assert (ratio <= high + 1e-12).all()
    if not found.met:
        return
    assert met(found, margins)
    # Without their bound the weights on it would lie beyond it, all others have factors as above.
    free = (ratio > low * (1 + 1e-9)) & (ratio < high * (1 - 1e-9))
    assert (~free).sum() >= found.low + found.high
    indicators = np.hstack([np.eye(len(one.population))[one.cells] for one in margins])
    factors = np.log(found.weights / start)
    solved = np.linalg.lstsq(indicators[free], factors[free], rcond=None)[0]
    assert np.allclose(indicators[free] @ solved, factors[free], atol=1e-6)
