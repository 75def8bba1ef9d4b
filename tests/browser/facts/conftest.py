"""The reader of the pages of facts.

The pages are read by one reader after another on the same device: each test opens its own address,
and after each nothing may have left the machine or complained in the browser's console.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from devices import forget
from in_browser import DESK, leaves_the_machine
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

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
def watched(reading_device: BrowserContext, trouble: Trouble) -> Iterator[BrowserContext]:
    """Return the device of readers, each page of which is watched for trouble while they read."""

    def request(asked: Request) -> None:
        trouble.request(asked.url)

    def page(opened: Page) -> None:
        opened.on("websocket", lambda socket: trouble.request(socket.url))
        opened.on("console", trouble.console)
        opened.on("pageerror", lambda error: trouble.complaints.append(str(error)))

    reading_device.on("request", request)
    reading_device.on("page", page)
    yield reading_device
    reading_device.remove_listener("page", page)
    reading_device.remove_listener("request", request)
    forget(reading_device)


@pytest.fixture(scope="module")
def opened(watched: BrowserContext) -> Page:
    """Return the page of who reads facts."""
    return watched.new_page()


@pytest.fixture(scope="module")
def elsewhere(watched: BrowserContext) -> Page:
    """Return the page of somebody to whom an address is sent."""
    return watched.new_page()


@pytest.fixture
def reader(opened: Page, trouble: Trouble) -> Iterator[Page]:
    """Return the page of a reader; at the end nothing has left the machine or complained."""
    opened.set_viewport_size(DESK)
    trouble.outside.clear()
    trouble.complaints.clear()
    yield opened
    assert trouble.outside == []
    assert trouble.complaints == []
