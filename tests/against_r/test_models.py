"""Models and margins equal R's ``svyglm``, ``regTermTest`` and margins.

Linear models equal them to nine digits, logistic ones to eight: there R's own fitting stops. Every
row of these kinds is walked, and counted under what became of it. R's answers lie beside the
project.
"""

from collections import Counter

import numpy as np
import pandas as pd
from fixtures_folder import shared_file
from model_samples import FACTORS, ModelSample
from r_reference import close

from insight.statistics.claims import Contrast
from insight.statistics.contrasts import difference
from insight.statistics.models.fitted_model import Fitted, fit
from insight.statistics.models.model_terms import placed
from insight.statistics.models.predictive_margins import (
    predictive_margins,
    residual_df,
    wald_test,
)

FAMILY = {"gaussian": "linear", "quasibinomial": "logistic"}
EXACT, ITERATED = 1e-9, 1e-8
STOPPED = 5e-7  # of replicates and trends, where R's fitting stops a step earlier
P_ITERATED = 5e-6  # a small p doubles many times over what its t was off by

WHOLE = "compared whole"
POINT = "compared but for uncertainty: R's svypredmeans leaves out a covariance"
NEGATIVE = "compared but for uncertainty: R's glm leaves out the negative weights of sdr"


def numbered(name: str) -> pd.DataFrame:
    rows = pd.read_csv(shared_file(f"statistics/{name}"), dtype=str, keep_default_na=False)
    numbers = ("estimate", "se", "lower", "upper", "df", "teststat", "ndf", "ddf", "p")
    return rows.assign(**{one: pd.to_numeric(rows[one].replace("NaN", "")) for one in numbers})


def test_linearised_models_equal_those_of_r(tmp_path, capsys):
    rows = numbered("reference_more.csv")
    kinds = rows["kind"].str.contains("svyglm|regTermTest|margin|unadjusted")
    counted: Counter[str] = Counter()
    grouped = rows[kinds].groupby(["dataset", "design"], sort=False)
    for number, ((dataset, design), of_design) in enumerate(grouped):
        sample = ModelSample(dataset, design, tmp_path / str(number))
        for row in of_design.itertuples():
            counted[walk(sample, row)] += 1
    with capsys.disabled():
        print(f"\nmodels, rows of R: {counted}")
    assert counted == {WHOLE: 414, POINT: 120}


def walk(sample: ModelSample, row) -> str:
    kind, family = row.kind.removeprefix("trend:").removeprefix("equality:"), ""
    if kind == "unadjusted difference":
        outcome, formula = row.spec.split("~")
        return walk_unadjusted(sample, outcome, formula.split("+")[0], row)
    kind, family = kind.replace(":", " ").rsplit(" ", 1)
    outcome, formula = row.spec.replace("|", "~").split("~")
    terms = tuple(formula.split("+"))
    near = ITERATED if family == "quasibinomial" else EXACT
    if row.term == "slope":
        terms = (f"as.numeric({formula})",)
        near = STOPPED if family == "quasibinomial" else EXACT
    cells, columns = sample.cells(outcome, terms)
    fitted = fit(cells, FAMILY[family])
    if kind == "svyglm":
        return compare(coefficient(sample, fitted, terms, row.term), row, row.ddf, near)
    if kind == "regTermTest":
        return compare_test(wald_test(fitted, columns[row.term or formula]), row, near)
    margins = predictive_margins(fitted, placed(cells.design, columns[terms[0]]))
    order = sample.groups(terms[0])
    groups = [order.index(name) for name in row.term.split("|")]
    found = margins.of(*groups) if len(groups) == 1 else margins.difference(*groups)
    if "with covariance" in kind:
        return compare(found, row, row.df, near)
    assert close(found.value, row.estimate, near), row
    return POINT


def coefficient(sample: ModelSample, fitted: Fitted, terms: tuple[str, ...], name: str) -> Contrast:
    number = 1 if name == "slope" else sample.names(terms).index(name)
    se = fitted.covariance()[number, number] ** 0.5
    return Contrast(fitted.coefficients[number], se, residual_df(fitted))


def walk_unadjusted(sample: ModelSample, outcome: str, factor: str, row) -> str:
    answers, _ = sample.answers(outcome, (FACTORS.get(factor, factor),))
    order = sample.groups(factor)
    first, second = ([order.index(name)] for name in row.term.split("|"))
    found = difference(answers, first, second)
    df = answers.degrees_of_freedom()
    return compare(Contrast(found.value, found.se, df), row, row.df, EXACT)


def compare(found: Contrast, row, df: float, near: float) -> str:
    half = found.half_width(0.95)
    assert found.df == df, row
    for ours, theirs in ((found.value, row.estimate), (found.se, row.se)):
        assert close(ours, theirs, near), row
    for ours, theirs in ((found.value - half, row.lower), (found.value + half, row.upper)):
        assert abs(ours - theirs) <= near * max(abs(theirs), found.se), row  # one may be near 0
    if not np.isnan(row.teststat):
        assert close(found.statistic, row.teststat, near), row
        assert close(found.p, row.p, near if near == EXACT else P_ITERATED), row
    return WHOLE


def compare_test(found, row, near: float) -> str:
    assert (found.ndf, found.ddf) == (row.ndf, row.ddf), row
    assert close(found.statistic, row.teststat, near), row
    assert close(found.p, row.p, near if near == EXACT else P_ITERATED), row
    return WHOLE


def test_replicated_models_equal_those_of_r(tmp_path, capsys):
    rows = numbered("reference_replicates.csv")
    rows = rows[rows["statistic"].str.contains("svyglm|regTermTest")]
    counted: Counter[str] = Counter()
    terms: tuple[str, ...] = ("age_rank", "gender", "region", "factor(wave)")
    for number, (design, of_design) in enumerate(rows.groupby("design", sort=False)):
        sample = ModelSample("replicates", design, tmp_path / str(number))
        cells, columns = sample.cells("top2", terms)
        models = {family: fit(cells, ours) for family, ours in FAMILY.items()}
        for row in of_design.itertuples():
            kind, family = row.statistic.split(":")
            counted[walk_replicated(sample, models[family], columns, terms, row, kind)] += 1
    with capsys.disabled():
        print(f"\nreplicated models, rows of R: {counted}")
    assert counted == {WHOLE: 126, NEGATIVE: 18}


def walk_replicated(sample, fitted, columns, terms, row, kind) -> str:
    near = STOPPED if fitted.family == "logistic" else EXACT
    negative = row.design == "sdr"
    if kind == "svyglm":
        found = coefficient(sample, fitted, terms, row.category)
        assert close(found.value, row.estimate, near), row
        return NEGATIVE if negative else compare(found, row, row.ddf, near)
    found = wald_test(fitted, columns[row.category])
    assert (found.ndf, found.ddf) == (row.ndf, row.ddf), row
    return NEGATIVE if negative else compare_test(found, row, near)
