"""Two surveys, standardised shares, pooled waves and trends equal R's, to nine digits.

Every row of these kinds is walked: it is compared, or counted under the reason why not.
"""

from collections import Counter

import numpy as np
import pandas as pd
from combined_samples import CombinedSample
from fixtures_folder import shared_file
from r_reference import close

from insight.statistics.answer_sums import Answers
from insight.statistics.claims import Contrast
from insight.statistics.combining.independent_samples import independent_difference
from insight.statistics.combining.weighted_sums import weighted_sum
from insight.statistics.contrasts import slope, trend_coefficients

WHOLE = "compared whole"
OTHER_DF = "compared but for df: Satterthwaite's are told, never their sum or infinity"
LOGISTIC = "not compared: a slope on log-odds is not offered"
NOT_OFFERED = "not compared: weights divided by their sum in the wave are not offered"
CERTAIN = "compared but for uncertainty: a share of 0 or 1, where R has rounding errors"
STACKED = "compared but for df: two surveys as strata of one file"
EXPECTED = {WHOLE: 87, OTHER_DF: 8, LOGISTIC: 7, NOT_OFFERED: 11, CERTAIN: 5, STACKED: 1}
PLAIN, POOLED, EQUAL = (
    "population weighting (weights as they are)",
    "equal waves: weights divided by the wave's whole-file sum",
    "equal waves: plain average of the wave estimates",
)
SURVEYS = {
    "apistrat-apiclus2": (("apistrat", "all"), ("apiclus2", "all")),
    "synth": (("synth", "2021"), ("synth", "2019")),
}


def reference() -> pd.DataFrame:
    path = shared_file("statistics/reference_more.csv")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    numbers = ("estimate", "se", "lower", "upper", "df", "teststat", "p", "n")
    rows = rows[rows["kind"].isin(WALKS)]
    return rows.assign(**{one: pd.to_numeric(rows[one].replace("NaN", "")) for one in numbers})


def named(row) -> str:
    return " ".join((row.dataset, row.design, row.kind, row.spec, row.domain, row.term, row.method))


class Samples:
    """R's samples, each written once for each design."""

    def __init__(self, new_folder) -> None:
        self._new_folder, self._made = new_folder, {}

    def of(self, dataset: str, design: str) -> CombinedSample:
        key = (dataset, design)
        if key not in self._made:
            self._made[key] = CombinedSample(dataset, design, self._new_folder("sample"))
        return self._made[key]


def test_every_row_equals_that_of_r(tmp_path_factory, capsys):
    samples, counted = Samples(tmp_path_factory.mktemp), Counter()
    for row in reference().itertuples():
        counted[WALKS[row.kind](samples, row)] += 1
    with capsys.disabled():
        print(f"\ncombined, rows of R: {counted.total()}")
        print(*(f"{count:6d} {what}" for what, count in counted.most_common()), sep="\n")
    assert counted == EXPECTED


def compare_all(found: Contrast, row) -> str:
    assert close(found.value, row.estimate), named(row)
    if row.se < 1e-12:
        assert found.se < 1e-12, named(row)
        return CERTAIN
    assert close(found.se, row.se), named(row)
    assert close(found.df, row.df), named(row)
    half = found.half_width(0.95)
    assert close(found.value - half, row.lower), named(row)
    assert close(found.value + half, row.upper), named(row)
    if not np.isnan(row.teststat):
        assert close(found.statistic, row.teststat), named(row)
        assert close(found.p, row.p), named(row)
    return WHOLE


def standardised(samples: Samples, row, group: str) -> tuple[Answers, np.ndarray]:
    name, by, over, population = row.spec.split("|")
    by, over = by.removeprefix("by="), over.removeprefix("over=")
    counts = np.array(population.removeprefix("population=").split(","), float)
    parts = (by,) if over == "1" else (over, by)
    groups, answers = samples.of(row.dataset, row.design).answers(name, parts)
    wanted = [] if over == "1" else [group.removeprefix("w") if over == "wavef" else group]
    kept = [number for number, one in enumerate(groups) if list(one[:-1]) == wanted]
    kept.sort(key=lambda number: groups[number][-1])  # R's levels are in the alphabet's order
    assert len(kept) == len(counts), named(row)
    coefficients = np.zeros(len(groups))
    coefficients[kept] = counts / counts.sum()
    return answers, coefficients


def walk_standardised(samples: Samples, row) -> str:
    answers, coefficients = standardised(samples, row, row.term)
    return compare_all(sum_of(answers, coefficients), row)


def sum_of(answers, coefficients: np.ndarray) -> Contrast:
    used = np.flatnonzero(coefficients).tolist()
    return weighted_sum(answers, used, coefficients[used], answers.degrees_of_freedom())


def walk_standardised_difference(samples: Samples, row) -> str:
    both = [standardised(samples, row, group) for group in row.term.split("|")]
    return compare_all(sum_of(both[0][0], both[0][1] - both[1][1]), row)


def walk_pooled(samples: Samples, row) -> str:
    groups, answers = samples.of(row.dataset, row.design).answers(row.spec, ("wave",), row.domain)
    waves = list(range(len(groups)))
    if row.term == PLAIN:
        return compare_all(answers.mean_of(waves), row)
    if row.term == EQUAL:
        return compare_all(weighted_sum(answers, waves, np.full(len(waves), 1 / len(waves))), row)
    assert row.term == POOLED
    return NOT_OFFERED


def walk_trend(samples: Samples, row) -> str:
    if row.kind == "trend:svyglm quasibinomial":
        return LOGISTIC
    name, between = row.spec.split("|")
    groups, answers = samples.of(row.dataset, row.design).answers(name, (between,))
    order = list(range(len(groups)))
    if row.kind == "trend:svyglm gaussian":
        return compare_all(slope(answers, order), row)
    return compare_all(weighted_sum(answers, order, trend_coefficients(order)), row)


def walk_surveys(samples: Samples, row) -> str:
    stacked = row.design.startswith("stacked")
    one, other = row.design.removeprefix("stacked ").split(" minus ")
    means = []
    for (dataset, wave), words in zip(SURVEYS[row.dataset], (one, other), strict=True):
        design = words.split(" ", 1)[1] if dataset != "synth" and not stacked else words
        design = "strata+psu+weights|lonely=adjust" if dataset == "synth" else design
        domain = "all" if wave == "all" else f"wave=={wave}"
        _, answers = samples.of(dataset, design).answers(row.spec, (), domain)
        means.append(answers.mean_of([0]))
    found = independent_difference(*means)
    if row.method != "Satterthwaite":
        sum_of_both = means[0].df + means[1].df
        assert found.df <= sum_of_both, named(row)
        df = np.inf if row.method == "Inf" else sum_of_both
        compare_all(Contrast(found.value, found.se, df), row)
        return STACKED if stacked else OTHER_DF
    return compare_all(found, row)


WALKS = {
    "standardised": walk_standardised,
    "standardised difference": walk_standardised_difference,
    "pooled waves": walk_pooled,
    "trend:linear contrast": walk_trend,
    "trend:svyglm gaussian": walk_trend,
    "trend:svyglm quasibinomial": walk_trend,
    "two surveys": walk_surveys,
}
