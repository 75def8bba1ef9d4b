"""Who does the job of ``estimates.py``: the explorer, DuckDB's bare count and other libraries.

Each gives what does the job once, and is ready before the clock starts: a survey is open, a
connection is made. Packages that are no requirements are imported by who needs them.
"""

import importlib.util
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from scipy import special

from insight import open_survey, table
from insight.survey.filters import parse_filter

SEGMENTS, ANSWERS = range(1, 9), range(1, 6)
FILTER = {"gender": (1,), "age_group": (2, 3, 4), "region": (1, 2, 3, 4)}
KEYS = ["wave", "segment", "answer"]
GROUPS = ["wave", "segment"]
SUMS = ("w", "ww", "n")
READ = [*KEYS, "weight", *FILTER]
SLOW_ABOVE = 1_000_000
DESIGNS = {
    "weights": {"wave": "wave", "weight": "weight"},
    "PSUs": {"wave": "wave", "weight": "weight", "strata": "stratum", "psu": "psu"},
}

# Shares and standard errors in the order of KEYS, or None from the floor, which has none.
Answer = tuple[np.ndarray, np.ndarray] | None


@dataclass
class Contender:
    """Somebody who does the job for one design, and how many seconds each turn took."""

    design: str
    name: str
    work: Callable[[], Answer]
    seconds: list[float] = field(default_factory=list)
    deviation: float = float("nan")

    def turn(self) -> Answer:
        """Do the job once by the clock."""
        started = time.perf_counter()
        answer = self.work()
        self.seconds.append(time.perf_counter() - started)
        return answer


def ours(folder: Path) -> Callable[[], Answer]:
    """The explorer: a request to a survey that is open and checked, as on every click."""
    survey = open_survey(folder)
    written_filter = [f"{name}={','.join(map(str, codes))}" for name, codes in FILTER.items()]
    where = parse_filter(written_filter, survey.codebook)

    def work() -> Answer:
        found = table(survey, "answer", by=GROUPS, where=where)
        shares = np.array([one.value for one in found.estimates], float)
        return shares, np.array([one.se for one in found.estimates], float)

    work()  # checks the survey
    return work


def floor(path: Path) -> Callable[[], Answer]:
    """DuckDB's bare count of the same groups after the same filter."""
    conditions = " AND ".join(f"{name} IN ({str(codes)[1:-1]})" for name, codes in FILTER.items())
    sql = (
        f"SELECT {', '.join(KEYS)}, count(*) FROM read_parquet(?) "  # noqa: S608
        f"WHERE {conditions.replace(',)', ')')} AND answer IS NOT NULL GROUP BY ALL"
    )
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")

    def work() -> Answer:
        connection.execute(sql, [str(path)]).fetchnumpy()
        return None

    return work


def linearised(
    weight: np.ndarray, squared: np.ndarray, respondents: np.ndarray, *, in_waves: np.ndarray
) -> Answer:
    """Shares, standard errors and Wilson intervals from sums by KEYS, with waves as strata."""
    shape = (-1, len(ANSWERS))
    w, ww, n = (one.reshape(shape) for one in (weight, squared, respondents))
    base = w.sum(axis=1, keepdims=True)
    share = w / base
    sampled = np.repeat(in_waves, len(SEGMENTS))[:, None]
    rest = ww.sum(axis=1, keepdims=True) - ww
    squares = ((1 - share) ** 2 * ww + share**2 * rest) / base**2
    se = np.sqrt(sampled / (sampled - 1) * squares)
    t = special.stdtrit(n.sum(axis=1, keepdims=True) - 1, 0.975)
    effective = share * (1 - share) / se**2
    centre = share + t**2 / (2 * effective)
    half = t / (2 * effective) * np.sqrt(4 * effective * share * (1 - share) + t**2)
    low, upp = (centre - half) / (1 + t**2 / effective), (centre + half) / (1 + t**2 / effective)
    assert (low < upp).all()
    return share.ravel(), se.ravel()


def in_pandas(path: Path, in_waves: np.ndarray) -> Callable[[], Answer]:
    """The same shares from a data frame, read anew."""

    def work() -> Answer:
        frame = pd.read_parquet(path, columns=READ)
        kept = frame["answer"].notna()
        for name, codes in FILTER.items():
            kept &= frame[name].isin(codes)
        frame = frame.loc[kept, [*KEYS, "weight"]]
        frame["squared"] = frame["weight"] ** 2
        sums = frame.groupby(KEYS).agg(
            w=("weight", "sum"), ww=("squared", "sum"), n=("weight", "size")
        )
        return linearised(*(sums[name].to_numpy() for name in SUMS), in_waves=in_waves)

    return work


