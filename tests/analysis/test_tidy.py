"""A result shows itself: in a notebook and at a terminal, with a word for what is hidden."""

import pytest
from survey_folder import net, segment, single, write_survey

from insight import OpenSurvey, compare, open_survey, table
from insight.analysis.tidy import columns, tidy_rows

HOSTILE = "<script>alert(1)</script> & more"
GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 0}


@pytest.fixture
def survey(tmp_path) -> OpenSurvey:
    """Of three groups, one of 4 who are hidden with another, and one of which little is known."""
    frame = {"g": ["a"] * 64 + ["b"] * 4 + ["c"] * 60 + ["d"] * 20}
    frame["q"] = [1, 2] * (len(frame["g"]) // 2)
    item = single(1, 2, nets=[net("any", 1, 2)])
    item["categories"][0] |= {"nb": HOSTILE, "en": HOSTILE}
    variables = {"q": item, "g": segment("a", "b", "c", "d")}
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=GATES, simulated=True)
    return open_survey(folder)


def cells(html: str) -> list[str]:
    return [part.partition("</td>")[0] for part in html.split("<td>")[1:]]


def test_a_table_in_a_notebook_has_words_for_what_is_hidden_and_no_tags_of_others(survey):
    found = table(survey, "q", by="g")
    html = found._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4
    rows = [cells(html)[start : start + 9] for start in range(0, 72, 9)]
    answer = "kode 2 nb"
    assert rows[1] == ["kode a nb", answer, "32", "64", "0.5", "0.378", "0.622", "True", "assumed"]
    assert rows[3] == ["kode b nb", answer, *["skjult"] * 5, "True", "assumed"]
    assert rows[7] == ["kode d nb", answer, *["skjult"] * 5, "True", "assumed"]
    one = table(survey, "q", where="g=a,c").to_pandas()
    assert not one["simulated"].eq(False).any()


def test_what_is_too_uncertain_has_a_word_too(tmp_path):
    folder = write_survey(tmp_path, "s", {"q": [1, 2] * 10}, {"q": single(1, 2)}, disclosure=GATES)
    assert cells(table(open_survey(folder), "q")._repr_html_())[:5] == [
        *("kode 1 nb", "10", "20", "usikkert", "usikkert"),
    ]


def test_a_result_at_a_terminal(survey):
    found = table(survey, "q", by="g")
    assert repr(found) == "<Table of q by g in s: 8 figures>"
    assert str(found).splitlines()[0].split() == [
        *("g_label", "category_label", "n", "base", "share", "share_low", "share_upp"),
        *("simulated", "basis"),
    ]
    assert "skjult" in str(found)
    assert repr(table(survey, "q")) == "<Table of q in s: 2 figures>"


def test_a_comparison_shows_itself_too(survey):
    found = compare(survey, "q", "1", "g")
    assert list(found) == list(found.differences)
    assert len(found) == 6
    assert repr(found) == "<Comparison of q by g in s: 6 figures>"
    assert "skjult" in cells(found._repr_html_())
    assert cells(found._repr_html_())[0] == "difference"
    small = compare(survey, "q", "1", "g", where="g=a,c")
    assert "0.0" in str(small)


def test_a_row_holds_what_its_columns_say_and_nothing_for_what_is_not_a_number():
    kinds = columns("words", "g") | columns("count", "n") | columns("number", "x", "y")
    rows = tidy_rows(kinds, [{"y": 1, "n": 2.0, "g": "a"}, {"g": "b", "x": float("nan")}])
    first, second = rows.rows
    assert list(first.items()) == [("g", "a"), ("n", 2), ("x", None), ("y", 1.0)]
    assert [type(value) for value in first.values()] == [str, int, type(None), float]
    assert second == {"g": "b", "n": None, "x": None, "y": None}
    assert rows.to_pandas().dtypes.astype(str).tolist()[1:] == ["Int64", "float64", "float64"]
