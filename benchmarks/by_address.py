"""Measures answers by address, and a reader's click while programs ask for as much as they may.

Both take turns in one run: a new answer of the API with the table that it is made of, each of a
survey of its own, and clicks while nobody asks with clicks while programs do. Run it with
``.venv/bin/python benchmarks/by_address.py``.
"""

import argparse
import asyncio
import contextlib
import http.client
import itertools
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import websockets
from click import ROOT, p90
from interaction import SEGMENTS, running, survey_of
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.insert(0, str(ROOT))

from insight import open_survey, table
from insight.api import answering
from insight.api.asking.selection import wanted_in_parameters
from insight.api.calls import Call
from insight.api.cube import Cube
from insight.api.settings import Settings

RESPONDENTS = 20_000
A_SECOND = 10  # what one address may ask by the usual settings: 600 a minute
ADDRESSES = (0, 1, 4)
PATH = "/api/v2/tables/people.trust/data"
USUAL = {"valueCodes[category]": "*", "valueCodes[ContentsCode]": "*", "valueCodes[year]": "*"}

Group = Mapping[str, int]


def groups(seed: int) -> Iterator[Group]:
    """Groups by three variables, each once, in an order of their own."""
    found = [
        dict(zip(names, codes, strict=True))
        for names in itertools.combinations(SEGMENTS, 3)
        for codes in itertools.product(*(range(1, SEGMENTS[name] + 1) for name in names))
    ]
    random.Random(seed).shuffle(found)
    return iter(found)


def asked(group: Group, **more: str) -> dict[str, str]:
    """The parameters that ask the API for a group."""
    codes = {f"valueCodes[{name}]": str(code) for name, code in group.items()}
    return {"lang": "en", **USUAL, **codes, **{f"valueCodes[{k}]": v for k, v in more.items()}}


