"""What a visitor does on the page of answers, in how many clicks, and where everything stands."""

import re
from pathlib import Path

import pandas as pd
import pytest
from in_browser import (
    DESK,
    choose,
    csv,
    drawn,
    goto,
    plain,
    same_view,
    sees,
    speaks,
    taken,
    whole,
)
from on_a_phone import PHONE, in_the_hand, is_short
from playwright.sync_api import Page, expect

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
        page, app_url, "answers", lang="nb", survey=PERSONNEL.id, item=ITEM.id,
        by="occupation", by2="age_group", wave="2020",
    )  # fmt: skip
    drawn(page)
    women = PERSONNEL.codebook.variable("gender").category("1").label["nb"]
    page.get_by_test_id("stSidebar").get_by_role("button", name=women).first.click()
    page.wait_for_function("() => location.search.includes('where=gender')")
    drawn(page)
    return page


def test_the_file_holds_what_the_command_says_and_the_address_opens_the_same_elsewhere(
    opened: Page, elsewhere: Page
):
    holds_what_the_command_says(opened)
    switch(opened, say("nb", "breakdown.show_heat"))
    opened.wait_for_function("() => location.search.includes('show=heat')")
    drawn(opened)
    elsewhere.goto(opened.url)
    drawn(elsewhere)
    same_view(opened, elsewhere)
    assert elsewhere.url == opened.url


def holds_what_the_command_says(opened: Page) -> None:
    found = csv(Path(taken(opened, "nb", "csv").path()).read_bytes())
    where = parse_filter(["gender=1", "year=2020"], PERSONNEL.codebook)
    by = ["occupation", "age_group"]
    asked = table(PERSONNEL, ITEM.id, by=by, where=where, nets=True)
    expected = csv(tidy_bytes(asked.tidy("nb"), "csv"))
    expected = expected[expected["category"].isin(found["category"])].reset_index(drop=True)
    assert len(expected) > 60
    groups = found[(found["occupation"] != "") & (found["age_group"] != "")]
    pd.testing.assert_frame_equal(groups.reset_index(drop=True)[expected.columns], expected)


# --- Places --------------------------------------------------------------------------------------

PLACES = """() => {
  const box = one => one.getBoundingClientRect();
  const rows = [...document.querySelectorAll('.av-row')].map(box);
  const chart = box(document.querySelector('.av'));
  const part = name => box(document.querySelector(`.av-row .${name}`)).width / chart.width;
  const main = document.querySelector('[data-testid=stMainBlockContainer]');
  const {paddingLeft, paddingRight} = getComputedStyle(main);
  return {
    top: chart.top, first: rows[0].top, last: rows.at(-1).bottom, width: chart.width,
    bottom: chart.bottom, choices: box(document.querySelector('.st-key-choices')).width,
    room: main.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight),
    bar: part('av-bar'), interval: part('av-interval'),
    title: box(document.querySelector('h1')).height, rows: rows.length,
  };
}"""


def test_everything_stands_where_it_should(page: Page, app_url: str):
    goto(page, app_url, "answers", lang="nb", survey="citizens")
    drawn(page)
    stands_on_a_desk(page)
    stands_on_a_phone(page)
    page.set_viewport_size(DESK)
    switch(page, "English")
    speaks(page, "en")
    whole(page)
    stands_on_a_desk(page)
    stands_on_a_phone(page)


def stands_on_a_desk(page: Page) -> None:
    places = page.evaluate(PLACES)
    assert places["rows"] == 6
    assert places["top"] <= 320
    assert places["bottom"] <= 700
    assert places["title"] <= 66
    assert places["width"] == pytest.approx(places["room"], abs=2)
    assert places["width"] == pytest.approx(places["choices"], abs=2)
    assert 0.37 < places["bar"] < 0.41
    assert 0.14 < places["interval"] < 0.19


def stands_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    whole(page)
    places = page.evaluate(PLACES)
    assert places["rows"] == 6
    assert places["first"] <= 400
    assert places["last"] <= 1.2 * PHONE["height"]
    assert places["last"] - places["first"] <= 470
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    is_short(page, "answers")


# --- What marks tell -----------------------------------------------------------------------------


def test_every_mark_tells_the_numbers_of_the_table_who_points_at_it(page: Page, app_url: str):
    goto(page, app_url, "answers", lang="nb", survey="citizens", by="gender")
    drawn(page)
    marks = page.locator(".tip-mark")
    for number in range(marks.count()):
        marks.nth(number).hover()
        told = page.locator(".tip-mark:hover > .tip-box")
        expect(told).to_be_visible()
        lines = told.inner_text().splitlines()
        assert 5 <= len(lines) <= 13
        assert not re.search(r"\d\.\d|undefined|null|_", " ".join(lines))
        name = plain(marks.nth(number).locator("xpath=ancestor::tr/th").inner_text())
        assert plain(lines[0]).startswith(name)
        row = plain(marks.nth(number).locator("xpath=ancestor::tr").text_content())
        assert plain(lines[-3] if "Nivå" in lines else lines[-1]) in row
        expect(page.locator(".tip-mark:not(:hover)").first).to_have_css("opacity", "0.35")
    page.mouse.move(0, 0)
    for plain_words in (".av-name", ".av-tick", ".av-n"):
        page.locator(plain_words).last.hover()
        expect(page.locator(".tip-box:visible")).to_have_count(0)


def test_a_tap_tells_what_pointing_tells(reader: Page, app_url: str):
    with in_the_hand(reader) as tap:
        goto(reader, app_url, "answers", lang="nb", survey="citizens")
        tap(reader.locator(".av-group .av-piece").nth(3))
        told = reader.locator(".tip-box:visible")
        expect(told).to_have_count(1)
        expect(told).to_be_in_viewport(ratio=1)


