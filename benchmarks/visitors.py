"""Measures many visitors of several workers, beside as many processes of a bare Streamlit page.

Visitors have sessions of their own over WebSockets and click as readers do: another filter, another
question, another page. Both take turns in one run. Run it with
``.venv/bin/python benchmarks/visitors.py``.
"""

import argparse
import asyncio
import contextlib
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from click import ROOT, wait_until_healthy
from interaction import BARE, SEGMENTS, bare_rows

sys.path.insert(0, str(ROOT / "tests" / "support"))
from live_session import LiveSession, Told

PAGES = ("answers", "answers", "maturity", "figures", "codebook")
TURNS = 2
Click = Callable[[LiveSession, random.Random], Awaitable[Told]]


@dataclass
class Served:
    """An app that is served: its addresses, the process that began it, and how one clicks on it."""

    name: str
    addresses: list[str]
    roots: list[int]
    click: Click
    page: str

    def processes(self) -> set[int]:
        """All processes of the app."""
        found, parents = set(self.roots), {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = status.read_text().rpartition(")")[2].split()
                parents[int(status.parent.name)] = int(fields[1])
        while more := {one for one, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def processor_seconds(self) -> float:
        """Seconds of a processor that its processes have used."""
        ticks = 0
        for one in self.processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory that its processes have."""
        total = 0
        for one in self.processes():
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{one}/status").read_text()
                total += sum(map(int, re.findall(r"VmRSS:\s+(\d+)", status)))
        return total / 1024


@dataclass
class Outcome:
    """What came of many clicks."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0

    @property
    def rate(self) -> float:
        """Clicks a second."""
        return len(self.times) / self.seconds

    @property
    def processor_each(self) -> float:
        """Milliseconds of a processor for each click."""
        return 1000 * self.processor / len(self.times)

    def line(self, name: str) -> str:
        """The outcome as a line of the table."""
        p95 = statistics.quantiles(self.times, n=20, method="inclusive")[-1]
        times = f"{statistics.median(self.times):8.2f}{p95:8.2f}"
        each = self.processor_each
        return f"{name:52}{times}{self.rate:10.1f}{each:12.1f}{len(self.errors):8d}"


HEAD = f"{'':52}{'median s':>8}{'p95 s':>8}{'clicks/s':>10}{'CPU ms each':>12}{'errors':>8}"


async def click_on_ours(session: LiveSession, dice: random.Random) -> Told:
    """Another filter six times in ten, another question twice, another page twice."""
    kind = dice.random()
    if kind > 0.8 and session.hashes:
        return await session.go_to(dice.choice(PAGES))
    lists = [one for one in session.widgets if "-item:" in one]
    if kind > 0.6 and lists:
        return await session.pick(lists[0], dice.choice(session.widgets[lists[0]][1].options))
    return await choose(session, dice, [one for one in session.widgets if "-where:" in one])


async def click_on_bare(session: LiveSession, dice: random.Random) -> Told:
    """Another choice of a group each time."""
    groups = [
        one
        for one, (kind, group, _) in session.widgets.items()
        if kind == "button_group" and group.click_mode == group.MULTI_SELECT
    ]
    return await choose(session, dice, groups)


async def choose(session: LiveSession, dice: random.Random, groups: list[str]) -> Told:
    """Choose one of a group's choices, or none."""
    if not groups:
        return await session.ask()
    group = dice.choice(groups)
    many = len(session.widgets[group][1].options)
    return await session.choose(group, dice.sample(range(many), dice.choice((0, 1, 1, 1))))


async def visit(
    served: Served, number: int, apart: float, until: float, outcome: Outcome, here: asyncio.Barrier
) -> None:
    """Click now and then until the time is over."""
    dice = random.Random(number)
    address = served.addresses[number % len(served.addresses)]
    session = await LiveSession.begin(address, served.page, "lang=nb")
    try:
        await session.ask()
    finally:
        await here.wait()
    try:
        end = time.monotonic() + until
        await asyncio.sleep(dice.random() * apart)
        while time.monotonic() < end:
            told = await served.click(session, dice)
            outcome.times.append(told.seconds)
            outcome.errors += told.errors
            await asyncio.sleep(max(0.0, apart - told.seconds))
    except Exception as error:
        outcome.errors.append(repr(error))
    finally:
        await session.end()


async def crowd(served: Served, visitors: int, apart: float, seconds: float) -> Outcome:
    """All visitors at once; what it takes until everybody is here is not counted."""
    outcome, here = Outcome(), asyncio.Barrier(visitors + 1)
    visits = [
        asyncio.create_task(visit(served, number, apart, seconds, outcome, here))
        for number in range(visitors)
    ]
    await here.wait()
    started, processor = time.monotonic(), served.processor_seconds()
    await asyncio.gather(*visits)
    outcome.seconds = time.monotonic() - started
    outcome.processor = served.processor_seconds() - processor
    return outcome


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def bare_page(root: Path, workers: int, *, collects: bool) -> Iterator[Served]:
    """A bare page in several processes, each with its address.

    Streamlit collects garbage after each run, unless it is told not to; the app does so apart.
    """
    rows, script = root / "rows.pickle", root / "bare.py"
    bare_rows().to_pickle(rows)
    page = BARE.format(root=str(ROOT), rows=str(rows), segments=SEGMENTS)
    script.write_text(page, encoding="utf-8")
    command = [
        sys.executable,
        "-P",
        "-m",
        "streamlit",
        "run",
        script.name,
        "--server.headless=true",
    ]
    command += ["--browser.gatherUsageStats=false"]
    command += [f"--runner.postScriptGC={str(collects).lower()}"]
    with contextlib.ExitStack() as stack:
        addresses, roots = [], []
        for _ in range(workers):
            port = free_port()
            process = stack.enter_context(started([*command, f"--server.port={port}"], root))
            addresses.append(wait_until_healthy(f"http://localhost:{port}", process))
            roots.append(process.pid)
        name = "bare page" if collects else "bare page without collection"
        yield Served(name, addresses, roots, click_on_bare, "")


@contextlib.contextmanager
def our_app(workers: int) -> Iterator[Served]:
    """The app with its workers at one address."""
    port = free_port()
    command = [sys.executable, "-m", "insight", "serve", "--workers", str(workers)]
    with started([*command, "--port", str(port)], ROOT) as process:
        address = wait_until_healthy(f"http://localhost:{port}", process)
        time.sleep(20 if workers > 1 else 0)  # the first answers while the others start
        yield Served("the app", [address], [process.pid], click_on_ours, "answers")


@contextlib.contextmanager
def started(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process, as long as it is needed."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def measure_calm(ours: Served, visitors: int, seconds: float) -> None:
    """Print how long visitors wait who click every five seconds, and what memory does meanwhile."""
    asyncio.run(crowd(ours, visitors, 5, 20))  # warms up
    before = ours.megabytes()
    outcome = asyncio.run(crowd(ours, visitors, 5, seconds))
    print(outcome.line(f"{ours.name}, {visitors} visitors, a click every 5 s"))
    after = ours.megabytes()
    print(f"{'memory, MB':52}{before:8.0f}{after:8.0f}{100 * (after / before - 1):+9.1f} %")
    for error in {*outcome.errors}:
        print(f"  {error}")


def measure_saturated(each: list[Served], visitors: int, seconds: float) -> None:
    """Print how many clicks each can answer, taking turns."""
    outcomes = {served.name: Outcome() for served in each}
    for _ in range(TURNS):
        for served in each:
            one = asyncio.run(crowd(served, visitors, 0, seconds / TURNS))
            whole = outcomes[served.name]
            whole.times += one.times
            whole.errors += one.errors
            whole.seconds += one.seconds
            whole.processor += one.processor
    for name, outcome in outcomes.items():
        print(outcome.line(f"{name}, saturated by {visitors} visitors"))
    *bares, ours = outcomes.items()
    for name, bare in bares:
        clicks = ours[1].rate / bare.rate
        processor = ours[1].processor_each / bare.processor_each
        print(
            f"the app beside the {name}: {clicks:.2f} × the clicks, {processor:.2f} × the CPU each"
        )


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument(
        "--seconds", type=float, default=300, help="of visitors who take their time"
    )
    parser.add_argument("--saturated", type=float, default=60, help="seconds without a pause")
    asked = parser.parse_args()
    print(f"load {' '.join(f'{one:.1f}' for one in os.getloadavg())}\n{HEAD}")
    with tempfile.TemporaryDirectory() as folder, our_app(asked.workers) as ours:
        if asked.saturated:
            with (
                bare_page(Path(folder), asked.workers, collects=True) as bare,
                bare_page(Path(folder), asked.workers, collects=False) as quick,
            ):
                measure_saturated([bare, quick, ours], 8 * asked.workers, asked.saturated)
        if asked.seconds:
            measure_calm(ours, asked.visitors, asked.seconds)
    print(f"load {' '.join(f'{one:.1f}' for one in os.getloadavg())}")


if __name__ == "__main__":
    main()
