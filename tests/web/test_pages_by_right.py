"""Every page, with a right to a survey and without."""

import re
import shutil
from collections.abc import Iterator

import pytest
from closed_surveys import ANALYST, CLOSED, RULES, STRANGER, TELLING, write_folder
from people import sits_here
from visitor import opened, shown, words

from insight.access.person import ANYBODY
from insight.language.catalogue import LANGUAGES
from insight.survey.folders import bundled_data
from insight.views.view import FIXED
from insight.web.routes import PAGES, REPORT

ORGANISATIONS = FIXED["maturity"]


@pytest.fixture
def folder(data):
    """The app's data folder, with organisations closed as well, of which a page is."""
    shutil.copytree(
        bundled_data() / "surveys" / "organisations", data / "surveys" / "organisations"
    )
    write_folder(data, RULES.replace('"mackerel", "organisations"', '"mackerel"'))
    return data


def seen(page: str, **link) -> tuple:
    """Everything that a page says, offers and has in its address, as the browser is told it."""
    app = opened(page, **link)
    return [*messages(app._tree)], dict(app.query_params)


def messages(block) -> Iterator[str]:
    """What the browser is told of each part, but for numbers of what has been there before."""
    for part in block.children.values():
        if children := getattr(part, "children", None):
            yield from messages(part)
        if not children:
            unnumbered = re.sub(r"\b[0-9a-f]{32,}\b|(?<=[-:])\d+\b", "", str(part.proto))
            yield unnumbered


@pytest.mark.parametrize("page", PAGES)
def test_without_a_right_a_page_is_as_if_there_were_no_such_survey(folder, monkeypatch, page):
    language = LANGUAGES[PAGES.index(page) % 2]
    link = {"lang": language, "survey": CLOSED, "item": "okapi", "find": "quagga"}
    if page == REPORT:
        link = {"lang": language, "view": f"survey={CLOSED}&item=q&by=gender"}
    sits_here(monkeypatch, STRANGER)
    closed = seen(page, **link)
    for name in (CLOSED, ORGANISATIONS):
        shutil.rmtree(folder / "surveys" / name)
    assert closed == seen(page, **link)
    unasked = [word for word in TELLING if word not in f"{link}"]
    assert not [word for word in unasked if word in f"{closed}".lower()]


def test_with_a_right_the_survey_is_there(folder, monkeypatch):
    sits_here(monkeypatch, ANALYST)
    app = opened("codebook", lang="en", survey=CLOSED)
    assert "quagga" in words(app)
    assert app.query_params["survey"] == CLOSED


def test_a_right_that_is_withdrawn_is_gone_at_the_next_click(folder, monkeypatch):
    sits_here(monkeypatch, ANALYST)
    app = opened("codebook", lang="en", survey=CLOSED)
    (folder / "access.toml").write_text(RULES.replace("analysts", "nobody"), "utf-8")
    after = words(shown(app.run()))
    assert not [word for word in TELLING if word in after.lower()]
    sits_here(monkeypatch, ANYBODY)
    assert "quagga" not in words(shown(app.run()))
