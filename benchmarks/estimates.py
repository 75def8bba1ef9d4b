"""Times weighted shares with 95 % intervals, ours beside DuckDB's bare count and other libraries.

The job: the shares of an item of five categories by eight segments and five waves, after a filter
of three conditions, from a Parquet file, with Taylor-linearised standard errors and Wilson
intervals. The floor is DuckDB counting the same groups after the same filter. All contenders (they
are in ``contenders.py``) take turns within one run. What is not installed is left out and said.
Run it with ``.venv/bin/python benchmarks/estimates.py``.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import statistics
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from contenders import (
    ANSWERS,
    DESIGNS,
    SEGMENTS,
    SLOW_ABOVE,
    Answer,
    Contender,
    contenders,
    left_out,
)

SEED = 20_251_121
WAVES = range(2019, 2024)
PSUS, STRATA = 500, 25
SLOW_SECONDS = 3.0


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
