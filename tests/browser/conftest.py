"""The real server and a real Chromium for the tests in this folder."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping

import pytest
from checkout import ROOT
from devices import PATIENCE, forget, new_device
from in_browser import DESK, FRAMING, leaves_the_machine
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from served_app import ServedApp, shared_by_workers, started

# What is optimised is soon closed, what is interpreted runs often enough to be compiled at once,
# and garbage is looked for seldom and by one thread.
HEAP = "--single-threaded-gc,--min-semi-space-size=64,--max-semi-space-size=64"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--js-flags=--no-opt,--no-maglev,--always-sparkplug,{HEAP}",
    "--disable-threaded-animation",  # else a page that waits is drawn sixty times a second
    "--process-per-site",  # a page of a device finds the scripts that the one before has compiled
]

Start = Callable[[Mapping[str, str]], str]


servers: list[ServedApp] = []
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Return what starts the app with more environment variables and returns its address."""
    own = []

    def start(env: Mapping[str, str]) -> str:
        own.append(started(env, tmp_path_factory.mktemp("server") / "log.txt"))
        servers.append(own[-1])
        return own[-1].url

    yield start
    for app in own:
        app.stop()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app as it comes, which one other host may frame.

    Workers of one run share it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with shared_by_workers(folder, {"INSIGHT_EMBED": f"{FRAMING}:*"}) as app:
        servers.append(app)
        yield app.url


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


@pytest.fixture
def page(shared_device: BrowserContext, outside: list[str]) -> Iterator[Page]:
    """Return an empty page of a visitor who was never here before."""

    def note(url: str) -> None:
        if leaves_the_machine(url):
            outside.append(url)

    def hear(request: Request) -> None:
        note(request.url)

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            stopped.append(message.text)

    stopped: list[str] = []
    shared_device.on("request", hear)
    shared_device.on("console", listen)
    page = shared_device.new_page()
    page.on("websocket", lambda socket: note(socket.url))
    yield page
    shared_device.remove_listener("request", hear)
    shared_device.remove_listener("console", listen)
    forget(shared_device)
    assert stopped == []  # whatever a visitor does, the page asks for nothing that it may not have


@pytest.fixture(scope="session")
def reading_device(browser: Browser, app_url: str) -> Iterator[BrowserContext]:
    """Return another such device, of readers who want nothing to move and may use the clipboard."""
    device = new_device(browser, viewport=DESK, reduced_motion="reduce")
    device.grant_permissions(["clipboard-read", "clipboard-write"])
    device.new_page().goto(f"{app_url}/_stcore/health")
    yield device
    device.close()


@pytest.fixture(scope="module")
def reader(reading_device: BrowserContext) -> Iterator[Page]:
    """The page of a reader, who reads all that a module holds."""
    yield reading_device.new_page()
    forget(reading_device)


@pytest.fixture(scope="module")
def elsewhere(reading_device: BrowserContext) -> Iterator[Page]:
    """The page of somebody on another device, to whom an address is sent."""
    yield reading_device.new_page()
    forget(reading_device)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what the servers said beside a test that failed."""
    report = yield
    if report.failed:
        report.sections += [(f"server {server.url}", server.said()) for server in servers]
    return report
