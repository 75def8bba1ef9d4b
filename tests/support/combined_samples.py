"""R's samples as surveys of ours, under the designs of its reference for combined estimates."""

from functools import cache
from pathlib import Path

import pandas as pd
from fixtures_folder import shared_file
from r_reference import CLUSTERED, DESIGNS, OnceStore, sample_data
from replicate_samples import variables as replicate_variables
from survey_folder import segment, single, write_survey

from insight.query.cell_request import Request
from insight.query.counts.group_sums import answers_of
from insight.query.opened import open_in
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

OPEN = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "open"}
MEALS = ("a0-20", "b21-50", "c51-80", "d81-100")
# R's names: of variables, and of the answers whose shares are meant.
VARIABLES = {"wavef": "wave", "segf": "seg"}
TARGETS = {
    "award1": ("awards", "Yes"),
    "comp1": ("comp.imp", "Yes"),
    "q2yes": ("q2", "yes"),
    "score": ("score", ""),
    "api00": ("api00", ""),
}


def combined_data(dataset: str) -> tuple[pd.DataFrame, dict]:
    """Return a sample's respondents and variables, or skip the test that needs them."""
    if dataset == "replicates":
        frame = pd.read_parquet(shared_file("statistics/replicates/replicates.parquet"))
        described = replicate_variables()
        for name in ("trust_as_number", "psu_id"):
            del described[name]
        return frame, described
    frame, described = sample_data(dataset)
    if dataset == "synth":
        return frame, described
    bands = pd.cut(frame["meals"], [-1, 20, 50, 80, 100], labels=list(MEALS)).astype(str)
    more = {"mealgrp": segment(*MEALS), "everybody": single(1)}
    return frame.assign(mealgrp=bands, everybody=1), described | more


class CombinedSample:
    """One of R's samples as a survey of ours under one design."""

    def __init__(self, dataset: str, design: str, root: Path) -> None:
        frame, described = combined_data(dataset)
        of_design = DESIGNS.get(design, CLUSTERED)
        if dataset == "replicates":
            of_design = {
                "weight": "weight",
                "strata": "stratum",
                "psu": "psu_id",
                "wave": "wave",
                "psu_kept": True,
            }
        folder = write_survey(root, "s", frame, described, design=of_design, disclosure=OPEN)
        self.dataset, self.frame = dataset, frame
        self.survey = open_in(OnceStore(), read_survey(folder))
        self.answers = cache(self._answers)

    def target(self, name: str) -> tuple[str, str]:
        """Return the item, and the answer or net, that R's name of an outcome means."""
        if name == "top2":
            return ("trust", "net:4,5") if self.dataset == "replicates" else ("q", "top2")
        return TARGETS[name]

    def request(self, name: str, by: tuple[str, ...], domain: str = "all") -> Request:
        """Return the request for an outcome by variables in one of R's domains."""
        book = self.survey.codebook
        where = [] if domain == "all" else [domain.replace("==", "=")]
        variables = [book.variable(VARIABLES.get(one, one)) for one in by]
        item = book.variable(self.target(name)[0])
        return Request(item, tuple(variables), parse_filter(where, book), valid_only=True)

    def _answers(self, name: str, by: tuple[str, ...], domain: str = "all"):
        request = self.request(name, by, domain)
        groups = [tuple(group) for group in request.groups]
        return groups, answers_of(self.survey, request, self.target(name)[1])
