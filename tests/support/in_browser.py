"""What a visitor does on a page and sees there, in a real browser."""

import io
import re
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pandas as pd
from devices import PATIENCE, whole
from playwright.sync_api import Download, Locator, Page, ViewportSize, expect

from insight.language.catalogue import Language, say
from insight.web.routes import PAGES

DESK: ViewportSize = {"width": 1440, "height": 900}
OTHER_LANGUAGE = {"nb": "English", "en": "Norsk"}
FRAMING = "http://127.0.0.1"  # of which any port may frame a view
OURS = {"127.0.0.1", "localhost"}


def leaves_the_machine(url: str) -> bool:
    address = urlsplit(url)
    return address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in OURS


def address(url: str, path: str, **link: str | list[str]) -> str:
    query = f"?{urlencode(link, doseq=True)}" if link else ""
    path = "" if path == PAGES[0] else path  # the first page has the address of the whole app
    return f"{url}/{path}{query}"


def goto(page: Page, url: str, path: str = "answers", **link: str | list[str]) -> None:
    """Open a page by a link and wait until it is drawn whole, the band at its end."""
    page.goto(address(url, path, **link))
    whole(page)


# A link of the page itself, which its own script follows; from then on the page is owed a run.
FOLLOW = """href => {
  const link = document.createElement('a');
  link.href = href;
  document.querySelector('[data-testid=stMain]').append(link);
  window.owed = 'a run';
  link.click();
  link.remove();
}"""


def follow(page: Page, url: str, path: str = "answers", **link: str | list[str]) -> None:
    """Go to a view as by a link on the page that is open, which loads nothing anew.

    It costs half of what `goto` does, and the session goes on: for tests that hold whatever the
    visitor has seen before. An empty page is led there as `goto` does.
    """
    there = address(url, path, **link)
    if not page.url.startswith(f"{url}/") or page.url == there:
        goto(page, url, path, **link)
        return
    page.evaluate(FOLLOW, there)
    whole(page)


def comes_true(held: Callable[[], None]) -> None:
    """Hold in the end what a page may take a moment to come to, such as places of what is drawn."""
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            return held()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def sees(page: Page, words: str) -> None:
    """Wait until the page says `words`, however it breaks its lines."""
    page.wait_for_function(
        "words => document.body.innerText.replace(/\\s+/g, ' ').includes(words)", arg=plain(words)
    )


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def chart(page: Page, number: int = 0) -> Locator:
    return page.get_by_test_id("stVegaLiteChart").nth(number)


def drawn(page: Page, number: int = 0) -> None:
    """Wait until a chart has its marks, and says to a screen reader that it is a picture.

    Rows of answers are a table, which is there at once.
    """
    one = page.locator("[data-testid=stVegaLiteChart], .av-rows").nth(number)
    one.wait_for()
    if one.get_attribute("data-testid"):
        one.locator("svg.marks").wait_for()
        expect(one).to_have_attribute("role", "img")


def at_rest(page: Page, opener: Locator) -> Locator:
    """Return what opens a list or a menu, in the middle: those close when the page scrolls."""
    whole(page)
    opener.evaluate("one => one.scrollIntoView({block: 'center'})")
    page.evaluate("() => new Promise(rest => requestAnimationFrame(() => setTimeout(rest, 50)))")
    return opener


def open_list(page: Page, label: str) -> Locator:
    """Return what opens a list to choose in."""
    return at_rest(page, page.get_by_label(label, exact=True))


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list: one click opens it, one takes the option."""
    open_list(page, label).click()
    page.get_by_role("option", name=option, exact=True).click()


def search(page: Page, label: str, words: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(words)
    box.press("Enter")


def speaks(page: Page, language: Language) -> None:
    """Wait until the page and its address say that it is in a language."""
    page.wait_for_function("asked => document.documentElement.lang === asked", arg=language)
    page.wait_for_function("asked => location.search.includes(asked)", arg=f"lang={language}")


def seen(page: Page) -> list[str]:
    """Everything by which a view can be known again: words, charts, choices."""
    return page.evaluate(
        """() => [
          ...[...document.querySelectorAll(
            'h1, h2, h3, p.lead, p.secondary, p.av-subtitle, .av-row, article, details summary')
          ].map(e => e.innerText),
          ...[...document.querySelectorAll('[data-testid=stVegaLiteChart]')].map(
            e => e.getAttribute('aria-label')),
          ...[...document.querySelectorAll('[aria-pressed=true], [aria-checked=true]')].map(
            e => e.innerText),
          ...[...document.querySelectorAll('input')].map(e => `${e.value} ${e.checked}`),
        ]"""
    )


def same_view(page: Page, elsewhere: Page) -> None:
    """Hold that two pages show the same, once both are at rest."""
    whole(page)
    whole(elsewhere)

    def held() -> None:
        assert seen(elsewhere) == seen(page)

    comes_true(held)


# What is too wide, looked for only where there is something to scroll sideways.
TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth && main.scrollWidth <= main.clientWidth) return [];
  const wide = [...main.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .map(element => `${element.tagName}.${element.className} ${element.innerText || ''}`);
  return ['scrolls sideways', ...wide.map(words => words.slice(0, 80))];
}"""


def fits(page: Page) -> None:
    """Hold that nobody need scroll sideways, once everything has its width."""
    whole(page)

    def held() -> None:
        assert page.evaluate(TOO_WIDE) == []

    comes_true(held)


def downloaded(page: Page, name: str, number: int = 0, *, keyboard: bool = False) -> Download:
    button = page.get_by_role("button", name=name, exact=True).nth(number)
    with page.expect_download() as download:
        page.keyboard.press("Enter") if keyboard else button.click()
    return download.value


def taken(page: Page, language: Language, kind: str, number: int = 0) -> Download:
    """Unfold what a result can be taken away as, take one kind of file and fold it again."""
    menu = page.get_by_text(say(language, "download.menu"), exact=True).nth(number)
    menu.click()
    file = downloaded(page, say(language, f"download.{kind}"))
    menu.click()
    return file


def csv(content: str | bytes) -> pd.DataFrame:
    """Read a CSV as the text that stands in it."""
    text = content.decode() if isinstance(content, bytes) else content
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def is_untroubled(page: Page) -> None:
    """Hold that the page neither warns nor apologises nor shows what only a programmer reads."""
    whole(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert "Traceback" not in page.inner_text("body")
