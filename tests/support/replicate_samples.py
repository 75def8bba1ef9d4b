"""R's sample with replicate weights of eight kinds, and a part of NHANES II, as surveys of ours.

Both lie beside the project, and a test that needs them skips where they are not there.
"""

import json
from functools import cache
from pathlib import Path

import pandas as pd
from fixtures_folder import shared_file
from r_reference import OnceStore
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import table
from insight.query.cell_request import Request
from insight.query.cells import mean_cells, share_cells
from insight.query.counts.group_sums import answers_of
from insight.query.opened import open_in
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

FOLDER = "statistics/replicates"
METHODS = {"jk2full": "jk2", "boot": "bootstrap", "BRR": "brr"}
BY = {"region": ("North", "East", "South", "West"), "gender": ("man", "woman")}
AGES = ("16-29", "30-49", "50-66", "67+")
TRUST = (1, 2, 3, 4, 5, 9)
NETS = [net("net:4,5", 4, 5), net("net:1,2", 1, 2)]


def variables() -> dict:
    """Return the variables of the synthetic sample, with its contacts as one item of several."""
    columns = {code: f"contact_{code}" for code in "abc"}
    return {
        "trust": single(*TRUST, missing={9: "dont_know"}, nets=NETS),
        "trust_as_number": numeric(),
        "contact": multiple(columns, nets=[net("any of a,b,c", "a", "b", "c")]),
        "contact_a": single(0, 1),
        "contact_b": single(0, 1),
        "hours": numeric(),
        "region": segment(*BY["region"]),
        "age_group": segment(*AGES),
        "gender": segment(*BY["gender"]),
        "wave": segment(2023, 2024),
        "psu_id": segment("30_1", "other"),
    }


class ReplicateSample:
    """One of R's samples as a survey of ours, with replicate weights of one kind."""

    def __init__(self, dataset: str, design: str, root: Path) -> None:
        read = synthetic if dataset == "replicates" else blood_pressure
        frame, described, replicates, weight = read(design)
        folder = write_survey(
            *(root, "s", frame, described),
            design={"weight": weight, "replicates": replicates},
            disclosure={"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "open"},
        )
        self.survey = open_in(OnceStore(), read_survey(folder))
        self.table = cache(self._table)
        self.cells = cache(self._cells)
        self.answers = cache(self._answers)

    def request(self, item: str, domain: str, by: tuple[str, ...] = ()) -> Request:
        book = self.survey.codebook
        valid = item not in ("trust(9 valid)",)
        item = {"trust(9 valid)": "trust", "trust net:4,5": "trust"}.get(item, item)
        where = parse_filter(conditions(domain), book)
        return Request(book.variable(item), tuple(map(book.variable, by)), where, valid)

    def figure(self, item: str, domain: str, category: str, **more):
        """Return a figure of a domain: of regions as groups, of others by a filter."""
        grouped = [one.split("=") for one in conditions(domain) if domain.startswith("region")]
        by, codes = tuple(name for name, _ in grouped), tuple(code for _, code in grouped)
        found = self.table(item, "all" if by else domain, by=by, **more)
        return found.at(codes, category)

    def _table(self, item: str, domain: str, **more):
        request = self.request(item, domain)
        more |= {"base": "valid" if request.valid_only else "all", "where": request.where}
        return table(self.survey, request.item.id, **more)

    def _cells(self, item: str, domain: str, by: tuple[str, ...] = (), *, means: bool = False):
        return (mean_cells if means else share_cells)(self.survey, self.request(item, domain, by))

    def _answers(self, item: str, by: str, domain: str):
        request = self.request(item, domain, (by,))
        key = {"trust net:4,5": "net:4,5", "contact_a": "1"}.get(item, "")
        return [group[0] for group in request.groups], answers_of(self.survey, request, key)


def conditions(domain: str) -> list[str]:
    """Return R's name of a domain as a filter of ours."""
    if domain == "all":
        return []
    if "*" in domain:
        names, codes = (side.split("*") for side in domain.split("="))
        return [f"{name}={code}" for name, code in zip(names, codes, strict=True)]
    return domain.replace(">170", "_over=1").split("&")


def synthetic(design: str):
    kind, _, changed = design.partition("|")
    frame = pd.read_parquet(shared_file(f"{FOLDER}/replicates.parquet"))
    described = json.loads(shared_file(f"{FOLDER}/designs.json").read_text())[kind]
    weights = pd.read_parquet(shared_file(f"{FOLDER}/{described['file']}"))
    frame["psu_id"] = frame["psu_id"].where(frame["psu_id"] == "30_1", "other")
    frame["trust_as_number"] = frame["trust"].where(frame["trust"] != 9)
    frame = frame.merge(weights, on="id")
    first, last = described["columns"].split("..")
    stem = first[:-1]
    assert last == f"{stem}{described['replicates']}"
    replicates = {"columns": f"{stem}{{1..{described['replicates']}}}"}
    replicates |= {"method": METHODS.get(kind, kind)}
    if kind == "fay":
        replicates["rho"] = described["rho"]
    if kind == "jkn":
        replicates["rscales"] = described["rscales"]
    if kind == "jk2full":
        replicates["scale"] = described["scale"]
    if changed:
        replicates["mse"] = True
    if changed.endswith("scale=1/R"):
        replicates["scale"] = 1 / described["replicates"]
    return frame, variables(), replicates, "weight"


def blood_pressure(_design: str):
    frame = pd.read_parquet(shared_file(f"{FOLDER}/real_nhanes2brr.parquet"))
    frame["weight>80"] = (frame["weight"] > 80).astype(int)
    frame["height_over"] = (frame["height"] > 170).astype(int)
    described = {
        "weight": numeric(), "height": numeric(),
        "weight>80": single(0, 1), "height_over": segment(0, 1),
    }  # fmt: skip
    replicates = {"columns": "brr_{1..32}", "method": "brr"}
    return frame, described, replicates, "finalwgt"
