"""Lists to choose in, for somebody who wants nothing to move."""

import pytest
from in_browser import at_rest, goto, open_list
from playwright.sync_api import Page, expect

from insight.documents.facts import facts
from insight.language.catalogue import say

LONG_ENOUGH = 300  # milliseconds after which a list that closes again has done so


@pytest.mark.parametrize("name", ["answers", "actors", "timeline"])
def test_each_list_of_a_page_opens_at_the_first_click(reader: Page, app_url: str, name: str):
    goto(reader, app_url, name, lang="en")
    boxes = reader.locator('input[role="combobox"]:visible')
    expect(boxes).not_to_have_count(0)
    for number in range(boxes.count()):
        at_rest(reader, boxes.nth(number)).click()
        reader.wait_for_timeout(LONG_ENOUGH)
        expect(reader.get_by_role("option").first).to_be_visible()
        reader.keyboard.press("Escape")
        expect(reader.get_by_role("option")).to_have_count(0)


def test_every_option_of_a_long_list_is_there_and_the_last_can_be_taken(reader: Page, app_url: str):
    goto(reader, app_url, "figures", lang="en")
    open_list(reader, say("en", "fact.theme")).click()
    reader.wait_for_timeout(LONG_ENOUGH)
    themes = facts().theme_names("en")
    expect(reader.get_by_role("option")).to_have_text([say("en", "fact.all"), *themes.values()])
    reader.get_by_role("option").last.click()
    reader.wait_for_function(f"() => location.search.includes('theme={[*themes][-1]}')")
