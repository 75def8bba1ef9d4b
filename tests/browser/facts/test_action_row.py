"""The action row of charts of facts: table in place, files, picture and link, on every screen."""

import pytest
from in_browser import drawn, follow, goto, whole
from on_a_phone import PHONE, is_short
from playwright.sync_api import Locator, Page, expect

from insight.language.catalogue import say

CHARTS = [("figures", {}), ("figures", {"series": "trust_storage"}), ("timeline", {})]
BUTTONS = (
    *("answers.table", "download.menu", "answers.copy_picture", "answers.copy_table"),
    *("answers.share", "basket.add"),
)


def button(page: Page, key: str):
    return page.locator(".st-key-buttons").get_by_role("button", name=say("nb", key), exact=True)


@pytest.mark.parametrize(("page", "link"), CHARTS)
def test_the_row_stands_at_the_corner_of_the_chart_and_what_it_offers_is_there(
    reader: Page, app_url: str, page: str, link
):
    follow(reader, app_url, page, lang="nb", **link)
    drawn(reader)
    chart = reader.get_by_test_id("stVegaLiteChart").bounding_box()
    boxes = [button(reader, key).bounding_box() for key in BUTTONS]
    assert [box["x"] for box in boxes] == sorted(box["x"] for box in boxes)
    last = boxes[-1]
    assert abs(last["x"] + last["width"] - chart["x"] - chart["width"]) < 24
    assert 0 <= chart["y"] - last["y"] - last["height"] < 40
    table = reader.locator(".av-table table")
    expect(table).to_be_hidden()
    opener = button(reader, "answers.table")
    opener.click()
    expect(table).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    has_no_empty_column(table)
    if page == "figures" and not link:
        picture_is_copied(reader)
    if not link:
        table_and_link_are_copied(reader)
    aligned = table.locator(".number").evaluate_all(
        "all => all.map(e => getComputedStyle(e).textAlign)"
    )
    assert set(aligned) == ({"right"} if page == "figures" else set())
    opener.click()
    expect(table).to_be_hidden()
    reader.set_viewport_size(PHONE)
    is_short(reader, page)
    chart = reader.get_by_test_id("stVegaLiteChart").bounding_box()
    places = [button(reader, key).bounding_box() for key in BUTTONS]
    assert all(place["y"] > chart["y"] for place in places)
    assert [len({round(place[side] / 4) for place in places}) for side in "xy"] == [3, 2]


def has_no_empty_column(table: Locator) -> None:
    columns = table.evaluate(
        """table => [...table.tHead.rows[0].cells].map((head, place) =>
             [...table.tBodies[0].rows].map(row => row.cells[place].innerText.trim()))"""
    )
    assert all(set(column) - {"", "–"} for column in columns)


def test_few_events_are_read_at_once(reader: Page, app_url: str):
    goto(reader, app_url, "timeline", lang="nb", find="digital hjemmeoppfølging")
    drawn(reader)
    expect(reader.locator(".av-table table")).to_be_visible()
    expect(button(reader, "answers.table")).to_have_attribute("aria-expanded", "true")
    button(reader, "answers.table").click()
    expect(reader.locator(".av-table table")).to_be_hidden()


def picture_is_copied(reader: Page) -> None:
    button(reader, "answers.copy_picture").click()
    expect(reader.locator(".av-said")).to_have_text(say("nb", "answers.copied"))
    kinds = reader.evaluate("navigator.clipboard.read().then(found => found[0].types)")
    assert kinds == ["image/png"]


def table_and_link_are_copied(reader: Page) -> None:
    button(reader, "answers.copy_table").click()
    expect(reader.locator(".av-said")).to_have_text(say("nb", "answers.table_copied"))
    copied = reader.evaluate("navigator.clipboard.readText()")
    lines = reader.locator(".av-table tr").count()
    assert sum("\t" in line for line in copied.split("\n")) == lines
    assert say("nb", "fact.outside") not in copied
    button(reader, "answers.share").click()
    expect(reader.locator(".av-said")).to_have_text(say("nb", "answers.link_copied"))
    expect(reader.locator(".av-lines .av-told")).to_have_text(say("nb", "answers.link_copied"))
    assert reader.evaluate("navigator.clipboard.readText()") == reader.url
    page = reader.url.rpartition("/")[2].partition("?")[0]
    rows = reader.locator(".av-line", has_text=say("nb", "embed.csv")).locator("code")
    expect(rows).to_contain_text(f"/api/facts/{page}.csv?lang=nb")


def test_a_topic_opens_where_it_stands_and_nothing_jumps(reader: Page, app_url: str):
    for size in ({"width": 1440, "height": 900}, PHONE):
        reader.set_viewport_size(size)
        goto(reader, app_url, "figures", lang="nb")
        drawn(reader)
        topic = reader.locator("a[id='topic:trust']")
        topic.scroll_into_view_if_needed()
        before = topic.bounding_box()["y"]
        topic.click()
        expect(topic).to_have_attribute("aria-expanded", "true")
        expect(reader.locator("article.fact")).to_have_count(6)
        whole(reader)
        assert abs(topic.bounding_box()["y"] - before) < 4
        reader.locator("a#rows").click()
        expect(reader.locator("article.fact")).not_to_have_count(6)
        topic.click()
        expect(reader.locator("article.fact")).to_have_count(0)
