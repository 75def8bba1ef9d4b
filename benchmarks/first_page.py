"""Measures how long a first visitor waits for the front page's chart, beside a bare page with one.

The bare page has a title and a chart of six points. Both take turns in one run, each time in a new
profile of the browser. Run it with ``.venv/bin/python benchmarks/first_page.py``.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from click import FLAGS, ROOT, browser_path, p90
from interaction import running
from playwright.sync_api import Browser, sync_playwright

BARE = """
import altair
import pandas as pd
import streamlit as st
st.set_page_config(layout="wide")
st.title("A page")
rows = pd.DataFrame({"wave": [2019, 2020, 2021] * 2, "share": [0.54, 0.61, 0.68, 0.84, 0.85, 0.84],
                     "survey": ["a"] * 3 + ["b"] * 3})
chart = altair.Chart(rows).mark_line(point=True)
st.altair_chart(chart.encode(x="wave:O", y="share:Q", color="survey:N"))
"""
DRAWN = {"bare page": "[data-testid=stVegaLiteChart] svg.marks path", "front page": ".fp-trace"}


def visit(browser: Browser, url: str, drawn: str) -> float:
    """The milliseconds from the address to the chart, for who was never here before."""
    visitor = browser.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900})
    page, started = visitor.new_page(), time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(drawn).first.wait_for(state="attached", timeout=60_000)
    took = 1000 * (time.perf_counter() - started)
    visitor.close()
    return took


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=10)
    turns = parser.parse_args().turns
    times: dict[str, list[float]] = {name: [] for name in DRAWN}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        with running(bare, {}) as empty, running(ROOT / "app.py", {}) as url:
            addresses = dict(zip(DRAWN, (empty, url), strict=True))
            for turn in range(turns + 1):
                for name, drawn in DRAWN.items():
                    took = visit(browser, addresses[name], drawn)
                    times[name] += [took] if turn else []  # the first one wakes the server
        browser.close()
    low = statistics.median(times["bare page"])
    print(f"{'ms':14}{'median':>8}{'p90':>8}{'ratio':>8}")
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:14}{median:8.0f}{p90(measured):8.0f}{median / low:8.2f}")


if __name__ == "__main__":
    main()
