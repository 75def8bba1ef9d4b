"""Times tab books: estimation and tests apart from writing, memory and size, R's survey beside.

A survey is drawn with weights that are all different, ten background variables that everybody has a
value on, and questions of five categories and a net, of which 2 % of respondents answer none. Each
measurement is a process of its own, so that memory is its own too. R's ``survey`` estimates the
same shares with intervals where there is an Rscript; else that is said. Run it with
``.venv/bin/python benchmarks/book.py``.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from insight import open_survey
from insight.analysis.book.book_rows import rows_of
from insight.analysis.book.column_tests import TESTED
from insight.analysis.book.tab_book import plan_book
from insight.exports.books.book_file import BookFile

SEED = 20_261_130
SIZES = (2, 6, 5, 4, 3, 2, 5, 3, 4, 8)
MADE = date(2026, 11, 30)
R_CODE = """
library(survey); options(survey.lonely.psu = "adjust")
asked <- commandArgs(TRUE); data <- read.csv(file.path(asked[1], "responses.csv"))
items <- grep("^q", names(data), value = TRUE); banner <- grep("^s", names(data), value = TRUE)
design <- svydesign(ids = ~1, weights = ~weight, data = data)
started <- proc.time()
for (item in items) {
  answered <- design[!is.na(data[[item]]), ]
  shares <- as.formula(paste0("~factor(", item, ")"))
  confint(svymean(shares, answered))
  for (by in banner) confint(svyby(shares, as.formula(paste0("~", by)), answered, svymean))
}
spent <- proc.time() - started
cat(spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]])
"""


def draw_survey(folder: Path, rows: int, items: int) -> None:
    """Write a survey folder of so many respondents and questions."""
    draw = np.random.default_rng(SEED)
    columns = {"weight": draw.lognormal(-0.1, 0.45, rows)}
    for number, size in enumerate(SIZES):
        parts = draw.dirichlet(np.full(size, 60.0))
        columns[f"s{number}"] = draw.choice(np.arange(1, size + 1), rows, p=parts).astype(np.int8)
    for number in range(items):
        answers = draw.choice(np.arange(1, 6), rows, p=draw.dirichlet(np.full(5, 3.0)))
        absent = draw.random(rows) < 0.02
        columns[f"q{number}"] = pa.array(answers.astype(np.int8), mask=absent)
    folder.mkdir(parents=True)
    pq.write_table(pa.table(columns), folder / "responses.parquet")
    lines = ['format = 1\nid = "s"\nsimulated = true\ntitle = { nb = "s", en = "s" }']
    lines.append('[design]\nweight = "weight"')
    variables = [(f"s{number}", "segment", size) for number, size in enumerate(SIZES)]
    variables += [(f"q{number}", "item", 5) for number in range(items)]
    for name, role, size in variables:
        codes = ", ".join(
            f'{{ code = {code}, nb = "{code}", en = "{code}" }}' for code in range(1, size + 1)
        )
        lines.append(f'[variables.{name}]\nrole = "{role}"\nkind = "single"')
        lines.append(f'label = {{ nb = "{name}", en = "{name}" }}\ncategories = [{codes}]')
        if role == "item":
            lines.append('nets = [{ id = "top", codes = [4, 5], nb = "top", en = "top" }]')
    (folder / "codebook.toml").write_text("\n".join(lines), encoding="utf-8")


def measure(folder: str, tested: str, out: str) -> None:
    """Make a book, or only its rows where no file is named, and print what it took as JSON."""
    survey = open_survey(folder)
    book = plan_book(survey, tested=tested)
    started, used = time.perf_counter(), time.process_time()
    if out:
        BookFile("en", MADE).write(book, Path(out))
        cells = 0
    else:
        cells = sum(len(rows_of(book, question, "en").rows) for question in book.questions())
    took = {
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - used,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "cells": cells,
    }
    print(json.dumps(took))


def in_process(*arguments: str) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--measure", *arguments]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(found.stdout)
    return measured


def beside_r(folder: Path) -> str:
    """How long R's survey takes for the same shares and intervals, or why that is not known."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "R survey: no Rscript here"
    pd.read_parquet(folder / "responses.parquet").to_csv(folder / "responses.csv", index=False)
    command = [rscript, "-e", R_CODE, str(folder)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode:
        return f"R survey: {found.stderr.strip().splitlines()[-1]}"
    clock, processor = map(float, found.stdout.split())
    return f"R survey, shares and intervals only: {clock:.1f} s, {processor:.1f} s of the processor"


def main() -> None:
    """Measure and print a line for each kind of book."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=40)
    parser.add_argument("--tested", nargs="+", choices=TESTED, default=["none", "rest", "both"])
    parser.add_argument("--survey", help="folder of a survey, in place of one that is drawn")
    parser.add_argument("--measure", nargs=3, metavar=("FOLDER", "TESTED", "OUT"))
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure)
        return
    with tempfile.TemporaryDirectory() as root:
        folder = Path(asked.survey) if asked.survey else Path(root) / "s"
        if not asked.survey:
            draw_survey(folder, asked.rows, asked.items)
        print(f"{'':24}{'cells':>9}{'s':>8}{'CPU s':>8}{'MB':>7}{'file MB':>9}")
        for tested in asked.tested:
            for name in ("", "book.xlsx", "book.parquet"):
                out = Path(root) / name
                took = in_process(str(folder), tested, str(out) if name else "")
                size = f"{out.stat().st_size / 1e6:9.1f}" if name else ""
                print(
                    f"{f'{tested} {name}':24}{took['cells'] or '':>9}{took['seconds']:8.1f}"
                    f"{took['cpu']:8.1f}{took['memory']:7.0f}{size}",
                    flush=True,
                )
        print(beside_r(folder))


if __name__ == "__main__":
    main()
