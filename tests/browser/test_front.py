"""The front page on a desk and on a phone: where things stand, and what its marks tell."""

import re

import pytest
from in_browser import DESK, fits, goto, is_untroubled, whole
from playwright.sync_api import Locator, Page, ViewportSize, expect

from insight.language.catalogue import LANGUAGES, Language, say

PHONE: ViewportSize = {"width": 390, "height": 844}
SCREENS = 5
SMALLEST = 13  # pixels of a letter


def front(page: Page, url: str, size: ViewportSize, language: Language = "nb") -> None:
    page.set_viewport_size(size)
    goto(page, url, "overview", lang=language)
    page.locator(".fp-contents").wait_for()


def top(found: Locator) -> float:
    return found.bounding_box()["y"]


def bottom(found: Locator) -> float:
    box = found.bounding_box()
    return box["y"] + box["height"]


def box_shown(page: Page, first: str) -> list[str]:
    """The lines of the one box that is shown, of which the first is known."""
    shown = page.locator(".tip-box:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(first)
    return re.split(r"\n+", shown.inner_text().replace("\xa0", " "))


def no_letter_is_too_small(page: Page) -> None:
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.fp-lead *, .fp-small *, .fp-foot *')]
          .filter(one => one.childElementCount === 0 && one.textContent.trim())
          .map(one => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_is_in_sight_on_a_desk_and_on_a_phone_where_the_page_is_short(
    page: Page, app_url: str, language: Language
):
    front(page, app_url, DESK, language)
    expect(page.locator("h2.fp-head")).to_have_count(4)
    assert top(page.locator(".fp-plot")) <= 320
    assert bottom(page.locator(".fp-plot")) > top(page.locator(".fp-plot")) + 200
    assert bottom(page.locator(".fp-small")) <= DESK["height"]
    assert page.locator("h2.fp-title").bounding_box()["height"] <= 2 * 32
    fits(page)
    is_untroubled(page)
    no_letter_is_too_small(page)

    page.set_viewport_size(PHONE)
    whole(page)
    assert top(page.locator(".fp-chart")) <= 320
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    assert height <= SCREENS * PHONE["height"]
    fits(page)
    no_letter_is_too_small(page)


# --- What the marks tell, and where they lead -----------------------------------------------------


@pytest.fixture(scope="module")
def desk(reader: Page, app_url: str) -> Page:
    front(reader, app_url, DESK)
    return reader


def nothing_pointed_at(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(".tip-box:visible")).to_have_count(0)
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize("how", ["pointer", "keyboard", "tap"])
def test_a_year_tells_everything_of_it_however_one_comes_to_it(desk: Page, how: str):
    years = desk.locator(".fp-year")
    if how == "pointer":
        years.nth(2).hover()
    elif how == "tap":
        years.nth(2).click()
    else:
        years.first.focus()
        desk.keyboard.press("ArrowRight")
        desk.keyboard.press("ArrowRight")
        expect(years.nth(2)).to_be_focused()
    told = box_shown(desk, "2021")
    assert told[:3] == ["2021", "Innbyggere", "68 % (65–71)"]
    assert "84 % (83–85)" in told
    assert "+14 (10 til 18), påvist" in told
    assert "1 504 og 3 831" in told
    nothing_pointed_at(desk)


def test_an_assumed_level_is_told_without_its_number(desk: Page):
    desk.locator(".fp-year").first.hover()
    told = box_shown(desk, "2019")
    assert told[told.index("Helsepersonell") + 1] == say("nb", "basis.assumed")
    assert "84 %" not in " ".join(told)
    nothing_pointed_at(desk)


def test_bars_tell_their_figure_and_the_rest_steps_back(desk: Page):
    desk.locator(".fp-bars").first.locator(".tip-mark").first.hover()
    told = box_shown(desk, "2017")
    assert told == ["2017", "Publisert tall", "7", "Kilde", "Kunnskapsgrunnlaget v0.7"]
    stacks = desk.locator(".fp-stack.tip-mark")
    stacks.first.hover()
    told = box_shown(desk, "Innbyggere")
    assert told[0] == "Innbyggere"
    assert sum(int(number) for number in told[2::2]) == 34
    expect(stacks.nth(1)).to_have_css("opacity", "0.35")
    nothing_pointed_at(desk)


def test_how_the_numbers_were_made_unfolds_and_the_finding_leads_to_its_groups_in_one_click(
    desk: Page,
):
    expect(desk.locator(".fp-made table")).to_be_hidden()
    desk.locator(".fp-made > summary").click()
    expect(desk.locator(".fp-made table")).to_be_visible()
    desk.get_by_role("link", name=say("nb", "front.by_group"), exact=True).click()
    desk.wait_for_function("() => location.search.includes('item=trust_need_to_know')")
    is_untroubled(desk)
