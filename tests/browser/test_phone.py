"""A telephone: a menu that says where one is, filters as a sheet, choices that keep their rows."""

import pytest
from in_browser import fits, goto, speaks, whole
from on_a_phone import PHONE
from playwright.sync_api import Locator, Page, expect

from insight.language.catalogue import Language, say

MENU = "[data-testid=stExpandSidebarButton]"
SIDEBAR = "[data-testid=stSidebar]"


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    return page


def test_the_menu_has_the_name_of_the_page_and_leads_to_the_others(phone: Page, app_url: str):
    goto(phone, app_url, "maturity", lang="nb")
    menu = has_a_menu(phone, "nb", "maturity")
    expect(phone.get_by_test_id("stMainMenuButton")).to_be_in_viewport(ratio=1)
    menu.click()
    english = phone.get_by_role("radio", name="English")
    expect(english).to_be_in_viewport()
    expect(phone.locator(".st-key-survey")).to_have_count(0)
    english.click()
    speaks(phone, "en")
    phone.get_by_role("link", name=say("en", "figures.title"), exact=True).click()
    expect(has_a_menu(phone, "en", "figures")).to_be_in_viewport()
    fits(phone)


def has_a_menu(phone: Page, language: Language, page: str) -> Locator:
    """Hold that the menu's button is called and shown as the page that one is at."""
    name = say(language, "shell.menu", page=say(language, f"{page}.title"))
    menu = phone.get_by_role("button", name=name, exact=True)
    shown = menu.evaluate("one => getComputedStyle(one, '::after').content")
    assert shown.strip('"') == name
    return menu


def test_filters_are_a_sheet_and_its_button_says_how_many_there_are(phone: Page, app_url: str):
    goto(phone, app_url, "maturity", lang="nb")
    opener = phone.locator("button.open-sheet")
    expect(opener).to_have_text(say("nb", "shell.filters_none"))
    expect(opener).to_be_in_viewport()
    opener.click()
    sheet = phone.get_by_test_id("stSidebar")
    expect(phone.get_by_text(say("nb", "shell.group"), exact=True)).to_be_in_viewport()
    expect(phone.get_by_test_id("stSidebarNav")).to_be_hidden()
    fold = sheet.locator("details").first
    whole(phone)
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.locator("button").first.click()
    phone.wait_for_function("() => location.search.includes('where=')")
    whole(phone)
    phone.locator("button.close-sheet").click()
    expect(sheet).to_have_attribute("data-collapsed", "true")
    expect(opener).to_have_text(say("nb", "shell.filters", count=1))
    expect(opener).to_be_focused()
    opener.click()
    expect(sheet).to_have_attribute("data-collapsed", "false")
    phone.keyboard.press("Escape")
    expect(sheet).to_have_attribute("data-collapsed", "true")


def test_choices_keep_their_rows_when_the_numbers_beside_them_change(page: Page, app_url: str):
    goto(page, app_url, "maturity", lang="nb")
    sidebar = page.get_by_test_id("stSidebar")
    folds = sidebar.locator("details:not([open]) summary")
    expect(folds).not_to_have_count(0)
    folds.evaluate_all("all => all.forEach(one => one.click())")
    expect(folds).to_have_count(0)
    pills = sidebar.locator("button[aria-pressed]")
    expect(pills.first).to_be_visible()
    whole(page)
    places = "all => all.map(one => [one.offsetTop, one.offsetLeft, one.offsetWidth])"
    before = pills.evaluate_all(places)
    assert len(before) > 3
    pills.first.click()
    page.wait_for_function("() => location.search.includes('where=')")
    whole(page)
    assert pills.evaluate_all(places) == before
