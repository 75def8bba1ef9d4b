"""The timeline in a browser: found from the front page, zoomed, and read in its place."""

from in_browser import chart, drawn, goto, sees, whole
from playwright.sync_api import Page

from insight.language.catalogue import say

YEARS = """chart => [...chart.querySelectorAll('.role-axis-label text')]
  .filter(one => one.getAttribute('opacity') !== '0').map(one => Number(one.textContent))"""


def test_what_happened_in_digital_home_care_is_four_steps_from_the_front_page(
    reader: Page, app_url: str
):
    goto(reader, app_url, "overview", lang="nb")
    reader.get_by_role("link", name=say("nb", "timeline.title"), exact=True).first.click()
    sees(reader, say("nb", "timeline.line"))
    box = reader.get_by_label(say("nb", "fact.find"), exact=True)
    box.fill("digital hjemmeoppfølging")
    box.press("Enter")
    sees(reader, "3 hendelser")
    reader.get_by_role("link", name="linje 172").first.click()
    sees(reader, say("nb", "sources.reading", source="Utviklingstrekk 2022"))


def test_the_wheel_scrolls_the_page_and_with_ctrl_it_zooms(reader: Page, app_url: str):
    goto(reader, app_url, "timeline", lang="en")
    whole(reader)
    drawn(reader)
    assert min(chart(reader).evaluate(YEARS)) == 2012
    place = chart(reader).bounding_box()
    assert place is not None
    reader.mouse.move(place["x"] + place["width"] / 2, place["y"] + 200)
    reader.mouse.wheel(0, -100)
    assert min(chart(reader).evaluate(YEARS)) == 2012
    reader.keyboard.down("Control")
    reader.mouse.wheel(0, -400)
    reader.keyboard.up("Control")
    reader.wait_for_function(
        "before => [...document.querySelectorAll('.role-axis-label text')]"
        ".every(one => Number(one.textContent) > before)",
        arg=2012,
    )
