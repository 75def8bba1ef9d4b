"""Labels that are alike are told apart, everywhere that a reader meets them."""

import pytest
from breakdown_survey import drawn, figures_of
from survey_folder import both, net, segment, single, write_survey
from visitor import box, opened

from insight import open_survey, table
from insight.language.catalogue import LANGUAGES
from insight.language.distinct import distinct_names
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey


@pytest.fixture(name="survey")
def a_survey_with_labels_that_are_alike(tmp_path):
    other = [{"code": code, **both("Annet")} for code in (1, 2)]
    variables = {
        "q": single(1, 2, nets=[net("a", 1), net("b", 2)]) | {"categories": other},
        "g": segment(1, 2) | {"label": both("Alder"), "categories": other},
        "h": segment(1, 2) | {"label": both("Alder")},
    }
    frame = {"q": [1, 2] * 30, "g": [1, 1, 2, 2] * 15, "h": [1, 1, 1, 2, 2, 2] * 10}
    return open_survey(write_survey(tmp_path, "ours", frame, variables))


def test_a_mark_makes_names_differ_whatever_else_they_are_called():
    assert distinct_names(["a", "b", "b"], "xyz") == ["a", "b (y)", "b (z)"]
    assert len({*distinct_names(["b", "b", "b (x)", "b (x)"], "xyzw")}) == 4


def test_variables_and_answers_differ_in_both_languages(survey):
    book = survey.codebook
    for language in LANGUAGES:
        assert [book.variable(name).label[language] for name in ("g", "h")] == [
            f"Alder {language} (g)",
            f"Alder {language} (h)",
        ]
        assert [category.label[language] for category in book.variable("q").categories] == [
            f"Annet {language} (1)",
            f"Annet {language} (2)",
        ]


def test_tables_charts_sentences_and_files_say_which(survey):
    figures = figures_of(survey, "q", "g", "h")
    chart = drawn(figures, "panels")
    assert set(chart.table.iloc[:, 0]) >= {"Annet en (1), kode 1 en", "Annet en (2), kode 1 en"}
    assert "Annet en (1)" in chart.description
    titles = chart.rows[chart.rows["mark"] == "title"]["words"]
    assert titles.iloc[0] == "Alder en (h): kode 1 en"
    tidy = table(survey, "q", by=["g"]).to_pandas("en")
    assert set(tidy["g_label"]) == set(tidy["category_label"]) == {"Annet en (1)", "Annet en (2)"}
    where = parse_filter(["g=2"], survey.codebook)
    assert where.sentence("en") == "Alder en (g): Annet en (2)"


def test_the_codebook_in_the_file_stays_as_it_is_written(survey):
    for book in (survey.written, read_survey(survey.folder).codebook):
        assert book.variable("g").label == book.variable("h").label
        assert len({category.label for category in book.variable("q").categories}) == 1


def test_surveys_of_the_same_title_are_told_apart_beside_each_other(tmp_path, monkeypatch):
    frame, variables = {"q": [1, 2] * 30}, {"q": single(1, 2, construct="the same")}
    for name in ("first", "second"):
        folder = write_survey(tmp_path, name, frame, variables)
        book = folder / "codebook.toml"
        book.write_text(book.read_text().replace(f'"{name} nb"', '"Undersøkelsen"'))
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    app = opened("answers", lang="nb", survey="second")
    assert box(app, "survey").options == ["Undersøkelsen (first)", "Undersøkelsen (second)"]
