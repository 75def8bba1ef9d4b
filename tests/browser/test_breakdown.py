"""What a visitor does on the page where any question is broken down by any group."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from in_browser import csv, drawn, fits, goto, same_view, taken, whole
from playwright.sync_api import BrowserContext, Page, expect

from insight import open_survey, table
from insight.exports.files import tidy_bytes
from insight.language.catalogue import say
from insight.survey.filters import parse_filter
from insight.survey.folders import bundled_data

PERSONNEL = open_survey("health_personnel", bundled_data())
ITEM = PERSONNEL.codebook.items[0]


def switch(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).first.click()
    whole(page)


@pytest.fixture
def opened(page: Page, app_url: str) -> Page:
    goto(
        page, app_url, "breakdown", lang="nb", survey=PERSONNEL.id, item=ITEM.id,
        by="occupation", by2="age_group", where="gender=1", wave="2020",
    )  # fmt: skip
    drawn(page)
    return page


def test_the_address_opens_the_same_breakdown_elsewhere(
    opened: Page, visitor: Callable[..., BrowserContext]
):
    switch(opened, say("nb", "breakdown.show_heat"))
    opened.wait_for_function("location.search.includes('show=heat')")
    drawn(opened)
    elsewhere = visitor(viewport={"width": 1440, "height": 900}).new_page()
    elsewhere.goto(opened.url)
    drawn(elsewhere)
    same_view(opened, elsewhere)
    assert elsewhere.url == opened.url


def test_the_file_holds_what_the_command_says(opened: Page):
    found = csv(Path(taken(opened, "nb", "csv").path()).read_bytes())
    where = parse_filter(["gender=1", "year=2020"], PERSONNEL.codebook)
    by = ["occupation", "age_group"]
    asked = table(PERSONNEL, ITEM.id, by=by, where=where, nets=True)
    expected = csv(tidy_bytes(asked.tidy("nb"), "csv"))
    expected = expected[expected["category"].isin(found["category"])].reset_index(drop=True)
    assert len(expected) > 60
    groups = found[(found["occupation"] != "") & (found["age_group"] != "")]
    pd.testing.assert_frame_equal(groups.reset_index(drop=True)[expected.columns], expected)


def test_a_phone_shows_the_finding_without_scrolling(
    app_url: str, visitor: Callable[..., BrowserContext]
):
    page = visitor(viewport={"width": 390, "height": 844}).new_page()
    goto(page, app_url, "breakdown", lang="nb", survey="citizens")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_in_viewport()
    fits(page)
