"""Measures how figures grow with respondents, background variables, PSUs and items, and draws it.

A survey is drawn with weights that are all different, three waves, and background variables of two
to eight categories. In a process of its own, so that memory is its own too, it is opened, an item
is asked for once, then for groups that nobody has asked for before; DuckDB's bare ``count(*)`` of
the same answers of the same groups in the file takes turns with these. Before the groups, what a
server does beforehand is done: where neither cubes nor memory have room for the respondents, they
are put in order on disk. Run it with ``.venv/bin/python benchmarks/scale.py``; ``--svg FILE`` draws
the picture of the documentation.
"""

import argparse
import itertools
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from insight import open_survey, table
from insight.analysis.shared_surveys import put_in_order
from insight.query.cubes.cache_folder import SETTLED
from insight.query.explained import explained
from insight.survey.filters import parse_filter

SEED = 20_261_201
CATEGORIES = (2, 6, 5, 4, 3, 4, 8, 2, 5, 3, 6, 4)
ANSWERS, WAVES = (1, 2, 3, 4, 5, 9), (2022, 2023, 2024)
AT_ONCE = 2_000_000  # respondents that are drawn together
FILTERS = 12
BASE_ROWS = 5_000_000


@dataclass(frozen=True)
class Case:
    """A survey, and how many of its items are asked for."""

    rows: int = BASE_ROWS
    segments: int = 6
    psus: int = 0
    items: int = 1


GROWTH = {
    "respondents": [Case(rows=n) for n in (20_000, 200_000, 1_000_000, 5_000_000, 20_000_000)],
    "background variables": [Case(segments=n) for n in (3, 6, 8, 10, 12)],
    "PSUs": [Case(psus=n) for n in (250, 2_500, 25_000)],
    "items asked for": [Case(items=n) for n in (1, 5, 20)],
}


def draw_survey(folder: Path, case: Case) -> None:
    """Write the survey folder of a case, a part of the respondents at a time."""
    draw = np.random.default_rng(SEED)
    folder.mkdir(parents=True)
    (folder / "codebook.toml").write_text(codebook(case), encoding="utf-8")
    writer = None
    for start in range(0, case.rows, AT_ONCE):
        part = respondents(draw, min(AT_ONCE, case.rows - start), case)
        writer = writer or pq.ParquetWriter(folder / "responses.parquet", part.schema)
        writer.write_table(part)
    assert writer is not None
    writer.close()


def respondents(draw: np.random.Generator, rows: int, case: Case) -> pa.Table:
    """Return some respondents."""
    columns = {"wave": draw.integers(min(WAVES), max(WAVES) + 1, rows, dtype=np.int16)}
    if case.psus:
        columns["psu"] = draw.integers(1, case.psus + 1, rows, dtype=np.int32)
        columns["stratum"] = (columns["psu"] % 25 + 1).astype(np.int16)
    for number, size in enumerate(CATEGORIES[: case.segments]):
        columns[f"s{number}"] = draw.integers(1, size + 1, rows, dtype=np.int8)
    for number in range(case.items):
        columns[f"q{number}"] = np.array(ANSWERS, np.int8)[draw.integers(0, len(ANSWERS), rows)]
    return pa.table({**columns, "weight": draw.lognormal(-0.1, 0.45, rows)})


def codebook(case: Case) -> str:
    """Return the codebook of a case as TOML."""
    lines = ['format = 1\nid = "s"\nsimulated = true\ntitle = { nb = "s", en = "s" }\n[design]']
    lines.append('wave = "wave"\nweight = "weight"')
    if case.psus:
        lines.append('psu = "psu"\nstrata = "stratum"')
    sizes = enumerate(CATEGORIES[: case.segments])
    kept = {f"s{number}": range(1, size + 1) for number, size in sizes}
    kept |= {f"q{number}": ANSWERS for number in range(case.items)}
    for name, codes in {"wave": WAVES, **kept}.items():
        role = "item" if name.startswith("q") else "segment"
        inner = ", ".join(f'{{ code = {one}, nb = "{one}", en = "{one}" }}' for one in codes)
        lines.append(f'[variables.{name}]\nrole = "{role}"\nkind = "single"')
        lines.append(f'label = {{ nb = "{name}", en = "{name}" }}\ncategories = [{inner}]')
    return "\n".join(lines)


def filters(case: Case) -> Iterator[dict[str, int]]:
    """Groups that differ in three background variables."""
    sizes = CATEGORIES[: case.segments]
    for turn in itertools.count():
        places = [(turn + step) % case.segments for step in (0, 1, 2)]
        yield {f"s{place}": turn // (step + 1) % sizes[place] + 1
               for step, place in enumerate(sorted({*places}))}  # fmt: skip


