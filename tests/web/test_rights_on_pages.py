"""What a page offers to who may see figures of a survey, and not do everything with them."""

import pytest
from closed_surveys import ANALYST, CLOSED, RULES, write_folder
from people import sits_here
from visitor import downloads, opened, words

from insight.access.person import ANYBODY
from insight.language.catalogue import LANGUAGES, say
from insight.language.errors import RequestError
from insight.web.frame import rights_here
from insight.web.own_survey.visitor import reserved_ids
from insight.web.routes import OWN, REPORT

FIGURES = RULES.replace('"figures", "responses", "sensitive", "reports"', '"figures"')
VIEW = f"survey={CLOSED}&item=q&by=gender"


@pytest.fixture
def folder(data, monkeypatch):
    write_folder(data, FIGURES)
    sits_here(monkeypatch, ANALYST)
    return data


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_and_responses_are_not_offered_without_a_right_to_them(folder, language):
    app = opened("answers", lang=language, survey=CLOSED)
    told = words(app)
    assert say(language, "figure.responses_closed") in told
    assert say(language, "fault.no_reports", survey="|").partition("|")[2] in told
    kinds = " ".join(downloads(app))
    assert "pptx" not in kinds
    assert not [one for one in app.button if one.label == say(language, "basket.add")]
    book = opened("codebook", lang=language, survey=CLOSED)
    assert not [one for one in book.button if one.label == say(language, "book.make")]


def test_a_report_says_of_which_survey_there_is_none(folder, monkeypatch):
    without = words(opened(REPORT, lang="en", view=VIEW))
    assert "Reports of" in without
    assert "are not open to you" in without
    (folder / "access.toml").write_text(RULES, "utf-8")
    assert "quagga" in words(opened(REPORT, lang="en", view=VIEW))


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_surveys_are_brought_by_those_who_may(folder, language):
    assert opened(OWN, lang=language).get("file_uploader")
    (folder / "access.toml").write_text(
        RULES.replace('rights = ["own_files"]', 'rights = ["reports"]\nsurveys = []'), "utf-8"
    )
    app = opened(OWN, lang=language)
    assert not app.get("file_uploader")
    assert say(language, "own_survey.not_allowed") in words(app)


def test_an_own_survey_may_have_the_id_of_a_closed_one(folder, monkeypatch):
    sits_here(monkeypatch, ANYBODY)
    assert CLOSED not in reserved_ids(rights_here.surveys_there())


def test_a_file_is_not_made_when_a_right_was_lost_since_its_button_was_drawn(folder, monkeypatch):
    app = opened("codebook", lang="en", survey=CLOSED)
    held = app.session_state["rights"]
    assert not held.is_lost
    monkeypatch.setattr(rights_here, "_held", lambda: held)
    make = rights_here.guarded(lambda: b"figures")
    assert make() == b"figures"
    (folder / "access.toml").write_text("", "utf-8")
    with pytest.raises(RequestError) as refused:
        make()
    assert refused.value.faults[0].key == "fault.rights_changed"
