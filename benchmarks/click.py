"""Measures the time from a click on a filter to the new base line and the new chart.

Beside it, in the same run and by the same clock in the page, a control: a rerun of the page that
changes nothing, from click to the end of the run. Run it with
``.venv/bin/python benchmarks/click.py``.
"""

import argparse
import contextlib
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from insight.language.catalogue import say  # noqa: E402
from insight.survey.folders import bundled_data, find_survey  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SECONDS_TO_START = 60

# Each watcher is true once what it watches has changed since the click. It only looks at what has
# changed, and never asks for a layout, so that watching takes no time of its own.
WATCH = """([what, button]) => new Promise((resolve, reject) => {
  const told = () => [...document.querySelectorAll('p.secondary, .av-rows')];
  const base = () => told().map(e => e.textContent).join();
  const within = one => (one.target.closest ? one.target : one.target.parentElement)
    ?.closest(figure) || [...one.addedNodes].some(node => node.querySelector?.(figure));
  const figure = 'svg.marks, .av-rows';
  let moved = false;
  const status = () => document.querySelector('[data-testid=stApp]')
    .getAttribute('data-test-script-state');
  const before = base();
  let started;
  const done = {
    filter: () => moved && base() !== before,
    base: () => base() !== before && status() !== 'running',
    rerun: records => records.some(one => one.oldValue === 'running') && status() !== 'running',
  }[what];
  const observer = new MutationObserver(records => {
    if (started === undefined) return;
    moved ||= records.some(within);
    if (done(records)) {
      observer.disconnect();
      resolve(performance.now() - started);
    }
  });
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeOldValue: true,
  });
  button.addEventListener('pointerdown', () => { started = performance.now(); },
    {once: true, capture: true});
  setTimeout(() => reject(new Error(`no answer to a click: ${what}`)), 15000);
  window.ready = true;
})"""


@contextlib.contextmanager
def running_app() -> Iterator[str]:
    """Start the app and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-P", "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield wait_until_healthy(f"http://localhost:{port}", server)
    finally:
        server.terminate()
        server.wait()


def wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> str:
    """Wait until a server answers and return its address."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            direct.open(f"{url}/_stcore/health", timeout=2).close()
            return url
        except (urllib.error.URLError, OSError):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("The app did not start.")
            time.sleep(0.1)


def browser_path() -> str:
    """Return the path of a Chromium."""
    found = subprocess.run([ROOT / "tools" / "browser.sh"], capture_output=True, text=True)
    if found.returncode:
        sys.exit(found.stderr.strip())
    return found.stdout.strip()


def settled(page: Page) -> None:
    """Wait until nothing runs and there is a chart, of marks or of rows."""
    page.wait_for_function(
        "document.querySelector('svg.marks, .av-rows') && document.querySelector("
        "'[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'"
    )


def milliseconds(page: Page, what: str, button: Locator) -> float:
    """Click and return the time until what is watched has happened."""
    settled(page)
    handle = button.element_handle()
    page.evaluate("window.ready = false")
    page.evaluate(f"arguments => {{ window.measured = ({WATCH})(arguments); }}", [what, handle])
    page.wait_for_function("window.ready")
    button.click()
    return float(page.evaluate("window.measured"))


def measure(page: Page, clicks: int) -> dict[str, list[float]]:
    """Return the times of `clicks` clicks of each kind."""
    codebook = find_survey("citizens", bundled_data()).codebook
    women = re.compile("^" + codebook.variable("gender").category("1").label["nb"])
    buttons = {
        "filter": page.get_by_test_id("stSidebar").get_by_role("button", name=women),
        "rerun": page.get_by_role("button", name=say("nb", "shell.reset"), exact=True),
    }
    times: dict[str, list[float]] = {what: [] for what in buttons}
    for what, button in buttons.items():
        milliseconds(page, what, button)  # warms up
        times[what] = [milliseconds(page, what, button) for _ in range(clicks)]
        if what == "filter" and button.get_attribute("aria-pressed") == "true":
            milliseconds(page, what, button)  # so that resetting changes nothing
    return times


def p90(times: list[float]) -> float:
    """Return the 90th percentile."""
    return statistics.quantiles(times, n=10, method="inclusive")[-1]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clicks", type=int, default=20)
    clicks = parser.parse_args().clicks
    with running_app() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page(
            bypass_csp=True, viewport={"width": 1440, "height": 900}, locale="nb-NO"
        )
        page.goto(f"{url}/answers")
        times = measure(page, clicks)
        browser.close()
    control = statistics.median(times["rerun"])
    names = {
        "filter": "filter → base line and rows",
        "rerun": "control: rerun that changes nothing",
    }
    print(f"{'from click, ms':38}{'median':>8}{'p90':>8}{'ratio':>8}{'clicks':>8}")
    for what, name in names.items():
        median = statistics.median(times[what])
        ratio = median / control
        print(f"{name:38}{median:8.0f}{p90(times[what]):8.0f}{ratio:8.2f}{len(times[what]):8d}")


if __name__ == "__main__":
    main()
