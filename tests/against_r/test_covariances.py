"""Covariances between the shares of an item's answers equal those of R, to nine digits.

They are ``vcov(svymean(~factor(item), subset(design, domain)))``, and hold every difference, score
and test of several answers.
"""

from collections import Counter

import numpy as np
import pytest
from r_reference import DATASETS, DESIGNS, Sample, reference

from insight.statistics.variance import linear_covariance

# Relative to the largest element of a matrix, because elements near 0 are differences of others.
TOLERANCE = 1e-9
# Where only one answer was given, or the strata fix the answers, R and we have rounding errors.
NOTHING = 1e-16

COMPARED = "compared"
ZERO = "compared with 0: one answer only, or fixed by the strata"
DOMAIN_LONELY = "not compared: survey.adjust.domain.lonely is not offered"
EXPECTED = {
    "synth": {COMPARED: 2134, ZERO: 44, DOMAIN_LONELY: 396},
    "apisrs": {COMPARED: 150, ZERO: 54},
    "apistrat": {COMPARED: 123, ZERO: 45},
    "apiclus1": {COMPARED: 92, ZERO: 44},
    "apiclus2": {COMPARED: 100, ZERO: 36},
}


def covariances(sample: Sample, item: str, domain: str) -> np.ndarray:
    """Covariances of the shares of all of an item's categories in a domain."""
    chosen = sample.shares(item, domain).chosen
    count = len(sample.request(item).categories)
    weight, squared = (one[:, 0, :count] for one in (chosen.weight, chosen.weight_squared))
    share = weight.sum(axis=0) / weight.sum()
    # Each respondent adds w ((y is the category) - share) / W.
    influence = np.eye(count) - share
    base = np.broadcast_to(weight.sum(axis=1, keepdims=True), weight.shape)
    return linear_covariance(sample.units, weight, squared, influence, base)


def test_the_datasets_are_all_there_are():
    assert set(reference("cov")["dataset"]) == set(EXPECTED) == set(DATASETS)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_covariance_equals_that_of_r(dataset, tmp_path, capsys):
    rows = reference("cov")
    rows = rows[rows["dataset"] == dataset]
    counted: Counter[str] = Counter()
    largest = 0.0
    for design, of_design in rows.groupby("design"):
        if design not in DESIGNS:
            assert design.endswith("|domain.lonely=TRUE")
            counted[DOMAIN_LONELY] += len(of_design)
            continue
        sample = Sample(dataset, design, tmp_path)
        for (item, domain), matrix in of_design.groupby(["item", "domain"]):
            categories = sample.request(item).categories
            theirs = matrix.pivot(index="cat1", columns="cat2", values="cov")
            assert not theirs.isna().any(axis=None)
            ours = covariances(sample, item, domain)
            of_r = theirs.reindex(index=categories, columns=categories, fill_value=0.0).to_numpy()
            if np.abs(of_r).max() < NOTHING:
                assert np.abs(ours).max() < NOTHING, f"{design} {item} {domain}"
                counted[ZERO] += len(matrix)
                continue
            deviation = np.abs(ours - of_r).max() / np.abs(of_r).max()
            assert deviation < TOLERANCE, f"{design} {item} {domain}"
            largest = max(largest, deviation)
            counted[COMPARED] += len(matrix)
    with capsys.disabled():
        print(f"\n{dataset}, covariances of R: {len(rows)}, largest deviation {largest:.0e}")
        print(*(f"{count:6d} {what}" for what, count in counted.most_common()), sep="\n")
    assert counted == EXPECTED[dataset]
    assert counted.total() == len(rows)
