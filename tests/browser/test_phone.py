"""A telephone: a menu that says where one is, filters as a sheet, nothing hidden below the band."""

import pytest
from in_browser import band, fits, goto, whole
from playwright.sync_api import Page, expect

from insight.language.catalogue import LANGUAGES, Language, say
from insight.web.routes import OWN, PAGES

PHONE = {"width": 390, "height": 844}
SCREENS = {"figures": 4}
MOST_SCREENS = 5
MENU = "[data-testid=stExpandSidebarButton]"
SIDEBAR = "[data-testid=stSidebar]"


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_has_the_name_of_the_page_and_leads_to_the_others(
    phone: Page, app_url: str, language: Language
):
    goto(phone, app_url, "maturity", lang=language)
    name = say(language, "shell.menu", page=say(language, "maturity.title"))
    menu = phone.get_by_role("button", name=name, exact=True)
    shown = menu.evaluate("one => getComputedStyle(one, '::after').content")
    assert shown.strip('"') == name
    expect(phone.get_by_test_id("stMainMenuButton")).to_be_in_viewport(ratio=1)
    menu.click()
    expect(phone.get_by_role("radio", name="English")).to_be_in_viewport()
    expect(phone.locator(".st-key-survey")).to_have_count(0)
    phone.get_by_role("link", name=say(language, "figures.title"), exact=True).click()
    name = say(language, "shell.menu", page=say(language, "figures.title"))
    expect(phone.get_by_role("button", name=name, exact=True)).to_be_in_viewport()
    fits(phone)


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
    phone.wait_for_function("location.search.includes('where=')")
    whole(phone)
    phone.locator("button.close-sheet").click()
    expect(sheet).to_have_attribute("data-collapsed", "true")
    expect(opener).to_have_text(say("nb", "shell.filters", count=1))
    expect(opener).to_be_focused()
    opener.click()
    expect(sheet).to_have_attribute("data-collapsed", "false")
    phone.keyboard.press("Escape")
    expect(sheet).to_have_attribute("data-collapsed", "true")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_over_five_screens_and_the_band_covers_nothing(
    reader: Page, app_url: str, path: str
):
    phone = reader
    phone.set_viewport_size(PHONE)
    goto(phone, app_url, path, lang="nb")
    main = phone.get_by_test_id("stMain")
    most = SCREENS.get(path, MOST_SCREENS)
    assert main.evaluate("one => one.scrollHeight / innerHeight") <= most
    fits(phone)
    header = phone.get_by_test_id("stHeader").bounding_box()
    assert header
    below = header["y"] + header["height"]
    if band(phone).count():
        box = band(phone).bounding_box()
        assert box
        assert abs(box["y"] - below) <= 1
        assert box["height"] <= (90 if path == OWN else 40)
        below = box["y"] + box["height"]
    heading = phone.get_by_role("heading", level=1).bounding_box()
    assert heading
    assert heading["y"] >= below
    if band(phone).count():
        main.evaluate("one => one.scrollTo(0, 400)")
        box = band(phone).bounding_box()
        assert box
        assert abs(box["y"] - header["height"]) <= 1, "it stays in view"


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
    page.wait_for_function("location.search.includes('where=')")
    whole(page)
    assert pills.evaluate_all(places) == before
