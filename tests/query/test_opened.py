"""An open survey was checked where it was opened, and only there; it is its folder's survey."""

from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_folder import segment, single, write_survey

from insight import DataError, OpenSurvey, UnknownNameError, open_survey, table
from insight.language.errors import SurveyReplacedError
from insight.operation.waiting import Waiting
from insight.query.counts.column_counts import count_kept
from insight.query.opened import remembered, reopen
from insight.survey.filters import parse_filter
from insight.survey.folders import Survey, read_survey

VARIABLES = {"q": single(1, 2), "g": segment("a", "b")}
FRAME = {"q": [1, 2, 2], "g": ["a", "a", "b"]}


@pytest.fixture
def survey(tmp_path) -> OpenSurvey:
    return open_survey(write_survey(tmp_path, "s", FRAME, VARIABLES))


def test_an_open_survey_is_told_by_id_folder_or_path(survey, tmp_path, monkeypatch):
    assert open_survey("s", tmp_path).folder == survey.folder
    assert open_survey("s", str(tmp_path)) == survey
    assert open_survey(str(survey.folder)) == open_survey(survey.folder) == survey
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    assert open_survey("s") == survey
    assert repr(survey) == "OpenSurvey('s', respondents=3)"


def test_a_survey_that_is_not_there_is_refused_and_so_is_a_data_folder(survey, tmp_path):
    with pytest.raises(UnknownNameError, match=r"Did you mean s\?"):
        open_survey("ss", tmp_path)
    with pytest.raises(UnknownNameError) as refusal:
        open_survey("s", tmp_path / "nowhere")
    assert refusal.value.faults[0].key == "fault.no_data_folder"


def test_respondents_are_counted_and_given_as_they_stand_in_the_file(survey):
    where = parse_filter(["g=a"], survey.codebook)
    assert survey.respondents == count_kept(survey, parse_filter(["g=a,b"], survey.codebook)) == 3
    assert count_kept(survey, where) == 2
    assert survey.rows(where).to_pydict() == {"q": [1, 2], "g": ["a", "a"]}


def test_a_survey_is_checked_again_when_it_is_opened_again(survey):
    pq.write_table(pa.table({"q": [1, 2, 3], "g": ["a", "b", "b"]}), survey.responses)
    with pytest.raises(SurveyReplacedError):
        table(survey, "g")
    with pytest.raises(DataError):
        open_survey(survey.folder)


def corrected(root: Path, q: dict, g: dict) -> Survey:
    return read_survey(write_survey(root / "corrected", "s", FRAME, {"q": q, "g": g}))


def test_of_a_corrected_survey_only_what_is_new_is_checked(survey, tmp_path):
    known = corrected(tmp_path, single(1, 2, 3), segment("a"))
    assert reopen(survey, known, {"q"}).store is survey.store
    visitor = Waiting()
    visitor.leave()
    with visitor.waited_for():  # who clicked on: it is checked nevertheless
        assert reopen(survey, known, {"q"}).folder == known.folder
    with pytest.raises(DataError) as refusal:
        reopen(survey, known, {"q", "g"})
    assert [fault.values["column"] for fault in refusal.value.faults] == ["g"]


def test_an_answer_is_made_once_for_each_version(survey):
    made = count()
    assert survey.recall("number", lambda: next(made)) == 0
    assert survey.recall("number", lambda: next(made)) == 0
    assert survey.recall("other", lambda: next(made)) == 1
    with (survey.folder / "codebook.toml").open("a", encoding="utf-8") as codebook:
        codebook.write("\n# changed")
    assert open_survey(survey.folder).recall("number", lambda: next(made)) == 2


def test_answers_about_a_survey_are_forgotten_with_it_and_those_about_others_are_not(tmp_path):
    asked = []

    @remembered
    def told(survey, what, *, aloud=False):
        asked.append((what, aloud))
        return what

    mine, other = (
        open_survey(write_survey(tmp_path / name, "s", FRAME, VARIABLES)) for name in "ab"
    )
    for survey in (mine, other, mine, other):
        assert told(survey, "x") == "x"
    assert told(mine, "x", aloud=True) == "x"
    assert asked == [("x", False), ("x", False), ("x", True)]
    mine.store.memory.forget(tmp_path / "a")
    told(other, "x")
    assert len(asked) == 3
    told(mine, "x")
    assert len(asked) == 4
