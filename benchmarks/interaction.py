"""Measures a click on a filter beside a bare page, on small and large surveys, and many visitors.

The bare page has the same widgets in the same places, two charts that never change, with their
tables and files in closed boxes, and a line that tells how often it ran. Nothing is asked of any
data, and Streamlit runs it with its own settings. Both pages take turns in one run. The last
column is what the main thread of the browser took of a processor. Run it with
``.venv/bin/python benchmarks/interaction.py``.
"""

import argparse
import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import websockets
from click import FLAGS, ROOT, browser_path, milliseconds, p90, wait_until_healthy
from playwright.sync_api import CDPSession, Locator, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.insert(0, str(ROOT / "tests" / "support"))
from survey_folder import net, segment, single, write_survey

MOST_CHOSEN = 3
APART = 7  # from one choice to the next, so that they are of different variables
SIZES = (20_000, 5_000_000)
AT_ONCE = 2_000_000  # respondents that are drawn together
SEGMENTS = {"gender": 2, "age": 4, "region": 4, "education": 4, "health": 3, "carer": 3}
GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
BARE = """
import sys
sys.path.insert(0, {root!r})
import pandas as pd
import streamlit as st
from insight.reporting.charts import trend_specs as charts
st.set_page_config(layout="wide")
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
rows = pd.read_pickle({rows!r})
with st.sidebar:
    st.segmented_control("a", ["Norsk", "English"], default="Norsk")
    st.text_input("find")
    st.selectbox("b", ["one", "two", "three"])
    st.selectbox("c", ["2019", "2020", "2021"])
    for name, size in {segments!r}.items():
        with st.expander(name, expanded=True):
            codes = [f"{{name}} {{n}}" for n in range(size)]
            st.pills(name, codes, selection_mode="multi", wrap=True)
    st.toggle("d")
    st.button("e")
*shown, more = st.columns(5)
for column, name in zip(shown, "fghi"):
    with column:
        st.selectbox(name, ["one", "two", "three"])
with more, st.popover("More"):
    for name in "jkl":
        st.selectbox(name, ["one", "two", "three"])
    st.toggle("m")
with st.container(horizontal=True):
    st.segmented_control("n", ["Bars", "Points", "Trend"], default="Bars")
    st.button("o")
    st.button("p")
for number in range(2):
    st.html(f"<h2>Heading</h2><p class='secondary'>{{st.session_state['runs']}}</p>")
    st.vega_lite_chart(rows, charts.trend_spec("light", "nb"), theme=None, key=f"chart{{number}}")
    st.expander("Table").html(rows[["name", "words"]].to_html())
    with st.expander("Download"):
        for file in range(5 + 2 * number):
            st.download_button(f"File {{file}}", b"", f"{{number}}-{{file}}.csv",
                               key=f"{{number}}-{{file}}", on_click="ignore")
for column, name in zip(st.columns(2), "qr"):
    with column:
        st.selectbox(name, ["one", "two", "three"])
for name in "st":
    with st.container(border=True):
        st.multiselect(name, ["one", "two", "three"])
"""


def survey_of(root: Path, size: int) -> None:
    """Write a survey with three waves, six segments and a weight of its own for each respondent."""
    rng = np.random.default_rng(20)
    variables = {
        "trust": single(
            1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)]
        ),
        "year": segment(2019, 2020, 2021),
        **{name: segment(*range(1, many + 1)) for name, many in SEGMENTS.items()},
    }  # fmt: skip
    first = respondents(rng, min(size, AT_ONCE))
    folder = write_survey(root, "people", first, variables, disclosure=GATES, simulated=True,
                          design={"wave": "year", "weight": "weight"})  # fmt: skip
    if size > AT_ONCE:
        part = pa.Table.from_pandas(first, preserve_index=False)
        with pq.ParquetWriter(folder / "responses.parquet", part.schema) as writer:
            for start in range(0, size, AT_ONCE):
                part = respondents(rng, min(AT_ONCE, size - start))
                writer.write_table(pa.Table.from_pandas(part, preserve_index=False))


