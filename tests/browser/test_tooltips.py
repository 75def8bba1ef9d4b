"""The marks of every kind of chart, pointed at, reached by key and tapped: one box of words."""

import re
from collections.abc import Iterator

import pytest
from axe_rules import THEMES, lit, rules_broken, rules_of, settled
from devices import new_device
from in_browser import DESK, chart, comes_true, drawn, goto
from playwright.sync_api import Browser, Locator, Page, expect

from insight.language.catalogue import say

TRUST = {"survey": "citizens", "item": "trust_need_to_know", "target": "high"}
AGE, GENDER, YEAR = "age_group", "gender", "year"
# Where each kind of chart is drawn, and how many lines a box of it may have.
KINDS = {
    "heat": ("breakdown", {**TRUST, "by": AGE, "show": "heat"}),
    "trend": ("breakdown", {**TRUST, "by": YEAR, "show": "trend"}),
    "lines": ("breakdown", {**TRUST, "by": AGE, "by2": YEAR, "show": "trend"}),
    "panels over time": ("breakdown", {**TRUST, "by": AGE, "by2": YEAR, "show": "panels"}),
    "panels of points": ("breakdown", {**TRUST, "by": AGE, "by2": GENDER, "show": "panels"}),
    "series": ("figures", {"series": "helsenorge_visits_annual"}),
    "timeline": ("timeline", {"theme": "remote_care"}),
}
MOST = 4  # marks of a layer that are pointed at
RAW = re.compile(r"undefined|null|NaN|\bdatum\b|true|false|\d\.\d{4}|order|mark\b|said")

