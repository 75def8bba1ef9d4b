"""A page of the desk seen on a telephone: how long it is, what covers what, and how words break."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from devices import whole
from in_browser import DESK, TOO_WIDE, fits
from playwright.sync_api import Locator, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
LONGER_THAN = """(most) => [...document.querySelectorAll(
    "[data-testid=stMain] :is(p.secondary:not([id]), details.folded > summary, p.lead)")]
  .filter((one) => one.checkVisibility() && !one.closest("details:not([open]) > :not(summary)"))
  .map((one) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    const ends = [...words.getClientRects()].map(({ bottom }) => bottom).sort((a, b) => a - b);
    const lines = ends.filter((end, place) => !place || end - ends[place - 1] > 9).length;
    return [lines, one.innerText];
  })
  .filter(([lines]) => lines > most)"""
TITLE_LINES = """() => {
  const first = document.querySelector("[data-testid=stMain] h1").firstChild;
  const words = document.createRange();
  words.selectNodeContents(first);
  return new Set([...words.getClientRects()].map((line) => Math.round(line.top / 8))).size;
}"""
PLACES = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const place = selector => {
    const one = document.querySelector(selector);
    if (!one) return null;
    const {top, bottom, height} = one.getBoundingClientRect();
    return {top, bottom, height};
  };
  const header = place('[data-testid=stHeader]');
  const band = place('.st-key-band .band');
  const heading = place('[data-testid=stMain] h1');
  const screens = main.scrollHeight / innerHeight;
  main.scrollTo(0, 400);
  const scrolled = place('.st-key-band .band');
  main.scrollTo(0, 0);
  return {header, band, heading, screens, scrolled};
}"""


def on_a_phone(page: Page) -> dict[str, Any]:
    """Return the places of a page on a telephone, what is too wide, and what breaks too often."""
    page.set_viewport_size(PHONE)
    whole(page)
    measured = page.evaluate(PLACES)
    measured["too wide"] = page.evaluate(TOO_WIDE)
    measured |= broken_words(page)
    page.set_viewport_size(DESK)
    whole(page)
    return measured


def most_screens(path: str) -> int:
    """Return how many screens of a telephone a page may take."""
    return 4 if path == "figures" else 5


def is_short(page: Page, path: str) -> None:
    """Hold that a page that is open on a telephone is no longer than it may be, nor too wide."""
    fits(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => one.scrollHeight / innerHeight") <= most_screens(path)


def broken_words(page: Page) -> dict[str, Any]:
    """Return how many lines the title takes, and what small print takes more than two."""
    return {
        "lines of the title": page.evaluate(TITLE_LINES),
        "long small print": page.evaluate(LONGER_THAN, 2),
    }


@contextmanager
def in_the_hand(page: Page) -> Iterator[Callable[[Locator], None]]:
    """Make the page's device a telephone for a while, and yield what taps on it."""
    hand = page.context.new_cdp_session(page)

    def tap(where: Locator) -> None:
        where.scroll_into_view_if_needed()
        box = where.bounding_box()
        assert box
        middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [middle]})
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    page.set_viewport_size(PHONE)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    yield tap
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    hand.detach()
    page.set_viewport_size(DESK)
