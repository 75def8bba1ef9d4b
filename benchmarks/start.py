"""How long a command takes from its start, beside Python alone and beside pandas' import.

    .venv/bin/python benchmarks/start.py [--turns 10]

All take turns, so that other work on the machine hits each alike. Processor time is what the
command itself costs; the time on the wall is what a person waits.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ("table", "citizens", "--item", "trust_need_to_know", "--by", "year")
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "python -c 'import pandas'": ("-c", "import pandas"),
    "insight --help": ("-m", "insight", "--help"),
    "insight table --help": ("-m", "insight", "table", "--help"),
    "insight table": ("-m", "insight", *TABLE),
    "insight compare": (
        "-m",
        "insight",
        "compare",
        *TABLE[1:4],
        "--net",
        "high",
        "--between",
        "year",
    ),
}


def measure(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Run Python once: seconds on the wall, and of processors."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=10)
    turns = parser.parse_args().turns
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(turns):
        for name, arguments in COMMANDS.items():
            times[name].append(measure(arguments))
    print(f"{'seconds':28}{'best':>8}{'median':>8}{'processor':>11}")
    for name, measured in times.items():
        walls, processors = zip(*measured, strict=True)
        row = (min(walls), statistics.median(walls), min(processors))
        print(f"{name:28}{row[0]:8.2f}{row[1]:8.2f}{row[2]:11.2f}")


if __name__ == "__main__":
    main()