def measure(folder: Path, case: Case) -> dict[str, object]:
    """Measure a case; the time of an item's first figure is the median of the items."""
    started = time.perf_counter()
    survey = open_survey(folder)
    opened = time.perf_counter() - started
    first = [seconds_of(lambda item=f"q{n}": table(survey, item, by=["wave"]))
             for n in range(case.items)]  # fmt: skip
    ordering = seconds_of(lambda: put_in_order(survey))
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    ours, bare, readings = [], [], set()
    asked = filters(case)
    for turn in range(FILTERS):
        chosen = next(asked)
        item = f"q{turn % case.items}"
        where = parse_filter([f"{name}={code}" for name, code in chosen.items()], survey.codebook)
        with explained() as explanation:
            ours.append(seconds_of(lambda i=item, w=where: table(survey, i, by=["wave"], where=w)))
        readings |= {reading.kind for reading in explanation.readings}
        conditions = " AND ".join(f"{name} = {code}" for name, code in chosen.items())
        sql = f"SELECT wave, {item}, count(*) FROM read_parquet(?) WHERE {conditions} GROUP BY ALL"  # noqa: S608
        bare.append(seconds_of(
            lambda q=sql: connection.execute(q, [str(folder / "responses.parquet")]).fetchnumpy()
        ))  # fmt: skip
    return {
        **asdict(case),
        "opened": opened,
        "first": statistics.median(first),
        "put in order": ordering,
        "new group": np.quantile(ours, [0.25, 0.5, 0.75]).tolist(),
        "bare count": np.quantile(bare, [0.25, 0.5, 0.75]).tolist(),
        "read from": sorted(readings),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def seconds_of(work: object) -> float:
    """Return how long something takes."""
    assert callable(work)
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure_apart(case: Case) -> dict[str, object]:
    """Measure a case in a process of its own, with a cache folder of its own."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "s"
        draw_survey(folder, case)
        command = [sys.executable, __file__, "--case", json.dumps(asdict(case)), str(folder)]
        environment = {**os.environ, "INSIGHT_CACHE": str(Path(root) / "cache")}
        time.sleep(SETTLED + 1)  # what has just been written is not kept yet
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, env=environment
        )
        found: dict[str, object] = json.loads(done.stdout)
        return found


def shown(kind: str, row: dict[str, object]) -> str:
    """Return a line of the table."""
    (low, ours, upp), (_, bare, _) = row["new group"], row["bare count"]  # type: ignore[misc]
    return (
        f"{kind:22}{row['rows']:>12,}{row['segments']:>5}{row['psus']:>8,}{row['items']:>5}"
        f"{row['opened']:9.2f}{row['first']:9.2f}{row['put in order']:9.2f}{ours * 1000:10.1f}"
        f"{f'({low * 1000:.1f}-{upp * 1000:.1f})':>18}{bare * 1000:10.1f}{ours / bare:8.2f}"
        f"{row['memory']:8.2f}  {', '.join(row['read from'])}"  # type: ignore[arg-type]
    )


def picture(rows: list[tuple[str, dict[str, object]]], path: Path) -> None:
    """Draw how the figures grow, each kind of growth in a panel, on logarithmic scales."""
    import altair as alt
    import pandas as pd

    of_kind = {"respondents": "rows", "background variables": "segments", "PSUs": "psus",
               "items asked for": "items"}  # fmt: skip
    told = []
    for kind, row in rows:
        if kind not in of_kind:
            continue
        figures = {
            "an item's first figure (triangles)": row["first"],
            "a new group (squares)": row["new group"][1],  # type: ignore[index]
            "DuckDB's bare count(*) (circles)": row["bare count"][1],  # type: ignore[index]
        }
        told += [{"kind": kind, "size": row[of_kind[kind]], "what": what, "ms": 1000 * float(s)}
                 for what, s in figures.items()]  # fmt: skip
    frame = pd.DataFrame(told)
    top = math.ceil(math.log10(frame["ms"].max()))
    legend = alt.Legend(orient="top", labelLimit=300, symbolStrokeWidth=0)
    panels = []
    for kind in of_kind:
        of_panel = frame[frame["kind"] == kind]
        sizes = sorted({*of_panel["size"].tolist()})
        across = alt.Axis(format="~s", values=sizes, grid=False, labelOverlap="parity")
        upwards = alt.Axis(values=[10**power for power in range(top + 1)])
        lines = alt.Chart(of_panel, title=kind).encode(
            x=alt.X("size:Q", title=None, axis=across,
                    scale=alt.Scale(type="log", domain=[sizes[0], sizes[-1]], nice=False)),
            y=alt.Y("ms:Q", title="milliseconds", axis=upwards,
                    scale=alt.Scale(type="log", domain=[1, 10**top])),
            color=alt.Color("what:N", title=None, legend=legend,
                            scale=alt.Scale(range=["#b5651d", "#333f48", "#005b82"])),
            shape=alt.Shape("what:N", title=None, legend=None),
        )  # fmt: skip
        drawn = lines.mark_line(strokeWidth=2) + lines.mark_point(size=70, filled=True, opacity=1)
        panels.append(drawn.properties(width=330, height=190))
    chart = (
        alt.concat(*panels, columns=2)
        .configure_view(stroke=None)
        .configure_axis(gridColor="#e4e4e4", labelFontSize=11, titleFontWeight="normal")
        .configure_title(fontSize=13, anchor="start")
        .configure(background="#ffffff")
    )
    chart.save(str(path))


def main() -> None:
    """Measure and print a table, and draw it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="100 million respondents too")
    parser.add_argument("--svg", type=Path, help="draw the picture there")
    parser.add_argument("--case", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("folder", type=Path, nargs="?", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.case:
        print(json.dumps(measure(asked.folder, Case(**asked.case))))
        return
    growth = {kind: [*cases] for kind, cases in GROWTH.items()}
    if asked.large:
        growth["respondents"].append(replace(Case(), rows=100_000_000))
        growth["respondents in PSUs"] = [Case(rows=100_000_000, psus=2_500)]
    print(
        f"{'grows':22}{'respondents':>12}{'seg.':>5}{'PSUs':>8}{'item':>5}{'open s':>9}"
        f"{'first s':>9}{'order s':>9}{'group ms':>10}{'quartiles':>18}{'count ms':>10}"
        f"{'x count':>8}{'GB':>8}  read from"
    )
    rows = []
    for kind, cases in growth.items():
        for case in cases:
            rows.append((kind, measure_apart(case)))
            print(shown(*rows[-1]), flush=True)
    if asked.svg:
        picture(rows, asked.svg)


if __name__ == "__main__":
    main()