# Marks that have a box, a few of each layer, and where the pointer meets them and nothing else.
TOLD = """(chart, most) => {
  const told = (mark) => mark.__data__?.tooltip && typeof mark.__data__.tooltip === 'object';
  const layers = [...chart.querySelectorAll('svg.marks .role-mark')];
  return layers.flatMap((layer) => {
    const marks = [...layer.children].filter(told).map((mark) => {
      const { left, top, width, height } = mark.getBoundingClientRect();
      const x = left + width / 2, y = top + height / 2;
      return { x, y, met: document.elementFromPoint(x, y) === mark };
    }).filter((mark) => mark.met);
    return marks.filter((_, at) => at % Math.ceil(marks.length / most) === 0);
  });
}"""
# Words of a chart beside its marks: names of rows and waves, numbers of axes, the legend.
WORDS = """(chart) => {
  const boxes = [...chart.querySelectorAll('svg.marks .role-mark > *')]
    .filter((mark) => mark.__data__?.tooltip).map((mark) => mark.getBoundingClientRect());
  return [...chart.querySelectorAll('svg.marks text')]
    .map((words) => words.getBoundingClientRect())
    .filter(({ width }) => width > 4)
    .map(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))
    .filter(({ x, y }) => !boxes.some((box) =>
      x > box.left - 2 && x < box.right + 2 && y > box.top - 2 && y < box.bottom + 2))
    .slice(0, 12);
}"""
BOX = """() => {
  const box = document.getElementById('vg-tooltip-element');
  if (!box?.classList.contains('visible')) return null;
  const words = (one) => one.textContent;
  const { left, top, right, bottom } = box.getBoundingClientRect();
  return {
    heading: [...box.querySelectorAll('h2')].map(words),
    names: [...box.querySelectorAll('td.key')].map(words),
    values: [...box.querySelectorAll('td.value')].map(words),
    inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
  };
}"""
OTHER_BOX = f"""before => {{
  const box = ({BOX})();
  return box && `${{[...box.heading, ...box.values]}}` !== `${{before}}` && box;
}}"""
FADED = """(chart) => [...chart.querySelectorAll('svg.marks .role-mark > *')]
  .filter((mark) => Math.abs(mark.__data__.opacity - 0.35) < 0.001 ||
    Math.abs(mark.__data__.opacity - 0.35 * 0.3) < 0.001).length"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """The page of somebody who has a pointer, keys and a screen to tap on."""
    device = new_device(browser, viewport=DESK, has_touch=True)
    yield device.new_page()
    device.close()


@pytest.fixture(scope="module", params=KINDS)
def kind(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def there(page: Page, app_url: str, kind: str) -> Locator:
    """A chart of each kind."""
    return opened(page, app_url, kind)


def opened(page: Page, url: str, kind: str) -> Locator:
    path, link = KINDS[kind]
    goto(page, url, path, lang="nb", **link)
    drawn(page)
    there = chart(page)
    bring(there)
    expect(there).to_have_attribute("tabindex", "0")
    return there


def bring(there: Locator) -> None:
    there.evaluate("one => one.scrollIntoView({block: 'center'})")


def away(page: Page) -> None:
    page.mouse.move(2, 2)


def pointed(page: Page, places: list[dict]) -> Iterator[dict]:
    """Point at places one after the other, each time from where nothing is told, and read them."""
    for place in places:
        away(page)
        nothing_is_told(page)
        page.mouse.move(place["x"], place["y"])
        yield told(page)


def told(page: Page) -> dict:
    """What stands in the box, once there is one."""
    return page.wait_for_function(BOX).json_value()


def nothing_is_told(page: Page) -> None:
    page.wait_for_function(f"() => ({BOX})() === null")


def stepped_back(there: Locator, at_rest: int, *, more: bool) -> None:
    """Hold that more marks have stepped back than at rest, or again as few."""

    def held() -> None:
        now = there.evaluate(FADED)
        assert now > at_rest if more else now == at_rest

    comes_true(held)


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*", re.sub(r"(?<=\d)\s(?=\d{3})", "", words)))


def test_every_kind_of_mark_says_its_figure_and_the_rest_steps_back(page, there, kind):
    bring(there)
    at_rest = there.evaluate(FADED)
    tables = numbers(" ".join(page.locator("table td, table th").all_text_contents()))
    places = there.evaluate(TOLD, MOST)
    assert len(places) >= 2
    for box in pointed(page, places):
        [heading] = box["heading"]
        assert heading.strip()
        assert 1 <= len(box["names"]) == len(box["values"]) <= 6
        assert all(words.strip() for words in (*box["names"], *box["values"]))
        assert not RAW.search(" ".join((heading, *box["names"], *box["values"])))
        assert len({*box["names"]}) == len(box["names"])
        assert box["inside"]
        if kind != "timeline":
            assert numbers(box["values"][0]) <= tables, (box, "not in the table")
    stepped_back(there, at_rest, more=True)
    away(page)
    nothing_is_told(page)
    stepped_back(there, at_rest, more=False)
    # Words and axes say nothing.
    places = there.evaluate(WORDS)
    assert places
    for place in places:
        page.mouse.move(place["x"], place["y"])
        settled(page)
        assert page.evaluate(BOX) is None


def test_keys_and_taps_show_what_the_pointer_shows(page, there):
    bring(there)
    at_rest = there.evaluate(FADED)
    there.focus()
    expect(there).to_have_attribute("role", "application")
    hint = there.evaluate("one => getComputedStyle(one, '::after').content")
    assert hint == f'"{say("nb", "box.arrows")}"'
    page.keyboard.press("ArrowRight")
    first = told(page)
    page.keyboard.press("ArrowRight")
    second = page.wait_for_function(OTHER_BOX, arg=first["heading"] + first["values"]).json_value()
    said = page.locator("#pointed").text_content()
    assert said.startswith(second["heading"][0])
    assert all(value in said for value in second["values"])
    stepped_back(there, at_rest, more=True)
    page.keyboard.press("Escape")
    nothing_is_told(page)
    page.keyboard.press("Tab")
    expect(there).to_have_attribute("role", "img")

    bring(there)
    [place, *_] = there.evaluate(TOLD, MOST)
    [shown] = pointed(page, [place])
    away(page)
    nothing_is_told(page)
    page.touchscreen.tap(place["x"], place["y"])
    tapped = told(page)
    assert (tapped["heading"], tapped["values"]) == (shown["heading"], shown["values"])
    page.touchscreen.tap(4, 400)
    nothing_is_told(page)


@pytest.mark.parametrize("kind", ["heat"], indirect=True, scope="module")
def test_no_rule_of_axe_is_broken_while_a_box_is_open(page, there):
    bring(there)
    for theme in THEMES:
        lit(page, theme)
        drawn(page)
        expect(there).to_have_attribute("tabindex", "0")
        there.focus()
        page.keyboard.press("ArrowRight")
        told(page)
        assert rules_broken(page, rules_of(theme)) == {}
        unhide = "document.getElementById('vg-tooltip-element').removeAttribute('aria-hidden')"
        page.evaluate(unhide)
        assert rules_broken(page, ["color-contrast"], "#vg-tooltip-element") == {}
        page.keyboard.press("Escape")
    page.emulate_media(color_scheme="light")
