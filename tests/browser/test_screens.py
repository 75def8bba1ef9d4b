"""Small, wide and dark screens, in a real Chromium against the real server."""

from collections.abc import Callable

import pytest
from in_browser import band, drawn, fits, goto
from playwright.sync_api import BrowserContext, Page, expect

from insight.language.catalogue import Language

CUT_OFF = """() => [...document.querySelectorAll('svg.marks')].flatMap(
  svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => {
      const box = text.getBoundingClientRect();
      const ghost = text.getAttribute('opacity') === '0' || !text.textContent.trim();
      return !ghost && (box.left < Math.max(frame.left, 0) - 1 ||
        box.right > Math.min(frame.right, innerWidth) + 1 ||
        box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    }).map(text => text.textContent);
  })"""


def nothing_is_cut_off(page: Page) -> None:
    drawn(page)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize(("language", "target"), [("nb", "3"), ("en", "high")])
def test_phone_needs_no_sideways_scrolling(
    page: Page, app_url: str, language: Language, target: str
):
    page.set_viewport_size({"width": 390, "height": 844})
    goto(page, app_url, lang=language, by="education", target=target)
    fits(page)
    nothing_is_cut_off(page)


@pytest.mark.parametrize("by", ["age_group", "education", "long_term_health_problem"])
def test_no_name_in_a_chart_is_cut_off_on_a_wide_screen(page: Page, app_url: str, by: str):
    goto(page, app_url, by=by)
    nothing_is_cut_off(page)


def test_dark_screen_gets_dark_charts(app_url: str, visitor: Callable[..., BrowserContext]):
    page = visitor(viewport={"width": 1440, "height": 900}, color_scheme="dark").new_page()
    goto(page, app_url)
    drawn(page)
    page.wait_for_function(
        """() => {
          const light = colour => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
            return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
          };
          const app = document.querySelector('[data-testid=stApp]');
          const names = [...document.querySelectorAll('.av-rows td.av-value')];
          return light(getComputedStyle(app).backgroundColor) < 0.2 && names.length > 0 &&
            names.every(name => light(getComputedStyle(name).color) > 0.5);
        }"""
    )
    expect(band(page)).to_be_visible()
