"""Every page as a visitor's session runs it, without a browser: its language, words and heading."""

import html
import re
from functools import cache

import pytest
from checkout import SHELL
from streamlit.testing.v1 import AppTest
from visitor import PATIENCE, bodies, opened, shown, words

from insight.language.catalogue import LANGUAGES, Language, catalogue, say
from insight.web.routes import OWN, PAGES, PUBLISHED


@cache
def as_it_opens(page: str, language: Language) -> AppTest:
    """Return a page without any choices, to be looked at only."""
    return opened(page, lang=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_speaks_the_language_that_the_link_asks_for(page, language):
    app = as_it_opens(page, language)
    assert not app.warning
    assert not app.error
    found = words(app)
    band = "own" if page == OWN else "" if page in PUBLISHED else "simulated"
    for kind in ("own", "simulated"):
        assert (say(language, f"shell.{kind}_means") in found) == (kind == band)
    assert app.query_params["lang"] == language
    scripts = [one.proto.body for one in app.get("html") if one.proto.body.startswith("<script")]
    assert any(f'"language": "{language}"' in one for one in scripts)


@pytest.mark.parametrize("page", PAGES)
def test_english_page_is_norwegian_only_where_it_says_so(page):
    markup = re.sub(r'<(\w+)[^>]* lang="nb".*?</\1>', "", bodies(as_it_opens(page, "en")))
    lines = {html.unescape(one).strip() for one in re.split(r"<[^>]+>|\n", markup)}
    norwegian, english = (
        {form for sentence in catalogue(language).values() for form in sentence.forms.values()}
        for language in LANGUAGES
    )
    assert not lines & {form for form in norwegian - english if " " in form}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_key_a_field_or_nothing_in_place_of_words(page, language):
    found = words(as_it_opens(page, language))
    assert not set(re.findall(r"\w+\.\w+", found)) & set(catalogue(language))
    assert not re.findall(r"\{\w*\}|\b(?:None|nan|NaN|NaT)\b|<NA>|Traceback", found)


@pytest.mark.parametrize("page", PAGES)
def test_page_has_one_main_heading_and_says_it_first(page):
    headings = re.findall(r"<(h[1-6])\b", bodies(as_it_opens(page, "en").main))
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_norwegian_is_the_language_of_a_first_visit():
    app = shown(AppTest.from_file(SHELL, default_timeout=PATIENCE).run())
    assert app.query_params["lang"] == "nb"
    assert say("nb", "overview.lead") in words(app)


def test_a_session_counts_the_different_tables_that_it_asks_for():
    app = opened("answers", lang="en")
    asked = len(app.session_state["tables_asked"])
    assert asked > 2
    assert len(shown(app.run()).session_state["tables_asked"]) == asked
    app.query_params = {"lang": "en", "where": "gender=1"}
    assert len(shown(app.run()).session_state["tables_asked"]) > asked
    assert len(opened("answers", lang="en").session_state["tables_asked"]) == asked
