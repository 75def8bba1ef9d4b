"""Pages on paper: everything is on it, nothing is covered or cut, and it says where it is from."""

import io
import re
import unicodedata
from datetime import datetime

import pytest
from axe_rules import lit, settled
from in_browser import DESK, follow, goto, whole
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from insight.language import numbers
from insight.language.catalogue import say
from insight.web.routes import OWN

MOST_SHEETS = 6
A4_BETWEEN_MARGINS = {"width": 680, "height": 1000}

# What must be readable on paper, and what would lie over it or reach beyond it.
PAPER = """() => {
  dispatchEvent(new Event('beforeprint'));
  const main = document.querySelector('[data-testid=stMain]');
  const there = [...main.querySelectorAll('*')].filter(one => one.checkVisibility());
  const such = isSuch => there.filter(one => !one.parentElement.closest('svg') && isSuch(one))
    .map(one => `${one.tagName} ${one.className} ${one.innerText || ''}`.slice(0, 90));
  return {
    words: there.filter(one => one.closest('h1, h2, h3, th, td') && one.offsetWidth > 2)
      .flatMap(one => [...one.childNodes].filter(node => node.nodeType === 3)
        .map(node => node.nodeValue)),
    cards: [...main.querySelectorAll('.st-key-pair, article, .fp-box')]
      .filter(one => one.checkVisibility() && one.offsetHeight < 900).flatMap(one => {
        const texts = [...one.querySelectorAll('h2, h3, h4, p, dd, li')]
          .filter(part => part.checkVisibility());
        return texts.length > 1 ? [[texts[0].innerText, texts.at(-1).innerText]] : [];
      }),
    over: such(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position)),
    beyond: such(one => one.getBoundingClientRect().right > innerWidth + 1),
    chosen: such(one => one.matches('button, input, select, textarea')),
    empty: such(one => one.matches('[class*=st-key-]') && one.offsetHeight > 0
      && parseFloat(getComputedStyle(one).borderTopWidth) && !one.innerText.trim()
      && ![...one.querySelectorAll('svg')].some(part => part.checkVisibility())),
    tall: such(one => one.matches('svg') && one.getBoundingClientRect().height > 1000),
  };
}"""


# The other pages are made of the same parts as these.
PRINTED = ("overview", "answers", "maturity", "needs", "figures", "strategy", "sources", OWN)


def sheets(page: Page) -> list[str]:
    """Print the page; return the letters that are on each sheet."""
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [letters(one.extract_text()) for one in printed.pages]


def letters(words: str) -> str:
    """Leave out what lines break at, and part what a font writes as one."""
    return re.sub(r"[\s\N{SOFT HYPHEN}\N{WORD JOINER}-]", "", unicodedata.normalize("NFKC", words))


@pytest.mark.parametrize("path", PRINTED)
def test_a_page_is_whole_on_paper(reader: Page, app_url: str, path: str):
    reader.set_viewport_size(DESK)
    follow(reader, app_url, path, lang="nb")
    whole(reader)
    each = sheets(reader)
    found = "".join(each)
    assert len(each) <= MOST_SHEETS
    assert letters(say("nb", "shell.app_name")) in found
    today = numbers.day(datetime.now().astimezone().date(), "nb")
    assert letters(say("nb", "shell.printed", date=today)) in each[0]
    reader.emulate_media(media="print")
    reader.set_viewport_size(A4_BETWEEN_MARGINS)
    whole(reader)
    paper = reader.evaluate(PAPER)
    reader.emulate_media(media="null")
    assert [words for words in paper["words"] if letters(words) not in found] == []
    assert paper["over"] + paper["beyond"] + paper["tall"] + paper["chosen"] + paper["empty"] == []
    for first, last in paper["cards"]:
        ends = letters(first)[-12:], letters(last)[:12]
        assert any(all(end in one for end in ends) for one in each), (first, last)
    if path == "sources":
        links_are_at_the_end(reader, found)
    if path == "answers":
        assert letters("60 år eller over minus Under 30 år") in found
        assert letters(say("nb", "answers.interval_head")) in found, "how numbers were made"
        assert letters(say("nb", "answers.related")) not in found, "what only leads elsewhere"
    if path != OWN:
        assert letters(reader.url.partition("?")[2]) in found
    warning = letters(say("nb", "shell.simulated_means"))
    assert found.count(warning) == (1 if reader.locator(".band.simulated").count() else 0)


def links_are_at_the_end(reader: Page, found: str) -> None:
    """Hold that links of the sources are addresses at the end."""
    links = reader.locator("[data-testid=stMain] a[href^='https://']").evaluate_all(
        "all => [...new Set(all.map(one => one.href))]"
    )
    assert len(links) > 20
    heading = found.index(letters(say("nb", "shell.printed_links")))
    assert [link for link in links if letters(link) not in found[heading:]] == []


def test_what_is_dark_on_the_screen_is_light_on_paper(reader: Page, app_url: str):
    reader.set_viewport_size(DESK)
    goto(reader, app_url, "maturity", lang="nb")
    lit(reader, "dark")
    whole(reader)
    reader.evaluate("() => { dispatchEvent(new Event('beforeprint')) }")
    reader.emulate_media(media="print", color_scheme="dark")
    settled(reader)
    dark = reader.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, p, td, span)')]
          .filter(one => one.checkVisibility() && one.innerText.trim() && !one.closest('.av-piece'))
          .map(one => getComputedStyle(one).color.match(/[\\d.]+/g).map(Number))
          .filter(([r, g, b]) => r + g + b > 420)"""
    )
    grounds = reader.locator("html, body, [data-testid=stApp]").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    pieces = reader.locator(".av-number:visible").evaluate_all(
        """all => all.map(one => [one, one.parentElement].map(part => getComputedStyle(part)))
          .map(([own, piece]) => [piece.backgroundColor, own.color === piece.color])"""
    )
    reader.emulate_media(media="null", color_scheme="light")
    assert dark == []
    assert len({ground for ground, _ in pieces}) > 3, "the bars are as on the screen"
    assert all(is_legible for _, is_legible in pieces)
    assert set(grounds) == {"rgb(255, 255, 255)"}


def test_the_menu_prints_a_page_drawn_as_wide_as_the_paper(reader: Page, app_url: str):
    reader.set_viewport_size(DESK)
    goto(reader, app_url, "maturity", lang="nb")
    whole(reader)
    reader.evaluate(
        "() => addEventListener('beforeprint', () => window.widths = [...document"
        ".querySelectorAll('svg.marks')].map(one => one.getBoundingClientRect().width))"
    )
    reader.get_by_test_id("stMainMenuButton").click()
    reader.get_by_test_id("stMainMenuPopover").get_by_text(say("nb", "streamlit.print")).click()
    reader.wait_for_function("() => window.widths !== undefined")
    assert all(300 < width <= 720 for width in reader.evaluate("window.widths"))
    expect(reader.locator("html[data-printing]")).to_have_count(0)
    expect(reader.locator(".printed-head")).to_be_hidden()
