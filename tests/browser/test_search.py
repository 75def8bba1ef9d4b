"""The search for everything in a real browser: typed anywhere, followed to a place, and back."""

import re

from in_browser import fits, goto, search, sees, whole
from playwright.sync_api import Page, expect

from insight.language.catalogue import say

AIMED = [
    ("strategy", {"part": "swot"}, "internal_observation_resources_07"),
    (
        "strategy",
        {"part": "scenarios", "scenario": "innbyggeren_velger"},
        "innbyggeren_velger_resource_01",
    ),
    ("trends", {"list": "gaps"}, "k_knowledge_gap_1498"),
]
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
    page.locator(".sy-jumps a[href='#found-passage']").click()
    page.locator("#found-passage a").first.click()
    sees(page, say("nb", "sources.title"))
    page.go_back()
    sees(page, TITLE)
    whole(page)
    expect(page.get_by_label(LABEL, exact=True)).to_have_value(WORDS)


def test_a_link_to_a_row_unfolds_marks_and_shows_it_also_after_a_step_back(
    page: Page, app_url: str
):
    for path, link, fact in AIMED:
        goto(page, app_url, path, lang="nb", **link, fact=fact)
        is_shown(page, fact)
    page.locator(f"#{AIMED[-1][2]} a.place").click()
    sees(page, say("nb", "sources.title"))
    page.go_back()
    is_shown(page, AIMED[-1][2])


def is_shown(page: Page, fact: str) -> None:
    """Wait until a row is unfolded, marked and on the screen."""
    row = page.locator(f"#{fact}.aimed")
    expect(row).to_be_in_viewport()
    expect(row.locator("blockquote").first).to_be_visible()
