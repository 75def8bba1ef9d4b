"""A survey that is replaced while it is read: what comes is of one version, or one sentence."""

import shutil
import threading
from datetime import date
from functools import partial

import pandas as pd
import pytest
from asked_api import api_client
from published_survey import published, work_folder
from visitor import n_of_total, opened, surveys_in, warnings, words

from insight import open_survey, table
from insight.__main__ import main
from insight.analysis.publishing.publishing import publish, roll_back
from insight.analysis.shared_surveys import surveys
from insight.exports.bundle import bundle
from insight.language.catalogue import LANGUAGES
from insight.language.errors import SurveyReplacedError
from insight.query.store import Store
from insight.survey.filters import EVERYONE
from insight.survey.folders import read_survey

DAY = date(2026, 1, 5)


@pytest.fixture
def work(data, tmp_path):
    """Two states of the survey, of which the first is published."""
    one, two = work_folder(tmp_path / "one"), work_folder(tmp_path / "two", 340)
    published(data, one)
    return one, two


@pytest.fixture
def replacing(data, work, monkeypatch):
    """Replace the survey before the query of a number; how often it has been."""
    done = []

    def at(number, times=1):
        asked = []
        query = Store.query

        def querying(store, *given):
            asked.append(given)
            if len(asked) >= number and len(done) < times:
                done.append(1)
                with monkeypatch.context() as meanwhile:
                    meanwhile.setattr(Store, "query", query)
                    publish(work[len(done) % 2], data, DAY)
            return query(store, *given)

        monkeypatch.setattr(Store, "query", querying)
        return done

    return at


def test_figures_of_a_survey_that_is_no_longer_there_are_refused(data, work):
    survey = open_survey("small", data)
    published(data, work[1])
    for ask in (
        partial(table, survey, "q"),
        partial(survey.rows, EVERYONE),
        partial(survey.column, "q"),
    ):
        with pytest.raises(SurveyReplacedError) as replaced:
            ask()
        for language in LANGUAGES:
            assert "small" in replaced.value.text(language)
    assert table(open_survey("small", data), "q").estimates[0].base == 340


@pytest.mark.parametrize("number", [1, 3, 6, 8])
def test_a_page_is_drawn_anew_of_what_is_there_now(data, replacing, number):
    done = replacing(number)
    app = opened(lang="en")
    assert done
    assert n_of_total(170, 340, "en") in words(app) or "170" in words(app)
    assert not {"150", "300"} & {*words(app).replace(",", " ").split()}
    assert app.query_params["version"] == "2"


def test_where_surveys_are_replaced_without_end_the_page_says_so(data, work, monkeypatch):
    survey = open_survey("small", data)
    monkeypatch.setattr("insight.analysis.shared_surveys._open", lambda _: survey)
    monkeypatch.setattr("insight.query.stored.is_as_read", lambda _: False)
    [said] = warnings(opened(lang="en"))
    assert said == str(SurveyReplacedError("small"))


def test_an_answer_by_address_is_asked_for_once_more(data, replacing):
    done = replacing(2)
    answer = api_client().get("/api/v2/tables/small.q/data?lang=en")
    assert answer.status_code in (200, 404)
    assert done


def test_a_download_is_of_one_version(data, work, tmp_path):
    folder = data / "surveys" / "small"
    rules = {"disclosure": {"microdata": "open"}}
    published(data, work_folder(tmp_path / "open", 380, **rules))
    survey = open_survey("small", data)
    rows = survey.rows

    def replace(where):
        found = rows(where)
        published(data, work[1])
        return found

    object.__setattr__(survey, "rows", replace)
    with pytest.raises(SurveyReplacedError):
        bundle(survey, EVERYONE, "csv", "en", made=DAY)
    assert (folder / "publication.toml").exists()


def test_a_long_command_ends_in_one_sentence(data, replacing, tmp_path, capfd):
    done = replacing(6)
    out = tmp_path / "book.csv"
    given = ["--all", "--out", str(out), "--lang", "en", "--data", str(data)]
    assert main(["book", "small", *given]) == 1
    assert done
    assert capfd.readouterr().err.splitlines()[-1] == (
        "The survey small was replaced while it was read. Try again, and you get what is there now."
    )
    assert not out.exists()


def test_files_that_are_copied_over_one_by_one_are_noticed_too(data, work):
    survey = open_survey("small", data)
    shutil.copy(work[1] / "responses.parquet", survey.responses)
    with pytest.raises(SurveyReplacedError):
        table(survey, "q")


def test_readers_get_one_of_the_two_while_versions_come_and_go(data, work):
    """Readers ask without end in threads, as a server's do, while a publisher goes to and fro."""
    expected = {300, 340}
    found, failed, ended = set(), [], threading.Event()

    def read():
        while not ended.is_set():
            try:
                [survey] = surveys(data).surveys
                counted = table(survey, "q").estimates[0].base
                found.add((counted, survey.respondents))
            except SurveyReplacedError:
                continue
            except Exception as error:  # whatever it is, it is one too many
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    publish(work[1], data, DAY)
    for _ in range(8):
        roll_back("small", data, DAY)
    ended.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert {one for one, _ in found} <= expected
    assert all(base == respondents for base, respondents in found)


def test_a_folder_that_is_never_still_is_told_of(data, work, monkeypatch):
    monkeypatch.setattr("insight.survey.folders._WAIT", 0)
    frame = pd.read_parquet(work[0] / "responses.parquet")
    rows = iter(range(1, 300))

    def column_names(path):
        frame.head(next(rows)).to_parquet(path)
        return tuple(frame)

    (data / "surveys" / "small" / "recipe.toml").write_text("format = 1\n", "utf-8")
    monkeypatch.setattr("insight.survey.folders.column_names", column_names)
    with pytest.raises(SurveyReplacedError):
        read_survey(data / "surveys" / "small")
    assert surveys_in(data) == []
