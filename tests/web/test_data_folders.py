"""Pages of a data folder: too few answers or none, surveys that are broken, absent or changed."""

import re

import pandas as pd
import pytest
from people import sits_here
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, write_survey
from visitor import (
    bodies,
    charts,
    downloads,
    drawn,
    n_of_total,
    opened,
    shown,
    words,
)

from insight.access.login_settings import LoginSettings
from insight.access.person import Person
from insight.language.catalogue import LANGUAGES, say
from insight.web.frame import no_surveys
from insight.web.routes import OF_FACTS, OWN, PAGES, REPORT, WITHOUT_SURVEY

A_PAGE = 500  # characters, which a sentence alone has not
ABOUT_SURVEYS = [page for page in PAGES if page not in (*WITHOUT_SURVEY, REPORT)]


# --- Too few, or nobody --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_and_too_few_are_said_in_words(data, language):
    frame = answers(100) | {"region": [1 if row % 2 else 2 for row in range(100)]}
    variables = SCALE | GENDER | {"region": segment(1, 2)}
    write_survey(data, "small", frame, variables, disclosure={**GATES, "microdata": "open"})
    few = opened(lang=language, where=["gender=2"])
    assert say(language, "figure.too_few", limit=10) in words(few)
    assert not drawn(few)
    assert not downloads(few)
    none = opened(lang=language, where=["gender=2", "region=1"])
    assert say(language, "figure.nobody") in words(none)
    assert not drawn(none)


def test_nobody_in_a_survey_with_waves(data):
    frame = answers(400) | {"year": [2020 + row % 2 for row in range(400)]}
    frame["region"] = [2 if year == 2021 else 1 for year in frame["year"]]
    variables = SCALE | GENDER | {"year": segment(2020, 2021), "region": segment(1, 2)}
    rules = {**GATES, "microdata": "open"}
    write_survey(data, "waves", frame, variables, design={"wave": "year"}, disclosure=rules)
    app = opened(lang="en", where=["region=1"])
    assert app.query_params["wave"] == "2021"
    assert say("en", "figure.nobody") in words(app)


def test_where_every_answer_is_withheld_the_page_says_why(data):
    write_survey(data, "tiny", answers(9), SCALE | GENDER, disclosure=GATES)
    for page in ABOUT_SURVEYS:
        assert not drawn(opened(page, lang="en"))
    assert say("en", "figure.too_few", limit=10) in words(opened("answers", lang="en"))


def test_responses_are_offered_only_where_the_codebook_allows(data):
    for rule, name in (("open", "open"), ("k_anonymous", "alike"), ("closed", "shut")):
        write_survey(data, name, answers(300), SCALE | GENDER, disclosure={"microdata": rule})
    for name in ("open", "alike"):
        assert say("en", "download.responses_csv") in downloads(opened(lang="en", survey=name))
    shut = opened(lang="en", survey="shut")
    assert say("en", "download.responses_csv") not in downloads(shut)
    assert say("en", "download.csv") in downloads(shut)
    assert say("en", "figure.responses_closed") in words(shut)


# --- Data folders --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_empty_data_folder_says_so_and_leaves_pages_of_documents_as_they_are(data, page, language):
    app = opened(page, lang=language)
    said = [] if page in (OWN, *OF_FACTS) else [say(language, "shell.no_surveys")]
    if page == "maturity":
        said = [say(language, "maturity.absent")]
    assert [one.value for one in app.info] == said
    assert "survey" not in app.query_params
    if page in OF_FACTS:
        assert len(words(app)) > A_PAGE
        assert f"{say(language, f'{page}.title')} · " not in bodies(app)  # on a narrow screen
    else:
        assert not charts(app)


