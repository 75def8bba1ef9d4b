"""Figures from replicate weights equal those of R's ``svrepdesign``, to nine digits.

Every row of the reference is walked: it is compared, or counted under the reason why not. R's
answers lie beside the project. Three of the fourteen designs are walked with every run of the
tests, which is what there is time for: all of them with ``WHOLE_REFERENCE=1``.
"""

import os
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from fixtures_folder import shared_file
from r_reference import close, df_of_all
from replicate_samples import TRUST, ReplicateSample

from insight import quantiles, ratio
from insight.analysis.covariances import covariances
from insight.analysis.raw_estimates import spread
from insight.statistics.claims import Contrast
from insight.statistics.contrasts import difference
from insight.statistics.joint_tests import rao_scott

OURS = {"mean": "wald", "xlogit": "logit", "logit": "logit", "beta": "beta", "wilson": "wilson"}

WHOLE = "compared whole"
ONE_PSU = "compared but for uncertainty: one PSU, where R has rounding errors and no interval"
BOUNDARY = "without interval: share of 0 or 1, where R has none"
LOGIT = "without interval: log-odds made anew with each replicate are not offered"
SPREAD = "without its standard error: that of a variance is not offered"
NOT_OFFERED = "not compared: not offered yet"
HF7 = "refused: hf7 depends on the order of rows"
OF_REPLICATES = "without interval: replicated quantiles are not valid for a jackknife"
OTHER_TEST = "not compared: another test of the same table than Rao and Scott's F"
NEGATIVE = "compared but for uncertainty: R's t test leaves out the negative weights of sdr"
EVERY_DESIGN = bool(os.environ.get("WHOLE_REFERENCE"))
DESIGNS = ("jkn", "sdr", "BRR")
EXPECTED_OF_ALL = {
    WHOLE: 8795,
    LOGIT: 1357,
    ONE_PSU: 792,
    HF7: 552,
    SPREAD: 274,
    NOT_OFFERED: 144,
    OF_REPLICATES: 138,
    OTHER_TEST: 120,
    BOUNDARY: 5,
    NEGATIVE: 4,
}
EXPECTED = {
    WHOLE: 2131,
    LOGIT: 349,
    HF7: 144,
    ONE_PSU: 76,
    SPREAD: 64,
    NOT_OFFERED: 36,
    OF_REPLICATES: 36,
    OTHER_TEST: 30,
    BOUNDARY: 5,
    NEGATIVE: 4,
}


def reference() -> pd.DataFrame:
    rows = pd.read_csv(
        shared_file("statistics/reference_replicates.csv"), dtype=str, keep_default_na=False
    )
    words = {"dataset", "design", "item", "domain", "statistic", "category", "method"}
    numbers = [column for column in rows if column not in words]
    return rows.assign(**{one: pd.to_numeric(rows[one].replace("NaN", "")) for one in numbers})


def named(row) -> str:
    parts = (row.design, row.item, row.domain, row.statistic, row.category, row.method)
    return " ".join(map(str, parts))


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Counter:
    """Walk every row of the reference, and count what became of them."""
    counted: Counter[str] = Counter()
    for (dataset, design), rows in reference().groupby(["dataset", "design"], sort=False):
        if not EVERY_DESIGN and design not in DESIGNS:
            continue
        sample = ReplicateSample(dataset, design, tmp_path_factory.mktemp("sample"))
        for row in rows.itertuples():
            counted[WALKS[row.statistic.split(":")[0]](sample, row)] += 1
    return counted


def test_every_row_equals_that_of_r(walked, capsys):
    with capsys.disabled():
        print(f"\nreplicates, rows of R: {walked.total()}")
        print(*(f"{count:6d} {what}" for what, count in walked.most_common()), sep="\n")
    assert walked == (EXPECTED_OF_ALL if EVERY_DESIGN else EXPECTED)
    assert walked.total() == (12_181 if EVERY_DESIGN else 2_875)


def walk_share(sample: ReplicateSample, row) -> str:
    category = "1" if row.item == "weight>80" else row.category
    more = {"method": OURS[row.method], "nets": True}
    estimate = sample.figure(row.item, row.domain, category, **more)
    assert close(estimate.value, row.estimate), named(row)
    assert (estimate.base, estimate.df) == (row.n, row.df), named(row)
    if row.df == 0:
        assert estimate.low is None or estimate.flags == ("boundary",), named(row)
        return ONE_PSU
    assert close(estimate.se, row.se), named(row)
    if estimate.flags:
        assert min(row.estimate, 1 - row.estimate) < 1e-15, named(row)
        return BOUNDARY
    assert close(estimate.deff, row.deff), named(row)
    if row.method == "logit":
        return LOGIT
    assert close(estimate.low, row.lower), named(row)
    assert close(estimate.upp, row.upper), named(row)
    return WHOLE


def walk_mean(sample: ReplicateSample, row) -> str:
    item = "trust" if row.item == "trust mean" else row.item
    estimate = sample.figure(item, row.domain, "", statistic="mean")
    assert close(estimate.value, row.estimate), named(row)
    assert (estimate.base, estimate.df) == (row.n, row.df), named(row)
    if row.df == 0:
        return ONE_PSU
    for ours, theirs in (
        (estimate.se, row.se),
        (estimate.low, row.lower),
        (estimate.upp, row.upper),
        (estimate.deff, row.deff),
    ):
        assert close(ours, theirs), named(row)
    return WHOLE


