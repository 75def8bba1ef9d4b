"""Versions on the pages: links say which, the codebook tells of them, a page what has changed."""

import shutil

import pytest
from asked_views import view_client
from published_survey import published, twice_published, work_folder
from visitor import bodies, opened, shown, words

from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.routes import PAGES, WITHOUT_SURVEY

NOTE = Text("Rettet <b>feil</b>", "Mended a <b>fault</b>")


def since(app):
    """The sentence on what has changed since the link was made, empty where there is none."""
    return bodies(app).partition('class="cb-since"')[2].partition("</p>")[0]


def test_a_link_says_which_version_it_was_made_on(data, tmp_path):
    twice_published(data, tmp_path / "work")
    app = opened(lang="en")
    assert app.query_params["version"] == "2"
    assert "version=2" in bodies(app)
    assert not since(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_what_has_changed_since_its_link_was_made(data, tmp_path, language):
    twice_published(data, tmp_path / "work", NOTE)
    app = opened(lang=language, survey="small", version="1")
    said = since(app)
    named = say(language, "versions.named", number=1, day="5. januar 2026")
    assert (named if language == "nb" else "version 1 (5 January 2026)") in said
    assert ("170, før 150" if language == "nb" else "170, before 150") in said
    assert "&lt;b&gt;" in said
    assert app.query_params["version"] == "2"  # what is shared from here is of what is shown
    assert since(shown(app.run()))


PAGES_ABOUT = [page for page in PAGES if page not in WITHOUT_SURVEY and page != "maturity"]


@pytest.mark.parametrize("page", PAGES_ABOUT)
def test_every_page_about_the_survey_says_so(data, tmp_path, page):
    twice_published(data, tmp_path / "work")
    assert since(opened(page, lang="en", survey="small", version="1"))


HOSTILE = [
    "2",
    "0",
    "3",
    "-1",
    "1.0",
    "01",
    "",
    "x" * 5000,
    "<script>",
    "٣",
    "1\n",
    "9" * 400,
    "1 ",
]


def test_the_same_version_or_one_that_is_none_says_nothing(data, tmp_path):
    twice_published(data, tmp_path / "work")
    for odd in HOSTILE:
        app = opened(lang="en", survey="small", version=odd)
        assert not since(app), odd
        assert not app.warning, odd
        assert app.query_params["version"] == "2"


def test_what_was_brought_back_is_what_the_link_was_made_on(data, tmp_path):
    twice_published(data, tmp_path / "work")
    published(data, tmp_path / "work" / "one" / "surveys" / "small")
    assert not since(opened(lang="en", survey="small", version="1"))
    assert since(opened(lang="en", survey="small", version="2"))


def test_by_hand_there_is_no_version_and_no_sentence(data, tmp_path):
    shutil.copytree(work_folder(tmp_path / "work"), data / "surveys" / "small")
    app = opened(lang="en", survey="small", version="1")
    assert "version" not in app.query_params
    assert not since(app)
    assert say("en", "versions.title") not in words(opened("codebook", lang="en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_tells_of_every_version(data, tmp_path, language):
    twice_published(data, tmp_path / "work", NOTE)
    told = bodies(opened("codebook", lang=language))
    versions = told.partition('id="versions"')[2]
    assert say(language, "versions.title") in told
    assert versions.index("2 (6") < versions.index("1 (5")
    assert "&lt;b&gt;" in versions
    assert ("170, før 150" if language == "nb" else "170, before 150") in versions


def test_the_picture_the_page_for_other_sites_and_the_data_lead_to_the_version(data, tmp_path):
    twice_published(data, tmp_path / "work")
    client = view_client()
    now = client.get("/embed/answers?lang=en&survey=small&version=2").text
    then = client.get("/embed/answers?lang=en&survey=small&version=1").text
    assert "version=2" in now
    assert "This link was made on" not in now
    assert "This link was made on version 1 (5 January 2026)" in then
    assert "version=1" in then
    assert "version=2" not in then
    for odd in HOSTILE:
        named = {"lang": "en", "survey": "small", "version": odd[:3000]}
        assert client.get("/embed/answers", params=named).text == now
