"""What an address opens and what it cannot do, in a real Chromium against the real server."""

import re
import urllib.request
from urllib.parse import urlencode

import pytest
from citizens_in_browser import BOOK, n_of_total, pill, respondents
from devices import PATIENCE, whole
from in_browser import drawn, goto, sees, speaks
from playwright.sync_api import Page, expect

from insight.language.catalogue import LANGUAGES, say
from insight.web.routes import MOVED, PAGES


@pytest.mark.parametrize("path", ["", *PAGES])
@pytest.mark.parametrize("asked", ["", "nb", "en", "<script>"])
def test_first_bytes_name_the_language(app_url: str, path: str, asked: str):
    query = f"?{urlencode({'lang': asked})}" if asked else ""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"{app_url}/{path}{query}", timeout=PATIENCE / 1000) as answer:
        first = answer.read().decode()
    language = asked if asked in LANGUAGES else "nb"
    assert f'<html lang="{language}">' in first
    assert f"<title>{say(language, 'shell.app_name')}</title>" in first


def test_the_front_page_has_a_name_of_its_own(page: Page, app_url: str):
    page.goto(f"{app_url}/overview?lang=en&survey=health_personnel")
    sees(page, say("en", "overview.lead"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_title(f"{say('en', 'overview.title')} – {say('en', 'shell.app_name')}")


@pytest.mark.parametrize("name", MOVED)
def test_an_old_name_leads_to_the_same_view(page: Page, app_url: str, name: str):
    link = {"lang": "nb", "survey": "citizens", "item": "trust_secure_storage", "by": "education"}
    goto(page, app_url, name, **link)
    for parameter, value in link.items():
        assert f"{parameter}={value}" in page.url
    assert f"/{MOVED[name]}?" in page.url
    expect(page.get_by_role("alert")).to_have_count(0)


# --- The address of a view ------------------------------------------------------------------------


def test_language_follows_a_click_and_nothing_else_changes(page: Page, app_url: str):
    link = {"wave": "2020", "item": "trust_secure_storage", "target": "5", "by": "education"}
    goto(page, app_url, **link)
    pill(page, "gender", "2").click()
    men, everyone = len(respondents(2020, gender=2)), len(respondents(2020))
    sees(page, n_of_total(men, total=everyone))
    page.get_by_role("radio", name="English").click()
    sees(page, BOOK.variable("trust_secure_storage").label["en"])
    sees(page, n_of_total(men, "en", total=everyone))
    speaks(page, "en")
    for parameter, value in link.items():
        assert f"{parameter}={value}" in page.url
    expect(pill(page, "gender", "2", "en")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("alert")).to_have_count(0)


# --- Staying at home ------------------------------------------------------------------------------


def test_no_request_leaves_the_machine(page: Page, app_url: str, outside: list[str]):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    goto(page, app_url, "overview", lang="en")
    page.get_by_role("link", name=say("en", "answers.title"), exact=True).first.click()
    drawn(page)
    page.get_by_role("button", name=say("en", "answers.table"), exact=True).click()
    expect(page.locator(".av-table table")).to_be_visible()
    page.get_by_role("link", name=re.compile(say("en", "figure.published"))).click()
    expect(page.locator("table.printed")).to_be_visible()
    page.locator(".av-dot").first.hover()
    page.get_by_test_id("stMainMenuButton").click()
    page.get_by_test_id("stMainMenuPopover").wait_for()
    assert any("_stcore" in url for url in asked)
    assert outside == []


def test_hostile_link_fetches_nothing_and_the_session_goes_on(
    page: Page, app_url: str, outside: list[str]
):
    picture = "![x](http://evil.example/x.png)"
    goto(page, app_url, item=picture, where=f"gender={picture}", by='<img src="//evil.example/y">')
    sees(page, picture.replace("://", ":\N{WORD JOINER}//"))
    expect(page.get_by_role("alert").locator("img, a")).to_have_count(0)
    assert "Traceback" not in page.inner_text("body")
    pill(page, "gender", "1").click()
    sees(page, n_of_total(len(respondents(gender=1))))
    expect(page.get_by_role("alert")).to_have_count(0)
    assert outside == []


# --- A link in the text of a page -----------------------------------------------------------------


def test_a_link_within_the_app_loads_nothing_anew_and_a_step_back_returns(page: Page, app_url: str):
    goto(page, app_url, "strategy", lang="nb")
    page.evaluate("window.isTheSame = true")
    family = page.get_by_role("navigation", name=say("nb", "sources.family"))
    family.get_by_role("link", name=say("nb", "sources.title"), exact=True).click()
    page.wait_for_url("**/sources?*")
    page.get_by_role("link", name="Kunnskapsgrunnlaget v0.7", exact=True).click()
    chapter = page.locator(".outline details:has(a)").first
    chapter.locator("summary").click()
    chapter.get_by_role("link").first.click()
    expect(page.locator(".block.here mark")).to_be_visible()
    whole(page)
    here = page.locator(".block.here .lines").inner_text()
    page.get_by_role("link", name=say("nb", "sources.next")).click()
    expect(page.locator(".block.here .lines")).not_to_have_text(here)
    page.go_back()
    expect(page.locator(".block.here .lines")).to_have_text(here)
    page.go_back()
    expect(page.locator(".outline")).to_be_visible()
    assert page.evaluate("window.isTheSame")


def test_a_link_opened_in_a_tab_of_its_own_shows_the_same(page: Page, app_url: str):
    """Whether the app leaves such a click to the browser, and the address shows what it promises.

    No tab is opened here: where a click opens one, a driven Chromium may wait for its first page
    for ever, of any site.
    """
    goto(page, app_url, "sources", lang="en")
    page.evaluate(
        """() => addEventListener('click', click => {
          window.left = !click.defaultPrevented && click.target.closest('a').href;
          click.preventDefault();
        })"""
    )
    page.get_by_role("link", name="Knowledge base v0.7").click(modifiers=["ControlOrMeta"])
    expect(page.locator(".documents")).to_be_visible()
    page.goto(page.evaluate("window.left"))
    expect(page.locator(".outline")).to_be_visible()
