"""Words alike in contrast: one stands for all, and none that differs is left out."""

from collections.abc import Iterator

import pytest
from axe_rules import rules_broken
from playwright.sync_api import Browser, Page

WHITE, GREY = "background: #fff", "background: #999"
FAINT = "color: #bbb"
DARK = "background: #222; height: 80px"
BEHIND = "background: #222; position: absolute; z-index: -1; inset: 50% 0 0 0"
ALIKE = "<p class=one>Ett</p><p class=two>To</p>"


def grounded(name: str, height: str) -> str:
    """Words on a light ground that is as high as is said, on a dark one."""
    words = f"<p class={name} style='margin: 0; padding-top: 20px'>Ord</p>"
    return f"<div style='{DARK}'><div style='{WHITE}; height: {height}'>{words}</div></div>"


# What is on a page, and the words of it that are too faint, the first of those that are alike.
PAGES = {
    "nothing": (ALIKE, []),
    "alike": (f"<div style='{FAINT}'>{ALIKE}</div>", [".one"]),
    "of a colour of its own": (f"{ALIKE}<p class=three style='{FAINT}'>Tre</p>", [".three"]),
    "on another ground": (
        f"<div style='color: #777'>{ALIKE}<p class=three style='{GREY}'>Tre</p></div>",
        [".one", ".three"],
    ),
    "on a ground further out": (
        f"{ALIKE}<div style='{GREY}'><div><p class=three style='color: #666'>Tre</p></div></div>",
        [".three"],
    ),
    "paler as a whole": (
        f"{ALIKE}<div style='opacity: 0.3'><p class=three>Tre</p></div>",
        [".three"],
    ),
    "larger ones may be fainter": (
        f"<style>p {{ color: #888 }} .one {{ font-size: 40px }}</style>{ALIKE}",
        [".two"],
    ),
    "over what is drawn beside them": (
        f"<div style='position: relative'>{ALIKE}<div style='{BEHIND}'></div></div>",
        [".two"],
    ),
    "beyond their ground": (
        grounded("one", "auto") + grounded("two", "1px"),
        [".two"],
    ),
}


@pytest.fixture(scope="module")
def empty(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_words_that_are_too_faint_are_found_once_for_each_kind(empty: Page, name: str):
    content, faint = PAGES[name]
    empty.set_content(f"<body style='{WHITE}'><main>{content}</main></body>")
    found = [target for _, target in rules_broken(empty, ["color-contrast"])]
    assert [few.partition("[")[0] for few in found] == faint
