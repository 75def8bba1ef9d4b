"""Times adjusted comparisons of a large survey, with R's ``svyglm`` beside them in the same run.

The job: four groups compared when two covariates are alike, by log-odds of a share and by a mean,
of 1 M respondents in 2,000 PSUs in 40 strata, with weights. R fits the same two models, where there
is an ``Rscript`` with ``survey``, and its tests are shown beside ours. Run it with
``.venv/bin/python benchmarks/model.py``; ``--rows``, ``--r-rows`` and ``--repeats`` change it.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from beside_r import in_r

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from survey_folder import numeric, segment, single, write_survey  # noqa: E402

from insight.analysis.adjusted.adjusted_comparison import adjust  # noqa: E402
from insight.query.opened import OpenSurvey, open_survey  # noqa: E402

SEED, STRATA, PSUS = 20_251_201, 40, 2_000
VARIABLES = {
    "yes": single(0, 1),
    "score": numeric(),
    "place": segment(1, 2, 3, 4),
    "age": segment(1, 2, 3, 4, 5),
    "school": segment(1, 2, 3),
}
DESIGN = {"weight": "w", "strata": "h", "psu": "u"}
R_CODE = """
design <- svydesign(~u, strata = ~h, weights = ~w, data = data, nest = TRUE)
begun <- proc.time()[["elapsed"]]
share <- svyglm(yes ~ factor(place) + factor(age) + factor(school), design, family = quasibinomial)
test <- regTermTest(share, ~factor(place))
between <- proc.time()[["elapsed"]]
mean <- svyglm(score ~ factor(place) + factor(age) + factor(school), design)
other <- regTermTest(mean, ~factor(place))
ended <- proc.time()[["elapsed"]]
cat(between - begun, ended - between, format(c(test$Ftest, other$Ftest), digits = 15))
"""


def respondents(rows: int) -> pa.Table:
    """Return respondents whose answers depend on group, covariates and PSU."""
    draw = np.random.default_rng(SEED)
    psu = draw.integers(0, PSUS, rows)
    age, school = draw.integers(1, 6, rows), draw.integers(1, 4, rows)
    place = 1 + (draw.integers(0, 4, rows) + age // 3) % 4
    lean = 0.1 * place + 0.2 * age - 0.3 * school + draw.normal(0, 0.2, PSUS)[psu]
    return pa.table({
        "yes": (draw.random(rows) < 1 / (1 + np.exp(-lean))).astype(np.int8),
        "score": lean + draw.normal(size=rows),
        "place": place.astype(np.int8),
        "age": age.astype(np.int8),
        "school": school.astype(np.int8),
        "w": np.round(draw.gamma(4, 25, rows), 2) + 1,
        "h": (psu % STRATA).astype(np.int16),
        "u": psu.astype(np.int16),
    })  # fmt: skip


def fitted(survey: OpenSurvey, item: str, key: str) -> tuple[float, float]:
    """Return how long an adjusted comparison takes that nobody has asked for, and its F."""
    units = survey.known("units")
    survey.store.memory.forget(survey.folder)
    survey.recall("units", lambda: units)
    begun = time.perf_counter()
    found = adjust(survey, item, key, "place", ["age", "school"])
    return time.perf_counter() - begun, found.together.statistic


def main() -> None:
    """Time both models here and in R."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--r-rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    table = respondents(chosen.rows)
    with tempfile.TemporaryDirectory() as root:
        folder = write_survey(Path(root), "s", table.to_pandas(), VARIABLES, design=DESIGN)
        pq.write_table(table, folder / "responses.parquet")
        survey = open_survey(folder)
        adjust(survey, "yes", "1", "place", ["age"])
        found: dict[str, object] = {"rows": chosen.rows, "PSUs": PSUS}
        for name, item, key in (("logistic", "yes", "1"), ("linear", "score", "")):
            runs = [fitted(survey, item, key) for _ in range(chosen.repeats)]
            seconds = statistics.median(took for took, _ in runs)
            found |= {f"{name}, s": round(seconds, 2), f"{name}, F": runs[0][1]}
        found["R, rows"] = chosen.r_rows
        answer = in_r(R_CODE, table.slice(0, chosen.r_rows), Path(root))
        names = ("R logistic, s", "R linear, s", "R logistic, F", "R linear, F")
        found |= {"R": answer} if isinstance(answer, str) else dict(zip(names, answer, strict=True))
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
