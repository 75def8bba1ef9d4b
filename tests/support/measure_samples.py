"""R's samples under the designs of its reference for measures of numbers, as surveys of ours."""

from pathlib import Path

import pandas as pd
from fixtures_folder import shared_file
from r_reference import DESIGNS, OnceStore, sample_data
from replicate_samples import NETS
from replicate_samples import variables as replicate_variables
from survey_folder import numeric, single, write_survey

from insight.query.opened import open_in
from insight.survey.folders import read_survey

OPEN = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "open"}
DOMAINS = {
    "all": [],
    "2021&f": ["wave=2021", "gender=f"],
    "sch.wide==Yes&meals>50": ["sch.wide=Yes", "many_meals=1"],
}
INDEX = """format = 1
[[step]]
do = "index"
as = "{name}"
variables = {variables}
at_least = {least}
label = {{ nb = "indeks", en = "index" }}
"""


def measured_data(dataset: str) -> tuple[pd.DataFrame, dict]:
    """Return a sample's respondents and variables, or skip the test that needs them."""
    if dataset == "replicates":
        frame = pd.read_parquet(shared_file("statistics/replicates/replicates.parquet"))
        frame["psu_id"] = frame["psu_id"].astype(str)
        trust = {name: single(1, 2, 3, 4, 5, 9, missing={9: "dont_know"}, nets=NETS)
                 for name in ("trust", "trust_b", "trust_c")}  # fmt: skip
        described = replicate_variables()
        for name in ("trust_as_number", "psu_id"):
            del described[name]
        return frame, described | trust
    frame, described = sample_data(dataset)
    frame = frame.copy()
    if dataset == "synth":
        return frame, described
    names = ("meals", "api99", "api.stu", "enroll", "not.hsg", "mobility", "full", "avg.ed")
    more = {name: numeric() for name in names if name in frame}
    return frame, described | more


def domain_filter(domain: str) -> list[str]:
    """Return R's name of a domain as a filter of ours."""
    return DOMAINS.get(domain) if domain in DOMAINS else [domain.replace("==", "=")]


class MeasureSample:
    """One of R's samples as a survey of ours under one design."""

    def __init__(self, dataset: str, design: str, root: Path, recipe: str = "") -> None:
        frame, described = measured_data(dataset)
        of_design = DESIGNS.get(design)
        if dataset == "replicates":
            of_design = {"weight": "weight", "strata": "stratum", "psu": "psu_id"}
        folder = write_survey(*(root, "s", frame, described), design=of_design, disclosure=OPEN)
        if recipe:
            (folder / "recipe.toml").write_text(recipe, encoding="utf-8")
        self.survey = open_in(OnceStore(), read_survey(folder))
        self.items = {*described}
