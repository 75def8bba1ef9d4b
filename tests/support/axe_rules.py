"""The rules of axe-core on a page as it is drawn, on a light or a dark screen."""

import json
from typing import Any, Literal

import like_words
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "preload": False}
# Contrast takes most of the time, and is asked of one of all words that are alike in it.
OF_CONTRAST = {"rules": [{"id": "color-contrast", "selector": like_words.STANDS}]}
# What a page may break in one theme and language and keep in another: its colours and its words.
OF_A_WAY = [
    *("color-contrast", "link-in-text-block", "document-title", "html-lang-valid", "valid-lang"),
    *("button-name", "link-name", "summary-name", "label", "select-name", "empty-heading"),
    *("aria-input-field-name", "aria-toggle-field-name", "image-alt", "svg-img-alt"),
]


def rules_of(theme: Theme) -> list[str]:
    """All rules in the theme that is looked at first: how a page is built is the same in both."""
    return TAGS if theme == THEMES[0] else OF_A_WAY


def lit(page: Page, theme: Theme) -> None:
    """Turn the screen light or dark, and wait until the page has followed."""
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (theme == "dark"):
        return
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(
        """dark => {
          const app = getComputedStyle(document.querySelector('[data-testid=stApp]'));
          return dark === (Number(app.backgroundColor.match(/\\d+/)[0]) < 128);
        }""",
        arg=theme == "dark",
    )
    settled(page)


def settled(page: Page) -> None:
    """Wait until what the page has just been told is on the screen."""
    page.evaluate(
        "() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))"
    )


def rules_broken(
    page: Page, rules: list[str] = TAGS, within: str = "html"
) -> dict[tuple[str, str], dict[str, Any]]:
    """The rules of axe-core that are broken, each with the element that does."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(f"{Axe().axe_script};axe.configure({json.dumps(OF_CONTRAST)})")
    like_words.mark(page)
    violations = page.evaluate(
        "async ([within, options]) => (await axe.run(within, options)).violations",
        [within, {**OPTIONS, "runOnly": rules}],
    )
    return {
        (rule["id"], str(node["target"][-1])): {"html": node["html"], "why": rule["help"]}
        for rule in violations
        for node in rule["nodes"]
    }
