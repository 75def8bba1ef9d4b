"""What people do with the codebook, in a real Chromium against the real server."""

from pathlib import Path

from in_browser import fits, whole
from playwright.sync_api import Page, expect

from insight import open_survey
from insight.exports.dictionary import dictionary_csv
from insight.language.catalogue import say
from insight.survey.folders import CODEBOOK, bundled_data

CITIZENS = open_survey("citizens", bundled_data())
ITEM = "heard_helsenorge"


def goto(page: Page, url: str, query: str = "lang=nb") -> None:
    page.goto(f"{url}/codebook?survey=citizens&{query}")
    whole(page)


def variables(page: Page):
    return page.locator(".cb-variable")


def test_search_narrows_the_list_and_a_key_unfolds_a_variable(page: Page, app_url: str):
    goto(page, app_url)
    expect(variables(page)).to_have_count(len(CITIZENS.codebook.variables))
    box = page.get_by_label(say("nb", "codebook.search"))
    box.fill("helsenorge")
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.wait_for_url("**find=helsenorge**")
    box.fill("")
    box.press("Enter")
    expect(variables(page)).to_have_count(len(CITIZENS.codebook.variables))
    first = variables(page).first
    expect(first.locator("table")).to_be_hidden()
    first.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(first.locator("table")).to_be_visible()


def test_link_of_a_variable_leads_to_it_alone_and_back(page: Page, app_url: str):
    goto(page, app_url, "lang=nb&find=har du hørt om nettstedet")
    page.get_by_role("link", name=say("nb", "codebook.permalink")).click()
    page.wait_for_url(f"**item={ITEM}**")
    expect(page.get_by_role("button", name=say("nb", "codebook.show_all"))).to_be_visible()
    whole(page)
    expect(variables(page)).to_have_count(1)
    expect(variables(page).locator("table")).to_be_visible()
    page.get_by_role("button", name=say("nb", "codebook.show_all")).click()
    expect(variables(page)).to_have_count(len(CITIZENS.codebook.variables))


def test_downloads_are_whole_and_contents_lead_to_the_parts_of_the_page_on_any_screen(
    page: Page, app_url: str
):
    goto(page, app_url)
    expected = {
        "download": (f"citizens_{CODEBOOK}", (CITIZENS.folder / CODEBOOK).read_bytes()),
        "download_dictionary": ("citizens_dictionary.csv", dictionary_csv(CITIZENS.codebook, "nb")),
    }
    for key, (name, content) in expected.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=say("nb", f"codebook.{key}")).click()
        assert download.value.suggested_filename == name
        assert Path(download.value.path()).read_bytes() == content
    for part in ("glossary", "about", "variables"):
        page.locator(f"a[href='#{part}']").click()
        expect(page.locator(f"#{part}")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".ba-guide").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    whole(page)
    boxes = page.locator(".ba-box pre").evaluate_all(
        "all => all.map(one => [one.scrollWidth > one.clientWidth, one.tabIndex])"
    )
    assert boxes == [[True, 0]] * len(boxes)
    fits(page)


def test_code_is_copied_from_the_keyboard_and_says_so(reader: Page, app_url: str):
    goto(reader, app_url, f"lang=en&item={ITEM}")
    examples = reader.locator(".ba-guide")
    examples.locator("details summary").first.focus()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(examples.locator("details[open] pre")).to_be_focused()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    expect(examples.get_by_role("status")).to_have_text(say("en", "by_address.copied"))
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert copied == examples.locator("details[open] code").text_content()
    assert f'address = "{app_url}/api/v2/tables/citizens.{ITEM}/data"' in copied