def in_polars(path: Path, in_waves: np.ndarray) -> Callable[[], Answer]:
    """The same shares from a lazy scan."""
    import polars as pl

    conditions = [pl.col(name).is_in(list(codes)) for name, codes in FILTER.items()]

    def work() -> Answer:
        sums = (
            pl.scan_parquet(path)
            .filter(*conditions, pl.col("answer").is_not_null())
            .group_by(KEYS)
            .agg(w=pl.col("weight").sum(), ww=(pl.col("weight") ** 2).sum(), n=pl.len())
            .sort(KEYS)
            .collect()
        )
        return linearised(*(sums[name].to_numpy() for name in SUMS), in_waves=in_waves)

    return work


def in_svy(path: Path, design: dict[str, str]) -> Callable[[], Answer]:
    """The Python package svy, on a frame that is in memory already."""
    import polars as pl
    import svy

    needed = sorted({*READ, *design.values()})
    frame = pl.read_parquet(path, columns=needed)
    strata = [design[part] for part in ("wave", "strata") if part in design]
    sample = svy.Sample(frame, svy.Design(stratum=strata, wgt="weight", psu=design.get("psu")))

    def work() -> Answer:
        where = [svy.col(name).is_in(list(codes)) for name, codes in FILTER.items()]
        found = sample.estimation.prop(
            "answer", by=GROUPS, where=where, ci_method="wilson", drop_nulls=True
        )
        rows = found.to_polars().sort([*GROUPS, "answer"])
        return rows["est"].to_numpy(), rows["se"].to_numpy()

    return work


R_CODE = """
suppressMessages(library(survey))
d <- read.csv(file.path(commandArgs(TRUE)[1], "responses.csv")); design <- commandArgs(TRUE)[2]
s <- if (design == "PSUs") {
  svydesign(~psu, strata = ~interaction(wave, stratum), weights = ~weight, data = d, nest = TRUE)
} else svydesign(~1, strata = ~wave, weights = ~weight, data = d)
# Wilson's interval came with survey 4.2; the one of older versions takes as long.
how <- if ("wilson" %in% eval(formals(svyciprop)$method)) "wilson" else "logit"
taken <- system.time({
  kept <- subset(s, gender == 1 & age_group %in% 2:4 & region %in% 1:4 & !is.na(answer))
  for (k in 1:5) {
    kept <- update(kept, y = as.numeric(answer == k))
    svyby(~y, ~segment + wave, kept, svyciprop, vartype = c("se", "ci"), method = how)
  }
})
cat(taken[["elapsed"]])
"""


@dataclass
class R(Contender):
    """R's survey, which tells its own time: neither its start nor reading the data counts."""

    folder: Path = Path()

    def turn(self) -> Answer:
        """Do the job once by R's clock."""
        command = ["Rscript", "-e", R_CODE, str(self.folder), self.design]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        self.seconds.append(float(found.stdout))
        return None


def contenders(rows: int, folders: dict[str, Path], absent: dict[str, str]) -> list[Contender]:
    """Everybody who takes part at this size; the floor comes first."""
    folder = folders["weights"]
    path = folder / "responses.parquet"
    sql = "SELECT count(*) FROM read_parquet(?) GROUP BY wave ORDER BY wave"
    in_waves = np.array(duckdb.execute(sql, [str(path)]).fetchall(), float).ravel()
    found = [Contender("", "DuckDB count(*), the floor", floor(path))]
    found += [Contender(name, "insight", ours(one)) for name, one in folders.items()]
    found.append(Contender("weights", "pandas", in_pandas(path, in_waves)))
    if "polars" not in absent:
        found.append(Contender("weights", "polars", in_polars(path, in_waves)))
    if rows > SLOW_ABOVE:
        return found
    if "svy" not in absent and "polars" not in absent:
        found += [Contender(name, "svy", in_svy(path, one)) for name, one in DESIGNS.items()]
    if "R survey" not in absent:
        pd.read_parquet(path).to_csv(folder / "responses.csv", index=False)
        found += [R(name, "R survey", lambda: None, folder=folder) for name in DESIGNS]
    return found


def left_out() -> dict[str, str]:
    """Who cannot take part, and why."""
    absent = {
        name: "not installed" for name in ("polars", "svy") if not importlib.util.find_spec(name)
    }
    if not shutil.which("Rscript"):
        absent["R survey"] = "no Rscript"
    elif subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True).returncode:
        absent["R survey"] = "R has no package survey"
    return absent
