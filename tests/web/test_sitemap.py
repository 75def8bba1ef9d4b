"""What search engines are told: the pages that all may see, by the operator's address."""

from xml.etree import ElementTree as Xml

import pytest
from one_loop import on_one_loop
from small_survey import GENDER, SCALE, answers
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from survey_folder import write_survey

from insight.api.settings import Settings
from insight.web.door.front_door import FrontDoor
from insight.web.door.page_language import PageLanguage
from insight.web.door.safe_headers import SafeHeaders
from insight.web.routes import MOVED, PAGES
from insight.web.sitemap import SITEMAPS, XHTML, site_routes

HOME = "https://innsikt.example.no"


def client(settings: Settings) -> TestClient:
    """A client of what tells search engines, behind what stands before it in the app."""
    doors = [
        Middleware(SafeHeaders),
        Middleware(FrontDoor, pages=PAGES, moved=MOVED),
        Middleware(PageLanguage),
    ]
    lies = {"Host": "evil.example", "Accept": "text/html"}
    app = Starlette(routes=site_routes(settings=settings), middleware=doors)
    return on_one_loop(TestClient(app, headers=lies))


def addresses(answer) -> list[str]:
    return [str(one.text) for one in Xml.fromstring(answer.content).iter(f"{{{SITEMAPS}}}loc")]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    for name, microdata in (("open", "open"), ("shut", "closed")):
        rules = {"microdata": microdata}
        write_survey(tmp_path, name, answers(300), SCALE | GENDER, disclosure=rules)


def test_each_page_is_there_in_both_languages_of_every_survey_but_ones_own(data):
    answer = client(Settings(address=HOME)).get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    told = addresses(answer)
    assert len(told) == len({*told})
    assert {f"{HOME}/?lang=nb", f"{HOME}/figures?lang=en"} <= {*told}
    assert [one for one in told if "survey=" in one] == [
        f"{HOME}/{page}?lang={language}&survey={survey}"
        for page in ("answers", "codebook")
        for survey in ("open", "shut")
        for language in ("nb", "en")
    ]
    assert not [one for one in told if "own_survey" in one or not one.startswith(HOME)]
    links = [link.attrib for link in Xml.fromstring(answer.content).iter(f"{{{XHTML}}}link")]
    assert len(links) == 2 * len(told)
    assert {link["href"] for link in links} == {*told}


def test_the_bundled_surveys_have_the_pages_that_are_about_them():
    told = addresses(client(Settings(address=HOME)).get("/sitemap.xml"))
    about = {one for one in told if "lang=en&survey=organisations" in one}
    assert {one.partition("?")[0] for one in about} == {
        f"{HOME}/{page}" for page in ("answers", "codebook", "maturity")
    }


def test_robots_are_led_to_the_map_and_not_to_endless_figures():
    told = client(Settings(address=HOME)).get("/robots.txt").text.splitlines()
    assert told[-1] == f"Sitemap: {HOME}/sitemap.xml"
    assert {"Disallow: /own_survey", "Disallow: /api/v2/"} <= {*told}


def test_without_an_address_there_is_no_map_and_no_other_address_is_believed():
    asked = client(Settings())
    assert asked.get("/sitemap.xml").status_code == 404
    assert "Sitemap" not in asked.get("/robots.txt").text


def test_the_map_changes_no_name_of_other_files(data):
    name = "{http://www.w3.org/2000/svg}svg"
    Xml.register_namespace("", name[1:-4])
    before = Xml.tostring(Xml.Element(name))
    addresses(client(Settings(address=f"{HOME}/once")).get("/sitemap.xml"))
    assert (
        Xml.tostring(Xml.Element(name)) == before == b'<svg xmlns="http://www.w3.org/2000/svg" />'
    )
