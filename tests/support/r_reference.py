"""R's answers on its own samples, and those samples as surveys of ours.

``golden/synth.parquet`` is made to be nasty: lonely PSUs, weights of zero, shares of 0 and 1, PSUs
without a respondent in the domain. The California school samples ship inside R's package and are
read, with R's answers, from a folder beside the project where there is one.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from checkout import GOLDEN
from fixtures_folder import shared_file
from survey_folder import net, numeric, segment, single, write_survey

from insight import Table, table
from insight.query.cell_request import Request
from insight.query.cells import MeanCells, ShareCells, mean_cells, share_cells
from insight.query.counts.group_sums import answers_of
from insight.query.opened import open_in
from insight.query.sampling_units import units_of
from insight.query.store import Store
from insight.statistics.answer_sums import Answers
from insight.statistics.sampled_units import SampledUnits, df_together
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

DATASETS = ("synth", "apisrs", "apistrat", "apiclus1", "apiclus2")
TOLERANCE = 1e-9
NUMBERS = frozenset(
    [
        *("estimate", "se", "lower", "upper", "deff", "deff_wor", "df", "n", "nrow"),
        *("cov", "statistic", "ndf", "ddf", "p"),
    ]
)

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
    **{
        f"strata+psu+weights{fpc}|lonely={rule}": {
            **CLUSTERED,
            **({"fpc": "fpc"} if fpc else {}),
            "lonely_psu": rule,
        }
        for fpc in ("", "+fpc")
        for rule in ("adjust", "average", "certainty", "remove")
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
    "q": single(1, 2, 3, 4, 5, nets=[net("top2", 4, 5)]),
    "q_as_number": numeric(),
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


def reference(name: str) -> pd.DataFrame:
    """Read R's answers; what is not ours to commit lies beside the project, or its test skips."""
    path = GOLDEN / f"reference_{name}.csv"
    if not path.exists():
        path = shared_file(f"statistics/{path.name}")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    numbers = [column for column in rows if column in NUMBERS]
    return rows.assign(**{one: pd.to_numeric(rows[one].str.strip()) for one in numbers})


def close(ours: object, theirs: object, tolerance: float = TOLERANCE) -> bool:
    """Whether two numbers agree; an absent one is NaN, and NaN agrees with NaN."""
    ours, theirs = (np.nan if one is None else float(one) for one in (ours, theirs))
    return bool(np.isclose(ours, theirs, rtol=tolerance, atol=1e-13, equal_nan=True))


def sample_data(dataset: str) -> tuple[pd.DataFrame, dict]:
    """Return a sample's respondents and variables, or skip the test that needs them."""
    if dataset == "synth":
        frame = pd.read_parquet(GOLDEN / "synth.parquet")
        q = frame["q"].astype("Int64")
        return frame.assign(q=q, q_as_number=q, fpc=frame["npsu_pop"]), SYNTH
    frame = pd.read_parquet(shared_file(f"fixtures/{dataset}.parquet"))
    frame = frame.rename(columns={"pw": "w", "dnum": "psu"})
    frame["many_meals"] = (frame["meals"] > 50).astype(int)
    return frame.assign(stratum=frame["stype"], wave=1), SCHOOLS


def df_of_all(units: SampledUnits, cells: ShareCells) -> float:
    """Return the degrees of freedom of all groups of a table together."""
    positive = cells.base.positive[:, :, 0]
    return df_together(units, positive, range(positive.shape[1]))


class OnceStore(Store):
    """A store that runs each query once: a walk asks the same of one survey many times."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[tuple[str, str], dict[str, np.ndarray]] = {}

    def query(self, sql, *parts):
        """Run a query that was not run before, else return what it found."""
        key = (sql, repr(parts))
        if key not in self._found:
            self._found[key] = super().query(sql, *parts)
        return self._found[key]


class Sample:
    """One of R's samples as a survey of ours under one design."""

    def __init__(self, dataset: str, design: str, root: Path) -> None:
        frame, self.variables = sample_data(dataset)
        folder = write_survey(root / design, "s", frame, self.variables, design=DESIGNS[design])
        self.survey = open_in(OnceStore(), read_survey(folder))
        self.units = units_of(self.survey).sampled
        self.table = cache(self._table)
        self.shares = cache(self._shares)
        self.means = cache(self._means)
        self.answers = cache(self._answers)

    def request(self, item: str, domain: str = "all", by: tuple[str, ...] = ()) -> Request:
        """Return the request for an item in one of R's domains."""
        book = self.survey.codebook
        where = parse_filter(DOMAINS.get(domain, [domain.replace("==", "=")]), book)
        return Request(book.variable(item), tuple(map(book.variable, by)), where)

    def _shares(self, item: str, domain: str, by: tuple[str, ...] = ()) -> ShareCells:
        return share_cells(self.survey, self.request(item, domain, by))

    def _means(self, item: str, domain: str) -> MeanCells:
        return mean_cells(self.survey, self.request(item, domain))

    def _table(self, item: str, domain: str, **more) -> Table:
        where = parse_filter(DOMAINS[domain], self.survey.codebook)
        return table(self.survey, item, where=where, **more)

    def _answers(self, item: str, key: str, by: str, domain: str) -> tuple[list[str], Answers]:
        request = self.request(item, domain, (by,))
        codes = [group[0] for group in request.groups]
        return codes, answers_of(self.survey, request, key)
