"""Every estimate equals that of R's ``survey`` 4.5, to nine digits.

Every row of the reference files is walked: it is compared, or counted under the reason why not.
"""

from collections import Counter

import numpy as np
import pytest
from forced_source import read_from
from r_reference import DATASETS, DESIGNS, Sample, close, reference

from insight.analysis.raw_estimates import spread
from insight.query.explained import explained
from insight.statistics.intervals import t_quantile, wald

OURS = {
    "mean": "wald",
    "svymean_confint_dfInf": "wald",
    "logit": "logit",
    "xlogit": "logit",
    "beta": "beta",
    "asin": "asin",
    "wilson": "wilson",
}
# R finds "logit" by iteration, to eight digits; "xlogit" is the same interval without it.
TOLERANCE = {"logit": 1e-7}

# What becomes of a row; of those without their interval everything else is compared.
WHOLE = "compared whole"
LIKELIHOOD = "without interval: likelihood is not offered"
BOUNDARY = "without interval: share of 0 or 1, where R has NaN or noise"
FIXED = "without interval: standard error of 0 within strata"
ARCSINE = "without interval: arcsine beyond 0 or 1, from where R's comes back"
DOMAIN_LONELY = "not compared: survey.adjust.domain.lonely is not offered"

EXPECTED = {
    "synth": {WHOLE: 4251, LIKELIHOOD: 561, BOUNDARY: 264, DOMAIN_LONELY: 900},
    "apisrs": {WHOLE: 534, LIKELIHOOD: 66, BOUNDARY: 144},
    "apistrat": {WHOLE: 471, LIKELIHOOD: 60, BOUNDARY: 96, FIXED: 21},
    "apiclus1": {WHOLE: 328, LIKELIHOOD: 40, BOUNDARY: 128},
    "apiclus2": {WHOLE: 350, LIKELIHOOD: 44, BOUNDARY: 96, ARCSINE: 6},
}


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_row_equals_that_of_r(dataset, tmp_path, capsys):
    rows = reference(dataset)
    # The column deff_wor, a design effect without replacement, is not offered.
    offered = rows[rows["design"].isin(DESIGNS)]
    left_out = rows[~rows["design"].isin(DESIGNS)]
    assert left_out["design"].str.endswith("|domain.lonely=TRUE").all()
    counted = Counter({DOMAIN_LONELY: len(left_out)} if len(left_out) else {})
    for design, of_design in offered.groupby("design"):
        sample = Sample(dataset, design, tmp_path)
        for row in of_design.itertuples():
            counted[WALKS.get(row.method, walk_share)(sample, row)] += 1
    with capsys.disabled():
        print(f"\n{dataset}, rows of R: {len(rows)}")
        print(*(f"{count:6d} {what}" for what, count in counted.most_common()), sep="\n")
    assert counted == EXPECTED[dataset]
    assert counted.total() == len(rows)


@pytest.mark.parametrize("place", ["cube", "memory"])
def test_every_row_equals_that_of_r_from_where_large_surveys_are_read(
    place, tmp_path, monkeypatch, capsys
):
    read_from(monkeypatch, place)
    with explained() as told:
        test_every_row_equals_that_of_r("apiclus2", tmp_path, capsys)
    assert told.of(place)


def named(row) -> str:
    return f"{row.dataset} {row.design} {row.item} {row.domain} {row.category} {row.method}"


def walk_share(sample: Sample, row) -> str:
    """Compare the share of a category, its interval, design effect and degrees of freedom."""
    where = named(row)
    found = sample.table(row.item, row.domain, method=OURS.get(row.method, "wilson"))
    estimate = found.at((), row.category)
    assert (estimate.base, nrow(sample, row)) == (row.n, row.nrow), where
    assert close(estimate.value, row.estimate), where
    assert close(estimate.se, row.se), where
    assert row.method == "svymean_confint_dfInf" or estimate.df == row.df, where
    at_boundary = min(row.estimate, 1 - row.estimate) < 1e-15
    assert estimate.flags == (("boundary",) if at_boundary else ()), where
    if estimate.flags:
        assert estimate.low < estimate.upp, where
        return BOUNDARY
    assert close(estimate.deff, row.deff), where
    if row.method == "likelihood":
        return LIKELIHOOD
    if estimate.se == 0:
        assert estimate.low == estimate.value == estimate.upp, where
        return FIXED
    low, upp = estimate.low, estimate.upp
    if row.method == "svymean_confint_dfInf":
        low, upp = wald(estimate.value, estimate.se, t_quantile(0.95, np.inf))
    if row.method == "asin" and (low == 0 or upp == 1):
        assert close(low, row.lower) or low == 0, where
        assert close(upp, row.upper) or upp == 1, where
        return ARCSINE
    tolerance = TOLERANCE.get(row.method, 1e-9)
    assert close(low, row.lower, tolerance), where
    assert close(upp, row.upper, tolerance), where
    return WHOLE


def walk_mean(sample: Sample, row) -> str:
    """Compare a mean, of a number or of codes as scores, with its interval on t."""
    estimate = sample.table(row.item, row.domain, statistic="mean").at((), "")
    assert (estimate.base, estimate.df) == (row.n, row.df), named(row)
    for ours, theirs in (
        (estimate.value, row.estimate),
        (estimate.se, row.se),
        (estimate.low, row.lower),
        (estimate.upp, row.upper),
        (estimate.deff, row.deff),
        (sample.means(row.item, row.domain).base.respondents.sum(), row.nrow),
    ):
        assert close(ours, theirs), named(row)
    return WHOLE


def walk_variance(sample: Sample, row) -> str:
    """Compare the variance of the values themselves."""
    assert close(spread(sample.means(row.item, row.domain)).item(), row.estimate), named(row)
    return WHOLE


def walk_total(sample: Sample, row) -> str:
    """Compare a total; that of codes as scores by way of a number with the same values."""
    item = row.item if sample.variables[row.item]["kind"] == "numeric" else f"{row.item}_as_number"
    estimate = sample.table(item, row.domain, statistic="total").at((), "")
    assert estimate.base == row.n, named(row)
    assert close(estimate.value, row.estimate), named(row)
    assert close(estimate.se, row.se), named(row)
    return WHOLE


WALKS = {"numeric_mean_t": walk_mean, "svyvar": walk_variance, "svytotal": walk_total}


def nrow(sample: Sample, row) -> float:
    """Rows of the domain in the file, those of weight 0 included."""
    return sample.shares(row.item, row.domain).base.respondents.sum()
