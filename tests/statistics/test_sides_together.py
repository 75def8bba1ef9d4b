"""Sides of tests worked out together: what each gives by itself, whatever stands beside it."""

import itertools

import numpy as np
import pytest

from insight.statistics import sides_together
from insight.statistics.answer_sums import Answers, standard_deviation
from insight.statistics.contrasts import difference
from insight.statistics.replicates import Replicates
from insight.statistics.share_contrasts import SideColumns, contrast_pairs, contrast_shares
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


def means_of(answers):
    """The same sums as those of a mean of 0 and 1, measured from another centre in each group."""
    centre = np.array([0.1, 0.3, 0.6, 0.2])
    moved = []
    for one in answers:
        wy, wwy = one.wy - centre * one.w, one.wwy - centre * one.ww
        wyy = one.wyy - 2 * centre * one.wy + centre**2 * one.w
        wwyy = one.wwyy - 2 * centre * one.wwy + centre**2 * one.ww
        moved.append(Answers(one.units, one.positive, one.w, wy, wyy, one.ww, wwy, wwyy, centre))
    return moved


@pytest.mark.parametrize("rule", ["adjust", "average", "certainty"])
@pytest.mark.parametrize("design", ["none", "strata", "psu"])
@pytest.mark.parametrize("pairs", [PAIRS, RESTS], ids=["pairs", "rest"])
@pytest.mark.parametrize("are_shares", [True, False], ids=["shares", "means"])
def test_together_is_one_by_one(design, rule, pairs, are_shares):
    answers = drawn(design, rule) if are_shares else means_of(drawn(design, rule))
    found = work_out_together(answers, pairs, are_shares=are_shares)
    for number, one in enumerate(answers):
        for at, side in enumerate(found.sides):
            mean = one.mean_of(side)
            expected = {
                "base": one.positive[:, side].sum(),
                "weight": one.w[:, side].sum(),
                "value": mean.value,
                "se": mean.se,
                "df": mean.df,
                "effective": one.effective_base(side),
                "deviation": standard_deviation(one, side),
                "kish": one.equal_weights(side),
            }
            told = {name: getattr(found, name)[at, number] for name in expected}
            assert told == pytest.approx(expected, rel=1e-9, abs=1e-13)
        for at, pair in enumerate(pairs):
            gap = difference(one, *pair)
            told = [of[at, number] for of in (found.gap, found.gap_se, found.gap_df)]
            assert told == pytest.approx([gap.value, gap.se, gap.df], rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("design", ["none", "psu"])
@pytest.mark.parametrize("pairs", [PAIRS, RESTS], ids=["pairs", "rest"])
def test_many_pairs_are_tested_as_each_is(design, pairs):
    for number, one in enumerate(drawn(design)):
        found = work_out_together(drawn(design), pairs, are_shares=True)
        sides = SideColumns(
            *(
                np.column_stack(found.of_pairs(getattr(found, name)[:, [number]]))
                for name in ("value", "se", "df", "kish")
            )
        )
        gaps = found.correlation[:, number], found.gap_df[:, number]
        columns = contrast_pairs(sides, *gaps, 0.95)
        for row, pair in zip(zip(*columns, strict=True), pairs, strict=True):
            alone = contrast_shares(one, pair, (1, -1), 0.95)
            assert list(row) == pytest.approx([*vars(alone).values()], rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("part", [1, 100, 10**6])
@pytest.mark.parametrize("are_shares", [True, False], ids=["shares", "means"])
def test_no_figure_hangs_on_what_is_worked_out_with_it(monkeypatch, part, are_shares):
    answers = drawn("psu") if are_shares else means_of(drawn("psu"))
    whole = vars(work_out_together(answers, RESTS, are_shares=are_shares))
    alone = vars(work_out_together(answers[:1], RESTS, are_shares=are_shares))
    fewer = work_out_together(answers[:1], RESTS[:1], are_shares=are_shares)
    monkeypatch.setattr(sides_together, "PART", part)
    parted = vars(work_out_together(answers, RESTS, are_shares=are_shares))
    for name in {*whole} - {"sides", "places"}:
        assert parted[name].tolist() == whole[name].tolist()
        assert alone[name][:, 0].tolist() == whole[name][:, 0].tolist()
    assert fewer.gap[0, 0] == whole["gap"][0, 0]
    assert fewer.gap_se[0, 0] == whole["gap_se"][0, 0]


@pytest.mark.parametrize("are_shares", [True, False], ids=["shares", "means"])
def test_a_side_of_nobody_has_no_figure(are_shares):
    answers = drawn("none")
    for one in answers:
        for values in vars(one).values():
            if isinstance(values, np.ndarray) and values.ndim == 2:
                values[:, 0] = 0
    found = work_out_together(answers, PAIRS, are_shares=are_shares)
    nobody = found.sides.index((0,))
    assert found.effective[nobody].tolist() == [0.0] * ANSWERS
    assert np.isnan(found.gap[0]).all()


def test_replicates_are_worked_out_one_by_one():
    weights = np.random.default_rng(3).uniform(0.5, 1.5, (6, GROUPS)) * 40
    chosen, nothing = weights * [0.2, 0.5, 0.4, 0.3], np.zeros((6, GROUPS))
    replicates = Replicates(1 / 5, np.ones(5), df=5)
    positive = np.zeros((6, GROUPS))
    positive[0] = [50, 60, 40, 0]
    weights[:, 3] = chosen[:, 3] = 0
    one = Answers(
        replicates.of_domains(range(GROUPS)),
        *(positive, weights, chosen, chosen, nothing, nothing, nothing, np.zeros(GROUPS)),
    )
    found = work_out_together([one], PAIRS, are_shares=True)
    assert found.value[:3, 0].tolist() == [one.mean_of([group]).value for group in range(3)]
    assert found.gap_se[0, 0] == difference(one, [0], [1]).se
    assert np.isnan(found.value[found.sides.index((3,)), 0])  # nobody is there
