"""Terms of e-health, explained to who points, tabs or taps."""

from in_browser import DESK, goto
from on_a_phone import in_the_hand
from playwright.sync_api import Page, expect

PLACE = {"lang": "nb", "at": "t_ut22_def_login_gives"}


def test_a_term_is_explained_on_hover_and_while_the_pointer_is_on_the_explanation(
    page: Page, app_url: str
):
    page.set_viewport_size(DESK)
    goto(page, app_url, "sources", **PLACE)
    term, explanation = page.locator(".term:visible").first, page.get_by_role("tooltip")
    expect(explanation).to_have_count(0)
    term.hover()
    described = page.locator(f"#{term.get_attribute('aria-describedby')}").text_content() or ""
    expect(explanation).to_contain_text(described.split("  ")[0])
    explanation.hover()
    page.wait_for_timeout(400)
    expect(explanation).to_be_visible()
    page.mouse.move(0, 0)
    expect(explanation).to_have_count(0)


def test_a_term_is_explained_on_focus_until_escape(page: Page, app_url: str):
    goto(page, app_url, "sources", **PLACE)
    explanation = page.get_by_role("tooltip")
    page.locator(".term:visible").first.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(explanation).to_be_visible()
    page.keyboard.press("Escape")
    expect(explanation).to_have_count(0)
    page.keyboard.press("Enter")
    expect(explanation).to_be_visible()


def test_a_tap_explains_and_a_tap_elsewhere_ends_it(reader: Page, app_url: str):
    with in_the_hand(reader) as tap:
        goto(reader, app_url, "sources", **PLACE)
        tap(reader.locator(".term:visible").first)
        explanation = reader.get_by_role("tooltip")
        expect(explanation).to_be_in_viewport(ratio=1)
        tap(reader.locator("h1"))
        expect(explanation).to_have_count(0)
