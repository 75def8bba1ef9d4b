"""What the first HTML says of a page: a title and the picture of its chart, and no figure."""

import html
import re

import pytest
from asked_views import ADDRESS, told, view_client
from hostile_words import SCRIPT

from insight.api.settings import Settings
from insight.language.catalogue import LANGUAGES, say
from insight.web.routes import PAGES

LINK = "lang=en&survey=citizens&item=trust_need_to_know&by=age_group"


def tags(drawn: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', drawn)
    return {name: html.unescape(words) for name, words in found}


def test_a_shared_link_shows_the_chart():
    drawn = told("answers", LINK)
    found = tags(drawn)
    assert found["og:title"].endswith("– Citizens")
    assert found["og:description"].endswith("The answers are simulated.")
    assert found["twitter:card"] == "summary_large_image"
    client = view_client()
    picture = client.get(found["og:image"].removeprefix(ADDRESS))
    assert picture.headers["content-type"] == "image/png"
    [oembed] = re.findall(r'type="application/json\+oembed" href="([^"]+)"', drawn)
    answer = client.get(html.unescape(oembed).removeprefix(ADDRESS))
    assert answer.json()["type"] == "photo"


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_says_what_it_is(page):
    assert tags(told(page, "lang=en"))["og:site_name"] == "E-helseinnsikt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_shows_the_finding_that_leads_it(language):
    image = tags(told("", f"lang={language}"))["og:image"]
    drawn = view_client().get(image.removeprefix(ADDRESS).replace(".png", ".svg"))
    assert drawn.headers["content-language"] == language
    assert say(language, "shell.simulated") in drawn.text


def test_without_an_address_no_address_is_told():
    found = tags(told("answers", LINK, Settings()))
    assert {"og:title", "og:description"} <= {*found}
    assert not {"og:image", "og:url"} & {*found}


@pytest.mark.parametrize(
    "query", ["survey=nowhere", f"by={SCRIPT}", "where=" + "x" * 20_000, "%00"]
)
def test_of_a_link_that_cannot_be_followed_nothing_is_told(query):
    assert "<script" not in told("answers", query)
    assert "og:image" not in told("answers", query) or query == "%00"
    assert told("nowhere", query) == ""
