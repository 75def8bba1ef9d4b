"""A page without a mouse, and for who wants no movement."""

import re

import pytest
from in_browser import DESK, csv, drawn, goto, plain, sees, whole
from playwright.sync_api import Locator, Page, expect

from insight import open_survey
from insight.language.catalogue import LANGUAGES, say
from insight.survey.folders import bundled_data

MOST_TABS = 120


# --- Without a mouse -----------------------------------------------------------------------------

BOOK = open_survey("citizens", bundled_data()).codebook
FOCUSED = "(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()"


def label(variable: str, code: str) -> str:
    return BOOK.variable(variable).category(code).label["nb"]


def is_called(name: str, words: str) -> bool:
    """Whether a name begins or ends with some words; buttons that open have their icon's beside."""
    return plain(name).startswith(plain(words)) or plain(name).endswith(plain(words))


def tab_to(page: Page, words: str, within: str = "body") -> None:
    """Press Tab until what is called `words` has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        there = page.evaluate("selector => !!document.activeElement.closest(selector)", within)
        if there and is_called(page.evaluate(FOCUSED), words):
            return
    pytest.fail(f"{words} cannot be reached with the Tab key")


def press_to_show(page: Page, words: str, shown: Locator) -> None:
    """Go to what is called `words` and unfold it."""
    tab_to(page, words)
    page.keyboard.press("Enter")
    expect(shown).to_be_visible()


def test_filter_read_copy_look_up_and_download_from_the_keyboard_alone(reader: Page, app_url: str):
    reader.set_viewport_size(DESK)
    goto(reader, app_url, "answers", lang="nb")
    drawn(reader)
    everyone = reader.locator(".av-row").first.inner_text()
    tab_to(reader, label("gender", "1"))
    reader.keyboard.press("Space")
    women = reader.get_by_role(
        "button", name=f"{label('gender', '1')}, {say('nb', 'shell.take_off')}"
    )
    women.wait_for()
    whole(reader)
    focused = reader.evaluate("document.activeElement.innerText")
    assert plain(focused).startswith(label("gender", "1")), "a click must not lose its place"
    tab_to(reader, label("health_region", "1"))
    reader.keyboard.press("Space")
    tools = reader.locator(".st-key-tools button").locator("visible=true")
    expect(tools).to_have_count(2)
    whole(reader)

    tab_to(reader, label("health_region", "1"), ".st-key-tools")
    reader.keyboard.press("Enter")
    expect(tools).to_have_count(1)
    whole(reader)
    assert reader.evaluate("!!document.activeElement.closest('.st-key-tools')"), "lost its place"

    tab_to(reader, say("nb", "answers.share"), ".st-key-buttons")
    reader.keyboard.press("Enter")
    sees(reader, say("nb", "answers.link_copied"))
    assert reader.evaluate("navigator.clipboard.readText()") == reader.url
    assert "where=gender" in reader.url

    assert reader.locator(".av-row").first.inner_text() != everyone
    table = reader.locator(".av-table table")
    press_to_show(reader, say("nb", "answers.table"), table)
    tab_to(reader, say("nb", "download.menu"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("button", name=CSV)).to_be_visible()
    tab_to(reader, CSV)
    with reader.expect_download() as download:
        reader.keyboard.press("Enter")
    file = csv(download.value.path().read_bytes())
    assert "high" in set(file["category"])
    assert file["filter"].str.contains(label("gender", "1")).any()
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("button", name=CSV)).to_have_count(0)
    expect(reader.get_by_role("button", name=say("nb", "download.menu"))).to_be_focused()

    mark = reader.locator(".tip-mark[tabindex='0']")
    mark.focus()
    reader.keyboard.press("ArrowDown")
    told = reader.locator(".tip-mark:focus > .tip-box")
    expect(told).to_be_visible()
    assert reader.locator(".tip-mark:focus").get_attribute("aria-label")
    reader.keyboard.press("Escape")
    expect(told).to_be_hidden()

    printed = reader.locator("table.printed").first
    reader.get_by_role("link", name=re.compile(say("nb", "figure.published"))).focus()
    reader.keyboard.press("Enter")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("«")


CSV = say("nb", "download.csv")


def test_the_table_is_the_stop_before_its_chart(reader: Page, app_url: str):
    goto(reader, app_url, "figures", lang="nb")
    drawn(reader)
    after = reader.evaluate(
        """() => {
          const chart = document.querySelector('[data-testid=stVegaLiteChart]');
          const stops = [...document.querySelectorAll('a[href], button, input, summary')];
          const before = one => chart.compareDocumentPosition(one) & 2;
          const found = stops.filter(one => before(one) && one.checkVisibility());
          return found.find(one => one.matches('.av-button')).innerText;
        }"""
    )
    assert after.strip() == say("nb", "answers.table")


def test_lists_and_switches_are_chosen_from_with_the_arrow_keys(reader: Page, app_url: str):
    goto(reader, app_url, "answers", lang="nb", by="education")
    drawn(reader)
    reader.get_by_label(say("nb", "breakdown.by"), exact=True).focus()
    reader.keyboard.press("ArrowDown")
    expect(reader.get_by_role("listbox")).to_be_visible()
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("listbox")).to_have_count(0)
    reader.wait_for_function("() => !location.search.includes('by=education')")
    whole(reader)
    reader.get_by_role("radio", name="Norsk").focus()
    reader.keyboard.press("ArrowRight")
    whole(reader)
    if reader.evaluate("document.documentElement.lang") == "nb":
        reader.keyboard.press("Space")
    reader.wait_for_function("() => document.documentElement.lang === 'en'")


def test_the_first_stop_leads_past_the_sidebar_to_the_page(reader: Page, app_url: str):
    for language in LANGUAGES:
        goto(reader, app_url, "needs", lang=language)
        reader.keyboard.press("Tab")
        skip = reader.get_by_role("link", name=say(language, "streamlit.skip"), exact=True)
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        reader.keyboard.press("Enter")
        reader.keyboard.press("Tab")
        assert reader.evaluate("!!document.activeElement.closest('[data-testid=stMain]')")


STOP = """() => {
  const here = document.activeElement.closest('label') ?? document.activeElement;
  const {left, top, right, bottom} = here.getBoundingClientRect();
  const x = Math.max(left - 8, 0), y = Math.max(top - 8, 0);
  const width = Math.min(right + 8, innerWidth) - x, height = Math.min(bottom + 8, innerHeight) - y;
  return document.activeElement === document.body ? null : {x, y, width, height};
}"""


def test_where_the_keyboard_is_can_be_seen_at_every_stop(reader: Page, app_url: str):
    reader.set_viewport_size(DESK)
    goto(reader, app_url, "answers", lang="nb", where="gender=1")
    drawn(reader)
    unseen, stops = [], 0
    for _ in range(MOST_TABS):
        reader.keyboard.press("Tab")
        clip = reader.evaluate(STOP)
        if clip is None:
            break
        stops += 1
        name = reader.evaluate(FOCUSED)[:60] or reader.evaluate("document.activeElement.outerHTML")
        focused = reader.screenshot(clip=clip)
        reader.evaluate("(window.here = document.activeElement).blur()")
        if reader.screenshot(clip=clip) == focused:
            unseen.append(name)
        reader.evaluate("window.here.focus({preventScroll: true})")
    assert stops > 30
    assert stops < MOST_TABS, "the keyboard is caught"
    assert unseen == []
    for _ in range(stops):
        reader.keyboard.press("Shift+Tab")
    skip = reader.get_by_role("link", name=say("nb", "streamlit.skip"), exact=True)
    expect(skip).to_be_focused()


# --- Without movement ----------------------------------------------------------------------------


def test_nothing_moves_for_who_wants_no_movement(reader: Page, app_url: str):
    goto(reader, app_url, "answers", lang="nb")
    drawn(reader)
    longest = reader.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].flatMap(one => {
          const {transitionDuration, animationDuration} = getComputedStyle(one);
          return `${transitionDuration}, ${animationDuration}`.split(', ').map(parseFloat);
        }))"""
    )
    assert longest <= 0.01
    smooth = "all => all.filter(one => getComputedStyle(one).scrollBehavior === 'smooth').length"
    assert reader.locator("*").evaluate_all(smooth) == 0


# --- The report ----------------------------------------------------------------------------------

OF_TRUST = "survey=citizens&item=trust_need_to_know&by="


def test_a_view_of_the_report_is_moved_and_the_keyboard_stays_with_it(page: Page, app_url: str):
    views = [f"{OF_TRUST}{by}" for by in ("gender", "year", "none")]
    goto(page, app_url, "report", lang="nb", view=views)
    headings = page.locator(".report-entry h2")
    expect(headings).to_have_count(3)
    last = headings.nth(2).inner_text().removeprefix("3. ")
    page.get_by_role("button", name=say("nb", "basket.up", place=3)).focus()
    for place in (2, 1):
        page.keyboard.press("Enter")
        expect(headings.nth(place - 1)).to_have_text(re.compile(re.escape(last)))
        expect(page.locator(".report-said")).to_have_text(
            say("nb", "basket.moved", place=place, count=3)
        )
    # There is no way further up, and so the way down has the keyboard.
    expect(page.get_by_role("button", name=say("nb", "basket.down", place=1))).to_be_focused()