def timed(function: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How many milliseconds a call takes."""
    started = clock()
    function()
    return 1000 * (clock() - started)


def told(name: str, times: list[float], beside: float | None = None) -> None:
    """Print a line of the table."""
    median = statistics.median(times)
    ratio = f"{median / beside:8.2f}" if beside else ""
    print(f"{name:58}{median:8.1f}{p90(times):8.1f}{ratio}")


def measure_answers(root: Path, turns: int) -> None:
    """New answers and remembered ones, in this process."""
    for name in ("tables", "calls"):
        survey_of(root / name, RESPONDENTS)
    plain, told_by = (open_survey("people", root / name) for name in ("tables", "calls"))
    cube = Cube(told_by, told_by.codebook.variable("trust"))

    def call(parameters: Mapping[str, str]) -> object:
        request = Call([*parameters.items()], {}, Settings())
        wanted = wanted_in_parameters(request.parameters)
        return answering.answer_data(request, cube, wanted, request.telling())

    def tables(where: list[str], *by: list[str]) -> None:
        for names in by:
            table(plain, "trust", by=names, where=where, nets=True)

    times: list[tuple[float, ...]] = []
    for group in itertools.islice(groups(1), turns + 1):
        where = [f"{name}={code}" for name, code in group.items()]
        divided = next(name for name in SEGMENTS if name not in group)
        parts = asked(dict([*group.items()][:2]), **{divided: "*"})
        in_turn = (
            (tables, where, ["year"]),
            (call, asked(group)),
            (call, asked(group)),
            (tables, where[:2], ["year"], [divided, "year"]),
            (call, parts),
        )
        # Of the processor, which other work on the machine hardly changes.
        times.append(tuple(timed(partial(*each), time.process_time) for each in in_turn))
    one, new, again, both, whole = map(list, zip(*times[1:], strict=True))  # the first warms up
    print("of the processor, in this process:")
    told("table() by wave, of a new group", one)
    told("the same by address", new, statistics.median(one))
    told("the same by address, again", again)
    told("table() of a group's parts, and of the whole", both)
    told("both by address", whole, statistics.median(both))


class Program(threading.Thread):
    """Asks from an address of its own, half of it new, until it is told to end."""

    def __init__(self, port: int, number: int) -> None:
        super().__init__(daemon=True)
        self.source = (f"127.0.0.{number + 2}", 0)
        self.port, self.number = port, number
        self.ended = threading.Event()
        self.statuses: list[int] = []

    def run(self) -> None:
        """Ask ten times a second."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, source_address=self.source)
        new = itertools.cycle(groups(100 + self.number))
        remembered = next(groups(99))
        for turn in itertools.count():
            started = time.perf_counter()
            group = next(new) if turn % 2 else remembered
            line.request("GET", f"{PATH}?{urlencode(asked(group))}")
            answer = line.getresponse()
            answer.read()
            self.statuses.append(answer.status)
            if self.ended.wait(max(0.0, 1 / A_SECOND - (time.perf_counter() - started))):
                return


@contextlib.contextmanager
def programs(port: int, count: int) -> Iterator[list[Program]]:
    """So many programs that ask meanwhile."""
    there = [Program(port, number) for number in range(count)]
    for each in there:
        each.start()
    yield there
    for each in there:
        each.ended.set()
        each.join()


async def clicks(url: str, asking: list[Group]) -> list[float]:
    """Filter once a second, for a group that nobody has asked for, and time each answer."""
    times = []
    address = url.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(address, max_size=None, subprotocols=["streamlit"]) as line:
        for number, group in enumerate([{}, *asking]):
            request = BackMsg()
            where = "".join(f"&where={name}%3D{code}" for name, code in group.items())
            request.rerun_script.query_string = f"lang=nb&survey=people{where}"
            request.rerun_script.page_name = "answers"
            started = time.perf_counter()
            await line.send(request.SerializeToString())
            while ForwardMsg.FromString(await line.recv()).WhichOneof("type") != "script_finished":
                pass
            took = time.perf_counter() - started
            if number:  # the first opens the page
                times.append(1000 * took)
            await asyncio.sleep(max(0.0, 1 - took))
    return times


def measure_server(root: Path, turns: int, of_clicks: int) -> None:
    """Remembered answers over a line that stays open, and clicks with and without programs."""
    survey_of(root / "served", RESPONDENTS)
    with running(ROOT / "app.py", {"INSIGHT_DATA": str(root / "served")}) as url:
        port = int(url.rpartition(":")[2])
        line = http.client.HTTPConnection("127.0.0.1", port)

        def get() -> None:
            line.request("GET", f"{PATH}?{urlencode(asked({'gender': 1}))}")
            line.getresponse().read()

        get()
        quick = []
        for _ in range(turns):
            quick.append(timed(get))
            time.sleep(1 / A_SECOND)
        print("of the clock, over HTTP:")
        told("a remembered answer, over a line that stays open", quick)
        page = groups(2)
        found: dict[int, list[float]] = {count: [] for count in ADDRESSES}
        statuses: dict[int, list[int]] = {count: [] for count in ADDRESSES}
        for _ in range(3):  # taking turns
            for count in ADDRESSES:
                with programs(port, count) as there:
                    asking = [*itertools.islice(page, of_clicks)]
                    found[count] += asyncio.run(clicks(url, asking))
                statuses[count] += [each for one in there for each in one.statuses]
        quiet = statistics.median(found[0])
        for count, times in found.items():
            told(
                f"a click while {count} addresses ask {A_SECOND} times a second each", times, quiet
            )
            refused = sum(status != 200 for status in statuses[count])
            print(f"{'':4}{len(statuses[count])} answers, {refused} refused")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--clicks", type=int, default=15, help="in each of three rounds")
    chosen = parser.parse_args()
    print(f"{'ms':58}{'median':>8}{'p90':>8}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        measure_answers(Path(folder), chosen.turns)
        measure_server(Path(folder), chosen.turns, chosen.clicks)


if __name__ == "__main__":
    main()
