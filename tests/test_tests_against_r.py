"""Differences, trends, tables and adjusted p values equal those of R, to nine digits.

Every row of the reference is walked. Of each ``svychisq`` R can make six tests; ours is its default,
``F``, and the rows of the other five are counted as not offered.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fixtures_folder import SHARED
from insight import Store, check, open_survey
from insight.cells import Request, share_cells, strata
from insight.comparison import answers_of
from insight.contrasts import (
    adjusted,
    difference,
    equal_means,
    rao_scott,
    slope,
    trend,
)
from insight.filters import parse_filter
from insight.intervals import clopper_pearson, t_quantile, wilson
from insight.variance import degrees_of_freedom
from survey_folder import net, write_survey
from test_against_r import DESIGNS, DOMAINS, SCHOOLS, SYNTH

REFERENCE = pd.read_csv(Path(__file__).parent / "golden" / "reference_tests.csv")
NOT_OFFERED = {f"svychisq:{name}" for name in ("Chisq", "Wald", "adjWald", "lincom", "saddlepoint")}
SURVEYS = REFERENCE[REFERENCE["design"].isin(DESIGNS)]
CASES = sorted({(row.dataset, row.design) for row in SURVEYS.itertuples()})


def close(ours: float, theirs: object, tolerance: float = 1e-9) -> bool:
    return bool(np.isclose(ours, float(theirs), rtol=tolerance, atol=1e-13, equal_nan=True))


class Sample:
    """A reference data set under one design."""

    def __init__(self, dataset: str, design: str, root: Path) -> None:
        from test_against_r import data

        frame, _ = data(dataset)
        variables = dict(SYNTH if dataset == "synth" else SCHOOLS)
        if "q" in variables:
            variables["q"] = {**variables["q"], "nets": [net("top2", 4, 5)]}
        write_survey(root, "sample", frame, variables, design=DESIGNS[design])
        self.store = Store()
        self.survey = check(self.store, open_survey("sample", root))
        self.units = strata(self.store, self.survey)

    def request(self, item: str, by: list[str], domain: str = "all") -> Request:
        book = self.survey.codebook
        where = parse_filter(DOMAINS.get(domain, [domain.replace("==", "=")]), book)
        return Request(book.variable(item), tuple(map(book.variable, by)), where)

    @cache  # noqa: B019 - the sample lives as long as its test
    def answers(self, item: str, key: str, by: str, domain: str):
        request = self.request(item, [by], domain)
        return request, answers_of(self.store, self.survey, request, key)


def test_every_row_is_one_that_we_know():
    offered = {"svycontrast_diff_t(degf)", "svyttest", "svychisq:F"}
    offered |= {"overlap_sub_vs_total(svycontrast of svytotal)", "trend_linear_contrast"}
    offered |= {"trend_svyglm_gaussian", "regTermTest_Wald_equal_waves"}
    offered |= {"p.adjust", "prop.test(correct=FALSE)", "binom.test"}
    assert set(REFERENCE["test"]) == offered | NOT_OFFERED


@pytest.mark.parametrize(("dataset", "design"), CASES)
def test_tests_equal_those_of_r(dataset, design, tmp_path, capsys):
    sample = Sample(dataset, design, tmp_path)
    rows = SURVEYS[(SURVEYS["dataset"] == dataset) & (SURVEYS["design"] == design)]
    counted: Counter[str] = Counter()
    for row in rows.itertuples():
        if row.test in NOT_OFFERED:
            counted["not offered"] += 1
            continue
        walk = WALKS[row.test]
        walk(sample, row, row.args.split("|"))
        counted[row.test] += 1
    with capsys.disabled():
        print(f"\n{dataset} {design}: {dict(counted)}", end="")
    assert sum(counted.values()) == len(rows)


def walk_difference(sample, row, args):
    item, key, by, first, second, domain = args
    request, answers = sample.answers(item, "" if key == "NUM" else key, by, domain)
    order = [group[0] for group in request.groups]
    found = difference(answers, [order.index(first)], [order.index(second)])
    sign = -1 if row.test == "svyttest" else 1
    assert close(sign * found.value, row.estimate), row.args
    if "average" in row.design and row.test != "svyttest":
        return  # R counts the strata of all groups of svyby, ours those of the two compared
    assert close(found.se, row.se), row.args
    if found.se == 0:
        return  # both shares are 0 or 1: there is nothing to test, and R divides by nothing
    df = found.df
    if row.test != "svyttest":  # R was given the degrees of freedom of the whole domain
        df = float(degrees_of_freedom(answers.strata, answers.positive.sum(axis=1)))
    whole = type(found)(sign * found.value, found.se, df)
    assert whole.df == float(row.ddf), row.args
    assert close(whole.statistic, row.statistic), row.args
    assert close(whole.p, row.p), row.args
    assert close(whole.value - whole.half_width(0.95), row.lower), row.args
    assert close(whole.value + whole.half_width(0.95), row.upper), row.args


def walk_overlap(sample, row, args):
    item, key, domain = args
    where = DOMAINS.get(domain, [domain.replace("==", "=")])
    by, code = where[0].split("=")
    request, answers = sample.answers(item, "" if key == "NUM" else key, by, "all")
    order = [group[0] for group in request.groups]
    found = difference(answers, [order.index(code)], list(range(len(order))))
    assert close(found.value, row.estimate), row.args
    assert close(found.se, row.se), row.args


def walk_chisq(sample, row, args):
    item, by, domain = args
    request = sample.request(item, [by], domain)
    cells = share_cells(sample.store, sample.survey, request)
    categories = len(request.categories)
    found = rao_scott(
        sample.units,
        cells.chosen.weight[:, :, :categories],
        cells.chosen.weight_squared[:, :, :categories],
        cells.base.positive[:, :, 0].sum(axis=1),
        float(cells.base.respondents.sum()),
    )
    assert close(found.statistic, row.statistic), row.args
    assert close(found.ndf, row.ndf), row.args
    assert close(found.ddf, row.ddf), row.args
    assert close(found.p, row.p), row.args


def walk_trend(sample, row, _args):
    request, answers = sample.answers("q", "top2", "wave", "all")
    times = [float(group[0]) for group in request.groups]
    found = (trend if row.test == "trend_linear_contrast" else slope)(answers, times)
    assert close(found.value, row.estimate)
    assert close(found.se, row.se)
    assert found.df == float(row.ddf)
    assert close(found.p, row.p)


def walk_equality(sample, row, _args):
    _, answers = sample.answers("q", "top2", "wave", "all")
    found = equal_means(answers)
    assert close(found.statistic, row.statistic)
    assert (found.ndf, found.ddf) == (float(row.ndf), float(row.ddf))
    assert close(found.p, row.p)


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
        found = adjusted(one["statistic"].astype(float).tolist(), method.lower())
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
