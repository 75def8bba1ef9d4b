"""Raked surveys have the variance that R's ``rake`` gives them, in every figure that they tell.

The respondents of R's nasty sample are weighted here, as ``insight weight`` does it, and R's
answers were made by `raked.R` beside this file. Waves are raked by themselves, with and without
strata and PSUs, from weights that are all alike and from some that are all different. Three designs
are walked with every run, all with ``WHOLE_REFERENCE=1``.
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from checkout import GOLDEN
from r_reference import close, sample_data
from survey_folder import write_survey

from insight import OpenSurvey, compare, covariances, open_survey, ratio, table
from insight.analysis.adjusted.adjusted_comparison import adjust
from insight.analysis.measured.quantile_table import quantiles
from insight.analysis.weighting.folder import write_weight
from insight.analysis.weighting.kept_margins import kept_margins
from insight.analysis.weighting.margins import read_margins
from insight.analysis.weighting.weights import weigh
from insight.language.catalogue import Text
from insight.survey.filters import parse_filter

GENDER, SEG = {"f": 54, "m": 46}, [5, 10, 15, 20, 20, 15, 10, 5]
PSU = {"wave": "wave", "strata": "stratum", "psu": "psu", "lonely_psu": "certainty"}
DESIGNS = {
    "alike": {"wave": "wave"},
    "strata": {"wave": "wave", "strata": "stratum"},
    "psu": PSU,
    "psu_fpc": PSU | {"fpc": "fpc"},
    "two_stage": PSU | {"fpc": ["fpc", "people"]},
    "start": PSU | {"weight": "w"},
    "start_strata": {"wave": "wave", "strata": "stratum", "weight": "w"},
}
WALKED = DESIGNS if os.environ.get("WHOLE_REFERENCE") else ("alike", "psu_fpc", "start")
DOMAINS = {"all": [], "women": ["gender=f"], "few": ["seg=1,8"], "year": ["wave=2021"]}
# R's answers stop where its raking and, of models and quantiles, its fitting does.
NEAR, ITERATED, ROUNDING = 1e-9, 1e-7, 1e-11
WORDS = (Text("V", "W"), Text("N", "N"))


def raked(root: Path, design: str) -> OpenSurvey:
    """A survey of R's respondents, weighted here."""
    frame, variables = sample_data("synth")
    described = DESIGNS[design]
    if "weight" in described:
        frame = frame[frame["w"] > 0]
    frame = frame.assign(seg_number=frame["seg"], people=200)
    variables = variables | {"seg_number": variables["score"]}
    folder = write_survey(root, "s", frame, variables, design=described)
    rows = [f"gender,{code},{number}" for code, number in GENDER.items()]
    rows += [f"seg,{code},{number}" for code, number in enumerate(SEG, 1)]
    (root / "margins.csv").write_text("\n".join(["variable,code,population", *rows]))
    survey = open_survey(folder)
    margins = read_margins(root / "margins.csv", survey.codebook)
    weighting = weigh(survey, margins, start=described.get("weight"))
    kept = kept_margins(survey, weighting)
    write_weight(survey, "raked_weight", weighting.weights, WORDS, kept)
    return open_survey(folder)


@pytest.mark.parametrize("design", WALKED)
def test_every_row_equals_that_of_r(tmp_path, design):
    survey = raked(tmp_path, design)
    rows = pd.read_csv(GOLDEN / "reference_raked.csv", dtype={"category": str}).fillna(
        {"category": ""}
    )
    rows = rows[rows["design"] == design]
    assert len(rows) == 42
    for row in rows.itertuples():
        WALKS[row.statistic](survey, row)


def where_of(survey: OpenSurvey, domain: str):
    return parse_filter(DOMAINS[domain], survey.codebook)


@cache
def shares(survey: OpenSurvey, item: str, domain: str) -> dict:
    where = where_of(survey, domain)
    return {one.key: one for one in table(survey, item, where=where, method="wald").estimates}


def walk_share(survey: OpenSurvey, row) -> None:
    found = shares(survey, row.item, row.domain)[row.category]
    assert close(found.value, row.estimate, NEAR), row
    assert found.df == row.df, row
    known = row.se < ROUNDING  # what the margins tell, and shares of 1
    assert found.se == 0 if known else close(found.se, row.se, NEAR), row
    if row.item == "q":
        assert close(found.low, row.lower, NEAR), row
        assert close(found.upp, row.upper, NEAR), row


def walk_mean(survey: OpenSurvey, row) -> None:
    [found] = table(survey, row.item, where=where_of(survey, row.domain)).estimates
    assert (close(found.value, row.estimate, NEAR), close(found.se, row.se, NEAR)) == (True, True)
    assert found.df == row.df


def walk_total(survey: OpenSurvey, row) -> None:
    where = where_of(survey, row.domain)
    found = {
        one.key: one for one in table(survey, row.item, where=where, statistic="total").estimates
    }["1"]
    whole = survey.respondents  # weights have the mean 1
    assert close(found.value / whole, row.estimate, NEAR), row
    assert close(found.se / whole, row.se, NEAR), row


def walk_ratio(survey: OpenSurvey, row) -> None:
    [found] = ratio(survey, "score", "seg_number", where=where_of(survey, row.domain)).measures
    assert close(found.value, row.estimate, NEAR), row
    assert close(found.se, row.se, NEAR), row


@cache
def compared(survey: OpenSurvey, between: str):
    return compare(survey, "q", "5", between)


def walk_difference(survey: OpenSurvey, row) -> None:
    [found] = compared(survey, "gender").differences
    assert close(found.value, row.estimate, NEAR), (row, found)
    assert close(found.se, row.se, NEAR), (row, found)
    assert found.df == row.df
    assert close(found.p, row.p, ITERATED), (row, found)


def walk_association(survey: OpenSurvey, row) -> None:
    found = compared(survey, "gender").association
    assert close(found.statistic, row.estimate, NEAR), (row, found)
    # R counts respondents without an answer as well, of whom a raked sample loses none.
    everybody, asked = (
        shares(survey, item, "all")[key].df for item, key in (("gender", "f"), ("q", "5"))
    )
    assert close(found.ddf * everybody / asked, row.df, NEAR), (row, found)


def walk_trend(survey: OpenSurvey, row) -> None:
    found = compared(survey, "wave").trend
    assert close(found.value, row.estimate, NEAR), (row, found)
    assert close(found.se, row.se, NEAR), (row, found)


def walk_covariance(survey: OpenSurvey, row) -> None:
    found = covariances(survey, "q", by="gender")
    at = [number for number, (_, key) in enumerate(found.labels) if key == "5"]
    assert close(found.matrix[at[0], at[1]], row.estimate, NEAR), (row, found)


def walk_coefficient(survey: OpenSurvey, row) -> None:
    found = adjust(survey, "q", "5", between="gender", given=["wave"]).together
    assert close(found.statistic, (row.estimate / row.se) ** 2, ITERATED), (row, found)
    assert found.ddf == row.df


def walk_median(survey: OpenSurvey, row) -> None:
    [found] = quantiles(survey, "score", [0.5], method="logit").measures
    assert found.value == row.estimate
    assert (found.low, found.upp) == (row.lower, row.upper), row
    assert close(found.se, row.se, ITERATED), row


WALKS: dict[str, Callable] = {
    "share": walk_share,
    "mean": walk_mean,
    "total share": walk_total,
    "ratio": walk_ratio,
    "difference": walk_difference,
    "association": walk_association,
    "trend": walk_trend,
    "covariance": walk_covariance,
    "coefficient": walk_coefficient,
    "median": walk_median,
}
