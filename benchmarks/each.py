"""Times a family of reports: five views as PDF for each of 360 municipalities, by the command.

A survey is drawn with weights that are all different, municipalities of very unequal size, two
more backgrounds and three questions. ``insight report --each`` runs as a process of its own,
whose files are counted meanwhile; it is broken off once and taken up again where that is asked
for. Told are the clock, the processor's seconds of all its processes, the most memory that they
held together, and how busy the machine was. Run it with ``.venv/bin/python benchmarks/each.py``.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
SEED = 20_261_201
BACKGROUND = {"gender": 2, "age_group": 6}
QUESTIONS = 3
VIEWS = (
    ("q0", {"by": "age_group"}),
    ("q1", {"by": "gender"}),
    ("q2", {}),
    ("q1", {"by": "municipality", "show": "dots"}),
    ("q0", {"by": "age_group", "show": "heat"}),
)
PAUSE = 0.2


class Took(NamedTuple):
    """What the command took."""

    clock: float
    processor: float
    first: float
    memory: int
    files: int
    lines: list[str]
    load: float


def draw_survey(folder: Path, rows: int, municipalities: int) -> None:
    """Write a survey folder of so many respondents and municipalities."""
    draw = np.random.default_rng(SEED)
    size = draw.pareto(1.2, municipalities) + 0.3
    codes = {"municipality": municipalities, **BACKGROUND}
    columns: dict[str, object] = {"weight": draw.lognormal(-0.1, 0.45, rows)}
    parts = {"municipality": size / size.sum()}
    for name, count in codes.items():
        chance = parts.get(name, draw.dirichlet(np.full(count, 30.0)))
        columns[name] = draw.choice(np.arange(1, count + 1), rows, p=chance).astype(np.int16)
    for number in range(QUESTIONS):
        answers = draw.choice(np.arange(1, 6), rows, p=draw.dirichlet(np.full(5, 3.0)))
        columns[f"q{number}"] = pa.array(answers.astype(np.int8), mask=draw.random(rows) < 0.02)
    folder.mkdir(parents=True)
    pq.write_table(pa.table(columns), folder / "responses.parquet")
    lines = [
        f'format = 1\nid = "{folder.name}"\nsimulated = true\ntitle = {{ nb = "s", en = "s" }}'
    ]
    lines.append('[design]\nweight = "weight"')
    variables = [(name, "segment", count) for name, count in codes.items()]
    variables += [(f"q{number}", "item", 5) for number in range(QUESTIONS)]
    for name, role, count in variables:
        listed = ", ".join(
            f'{{ code = {code}, nb = "{name} {code}", en = "{name} {code}" }}'
            for code in range(1, count + 1)
        )
        lines.append(f'[variables.{name}]\nrole = "{role}"\nkind = "single"\nordered = true')
        lines.append(f'label = {{ nb = "{name}", en = "{name}" }}\ncategories = [{listed}]')
    (folder / "codebook.toml").write_text("\n".join(lines), encoding="utf-8")


def write_report(path: Path, survey: str) -> None:
    """Write a report of five views."""
    lines = ['format = 1\nlanguage = "nb"\ntitle = "Five views"']
    for item, asked in VIEWS:
        words = {"survey": survey, "item": item, **asked}
        lines.append("[[view]]\n" + "\n".join(f'{name} = "{word}"' for name, word in words.items()))
    path.write_text("\n".join(lines), encoding="utf-8")


def family(process: int) -> Iterator[int]:
    """The numbers of a process and all that it has started, as far as they still run."""
    yield process
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in told:
        yield from family(int(child))


def memory_of(process: int) -> int:
    """The megabytes that a process and all that it has started hold now; shared ones count once."""
    held = 0
    for number in family(process):
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return held >> 10


def run(report: Path, survey: Path, out: Path, stop_after: int) -> Took:
    """Run the command, and break it off where so many files are there."""
    command = [sys.executable, "-m", "insight", "report", str(report), "--survey", str(survey)]
    command += ["--out", str(out), "--each", "municipality", "--format", "pdf"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    first, most, loads = 0.0, 0, []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT)
        while process.poll() is None:
            time.sleep(PAUSE)
            most, there = max(most, memory_of(process.pid)), len(list(out.glob("*.pdf")))
            loads.append(os.getloadavg()[0])
            first = first or (time.perf_counter() - started if there else 0.0)
            if stop_after and there >= stop_after:
                process.send_signal(signal.SIGINT)
                process.wait()
        clock = time.perf_counter() - started
        told.seek(0)
        lines = told.read().splitlines()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    there = len(list(out.glob("*.pdf")))
    return Took(clock, spent, first, most, there, lines, float(np.mean(loads or [0.0])))


def main() -> None:
    """Measure and print a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--municipalities", type=int, default=360)
    parser.add_argument("--stop-after", type=int, default=0, help="files, to be taken up again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        survey, report, out = (Path(root) / name for name in ("s", "report.toml", "out"))
        draw_survey(survey, asked.rows, asked.municipalities)
        write_report(report, survey.name)
        print(
            f"{'':14}{'s':>7}{'CPU s':>7}{'first s':>9}{'MB':>6}{'files':>7}{'lines':>7}{'load':>6}"
        )
        stops = {"until stopped": asked.stop_after} if asked.stop_after else {}
        for name, stop in {**stops, "whole": 0, "once more": 0}.items():
            took = run(report, survey, out, stop)
            print(
                f"{name:14}{took.clock:7.1f}{took.processor:7.1f}{took.first:9.1f}{took.memory:6}"
                f"{took.files:7}{len(took.lines):7}{took.load:6.1f}",
                flush=True,
            )
        print("\n".join(took.lines[:2]))


if __name__ == "__main__":
    main()
