"""Times weighted shares with 95 % intervals, ours beside DuckDB's bare count and other libraries.

The job: the shares of an item of five categories by eight segments and five waves, after a filter
of three conditions, from a Parquet file, with Taylor-linearised standard errors and Wilson
intervals. The floor is DuckDB counting the same groups after the same filter. All contenders take
turns within one run. What is not installed is left out and said. Run it with
``.venv/bin/python benchmarks/estimates.py``.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from scipy import special

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from insight import open_survey, table  # noqa: E402
from insight.survey.filters import parse_filter  # noqa: E402

SEED = 20_251_121
WAVES, SEGMENTS, ANSWERS = range(2019, 2024), range(1, 9), range(1, 6)
PSUS, STRATA = 500, 25
FILTER = {"gender": (1,), "age_group": (2, 3, 4), "region": (1, 2, 3, 4)}
KEYS = ["wave", "segment", "answer"]
GROUPS = ["wave", "segment"]
SUMS = ("w", "ww", "n")
READ = [*KEYS, "weight", *FILTER]
SLOW_ABOVE = 1_000_000
SLOW_SECONDS = 3.0
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


def responses(rows: int) -> pa.Table:
    """Return respondents, wave after wave, with weights that are all different."""
    draw = np.random.default_rng(SEED)
    psu = draw.integers(1, PSUS + 1, rows).astype(np.int16)
    answer = draw.choice(np.arange(1, 6), rows, p=[0.05, 0.15, 0.25, 0.35, 0.2]).astype(np.int8)
    return pa.table(
        {
            "wave": np.sort(draw.integers(min(WAVES), max(WAVES) + 1, rows)).astype(np.int16),
            "stratum": ((psu - 1) % STRATA + 1).astype(np.int16),
            "psu": psu,
            "weight": draw.lognormal(-0.1, 0.45, rows),
            "gender": draw.integers(1, 3, rows, dtype=np.int8),
            "age_group": draw.integers(1, 7, rows, dtype=np.int8),
            "region": draw.integers(1, 6, rows, dtype=np.int8),
            "segment": draw.integers(1, 9, rows, dtype=np.int8),
            "answer": pa.array(answer, mask=draw.random(rows) < 0.02),
        }
    )


def codebook(design: dict[str, str]) -> str:
    """Return the codebook of these responses as TOML."""
    codes = {"segment": SEGMENTS, "gender": (1, 2), "age_group": range(1, 7), "region": range(1, 6)}
    lines = ['format = 1\nid = "s"\nsimulated = true\ntitle = { nb = "s", en = "s" }\n[design]']
    lines += [f"{part} = {json.dumps(column)}" for part, column in design.items()]
    lines.append("[disclosure]\nmin_base = 0\nmin_effective_base = 0\nlow_base = 0")
    for name, kept in {"answer": ANSWERS, **codes}.items():
        role = "item" if name == "answer" else "segment"
        inner = ", ".join(f'{{ code = {one}, nb = "{one}", en = "{one}" }}' for one in kept)
        lines.append(f'[variables.{name}]\nrole = "{role}"\nkind = "single"')
        lines.append(f'label = {{ nb = "{name}", en = "{name}" }}\ncategories = [{inner}]')
    return "\n".join(lines)


def written(root: Path, data: pa.Table) -> dict[str, Path]:
    """Write a survey folder for each design, all with the same responses."""
    folders = {}
    for name, design in DESIGNS.items():
        folder = folders[name] = root / str(len(data)) / name / "s"
        folder.mkdir(parents=True)
        (folder / "codebook.toml").write_text(codebook(design), encoding="utf-8")
        if name == "weights":
            pq.write_table(data, folder / "responses.parquet")
        else:
            os.link(folders["weights"] / "responses.parquet", folder / "responses.parquet")
    return folders


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


def measured(everybody: list[Contender], repeats: int, slow_repeats: int) -> None:
    """Let everybody take turns; who needs seconds takes fewer. The first turn warms up."""
    truth: dict[str, Answer] = {}
    for one in everybody:
        answer = one.turn()
        if one.name == "insight":
            truth[one.design] = answer
        known = truth.get(one.design)
        if answer is not None and known is not None:
            pairs = zip(answer, known, strict=True)
            one.deviation = max(float(np.max(np.abs(a / b - 1))) for a, b in pairs)
    slow = {id(one) for one in everybody if one.seconds[0] > SLOW_SECONDS}
    for one in everybody:
        one.seconds.clear()
    for turn in range(repeats):
        for one in everybody:
            if turn < slow_repeats or id(one) not in slow:
                one.turn()


def shown(rows: int, everybody: list[Contender]) -> None:
    """Print a line for each contender."""
    median = {id(one): statistics.median(one.seconds) for one in everybody}
    base = median[id(everybody[0])]
    of_ours = {one.design: median[id(one)] for one in everybody if one.name == "insight"}
    for one in everybody:
        taken = median[id(one)]
        quarter = np.quantile(one.seconds, [0.25, 0.75]) * 1000
        against = f"{taken / of_ours[one.design]:10.2f}" if one.design else f"{'':10}"
        deviation = "" if np.isnan(one.deviation) else f"{one.deviation:.0e}"
        print(
            f"{rows:>10,}  {one.design:8}{one.name:28}{taken * 1000:10.1f}"
            f"{f'{quarter[0]:.1f}-{quarter[1]:.1f}':>20}{len(one.seconds):7d}"
            f"{taken / base:10.2f}{against}{deviation:>11}"
        )


def versions() -> str:
    """What was run on what."""
    named = [("DuckDB", "duckdb"), *((name, name) for name in ("numpy", "pandas", "polars", "svy"))]
    found = [
        f"{name} {importlib.metadata.version(package)}"
        for name, package in named
        if importlib.util.find_spec(package)
    ]
    return f"Python {platform.python_version()}, {', '.join(found)}; {os.cpu_count()} cores"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000, 1_000_000, 10_000_000])
    parser.add_argument("--repeats", type=int, default=21)
    parser.add_argument("--slow-repeats", type=int, default=3, help="of who needs seconds")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    absent = left_out()
    print(versions())
    for name, reason in absent.items():
        print(f"left out: {name}, {reason}")
    if max(asked.rows) > SLOW_ABOVE:
        print(f"left out above {SLOW_ABOVE:,} rows: svy and R survey")
    print(
        f"{'rows':>10}  {'design':8}{'who':28}{'median ms':>10}{'quartiles':>20}{'turns':>7}"
        f"{'x floor':>10}{'x ours':>10}{'deviation':>11}"
    )
    with tempfile.TemporaryDirectory() as root:
        for rows in asked.rows:
            folders = written(Path(root), responses(rows))
            everybody = contenders(rows, folders, absent)
            measured(everybody, asked.repeats, asked.slow_repeats)
            shown(rows, everybody)


if __name__ == "__main__":
    main()
