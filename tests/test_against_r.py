"""Every estimate equals that of R's ``survey`` 4.5, to nine digits.

``golden/synth.parquet`` is made to be nasty: lonely PSUs, weights of zero, shares of 0 and 1, PSUs
without a respondent in the domain. The California school samples ship inside R's package and are
read from a folder beside the project where there is one.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fixtures_folder import SHARED
from survey_folder import numeric, segment, single, write_survey

from insight import Store, check, open_survey, table
from insight.filters import parse_filter

GOLDEN = Path(__file__).parent / "golden"
METHOD_IN_R = {
    "wald": "mean",
    "logit": "xlogit",
    "beta": "beta",
    "asin": "asin",
    "wilson": "wilson",
}
TOLERANCE = 1e-9

CLUSTERED = {"weight": "w", "strata": "stratum", "psu": "psu", "wave": "wave"}
DESIGNS = {
    "srs_unweighted": {},
    "weights": {"weight": "w"},
    "weights_only": {"weight": "w"},
    "weights+fpc": {"weight": "w", "fpc": "fpc"},
    "strata+weights": {"weight": "w", "strata": "stratum", "wave": "wave"},
    "strata+weights+fpc": {"weight": "w", "strata": "stratum", "fpc": "fpc"},
    "psu+weights": {"weight": "w", "psu": "psu"},
    "psu+weights+fpc": {"weight": "w", "psu": "psu", "fpc": "fpc"},
    "two_stage_fpc": {"weight": "w", "psu": "psu", "fpc": ["fpc1", "fpc2"]},
    "strata+psu+weights|lonely=adjust": CLUSTERED,
    "strata+psu+weights+fpc|lonely=adjust": {**CLUSTERED, "fpc": "fpc"},
    **{
        f"strata+psu+weights{fpc}|lonely={rule}": {
            **CLUSTERED,
            **({"fpc": "fpc"} if fpc else {}),
            "lonely_psu": rule,
        }
        for fpc in ("", "+fpc")
        for rule in ("remove", "certainty", "average")
    },
}
DOMAINS = {
    "all": [],
    "seg2": ["seg=2"],
    "seg3": ["seg=3"],
    "seg8": ["seg=8"],
    "2021&f": ["wave=2021", "gender=f"],
    "m1": ["m1=1"],
    "stype==E": ["stype=E"],
    "stype==H": ["stype=H"],
    "comp.imp==Yes&meals>50": ["comp.imp=Yes", "many_meals=1"],
}
SYNTH = {
    "seg": segment(*range(1, 9)),
    "wave": segment(2019, 2020, 2021, 2022, 2023),
    "gender": segment("f", "m"),
    "q": single(1, 2, 3, 4, 5),
    "q2": single("yes", "no"),
    "m1": single(0, 1),
    "m2": single(0, 1),
    "score": numeric(),
}
SCHOOLS = {
    "stype": single("E", "M", "H"),
    "awards": single("Yes", "No"),
    "sch.wide": single("Yes", "No"),
    "comp.imp": single("Yes", "No"),
    "many_meals": single(0, 1),
    "api00": numeric(),
    "ell": numeric(),
}


def data(dataset: str) -> tuple[pd.DataFrame, dict]:
    if dataset == "synth":
        frame = pd.read_parquet(GOLDEN / "synth.parquet")
        return frame.assign(q=frame["q"].astype("Int64"), fpc=frame["npsu_pop"]), SYNTH
    path = SHARED / "fixtures" / f"{dataset}.parquet"
    if not path.exists():
        pytest.skip(f"needs ../shared/fixtures/{path.name}, which is not on this machine")
    frame = pd.read_parquet(path).rename(columns={"pw": "w", "dnum": "psu"})
    frame["many_meals"] = (frame["meals"] > 50).astype(int)
    return frame.assign(stratum=frame["stype"], wave=1), SCHOOLS


def reference(dataset: str) -> pd.DataFrame:
    path = GOLDEN / "reference_synth.csv"
    if dataset != "synth":
        path = SHARED / "statistics" / f"reference_{dataset}.csv"
        if not path.exists():
            pytest.skip(f"needs ../shared/statistics/{path.name}, which is not on this machine")
    rows = pd.read_csv(path, dtype={"category": str})
    return rows[rows["design"].isin(DESIGNS)]


CASES = [
    *(("synth", design) for design in ("srs_unweighted", "weights", "strata+weights")),
    *(("synth", f"strata+psu+weights{fpc}|lonely=adjust") for fpc in ("", "+fpc")),
    *(
        ("synth", f"strata+psu+weights{fpc}|lonely={rule}")
        for fpc in ("", "+fpc")
        for rule in ("remove", "certainty", "average")
    ),
    *(("apisrs", design) for design in ("srs_unweighted", "weights", "weights+fpc")),
    *(("apistrat", design) for design in ("weights_only", "strata+weights", "strata+weights+fpc")),
    *(("apiclus1", design) for design in ("psu+weights", "psu+weights+fpc")),
    *(("apiclus2", design) for design in ("psu+weights", "two_stage_fpc")),
]


def close(ours: float | None, theirs: float, tolerance: float = TOLERANCE) -> bool:
    return ours is not None and bool(np.isclose(ours, theirs, rtol=tolerance, atol=1e-13))


@pytest.mark.parametrize(("dataset", "design"), CASES)
def test_estimates_equal_those_of_r(dataset, design, tmp_path, record_property):
    frame, variables = data(dataset)
    expected = reference(dataset)
    expected = expected[expected["design"] == design]
    folder = write_survey(tmp_path, "sample", frame, variables, design=DESIGNS[design])
    store = Store()
    survey = check(store, open_survey("sample", folder.parent.parent))

    @cache
    def ours(item, domain, method):
        where = parse_filter(DOMAINS[domain], survey.codebook)
        return table(store, survey, item, where=where, method=method)

    compared = 0
    for (item, domain), rows in expected.groupby(["item", "domain"]):
        for row in rows[rows["method"] == "mean"].itertuples():
            estimate = ours(item, domain, "wilson").at((), row.category)
            where = f"{item} {domain} {row.category}"
            assert estimate.base == row.n, where
            assert close(estimate.value, row.estimate), where
            assert close(estimate.se, row.se), where
            assert estimate.df == float(row.df), where
            assert estimate.flags == (("boundary",) if estimate.value in (0, 1) else ()), where
            assert estimate.flags or close(estimate.deff, row.deff), where
            compared += 5
        for ours_name, r_name in METHOD_IN_R.items():
            for row in rows[rows["method"] == r_name].itertuples():
                estimate = ours(item, domain, ours_name).at((), row.category)
                if estimate.flags or estimate.se == 0:
                    continue  # R has no interval there; ours is tested in test_intervals.py
                where = f"{item} {domain} {row.category} {ours_name}"
                low, upp = float(row.lower), float(row.upper)
                # R lets the arcsine interval run past 0 and 1 and come back; ours stops there.
                assert close(estimate.low, low) or (ours_name, estimate.low) == ("asin", 0), where
                assert close(estimate.upp, upp) or (ours_name, estimate.upp) == ("asin", 1), where
                compared += 2
        numeric_rows = (rows["method"] == "numeric_mean_t") & (variables[item]["kind"] == "numeric")
        for row in rows[numeric_rows].itertuples():
            estimate = ours(item, domain, "wilson").at((), "")
            for mine, theirs in (
                (estimate.value, row.estimate),
                (estimate.se, row.se),
                (estimate.low, row.lower),
                (estimate.upp, row.upper),
                (estimate.deff, row.deff),
            ):
                assert close(mine, float(theirs)), f"{item} {domain}"
                compared += 1
    record_property("compared", compared)
    assert compared > 100