# --- In how many clicks --------------------------------------------------------------------------


def clicks(page: Page) -> None:
    """Count every click from here on."""
    page.evaluate("window.clicks = 0; addEventListener('click', () => window.clicks++, true)")


def test_under_30_against_over_60_and_since_2019_then_two_regions(page: Page, app_url: str):
    goto(page, app_url)
    told = page.locator(".st-key-pair .pair-verdict")
    expect(told).to_contain_text(say("nb", "pair.gap_alike"))
    row = page.locator(".av-row", has_text="Under 30 år")
    expect(row.locator(".av-change")).to_contain_text("(")
    clicks(page)
    choose(page, say("nb", "breakdown.by"), "Helseregion")
    expect(page.locator(".st-key-pair .pair-verdict")).to_contain_text("(")
    page.wait_for_function("() => location.search.includes('by=health_region')")
    choose(page, say("nb", "pair.first"), "Helse Vest")
    page.wait_for_function("() => location.search.includes('first=2')")
    assert page.evaluate("window.clicks") <= 4


# What a program finds on the clipboard, and what a spreadsheet or a text makes of its HTML.
COPIED = """async () => {
  const [item] = await navigator.clipboard.read({ unsanitized: ["text/html"] });
  const [plain, html] = await Promise.all(
    ["text/plain", "text/html"].map(async type => (await item.getType(type)).text()));
  const pasted = new DOMParser().parseFromString(html, "text/html");
  const cells = [...pasted.querySelectorAll("tr")].map(row =>
    [...row.cells].map(cell => cell.textContent));
  const asText = pasted.querySelectorAll("tbody td[style*='mso-number-format']");
  return { kinds: item.types, plain, cells, asText: [...asText].map(cell => cell.textContent),
    around: [...pasted.querySelectorAll("p")].map(line => line.textContent) };
}"""


def holds_the_table(page: Page) -> None:
    """Copy the table, and find its figures as cells, between its title and its source."""
    copy, told = (
        page.get_by_role("button", name=say("nb", "answers.copy_table")),
        page.locator(".av-said"),
    )
    copy.click()
    expect(told).to_have_text(say("nb", "answers.table_copied"))
    copied = page.evaluate(COPIED)
    assert copied["kinds"] == ["text/plain", "text/html"]
    head, *rows = copied["cells"]
    shown = page.locator("#chart-table tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    spaced = [[plain(cell) for cell in line] for line in shown]
    assert [head, *[row[:1] for row in rows]] == [spaced[0], *[row[:1] for row in spaced[1:]]]
    n, first = head.index("n"), head.index("Stor tillit")
    assert [row[n] for row in rows] == [row[n].replace(" ", "") for row in spaced[1:]]
    assert all(re.fullmatch(r"\d+ %", row[first]) for row in rows)
    assert all(cell.startswith("'") for cell in re.findall(r"\t(\S?\+[^\t\n]*)", copied["plain"]))
    assert {row[first] for row in rows}.isdisjoint(copied["asText"])
    assert any(cell.startswith("+") for cell in copied["asText"]), "as text none is a formula"
    heading = page.get_by_role("heading", level=1).text_content()
    assert plain(copied["around"][0]) == plain(heading)
    around, lines = " ".join(copied["around"]), copied["plain"].split("\n")
    for part in ("shell.simulated", "shell.simulated_means", "answers.assumed_groups"):
        assert (
            say("nb", part, **({"groups": "aldersgruppene"} if "groups" in part else {})) in around
        )
    assert copied["around"][-1].endswith(page.url)
    assert lines[0] == copied["around"][0]
    assert "\t".join(head) in lines
    # Without the clipboard the event of copying does the same, and without that the reader is told.
    page.evaluate(
        "() => { navigator.clipboard.write = () => Promise.reject(new Error('not allowed')) }"
    )
    page.evaluate("navigator.clipboard.writeText('something else')")
    copy.click()
    page.wait_for_function(
        "() => navigator.clipboard.readText().then(words => words.includes('\\t'))"
    )
    assert page.evaluate(COPIED)["cells"] == copied["cells"]
    page.evaluate("() => { document.execCommand = () => false }")
    copy.click()
    expect(told).to_have_text(say("nb", "answers.table_not_copied"))
    assert plain(page.evaluate("getSelection().toString()")).startswith("Gruppe")
    page.reload()
    drawn(page)


def test_a_picture_for_a_slide_in_one_click(reader: Page, app_url: str):
    goto(reader, app_url)
    drawn(reader)
    reader.get_by_role("button", name=say("nb", "answers.copy_picture")).click()
    expect(reader.locator(".av-said")).to_have_text(say("nb", "answers.copied"))
    kinds = reader.evaluate("navigator.clipboard.read().then(found => found[0].types)")
    assert kinds == ["image/png"]
    holds_the_table(reader)
    reader.get_by_role("button", name=say("nb", "answers.share"), exact=True).click()
    sees(reader, say("nb", "answers.link_copied"))
    assert reader.evaluate("navigator.clipboard.readText()") == reader.url
    lines = reader.locator(".av-lines")
    for name in ("csv", "jsonstat", "svg", "png", "code"):
        label = f"{say('nb', 'embed.copy')}: {say('nb', f'embed.{name}')}"
        lines.get_by_role("button", name=label, exact=True).click()
        copied = reader.evaluate("navigator.clipboard.readText()")
        assert copied.removeprefix('<iframe src="').startswith(f"{app_url}/")
    reader.keyboard.press("Escape")
    expect(lines).to_be_hidden()
