"""Quantiles, ratios, correlations, alpha and effect sizes equal R's, to nine digits.

Every row of these kinds is walked: it is compared, or counted under the reason why not.
"""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from fixtures_folder import shared_file
from measure_samples import INDEX, MeasureSample, domain_filter
from r_reference import close

from insight import alpha, correlation, quantiles, ratio, table
from insight.analysis.table import request_for
from insight.language.errors import RequestError
from insight.query.counts.group_sums import answers_of
from insight.statistics.claims import Contrast
from insight.statistics.measures.effect_sizes import cohens_d, cohens_h

OURS = {"mean": "wald", "xlogit": "logit", "beta": "beta", "asin": "asin"}
POOLED = {
    "sd=sqrt((s1^2+s2^2)/2)": "variances",
    "sd pooled by weights": "weights",
    "sd pooled by n-1": "respondents",
}
SHARES = {
    "top2": ("q", "top2"),
    "award1": ("awards", "Yes"),
    "q2yes": ("q2", "yes"),
}

WHOLE = "compared whole"
HF7 = "refused: hf7 depends on the order of rows"
LARGEST = "without interval: the quantile is the largest value, where R has none"
TIED = "not compared: R takes the upper of two values where the share is p exactly, here only"
SYMMETRIC = "without interval: that of a correlation is Fisher's only"
EXPECTED = {
    WHOLE: 794,
    HF7: 560,
    LARGEST: 44,
    TIED: 10,
    SYMMETRIC: 20,
}
TIES = {("apistrat", "stype==E", "p=0.9", "api00"), ("apistrat", "stype==E", "p=0.9", "meals")}


def reference() -> pd.DataFrame:
    path = shared_file("statistics/reference_more.csv")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    numbers = ("estimate", "se", "lower", "upper", "df", "n")
    rows = rows[rows["kind"].isin(WALKS)]
    return rows.assign(**{one: pd.to_numeric(rows[one].replace("NaN", "")) for one in numbers})


def named(row) -> str:
    return " ".join((row.dataset, row.design, row.kind, row.spec, row.domain, row.term, row.method))


def test_every_row_equals_that_of_r(tmp_path_factory, capsys):
    counted: Counter[str] = Counter()
    for (dataset, design), rows in reference().groupby(["dataset", "design"], sort=False):
        recipe = recipe_of(rows)
        sample = MeasureSample(dataset, design, tmp_path_factory.mktemp("sample"), recipe)
        for row in rows.itertuples():
            counted[WALKS[row.kind](sample, row)] += 1
    with capsys.disabled():
        print(f"\nmeasures, rows of R: {counted.total()}")
        print(*(f"{count:6d} {what}" for what, count in counted.most_common()), sep="\n")
    assert counted == EXPECTED


def recipe_of(rows: pd.DataFrame) -> str:
    """Return a recipe for the indices of a sample: of complete rows, and of two of three items."""
    specs = rows.loc[rows["kind"] == "index mean", "spec"].unique()
    if not len(specs):
        return ""
    (spec,) = specs
    variables = str(spec.split(",")).replace("'", '"')
    steps = [INDEX.format(name=f"index_{least}", variables=variables, least=least)
             for least in (3, 2)]  # fmt: skip
    return "\n".join([steps[0], steps[1].removeprefix("format = 1\n")])


def compare_all(found, row, *, interval: bool = True) -> None:
    assert close(found.value, row.estimate), named(row)
    assert found.base == row.n, named(row)
    assert np.isnan(row.df) or found.df == row.df, named(row)
    assert np.isnan(row.se) or close(found.se, row.se), named(row)
    if interval and not np.isnan(row.lower):
        assert close(found.low, row.lower), named(row)
        assert close(found.upp, row.upper), named(row)


