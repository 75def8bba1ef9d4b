"""Differences, trends, tables and adjusted p values equal those of R, to nine digits.

Every row of the reference is walked. Of each ``svychisq`` R can make six tests; ours is its
default, ``F``, and the rows of the other five are counted as not offered.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from r_reference import DATASETS, DOMAINS, Sample, close, df_of_all, reference

from insight.statistics.claims import Contrast
from insight.statistics.contrasts import adjust_p_values, difference, slope, trend
from insight.statistics.intervals import clopper_pearson, t_quantile, wilson
from insight.statistics.joint_tests import equal_means, rao_scott

REFERENCE = reference("tests")
OTHER_TESTS = {f"svychisq:{one}" for one in ("Chisq", "Wald", "adjWald", "lincom", "saddlepoint")}
OTHER_ADJUSTMENTS = {"BY", "bonferroni", "hochberg", "hommel"}

# What becomes of a row.
WHOLE = "compared whole"
OTHER_TEST = "not compared: test not offered"

EXPECTED = {
    "synth": {WHOLE: 577, OTHER_TEST: 105},
    "apisrs": {WHOLE: 51, OTHER_TEST: 30},
    "apistrat": {WHOLE: 51, OTHER_TEST: 30},
    "apiclus1": {WHOLE: 34, OTHER_TEST: 20},
    "apiclus2": {WHOLE: 34, OTHER_TEST: 20},
}


def test_every_row_is_walked_here():
    elsewhere = REFERENCE[~REFERENCE["dataset"].isin(DATASETS)]
    assert elsewhere.groupby("dataset").size().to_dict() == {
        "p.adjust": 54,
        "prop.test": 6,
        "binom.test": 6,
    }
    of_p_adjust = elsewhere[elsewhere["dataset"] == "p.adjust"]
    assert set(of_p_adjust["design"]) - OTHER_ADJUSTMENTS == {"holm", "BH"}


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_test_equals_that_of_r(dataset, tmp_path, capsys):
    rows = REFERENCE[REFERENCE["dataset"] == dataset]
    counted: Counter[str] = Counter()
    for design, of_design in rows.groupby("design"):
        sample = Sample(dataset, design, tmp_path)
        for row in of_design.itertuples():
            if row.test in OTHER_TESTS:
                counted[OTHER_TEST] += 1
            else:
                counted[WALKS[row.test](sample, row, row.args.split("|"))] += 1
    with capsys.disabled():
        print(f"\n{dataset}, tests of R: {len(rows)}")
        print(*(f"{count:6d} {what}" for what, count in counted.most_common()), sep="\n")
    assert counted == EXPECTED[dataset]
    assert counted.total() == len(rows)


def walk_difference(sample, row, args) -> str:
    item, key, by, first, second, domain = args
    order, answers = sample.answers(item, "" if key == "NUM" else key, by, domain)
    sign, more = -1, 0
    if row.test != "svyttest":
        # R's contrast is one of all groups: their degrees of freedom, and their lonely strata.
        everyone = np.zeros(answers.positive.shape)
        everyone[:, order.index(first)] = answers.positive.sum(axis=1)
        answers = replace(answers, positive=everyone)
        sign, more = 1, 1
    found = difference(answers, [order.index(first)], [order.index(second)])
    found = Contrast(sign * found.value, found.se, found.df + more)
    assert close(found.value, row.estimate), row.args
    assert close(found.se, row.se), row.args
    assert found.df == row.ddf, row.args
    assert close(found.statistic, row.statistic), row.args
    assert close(found.p, row.p), row.args
    assert close(found.value - found.half_width(0.95), row.lower), row.args
    assert close(found.value + found.half_width(0.95), row.upper), row.args
    return WHOLE


def walk_overlap(sample, row, args) -> str:
    item, key, domain = args
    where = DOMAINS.get(domain, [domain.replace("==", "=")])
    by, code = where[0].split("=")
    order, answers = sample.answers(item, "" if key == "NUM" else key, by, "all")
    found = difference(answers, [order.index(code)], list(range(len(order))))
    assert close(found.value, row.estimate), row.args
    assert close(found.se, row.se), row.args
    return WHOLE


def walk_chisq(sample, row, args) -> str:
    item, by, domain = args
    cells = sample.shares(item, domain, (by,))
    categories = len(sample.request(item).categories)
    found = rao_scott(
        sample.units,
        cells.chosen.weight[:, :, :categories],
        cells.chosen.weight_squared[:, :, :categories],
        df_of_all(sample.units, cells),
        float(cells.base.respondents.sum()),
    )
    assert close(found.statistic, row.statistic), row.args
    assert close(found.ndf, row.ndf), row.args
    assert close(found.ddf, row.ddf), row.args
    assert close(found.p, row.p), row.args
    return WHOLE


def walk_trend(sample, row, _args) -> str:
    waves, answers = sample.answers("q", "top2", "wave", "all")
    times = [float(wave) for wave in waves]
    found = (trend if row.test == "trend_linear_contrast" else slope)(answers, times)
    assert close(found.value, row.estimate)
    assert close(found.se, row.se)
    assert found.df == float(row.ddf)
    assert close(found.p, row.p)
    return WHOLE


def walk_equality(sample, row, _args) -> str:
    _, answers = sample.answers("q", "top2", "wave", "all")
    found = equal_means(answers)
    assert close(found.statistic, row.statistic)
    assert (found.ndf, found.ddf) == (float(row.ndf), float(row.ddf))
    assert close(found.p, row.p)
    return WHOLE


WALKS = {
    "svycontrast_diff_t(degf)": walk_difference,
    "svyttest": walk_difference,
    "overlap_sub_vs_total(svycontrast of svytotal)": walk_overlap,
    "svychisq:F": walk_chisq,
    "trend_linear_contrast": walk_trend,
    "trend_svyglm_gaussian": walk_trend,
    "regTermTest_Wald_equal_waves": walk_equality,
}


@pytest.mark.parametrize("method", ["holm", "BH"])
def test_adjusted_p_values_equal_those_of_r(method):
    rows = REFERENCE[(REFERENCE["test"] == "p.adjust") & (REFERENCE["design"] == method)]
    assert len(rows) > 0
    for family in np.split(np.arange(len(rows)), np.flatnonzero(rows["args"].astype(int) == 1)[1:]):
        one = rows.iloc[family]
        found = adjust_p_values(one["statistic"].astype(float).tolist(), method.lower())
        assert np.allclose(found, one["p"].astype(float), rtol=1e-12, atol=0, equal_nan=True)


@pytest.mark.parametrize(
    "row", list(REFERENCE[REFERENCE["test"] == "prop.test(correct=FALSE)"].itertuples())
)
def test_wilson_on_counts_equals_prop_test(row):
    count, size = map(float, row.args.split("|"))
    found = wilson(np.array(count / size), np.array(size), t_quantile(0.95, np.array(np.inf)))
    assert np.allclose(found, [float(row.lower), float(row.upper)], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("row", list(REFERENCE[REFERENCE["test"] == "binom.test"].itertuples()))
def test_clopper_pearson_on_counts_equals_binom_test(row):
    count, size = map(float, row.args.split("|"))
    found = clopper_pearson(np.array(count / size), np.array(size), 0.95)
    assert np.allclose(found, [float(row.lower), float(row.upper)], rtol=1e-12, atol=0)