def walk_total(sample: ReplicateSample, row) -> str:
    category, item = row.category, row.item
    if item == "trust" and not category:
        item = "trust_as_number"
    category = "1" if item == "weight>80" else category
    estimate = sample.figure(item, row.domain, category, statistic="total", nets=True)
    assert close(estimate.value, row.estimate), named(row)
    if row.df == 0:
        return ONE_PSU
    assert close(estimate.se, row.se), named(row)
    assert close(estimate.low, row.lower), named(row)
    assert close(estimate.upp, row.upper), named(row)
    return WHOLE


def walk_spread(sample: ReplicateSample, row) -> str:
    found = spread(sample.cells(row.item, row.domain, means=True)).item()
    assert close(found, row.estimate), named(row)
    return SPREAD


def walk_difference(sample: ReplicateSample, row) -> str:
    by, first, second = row.category.split("|")
    item = "trust" if row.item == "trust mean" else row.item
    order, answers = sample.answers(item, by, row.domain)
    found = difference(answers, [order.index(first)], [order.index(second)])
    df = found.df if row.statistic == "svyttest" else answers.degrees_of_freedom()
    found = Contrast(found.value, found.se, df)
    if row.statistic == "svyttest" and row.design == "sdr":
        assert (found.df, close(found.value, row.estimate)) == (row.ddf, True), named(row)
        return NEGATIVE
    return compare_contrast(found, row, row.ddf)


def compare_contrast(found: Contrast, row, df: float) -> str:
    half = found.half_width(0.95)
    assert found.df == df, named(row)
    for ours, theirs in (
        (found.value, row.estimate),
        (found.value - half, row.lower),
        (found.value + half, row.upper),
    ):
        assert close(ours, theirs), named(row)
    for ours, theirs in ((found.se, row.se), (found.statistic, row.teststat), (found.p, row.p)):
        assert np.isnan(theirs) or close(ours, theirs), named(row)
    return WHOLE


def walk_overlap(sample: ReplicateSample, row) -> str:
    by, code = row.category.split("=")
    order, answers = sample.answers(row.item, by, row.domain)
    others = [group for group in range(len(order)) if order[group] != code]
    everybody = others if row.statistic == "group minus rest" else list(range(len(order)))
    found = difference(answers, [order.index(code)], everybody)
    return compare_contrast(Contrast(found.value, found.se, found.df + 1), row, row.ddf)


def walk_covariance(sample: ReplicateSample, row) -> str:
    matrix = covariances(sample.survey, "trust", base="valid").to_pandas()
    first, second = row.category.split("|")
    theirs = row.estimate if np.isnan(row.se) else row.se
    assert close(matrix.loc[first, second], theirs), named(row)
    return WHOLE


def walk_contrast(sample: ReplicateSample, row) -> str:
    found = covariances(sample.survey, "trust", base="valid")
    weights = np.array(row.category.split(), float)
    shares = [sample.table("trust", "all").at((), str(code)).value for code in TRUST[:5]]
    assert close(weights @ shares, row.estimate), named(row)
    assert close(np.sqrt(weights @ found.matrix @ weights), row.se), named(row)
    return WHOLE


def walk_chisq(sample: ReplicateSample, row) -> str:
    if row.method != "F":
        return OTHER_TEST
    item, by = row.item.split("*")
    cells = sample.cells(item, row.domain, (by,))
    answers = slice(0, len(sample.request(item, "all").categories))
    found = rao_scott(
        cells.units,
        cells.chosen.weight[:, :, answers],
        cells.chosen.weight_squared[:, :, answers],
        df_of_all(cells.units, cells),
        float(cells.base.respondents.sum()),
    )
    for ours, theirs in (
        (found.statistic, row.teststat),
        (found.ndf, row.ndf),
        (found.ddf, row.ddf),
        (found.p, row.p),
    ):
        assert close(ours, theirs), named(row)
    return WHOLE


def walk_quantile(sample: ReplicateSample, row) -> str:
    where = sample.request(row.item, row.domain).where
    asked = (sample.survey, row.item, [float(row.statistic.split(":")[1])])
    if row.category == "hf7":
        return HF7
    method = OURS.get(row.method, "logit")
    found = quantiles(*asked, where=where, rule=row.category, method=method).at()
    assert close(found.value, row.estimate), named(row)
    assert (found.base, found.df) == (row.n, row.df), named(row)
    if row.method == "quantile":
        return OF_REPLICATES
    for ours, theirs in ((found.se, row.se), (found.low, row.lower), (found.upp, row.upper)):
        assert close(ours, theirs), named(row)
    return WHOLE


def walk_ratio(sample: ReplicateSample, row) -> str:
    found = ratio(sample.survey, *row.item.split("/")).at()
    assert found.df == row.df, named(row)
    assert close(found.value, row.estimate), named(row)
    assert close(found.se, row.se), named(row)
    assert np.isnan(row.lower), named(row)
    return WHOLE


def not_offered(_sample: ReplicateSample, _row) -> str:
    return NOT_OFFERED


WALKS = {
    "share": walk_share,
    "mean": walk_mean,
    "total": walk_total,
    "variance(svyvar)": walk_spread,
    "difference(svycontrast)": walk_difference,
    "svyttest": walk_difference,
    "group minus all": walk_overlap,
    "group minus rest": walk_overlap,
    "vcov(svymean)": walk_covariance,
    "contrast of shares": walk_contrast,
    "svychisq": walk_chisq,
    "quantile": walk_quantile,
    "ratio(svyratio)": walk_ratio,
    "svyglm": not_offered,
    "regTermTest": not_offered,
}
