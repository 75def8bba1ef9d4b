"""The pages of facts as a reader looks at them: cards, leads, addresses and files."""

from urllib.parse import parse_qs, urlsplit

from in_browser import csv, plain, same_view, taken, whole
from playwright.sync_api import Locator, Page

from insight import open_survey
from insight.documents.later.later_figures import all_facts
from insight.language.catalogue import Language
from insight.survey.folders import bundled_data

KNOWN = all_facts()
BOOKS = {one: open_survey(one, bundled_data()).codebook for one in ("citizens", "organisations")}
VISITS = "helsenorge_visits_annual"


def cards(page: Page) -> Locator:
    return page.locator("article.fact")


def card(page: Page, fact: str) -> Locator:
    return page.locator(f"article.fact[id='{fact}']")


def rows(page: Page) -> Locator:
    """The needs of the list, each a link that opens it."""
    return page.locator("a[data-need]")


def facet(page: Page, name: str, choice: str) -> Locator:
    """A choice of a facet; beside it stands how many it would leave."""
    return page.get_by_role("radiogroup", name=name).get_by_role("radio", name=choice)


def lead(page: Page) -> str:
    return plain(page.locator("p.lead").first.inner_text())


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def leads_to(page: Page, path: str, **link: str) -> None:
    """Wait until a page is shown, and its address has these parameters."""
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}")
    says(page, **link)


def says(page: Page, **link: str) -> None:
    """Wait until the address has these parameters, empty ones not, and the page is drawn whole."""
    page.wait_for_function(
        """link => Object.entries(link).every(([name, value]) =>
             (new URLSearchParams(location.search).get(name) || '') === value)""",
        arg=link,
    )
    whole(page)


def shared(page: Page, elsewhere: Page) -> None:
    """Hold that the address opens the same view on another device."""
    elsewhere.goto(page.url)
    whole(elsewhere)
    same_view(page, elsewhere)
    assert elsewhere.url == page.url


def file(page: Page, language: Language, number: int = 0):
    return csv(taken(page, language, "rows", number).path().read_bytes())


def pill(page: Page, survey: str, variable: str, code: str, language: Language) -> Locator:
    """A choice of respondents; beside it may stand how many it would leave."""
    name = BOOKS[survey].variable(variable).category(code).label[language]
    return page.get_by_test_id("stSidebar").get_by_role("button", name=name).first


def open_topic(page: Page, topic: str) -> None:
    """Open a topic of the page of figures."""
    page.locator(f"a[id='topic:{topic}']").click()
    says(page, topic=topic)
