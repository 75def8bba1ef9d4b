"""Words as they are broken into lines: small print that unfolds, and e-helse never broken."""

import pytest
from in_browser import DESK, goto
from on_a_phone import PHONE
from playwright.sync_api import Page, expect

BROKEN = """() => {
  const texts = document.createTreeWalker(document.querySelector("[data-testid=stMain]"), 4);
  const seen = { words: 0, broken: [] };
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.checkVisibility()) continue;
    for (const { index, 0: word } of text.data.matchAll(/(?<![\\w-])e-[a-zæøå]{2,}/gi)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      seen.words += 1;
      const lines = [...range.getClientRects()].filter(({ width }) => width);
      if (new Set(lines.map(({ top }) => Math.round(top))).size > 1) seen.broken.push(text.data);
    }
  }
  return seen;
}"""


def test_small_print_unfolds_on_a_phone_and_is_whole_on_a_desk(page: Page, app_url: str):
    page.set_viewport_size(DESK)
    goto(page, app_url, "sources", lang="nb")
    whole = page.locator("p.secondary.unfolded").first
    words = whole.inner_text()
    expect(page.locator("details.folded").first).to_be_hidden()
    page.set_viewport_size(PHONE)
    fold = page.locator("details.folded").first
    expect(whole).to_be_hidden()
    fold.locator("summary").click()
    expect(fold).to_have_text(words, use_inner_text=True)


@pytest.mark.parametrize("path", ["sources", "strategy"])
def test_e_helse_stands_in_one_line_however_narrow_the_screen(page: Page, app_url: str, path: str):
    goto(page, app_url, path, lang="nb")
    for width in range(320, 480, 20):
        page.set_viewport_size({"width": width, "height": 844})
        seen = page.evaluate(BROKEN)
        assert seen["words"]
        assert seen["broken"] == []
    page.add_style_tag(content=".unbroken { white-space: normal !important; }")

    def breaks(width: int) -> bool:
        page.set_viewport_size({"width": width, "height": 844})
        return bool(page.evaluate(BROKEN)["broken"])

    found = any(breaks(width) for width in range(320, 480, 4))
    assert found, "without its style a word would be broken somewhere, or this finds nothing"
