"""R's samples as surveys whose covariates, though they be numbers, have a code for each value."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from r_reference import DESIGNS, OnceStore, sample_data
from replicate_samples import NETS, TRUST, synthetic
from survey_folder import numeric, segment, single, write_survey

from insight.query.cell_request import Request
from insight.query.counts.group_sums import answers_of
from insight.query.opened import open_in
from insight.statistics.models.fitted_model import Cells
from insight.survey.folders import read_survey

SHARES = {"award1": ("awards", "Yes"), "q2yes": ("q2", "yes"), "contact_a": ("contact_a", "1")}
CLUSTERS = {"strata": "stratum", "psu": "psu", "weight": "weight"}
# What R's formulas call a factor, and the variable that it was made of.
FACTORS = {"wavef": "wave", "segf": "seg", "factor(wave)": "wave"}
PREFIXES = {"wavef": "w", "segf": "s"}
NUMBERS = ("meals", "ell", "score", "age_rank")
ANSWERS = ("awards", "q2", "contact_a", "trust", "q")


class ModelSample:
    """One of R's samples, whose terms are read as R reads them."""

    def __init__(self, dataset: str, design: str, root: Path) -> None:
        self.frame, described, how = _read(dataset, design)
        folder = write_survey(root, "s", self.frame, described, design=how)
        self.survey = open_in(OnceStore(), read_survey(folder))
        self.answers = cache(self._answers)

    def cells(self, outcome: str, terms: tuple[str, ...]) -> tuple[Cells, dict[str, slice]]:
        """Return the cells of a formula's terms, and the columns of each term."""
        answers, groups = self.answers(outcome, tuple(map(_variable, terms)))
        design, columns = [np.ones((len(groups), 1))], {}
        for number, term in enumerate(terms):
            values = [group[number] for group in groups]
            made = self._columns(term, values)
            start = sum(part.shape[1] for part in design)
            columns[term] = slice(start, start + made.shape[1])
            design.append(made)
        return Cells(answers, np.hstack(design)), columns

    def names(self, terms: tuple[str, ...]) -> list[str]:
        """Return what R calls the coefficients of a formula."""
        names = ["(Intercept)"]
        for term in terms:
            if "as.numeric" in term or term in NUMBERS:
                names.append(term)
                continue
            prefix = PREFIXES.get(term, "")
            names += [f"{term}{prefix}{level}" for level in self.levels(_variable(term))[1:]]
        return names

    def groups(self, factor: str) -> list[str]:
        """Return what R calls the groups of a factor."""
        prefix = PREFIXES.get(factor, "")
        return [f"{prefix}{level}" for level in self.levels(_variable(factor))]

    def _columns(self, term: str, values: list[str]) -> np.ndarray:
        levels = self.levels(_variable(term))
        if term.startswith("as.numeric("):
            return np.array([[levels.index(value) + 1.0] for value in values])
        if term in NUMBERS:
            known = dict(zip(self.frame[f"{term}_code"], self.frame[term], strict=True))
            return np.array([[float(known[int(value)])] for value in values])
        return np.array([[float(value == level) for level in levels[1:]] for value in values])

    def levels(self, variable: str) -> list[str]:
        """Return the levels of a factor, as R orders them."""
        return [str(level) for level in sorted(self.frame[variable].dropna().unique())]

    def _answers(self, outcome: str, variables: tuple[str, ...]):
        item, key = SHARES.get(outcome, (outcome, ""))
        if outcome.startswith(("top2", "trust")):
            item, key = ("trust", "net:4,5") if "trust" in self.frame else ("q", "top2")
        book = self.survey.codebook
        by = tuple(map(book.variable, variables))
        request = Request(book.variable(item), by, valid_only=True)
        answers = answers_of(self.survey, request, key)
        there = np.flatnonzero((answers.w != 0).any(axis=0)).tolist()
        return answers.among(there), [request.groups[domain] for domain in there]


def _variable(term: str) -> str:
    number = term.startswith("as.numeric(")
    name = term.removeprefix("as.numeric(").removesuffix(")") if number else term
    name = FACTORS.get(name, name)
    return f"{name}_code" if name in NUMBERS else name


def _read(dataset: str, design: str) -> tuple[pd.DataFrame, dict, dict]:
    if dataset == "replicates":
        weighted = "strata" not in design
        frame, _, replicates, _ = synthetic(design if weighted else "brr")
        how = {"weight": "weight", "replicates": replicates} if weighted else CLUSTERS
    else:
        frame, _ = sample_data(dataset)
        how = DESIGNS[design]
    frame = frame.copy()
    if "meals" in frame:
        bands = pd.cut(frame["meals"], [-1, 20, 50, 80, 100], labels=False)
        frame["mealgrp"] = bands.map(dict(enumerate(("a0-20", "b21-50", "c51-80", "d81-100"))))
    described = {}
    for name in NUMBERS:
        if name in frame:
            frame[f"{name}_code"] = frame[name].rank(method="dense").astype(int)
            described[f"{name}_code"] = _coded(frame[f"{name}_code"])
    for name in ("stype", "sch.wide", "yr.rnd", "mealgrp", "wave", "seg", "gender", "region",
                 "age_group"):  # fmt: skip
        if name in frame:
            described[name] = _coded(frame[name])
    for name in ANSWERS:
        if name in frame:
            described[name] = single(*sorted(frame[name].dropna().unique().tolist()))
    if "trust" in frame:
        described["trust"] = single(*TRUST, missing={9: "dont_know"}, nets=NETS)
    if "q" in frame:
        described["q"] = single(1, 2, 3, 4, 5, nets=[{**NETS[0], "id": "top2"}])
    numbers = {name: numeric() for name in ("api00", "score", "hours") if name in frame}
    return frame, described | numbers, how


def _coded(values: pd.Series) -> dict:
    return segment(*sorted(values.dropna().unique().tolist()))
