"""Tables of answers in words: no answer takes the place of a column that is called the same."""

import pytest
from shown_answer import answer_of
from survey_folder import segment, single, write_survey

from insight import open_survey, table
from insight.exports.workbook import figures

ANSWERS = ("Group", "n", "Remark", "Share")


@pytest.fixture
def survey(tmp_path):
    """A survey whose answers and background are called as columns of a table are."""
    item, group = single(1, 2, 3, 4), segment(1, 2)
    for category, name in zip(item["categories"], ANSWERS, strict=True):
        category |= {"nb": name, "en": name}
    group["label"] = {"nb": "Survey", "en": "Survey"}
    frame = {"q": [1, 2, 3, 4] * 100, "g": [1] * 200 + [2] * 200}
    write_survey(tmp_path, "own", frame, {"q": item, "g": group})
    return open_survey("own", tmp_path)


@pytest.mark.parametrize("show", ["bars", "dots", "heat"])
def test_answers_called_as_columns_are_stand_beside_them(survey, show):
    _, answer = answer_of("q", "g", survey="own", among=[survey], show=show, against="none")
    told = answer.answer.table
    assert told["Group"].tolist()[-2:] == ["kode 1 en", "kode 2 en"]
    assert told["n"].tolist()[-2:] == ["200", "200"]
    answers = ("Group (1)", "n (2)", "Remark (3)")
    assert {told[name].iloc[-1] for name in answers} == {"25%"}


def test_background_called_as_a_column_stands_beside_it_in_a_workbook(survey):
    told = figures([table(survey, "q", by=["g"])], "en")
    assert {*told["Survey"]} == {"own en"}
    assert {*told["Survey (g)"]} == {"kode 1 en", "kode 2 en"}
