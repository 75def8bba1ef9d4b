"""The reader of the pages of facts.

The pages are read by one reader after another on the same device: each test opens its own address,
and after each nothing may have left the machine or complained in the browser's console.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from devices import new_device
from in_browser import DESK, leaves_the_machine
from playwright.sync_api import Browser, ConsoleMessage, Page

# Streamlit looks for its own addresses below the page's before it finds them at the root.
LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Trouble:
    """What must not happen while somebody reads."""

    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def request(self, url: str) -> None:
        if leaves_the_machine(url):
            self.outside.append(url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(LOOKED_FOR):
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture(scope="module")
def open_device(browser: Browser, trouble: Trouble) -> Iterator[Callable[[], Page]]:
    """Return what opens a page on a device of its own, watched for trouble."""
    contexts = []

    def make() -> Page:
        contexts.append(new_device(browser, viewport=DESK))
        contexts[-1].on("request", lambda request: trouble.request(request.url))
        page = contexts[-1].new_page()
        page.on("websocket", lambda socket: trouble.request(socket.url))
        page.on("console", trouble.console)
        page.on("pageerror", lambda error: trouble.complaints.append(str(error)))
        return page

    yield make
    for one in contexts:
        one.close()


@pytest.fixture(scope="module")
def device(open_device: Callable[[], Page]) -> Page:
    return open_device()


@pytest.fixture(scope="module")
def elsewhere(open_device: Callable[[], Page]) -> Page:
    """Return the page of somebody to whom an address is sent."""
    return open_device()


@pytest.fixture
def reader(device: Page, trouble: Trouble) -> Iterator[Page]:
    """Return the page of a reader; at the end nothing has left the machine or complained."""
    device.set_viewport_size(DESK)
    trouble.outside.clear()
    trouble.complaints.clear()
    yield device
    assert trouble.outside == []
    assert trouble.complaints == []
