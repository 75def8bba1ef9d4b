"""What ten questions read: of a bundled survey, and of one with its respondents many times over.

    .venv/bin/python benchmarks/explained.py [--times 500]

In the large one each respondent has a weight of their own. Each question is asked three times by
``insight explain``, each time in a new process: of the survey as it is, of the large one for the
first time, and of that again, as after a restart. Rows are Markdown, as in docs/performance.md.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
SURVEY = ROOT / "data" / "surveys" / "citizens"
WEIGHT = "weight"
QUESTIONS = (
    "--item trust_need_to_know",
    "--item trust_need_to_know --by year",
    "--item trust_need_to_know --by age_group,gender --where year=2021",
    "--item trust_secure_storage --by education,health_region --where year=2021 --where carer=1",
    "--item satisfaction_digital --statistic mean --by year",
    "--item satisfaction_digital --statistic median --by age_group",
    "--item contact_12m --by year",
    "--item contact_12m --by health_region --where gender=2 --base valid",
    "--item trust_need_to_know --statistic spearman:satisfaction_digital --by year",
    "--item trust_need_to_know --by year --standardise age_group=1:21,2:24,3:25,4:30",
)


def enlarged(folder: Path, times: int) -> Path:
    """Write a survey with its respondents so many times over, no two of one weight."""
    large = folder / "surveys" / SURVEY.name
    large.mkdir(parents=True)
    (large / "codebook.toml").write_bytes((SURVEY / "codebook.toml").read_bytes())
    once = pq.read_table(SURVEY / "responses.parquet")
    rng = np.random.default_rng(1)
    with pq.ParquetWriter(large / "responses.parquet", once.schema) as writer:
        for _ in range(0, times, 100):
            many = pa.concat_tables([once] * min(100, times)).combine_chunks()
            weights = many[WEIGHT].to_numpy() * rng.uniform(0.9, 1.1, len(many))
            place = many.schema.get_field_index(WEIGHT)
            writer.write_table(many.set_column(place, many.schema.field(place), [weights]))
    time.sleep(3)  # what has just been written is not kept yet
    return folder


def explained(question: str, data: Path, cache: Path) -> dict:
    """What one question read, in a process of its own."""
    command = [sys.executable, "-m", "insight", "explain", SURVEY.name, *shlex.split(question)]
    told = subprocess.run(
        [*command, "--json", "--data", str(data)],
        cwd=ROOT,
        env=os.environ | {"INSIGHT_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return json.loads(told.stdout)


def cell(answer: dict) -> str:
    """What was made or loaded, what was read then, and how long the answer took."""
    readings = answer["readings"]
    prepared = [one for one in readings if one["from"] in ("made", "loaded")]
    parts = [f"{kind} {count}" for kind in ("made", "loaded")
             if (count := sum(one["from"] == kind for one in prepared))]  # fmt: skip
    sources = dict.fromkeys(
        (one["from"], one["rows"]) for one in readings if one["from"] in ("cube", "memory", "file")
    )
    parts += [f"{kind} {rows:,}" for kind, rows in sources]
    return f"{', '.join(parts)}; {answer['queries']} queries; {answer['seconds']:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=500)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        large, cache = enlarged(folder, times), folder / "cache"
        print("| question | as it is | many times over, first | after a restart |")
        print("|---|---|---|---|")
        for question in QUESTIONS:
            answers = [explained(question, data, cache) for data in (ROOT / "data", large, large)]
            print(f"| `{question}` | {' | '.join(map(cell, answers))} |", flush=True)
        sizes = [path.stat().st_size for path in cache.rglob("*.parquet")]
        print(f"\nOn disk: {len(sizes)} tables, {sum(sizes) / 1000:,.0f} kB.")


if __name__ == "__main__":
    main()
