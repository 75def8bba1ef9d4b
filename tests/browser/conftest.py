"""The real server and a real Chromium for the tests in this folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from checkout import ROOT
from devices import PATIENCE, new_device
from in_browser import DESK, FRAMING, leaves_the_machine
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

SECONDS_TO_START = 120
LOG_CHARACTERS = 8_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # a page of a device finds the scripts that the one before has compiled
]

Start = Callable[[Mapping[str, str]], str]


@dataclass
class Server:
    """A running app, its address and what it has said."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-LOG_CHARACTERS:]

    def is_healthy(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.url}/_stcore/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_healthy(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.is_healthy():
            if self.process.poll() is not None:
                pytest.fail(f"The app stopped while starting:\n{self.said()}", pytrace=False)
            if time.monotonic() > deadline:
                pytest.fail(f"The app did not start in time:\n{self.said()}", pytrace=False)
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


servers: list[Server] = []
expect.set_options(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Return what starts the app with more environment variables and returns its address."""

    def start(env: Mapping[str, str]) -> str:
        port = free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        # -P: as with the command streamlit, the working directory is not on sys.path.
        command = [
            sys.executable,
            "-P",
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(port),
        ]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        server = Server(process, f"http://localhost:{port}", log)
        servers.append(server)
        server.wait_until_healthy()
        return server.url

    yield start
    while servers:
        servers.pop().stop()


@pytest.fixture(scope="session")
def app_url(start_app: Start) -> str:
    """Return the address of the app as it comes, which one other host may frame."""
    return start_app({"INSIGHT_EMBED": f"{FRAMING}:*"})


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; without one the test fails, it is not skipped."""
    found = subprocess.run([ROOT / "tools" / "browser.sh"], capture_output=True, text=True)
    if found.returncode:
        pytest.fail(found.stderr.strip(), pytrace=False)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a headless Chromium with a profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def outside() -> list[str]:
    """Return the addresses, other than the app's own, that the page has asked for."""
    return []


@pytest.fixture(scope="session")
def shared_device(browser: Browser, app_url: str) -> Iterator[BrowserContext]:
    """Return the device that one visitor after the other has, and that forgets each of them.

    What it keeps is the app's own files, and by a page that stays open the process that has
    compiled them: to fetch and compile them takes longer than most tests do.
    """
    device = new_device(browser, timezone_id="Europe/Oslo", viewport=DESK)
    device.new_page().goto(f"{app_url}/_stcore/health")
    yield device
    device.close()


def forget(device: BrowserContext) -> None:
    """Close what a visitor has left open and clear what the device remembers of them."""
    [kept, *left] = device.pages
    for page in left:
        page.close()
    session = device.new_cdp_session(kept)
    deadline = time.monotonic() + PATIENCE / 1000
    # What a page has just kept may reach the device a moment after the page is gone.
    while (remembered := device.storage_state()) != {"cookies": [], "origins": []}:
        assert time.monotonic() < deadline, remembered
        device.clear_cookies()
        for one in remembered["origins"]:
            forgotten = {"origin": one["origin"], "storageTypes": "all"}
            session.send("Storage.clearDataForOrigin", forgotten)
        kept.wait_for_timeout(20)
    session.detach()


@pytest.fixture
def page(shared_device: BrowserContext, outside: list[str]) -> Iterator[Page]:
    """Return an empty page of a visitor who was never here before."""

    def note(url: str) -> None:
        if leaves_the_machine(url):
            outside.append(url)

    def hear(request: Request) -> None:
        note(request.url)

    shared_device.on("request", hear)
    page = shared_device.new_page()
    page.on("websocket", lambda socket: note(socket.url))
    yield page
    shared_device.remove_listener("request", hear)
    forget(shared_device)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """The page of a reader who wants nothing to move, and may use the clipboard."""
    device = new_device(browser, viewport=DESK, reduced_motion="reduce")
    device.grant_permissions(["clipboard-read", "clipboard-write"])
    yield device.new_page()
    device.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return what makes another visitor, on a device of its own."""
    visitors = []

    def make(**device: object) -> BrowserContext:
        visitors.append(new_device(browser, **device))
        return visitors[-1]

    yield make
    for one in visitors:
        one.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what the servers said beside a test that failed."""
    report = yield
    if report.failed:
        report.sections += [(f"server {server.url}", server.said()) for server in servers]
    return report
