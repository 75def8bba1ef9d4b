"""Tests of shares worked out together: what each gives by itself, whatever stands beside it."""

import itertools

import numpy as np
import pytest

from insight.statistics import sides_together
from insight.statistics.answer_sums import Answers
from insight.statistics.contrasts import difference
from insight.statistics.share_contrasts import ShareTest, contrast_each
from insight.statistics.sides_together import work_out_together
from insight.statistics.strata import Strata

GROUPS, ANSWERS = 4, 3
PAIRS = [((first,), (second,)) for first, second in itertools.combinations(range(GROUPS), 2)]
RESTS = [((one,), tuple(other for other in range(GROUPS) if other != one)) for one in range(GROUPS)]


def drawn(design, rule="adjust", seed=1):
    """Sums for three answers of 300 respondents in four groups, one of which nobody may be in."""
    draw = np.random.default_rng(seed)
    rows, units = 300, 12 if design != "none" else 1
    unit = draw.integers(0, units, rows)
    group, given = draw.integers(0, GROUPS, rows), draw.integers(0, ANSWERS + 1, rows)
    weight = draw.lognormal(0, 0.4, rows)
    weight[draw.random(rows) < 0.05] = 0
    stratum_of = np.arange(units) // 2 if design == "psu" else np.arange(units)
    stratum_of[-1] = stratum_of[-1] + (design == "psu")  # two strata of one PSU
    sizes = np.bincount(unit, minlength=units).astype(float)
    population = [np.full(units, 40.0)] if design == "psu" else [sizes * 5]
    strata = Strata.from_units(
        stratum_of, sizes, clustered=design == "psu", populations=population, rule=rule
    )

    def sums(values):
        table = np.zeros((units, GROUPS))
        np.add.at(table, (unit, group), values)
        return table

    base, squared = sums(weight), sums(weight**2)
    answers = []
    for code in range(ANSWERS):
        yes = given == code
        wy, wwy = sums(weight * yes), sums(weight**2 * yes)
        of = (sums(weight > 0), base, wy, wy, squared, wwy, wwy, np.zeros(GROUPS))
        answers.append(Answers(strata, *of))
    return answers


@pytest.mark.parametrize("rule", ["adjust", "average", "certainty"])
@pytest.mark.parametrize("design", ["none", "strata", "psu"])
@pytest.mark.parametrize("pairs", [PAIRS, RESTS], ids=["pairs", "rest"])
def test_together_is_one_by_one(design, rule, pairs):
    together, alone = drawn(design, rule), drawn(design, rule)
    work_out_together(together, pairs)
    for ours, theirs in zip(together, alone, strict=True):
        for pair in pairs:
            gaps = [difference(one, *pair) for one in (ours, theirs)]
            claims = [
                contrast_each([ShareTest(one, pair, (1, -1))], 0.95)[0] for one in (ours, theirs)
            ]
            for one, other in (gaps, claims):
                for name, value in vars(one).items():
                    assert value == pytest.approx(getattr(other, name), rel=1e-9, abs=1e-13)
            for side in pair:
                expected = theirs.effective_base(side)
                assert ours.effective_base(side) == pytest.approx(expected, rel=1e-9)
                assert ours.mean_of(side).df == theirs.mean_of(side).df


@pytest.mark.parametrize("part", [1, 100, 10**6])
def test_no_figure_hangs_on_what_is_worked_out_with_it(monkeypatch, part):
    whole, alone, parted = drawn("psu"), drawn("psu"), drawn("psu")
    work_out_together(whole, RESTS)
    work_out_together(alone[:1], RESTS[:1])
    monkeypatch.setattr(sides_together, "PART", part)
    work_out_together(parted, RESTS)
    assert [one.known for one in parted] == [one.known for one in whole]
    for pair, gap in alone[0].known.differences.items():
        assert whole[0].known.differences[pair] == gap


def test_a_side_of_nobody_has_no_figure():
    answers = drawn("none")
    for one in answers:
        for values in vars(one).values():
            if isinstance(values, np.ndarray) and values.ndim == 2:
                values[:, 0] = 0
    work_out_together(answers, PAIRS)
    assert answers[0].effective_base([0]) == 0
    assert np.isnan(difference(answers[0], [0], [1]).value)
