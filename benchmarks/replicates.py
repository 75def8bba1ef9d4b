"""Times shares with intervals from replicate weights beside DuckDB's bare sums of these weights.

The job: the shares of an item of five categories in each of 40 groups, with the standard errors,
degrees of freedom and Wilson intervals that 80 replicate weights give. The floor is DuckDB summing
the 81 weights by the same groups and categories, from a table in its memory and from the file. All
take turns within one run. We remember the weights, as for any survey so large, and no counts. R's
``svrepdesign`` and ``svyby`` do the same job of fewer respondents beside us, where there is an
``Rscript``. Run it with ``.venv/bin/python benchmarks/replicates.py``; ``--rows``, ``--r-rows`` and
``--repeats`` change the size.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from beside_r import in_r

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from insight.analysis.raw_estimates import raw_shares
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

SEED = 20_251_122
REPLICATES, GROUPS, ANSWERS = 80, 40, 5
MOST_TIMES = 4.0
REMEMBERED = ("units", "rank of replicates")


R_CODE = """
design <- svrepdesign(data = data, weights = ~weight, repweights = "^r[0-9]+$",
                      type = "successive-difference", mse = TRUE)
begun <- proc.time()[["elapsed"]]
found <- svyby(~factor(answer), ~area, design, svymean)
ended <- proc.time()[["elapsed"]]
cat(ended - begun, format(sum(SE(found)), digits = 15))
"""


def responses(rows: int) -> pa.Table:
    """Return respondents with a weight and successive-difference replicates of it."""
    draw = np.random.default_rng(SEED)
    weight = np.round(draw.gamma(2, 50, rows), 4)
    factors = (1 - 2**-0.5, 1.0, 1 + 2**-0.5)
    columns: dict[str, np.ndarray] = {
        "area": draw.integers(1, GROUPS + 1, rows, dtype=np.int8),
        "answer": draw.integers(1, ANSWERS + 1, rows, dtype=np.int8),
        "weight": weight,
    }
    for number in range(1, REPLICATES + 1):
        factor = draw.choice(factors, rows, p=[0.25, 0.5, 0.25])
        columns[f"r{number}"] = np.round(weight * factor, 4)
    return pa.table(columns)


def codebook() -> str:
    """Return the codebook of these responses as TOML."""
    lines = ['format = 1\nid = "s"\nsimulated = true\ntitle = { nb = "s", en = "s" }']
    lines.append('[design]\nweight = "weight"')
    lines.append(f'[design.replicates]\ncolumns = "r{{1..{REPLICATES}}}"\nmethod = "sdr"')
    lines.append("[disclosure]\nmin_base = 0\nmin_effective_base = 0\nlow_base = 0")
    for name, role, count in (("answer", "item", ANSWERS), ("area", "segment", GROUPS)):
        codes = (f'{{ code = {one}, nb = "{one}", en = "{one}" }}' for one in range(1, count + 1))
        lines.append(f'[variables.{name}]\nrole = "{role}"\nkind = "single"')
        lines.append(f'label = {{ nb = "{name}", en = "{name}" }}')
        lines.append(f"categories = [{', '.join(codes)}]")
    return "\n".join(lines)


def timed(job: Callable[[], object]) -> float:
    """Return how many seconds a job takes."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def bare_sums(path: Path, *, kept: bool) -> Callable[[], object]:
    """Return the floor: the sums of all weights by group and answer, from memory or the file."""
    connection = duckdb.connect()
    sums = ", ".join(f"sum(r{number}) AS r{number}" for number in range(1, REPLICATES + 1))
    source = f"read_parquet('{path}')"
    if kept:
        connection.execute(f"CREATE TABLE kept AS SELECT * FROM {source}")  # noqa: S608
        source = "kept"
    sql = f"SELECT area, answer, sum(weight) AS w, {sums} FROM {source} GROUP BY ALL"  # noqa: S608
    return lambda: connection.execute(sql).fetchnumpy()


def figures(survey: OpenSurvey) -> Callable[[], object]:
    """Return our job, which keeps the weights and forgets what it has counted before."""
    book = survey.codebook
    request = Request(book.variable("answer"), (book.variable("area"),))

    variables = (name for one in book.variables.values() for name in one.columns)
    rows = ("responses", True, *book.design.replicate_columns, *variables)

    def ask() -> object:
        kept = {name: survey.known(name) for name in (*REMEMBERED, rows)}
        survey.store.memory.forget(survey.folder)
        for name, value in kept.items():
            if value is None:
                continue
            survey.recall(name, lambda value=value: value)
        return raw_shares(survey, request, "wilson", 0.95)

    return ask


def beside(rows: int, repeats: int) -> dict[str, object]:
    """Time us and R with the same respondents; the sums of all standard errors must be the same."""
    table = responses(rows)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "s"
        root.mkdir()
        (root / "codebook.toml").write_text(codebook(), encoding="utf-8")
        pq.write_table(table, root / "responses.parquet")
        survey = open_in(Store(), read_survey(root))
        book = survey.codebook
        request = Request(book.variable("answer"), (book.variable("area"),))
        errors = float(raw_shares(survey, request, "wilson", 0.95).se.sum())
        ask = figures(survey)
        own = statistics.median([timed(ask) for _ in range(repeats)])
        answer = in_r(R_CODE, table, Path(folder))
    found: dict[str, object] = {"R, rows": rows, "figures of these, s": round(own, 3)}
    if isinstance(answer, str):
        return found | {"R": answer}
    return found | {"R, s": answer[0], "R, sum of errors by ours": answer[1] / errors}


def main() -> int:
    """Time both in turns, and tell how many times the floor our figures take."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--r-rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "s"
        root.mkdir()
        (root / "codebook.toml").write_text(codebook(), encoding="utf-8")
        pq.write_table(responses(chosen.rows), root / "responses.parquet")
        survey = open_in(Store(), read_survey(root))
        path, whole = root / "responses.parquet", Request(survey.codebook.variable("answer"))
        first = timed(lambda: raw_shares(survey, whole, "wilson", 0.95))
        jobs = (bare_sums(path, kept=True), bare_sums(path, kept=False), figures(survey))
        turns = [[timed(job) for job in jobs] for _ in range(chosen.repeats)]
    kept, from_file, own = (statistics.median(times) for times in zip(*turns, strict=True))
    each = statistics.median(own / kept for kept, _, own in turns)
    found = {
        "rows": chosen.rows,
        "replicates": REPLICATES,
        "groups": GROUPS,
        "bare sums from memory, s": round(kept, 3),
        "bare sums from the file, s": round(from_file, 3),
        "first figures of the survey, s": round(first, 2),
        "figures, s": round(own, 3),
        "times the bare sums from memory": round(each, 2),
        "at most": MOST_TIMES,
        **beside(chosen.r_rows, chosen.repeats),
    }
    print(json.dumps(found, indent=1))
    return int(each > MOST_TIMES)


if __name__ == "__main__":
    raise SystemExit(main())