def respondents(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    """Draw some respondents."""
    columns = {name: rng.integers(1, many + 1, rows) for name, many in SEGMENTS.items()}
    frame = pd.DataFrame({"trust": rng.choice([1, 2, 3, 4, 5, 9], rows), **columns})
    frame["year"] = rng.integers(2019, 2022, rows)
    frame = frame.astype("int16")
    frame["weight"] = rng.lognormal(-0.1, 0.45, rows)
    return frame


@contextlib.contextmanager
def running(script: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Start a Streamlit app in its own folder, with the settings there, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-P", "-m", "streamlit", "run", script.name, f"--server.port={port}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    server = subprocess.Popen(
        command, cwd=script.parent, env={**os.environ, **env}, stdout=subprocess.DEVNULL
    )
    try:
        yield wait_until_healthy(f"http://localhost:{port}", server)
    finally:
        server.terminate()
        server.wait()


@dataclass
class Clicked:
    """Milliseconds from clicks to what they lead to, and what the main thread worked meanwhile."""

    times: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def told(self, name: str, low: float) -> str:
        """A line of the table."""
        median = statistics.median(self.times)
        worked = statistics.median(self.worked)
        return f"{name:42}{median:8.0f}{p90(self.times):8.0f}{median / low:8.2f}{worked:11.0f}"


def worked(line: CDPSession) -> float:
    """Milliseconds of processor that a page's main thread has taken."""
    told = line.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(one["value"] for one in told if one["name"] == "TaskDuration"))


def click_on(page: Page, turn: int, clicks: int, what: str, all_of_them: Clicked) -> None:
    """Time clicks on choices until their effect, each for a group not asked for before.

    Choices of several variables follow one another; after three they are taken back, which is not
    counted: it asks for what is remembered.
    """
    choices = page.locator("[data-testid=stSidebar] [data-testid=stButtonGroup] button")
    many = sum(SEGMENTS.values())
    places = [choices.count() - many + number * APART % many for number in range(many)]
    line = page.context.new_cdp_session(page)
    line.send("Performance.enable", {"timeDomain": "threadTicks"})
    chosen: list[int] = []
    for place in places[turn * clicks :][:clicks]:
        if len(chosen) == MOST_CHOSEN:
            take_back(page, choices, chosen, what)
        before = worked(line)
        all_of_them.times.append(milliseconds(page, what, choices.nth(place)))
        all_of_them.worked.append(worked(line) - before)
        chosen.append(place)
    take_back(page, choices, chosen, what)


def take_back(page: Page, choices: Locator, chosen: list[int], what: str) -> None:
    """Choose nobody in particular again."""
    while chosen:
        milliseconds(page, what, choices.nth(chosen.pop()))


async def visitor(
    url: str, clicks: int, codes: list[str], everyone_is_here: asyncio.Barrier
) -> list[float]:
    """Filter once a second, at a time of one's own, and return how long each answer took.

    The first answer is not counted: that all come in the same second is not the question.
    """
    times = []
    address = url.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(address, max_size=None, subprotocols=["streamlit"]) as line:
        for number in range(clicks + 1):
            asked = BackMsg()
            code = codes[number % len(codes)]
            asked.rerun_script.query_string = f"lang=nb&survey=people&where={code}"
            asked.rerun_script.page_name = "answers"
            started = time.perf_counter()
            await line.send(asked.SerializeToString())
            while True:
                message = ForwardMsg.FromString(await line.recv())
                if message.WhichOneof("type") == "script_finished":
                    break
            took = time.perf_counter() - started
            if number:
                times.append(1000 * took)
                await asyncio.sleep(max(0.0, 1 - took))
            else:
                await everyone_is_here.wait()
                await asyncio.sleep(random.random())
    return times


async def crowd(url: str, visitors: int, clicks: int) -> list[float]:
    """All visitors at once."""
    codes = [f"{name}={code}" for name, many in SEGMENTS.items() for code in range(1, many + 1)]
    here = asyncio.Barrier(visitors)
    runs = (visitor(url, clicks, random.sample(codes, 12), here) for _ in range(visitors))
    return [one for times in await asyncio.gather(*runs) for one in times]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clicks", type=int, default=20, help="at most 20")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="respondents")
    asked = parser.parse_args()
    print(f"{'ms':42}{'median':>8}{'p90':>8}{'ratio':>8}{'processor':>11}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        rows, bare = root / "rows.pickle", root / "bare.py"
        bare_rows().to_pickle(rows)
        bare.write_text(
            BARE.format(root=str(ROOT), rows=str(rows), segments=SEGMENTS), encoding="utf-8"
        )
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        for size in asked.sizes:
            data = root / str(size)
            survey_of(data, size)
            with (
                running(bare, {}) as empty,
                running(ROOT / "app.py", {"INSIGHT_DATA": str(data)}) as url,
            ):
                pages = [
                    browser.new_page(bypass_csp=True, viewport={"width": 1440, "height": 900})
                    for _ in "ab"
                ]
                pages[0].goto(empty)
                pages[1].goto(f"{url}/answers")
                control, ours = Clicked(), Clicked()
                for turn in range(2):  # taking turns
                    click_on(pages[0], turn, asked.clicks // 2, "base", control)
                    click_on(pages[1], turn, asked.clicks // 2, "filter", ours)
                for page in pages:
                    page.close()
                low = statistics.median(control.times)
                print(control.told("bare page", low))
                print(ours.told(f"filter, {size:,} respondents", low))
                with ThreadPoolExecutor(1) as apart:  # Playwright has a loop of its own here
                    times = apart.submit(asyncio.run, crowd(url, asked.visitors, 10)).result()
                p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
                name = f"{asked.visitors} visitors, a click a second: p95"
                print(f"{name:42}{statistics.median(times):8.0f}{p95:8.0f}")
        browser.close()


def bare_rows() -> pd.DataFrame:
    """Rows of a trend that never changes."""
    row = {"series": 0, "name": "a", "words": "50 %", "hover": "", "breaks": False, "segment": 0,
           "value": 0.5, "low": 0.45, "upp": 0.55, "published": None, "assumed": False,
           "above": True, "end_name": "", "end_dy": 0, "first_of_wave": True}  # fmt: skip
    return pd.DataFrame([{**row, "order": one, "wave": str(2019 + one)} for one in range(3)])


if __name__ == "__main__":
    main()