def asked(sample: MeasureSample, row):
    """Return our measure for a row of R's; there is none of hf7, of an index or an effect."""
    survey, where = sample.survey, domain_filter(row.domain)
    if row.kind == "quantile" and not row.method.startswith("hf7"):
        rule, method = row.method.split("|")
        probability = float(row.term.removeprefix("p="))
        more = {"where": where, "rule": rule, "method": OURS[method]}
        return quantiles(survey, row.spec, [probability], **more).at()
    if row.kind == "ratio":
        return ratio(survey, *row.spec.split("/"), where=where).at()
    if "correlation" in row.kind:
        kind = row.kind.split()[0].lower()
        return correlation(survey, *row.spec.split("|"), where=where, kind=kind).at()
    if row.kind == "Cronbach's alpha":
        return alpha(survey, row.spec.split(","), where=where).at()
    return None


def is_tied(row) -> bool:
    return (row.dataset, row.domain, row.term, row.spec) in TIES


def walk_quantile(sample: MeasureSample, row) -> str:
    found = asked(sample, row)
    if found is None:
        with pytest.raises(RequestError, match="hf7"):
            quantiles(sample.survey, row.spec, rule="hf7")
        return HF7
    if is_tied(row):
        assert found.value < row.estimate, named(row)
        return TIED
    assert close(found.value, row.estimate), named(row)
    assert (found.base, found.df) == (row.n, row.df), named(row)
    ours, theirs = (found.se, found.low, found.upp), (row.se, row.lower, row.upper)
    if all(map(close, ours, theirs)):
        return WHOLE
    assert np.isnan(row.lower) or row.lower == row.upper == row.estimate, named(row)
    highest = quantiles(sample.survey, row.spec, [0.999], where=domain_filter(row.domain)).at()
    assert found.low <= found.upp == found.value == highest.value, named(row)
    return LARGEST


def walk_ratio(sample: MeasureSample, row) -> str:
    compare_all(asked(sample, row), row)
    return WHOLE


def walk_correlation(sample: MeasureSample, row) -> str:
    symmetric = row.method == "t(df)"
    compare_all(asked(sample, row), row, interval=not symmetric)
    return SYMMETRIC if symmetric else WHOLE


def walk_alpha(sample: MeasureSample, row) -> str:
    found = asked(sample, row)
    compare_all(found, row)
    of_index = alpha(sample.survey, "index_3", where=domain_filter(row.domain)).at()
    assert of_index == found
    return WHOLE


def walk_index(sample: MeasureSample, row) -> str:
    item = "index_3" if row.term == "complete rows" else "index_2"
    found = table(sample.survey, item, where=domain_filter(row.domain), statistic="mean").at((), "")
    compare_all(found, row)
    return WHOLE


def walk_effect(sample: MeasureSample, row) -> str:
    item, between = row.spec.split("|")
    between = {"wavef": "wave"}.get(between, between)
    key = ""
    if row.kind == "Cohen's h":
        item, key = SHARES[item]
        if row.dataset == "replicates":
            item, key = "trust", "net:4,5"
    codes = [code.removeprefix("w") if between == "wave" else code for code in row.term.split("|")]
    request = request_for(sample.survey.codebook, item, [between], [], "valid")
    answers = answers_of(sample.survey, request, key)
    sides = [[group[0] for group in request.groups].index(code) for code in codes]
    if key:
        found = cohens_h(answers, [sides[0]], [sides[1]])
        found = Contrast(found.value, found.se, answers.degrees_of_freedom())
        half = found.half_width(0.95)
        assert close(found.value - half, row.lower), named(row)
        assert close(found.value + half, row.upper), named(row)
    else:
        found = cohens_d(answers, [sides[0]], [sides[1]], POOLED[row.method])
    assert close(found.value, row.estimate), named(row)
    assert close(found.se, row.se), named(row)
    return WHOLE


WALKS = {
    "quantile": walk_quantile,
    "ratio": walk_ratio,
    "Pearson correlation": walk_correlation,
    "Pearson correlation (svyvar)": walk_correlation,
    "Spearman correlation": walk_correlation,
    "Spearman correlation (svyvar)": walk_correlation,
    "Cronbach's alpha": walk_alpha,
    "index mean": walk_index,
    "Cohen's h": walk_effect,
    "Cohen's d": walk_effect,
}