RULES = '[[allow]]\nusers = ["somebody"]\nsurveys = ["*"]\nrights = ["figures"]\n'


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_shown_no_survey_is_told_what_to_do(data, monkeypatch, language):
    write_survey(data, "small", answers(300), SCALE | GENDER)
    (data / "access.toml").write_text(RULES, "utf-8")
    [told] = opened(lang=language).info
    assert told.value == say(language, "shell.no_surveys_open")
    monkeypatch.setattr(no_surveys, "shared_login", lambda: LoginSettings(asked="offered"))
    [told] = opened(lang=language).info
    assert told.value == say(language, "shell.no_surveys_signed_out")
    sits_here(monkeypatch, Person("another", "Ola", frozenset()))
    [told] = opened(lang=language).info
    assert told.value == say(language, "shell.no_surveys_open")


@pytest.mark.parametrize("page", OF_FACTS)
def test_links_of_a_page_without_surveys_name_none(data, page):
    drawn_links = re.findall(r'href="([^"]+)"', bodies(opened(page, lang="en")))
    named = [link for link in drawn_links if "survey=" in link and "maturity?" not in link]
    assert drawn_links
    assert named == []


def test_data_folder_that_is_not_there_says_so(data, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(data / "nowhere"))
    assert say("en", "shell.no_surveys") in words(opened(lang="en"))


@pytest.mark.parametrize("page", PAGES)
def test_broken_surveys_are_reported_and_hurt_nobody(data, page):
    write_survey(data, "good", answers(300), SCALE | GENDER)
    half = write_survey(data, "half", answers(300), SCALE | GENDER) / "responses.parquet"
    half.write_bytes(half.read_bytes()[:-200])
    write_survey(data, "codes", {**answers(6), "q": [1, 2, 3, 4, 5, 77]}, SCALE | GENDER)
    toml = write_survey(data, "toml", answers(6), SCALE | GENDER) / "codebook.toml"
    toml.write_text("format = <b>*1*</b>")
    negative = answers(6) | {"w": [1, 1, 1, 1, 1, -1]}
    write_survey(data, "weights", negative, SCALE | GENDER, design={"weight": "w"})
    design = {"psu": "w", "lonely_psu": "fail"}
    write_survey(data, "lonely", answers(6) | {"w": [1] * 6}, SCALE | GENDER, design=design)
    absent = write_survey(data, "absent", answers(6), SCALE | GENDER)
    (absent / "responses.parquet").unlink()
    app = opened(page, lang="en")
    assert not app.error
    assert not app.warning
    if page in ABOUT_SURVEYS:
        assert app.query_params["survey"] == "good"
    found = words(app)
    assert (say("en", "own_survey.broken_line") in found) == (page == OWN)
    assert str(data) not in found
    if page == OWN:
        lines = iter(found.splitlines())
        for name, thing in {
            "absent": "responses.parquet",
            "codes": "77",
            "half": "responses.parquet",
            "lonely": "PSU",
            "toml": "codebook.toml",
            "weights": "-1",
        }.items():
            assert any(line == name for line in lines)
            assert thing in next(line for line in lines if line.strip())
    if page == "answers":
        assert drawn(app) == 1


def test_survey_that_changes_on_disk_is_read_anew(data):
    folder = write_survey(data, "survey", answers(300), SCALE | GENDER)
    app = opened(lang="en")
    assert n_of_total(300, 300, "en") in words(app)
    pd.DataFrame(answers(420)).to_parquet(folder / "responses.parquet")
    shown(app.run())
    assert n_of_total(420, 420, "en") in words(app)


def test_a_tab_book_of_a_survey_that_has_changed_is_no_longer_offered(data):
    folder = write_survey(data, "small", answers(300), SCALE | GENDER, disclosure=GATES)
    app = opened("codebook", lang="en")
    app = shown(app.button(key="book:make").click().run())
    taken = say("en", "book.take")
    assert taken in downloads(app)
    assert taken in downloads(shown(app.run()))
    pd.DataFrame(answers(420)).to_parquet(folder / "responses.parquet")
    assert taken not in downloads(shown(app.run()))
