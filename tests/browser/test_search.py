"""The search for everything in a real browser: typed anywhere, followed to a place, and back."""

import re

from in_browser import fits, goto, search, sees, whole
from playwright.sync_api import Page, expect

from insight.language.catalogue import say

LABEL, WORDS = say("nb", "search.label"), "relasjonskontrakt"
TITLE = say("nb", "search.title", words=WORDS)


def test_a_search_from_any_page_leads_to_places_and_back(page: Page, app_url: str):
    goto(page, app_url, "needs", lang="nb")
    search(page, LABEL, WORDS)
    sees(page, TITLE)
    whole(page)
    expect(page).to_have_url(re.compile(f"/[?].*find={WORDS}"))
    expect(page.locator(".hits mark").first).to_have_text(re.compile(WORDS, re.IGNORECASE))
    fits(page)
    page.locator("#found-passage a").first.click()
    sees(page, say("nb", "sources.title"))
    page.go_back()
    sees(page, TITLE)
    expect(page.get_by_label(LABEL, exact=True)).to_have_value(WORDS)
