"""Steps back and forward: one for each page and for each deliberate change, where it was left."""

import re
from collections.abc import Callable

from in_browser import OTHER_LANGUAGE, drawn, goto, seen, whole
from playwright.sync_api import Page

from insight.language.catalogue import say

SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"
STEPS = "() => history.length"


def is_at(page: Page, *parts: str) -> None:
    """Wait until the page is drawn and its address says `parts`."""
    page.wait_for_function(
        "parts => parts.every(one => location.href.includes(one))",
        arg=list(parts),
    )
    whole(page)


def opened(page: Page, name: str) -> Callable[[], None]:
    title = say("nb", f"{name}.title")
    return lambda: page.get_by_role("link", name=title, exact=True).first.click()


def press(page: Page) -> None:
    """Press the first choice of the first variable in the sidebar."""
    fold = page.get_by_test_id("stSidebar").locator("details").first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.locator("button").first.click()


def found(page: Page) -> None:
    box = page.locator(".st-key-search input")
    box.fill("sikkerhet")
    box.press("Enter")


def scrolled(page: Page, to: int) -> None:
    page.evaluate("to => document.querySelector('[data-testid=stMain]').scrollTo(0, to)", to)


def test_ten_steps_back_are_the_views_in_order_and_so_are_those_forward(page: Page, app_url: str):
    goto(page, app_url, "maturity", lang="nb")
    drawn(page)
    steps: list[tuple[Callable[[], None], tuple[str, ...]]] = [
        (lambda: press(page), ("/maturity?", "where=")),
        (opened(page, "figures"), ("/figures?", "series=")),
        (opened(page, "strategy"), ("/strategy?lang",)),
        (page.locator("nav.family a").nth(1).click, ("/trends?lang",)),
        (lambda: found(page), ("/?lang", "find=")),
        (page.locator(".hits a").first.click, ("lang=nb", "survey=")),
        (opened(page, "codebook"), ("/codebook?lang=nb",)),
        (page.get_by_role("radio", name=OTHER_LANGUAGE["nb"]).click, ("/codebook?lang=en",)),
        (page.get_by_role("radio", name=OTHER_LANGUAGE["en"]).click, ("/codebook?lang=nb",)),
        (opened(page, "maturity"), ("/maturity?lang", "where=")),
    ]
    before = page.evaluate(STEPS)
    views = [(page.url, parts_seen(page))]
    for do, parts in steps:
        do()
        is_at(page, *parts)
        views.append((page.url, parts_seen(page)))
    assert page.evaluate(STEPS) == before + len(steps)

    for url, view in reversed(views[:-1]):
        page.go_back()
        is_at(page, url.removeprefix(app_url))
        assert parts_seen(page) == view
    for place, stride in ((1, 1), (2, 1), (len(steps), len(steps) - 2)):
        page.evaluate("stride => history.go(stride)", stride)
        url, view = views[place]
        is_at(page, url.removeprefix(app_url))
        assert parts_seen(page) == view


def parts_seen(page: Page) -> list[str]:
    """What is seen of a view, but for folds and the words of the search, which stay everywhere."""
    whole(page)
    left_out = re.compile(r"(sikkerhet)? (true|false)$|.*\n(keyboard_arrow|chevron)_", re.DOTALL)
    return [one for one in seen(page) if not left_out.match(one)]


def test_the_first_step_back_leaves_the_app_again(page: Page, app_url: str):
    page.goto("about:blank")
    goto(page, app_url, "maturity")
    page.wait_for_function("() => location.search.includes('item=')")
    page.go_back()
    assert page.url == "about:blank"


def test_a_change_keeps_the_place_and_a_step_back_finds_it_again(page: Page, app_url: str):
    page.set_viewport_size({"width": 1200, "height": 500})
    goto(page, app_url, "maturity", lang="nb")
    drawn(page)
    scrolled(page, 420)
    in_view = page.locator("table.headlines tr").last
    before = in_view.bounding_box()
    assert before
    places: list[int] = []
    page.expose_function("note", lambda place: places.append(place))
    page.evaluate(
        "() => document.querySelector('[data-testid=stMain]')"
        ".addEventListener('scroll', event => window.note(event.target.scrollTop))"
    )
    press(page)
    is_at(page, "where=")
    drawn(page)
    # The filter is told above; what is in view stays where it was, and the page moves that little.
    after = in_view.bounding_box()
    assert after
    assert abs(after["y"] - before["y"]) <= 1
    there = page.evaluate(SCROLLED)
    assert all(400 < place < 500 for place in (*places, there)), places

    opened(page, "figures")()
    is_at(page, "/figures?", "series=")
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop === 0")
    page.go_back()
    is_at(page, "/maturity?", "where=")
    page.wait_for_function(
        "there => document.querySelector('[data-testid=stMain]').scrollTop === there", arg=there
    )


def test_who_is_led_on_by_a_screen_reader_stays_there_on_a_new_page(page: Page, app_url: str):
    page.set_viewport_size({"width": 1200, "height": 500})
    goto(page, app_url, "maturity", lang="nb")
    drawn(page)
    scrolled(page, 420)
    opened(page, "figures")()
    is_at(page, "/figures?", "series=")
    page.wait_for_function(f"() => ({SCROLLED})() === 0")
    # No key and no wheel: the focus goes where the voice is, as the page's own scrolling does.
    assert page.evaluate(
        """() => {
          const main = document.querySelector('[data-testid=stMain]');
          const far = [...main.querySelectorAll('a[href]')].find(
            one => one.checkVisibility() && one.getBoundingClientRect().top > 800);
          far.focus();
          return main.scrollTop;
        }"""
    )
    page.wait_for_timeout(300)  # many frames
    assert page.evaluate(SCROLLED) > 300
