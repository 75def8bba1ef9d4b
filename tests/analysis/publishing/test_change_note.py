"""The change note: each kind of difference has its sentence, and few respondents are not told."""

import pytest
from published_survey import published, twice_published, work_folder
from small_survey import answers
from survey_folder import both, net, segment, single

from insight.language.catalogue import LANGUAGES


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def told(done, language="en"):
    return [change[language] for change in done.version.changes]


def scale(**changed):
    kept = {"ordered": True, "missing": {9: "dont_know"}, "nets": [net("high", 4, 5)]}
    return {"q": single(1, 2, 3, 4, 5, 9, **(kept | changed))}


MORE = [f"Respondents, kode {year} en: 170, before 150." for year in (2020, 2021)]
WEIGHTS = {"w": [1.0, 2.0] * 170}
NEW = {"new": single(1, 2, label=both("The new"))}
DIFFERENT = {
    "nothing more": ({}, []),
    "a question": (
        {"variables": NEW, "frame": {"new": [1, 2] * 170}}, ["New question: The new en."],
    ),
    "a background": (
        {"variables": {"x": segment(1, 2)}, "frame": {"x": [1, 2] * 170}},
        ["New background variable: single en."],
    ),
    "words": ({"variables": scale(label=both("other"))}, ["Reworded: other en."]),
    "the question as asked": (
        {"variables": scale(question=both("Do you?"))}, ["Reworded: single en."],
    ),
    "answers": (
        {"variables": scale(nets=[net("high", 5)])},
        ["Answers that can be given, or those taken together, have changed: single en."],
    ),
    "order": ({"variables": scale(ordered=False)}, ["Counted in another way: single en."]),
    "weights": (
        {"frame": WEIGHTS, "design": {"weight": "w"}}, ["Answers are weighted now."],
    ),
    "the sample": (
        {"frame": {"h": [1, 1, 2, 2] * 85}, "design": {"strata": "h"}},
        ["What is known of the sample has changed, and with it intervals and tests."],
    ),
    "a limit": (
        {"disclosure": {"low_base": 50}},
        ["Figures have a warning below another number of respondents: 50, before 100."],
    ),
    "responses": ({"disclosure": {"microdata": "open"}}, ["The responses can be downloaded now."]),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_each_difference_has_its_sentence(data, tmp_path, name):
    changed, sentences = DIFFERENT[name]
    done = twice_published(data, tmp_path, **changed)
    assert sorted(told(done)) == sorted([*MORE, *sentences])
    assert len(told(done, "nb")) == len(told(done))


def test_a_wave_that_comes_is_told_with_its_respondents_where_the_page_tells_them(data, tmp_path):
    published(data, work_folder(tmp_path / "one"))
    years = [2020 + row % 2 for row in range(300)]
    frame = {name: column * 2 for name, column in answers(300).items()}
    frame["year"] = years + [2022] * 296 + [2023] * 4
    variables = {"year": segment(2020, 2021, 2022, 2023)}
    done = published(data, work_folder(tmp_path / "two", 600, frame=frame, variables=variables))
    assert told(done)[1:] == [
        "New wave: kode 2022 en (respondents: 296).",
        "New wave: kode 2023 en (respondents: –).",
    ]


def test_few_who_come_are_not_counted_and_the_operator_is_warned(data, tmp_path):
    published(data, work_folder(tmp_path / "one"))
    done = published(data, work_folder(tmp_path / "two", 306))
    [words] = told(done)
    assert words.startswith(
        "A few respondents, fewer than 10 in each, have come or gone: kode 2020"
    )
    assert len(done.few) == 2
    for language in LANGUAGES:
        assert not {"153", "150", "306"} & {*" ".join(told(done, language)).split()}


def test_answers_that_are_mended_and_words_alone_are_told_as_that(data, tmp_path):
    published(data, work_folder(tmp_path / "one"))
    other = [(1, 2, 3, 4, 5, 9)[(row + 1) % 6] for row in range(300)]
    mended = published(data, work_folder(tmp_path / "two", frame={"q": other}))
    assert told(mended) == ["Answers have changed."]
    worded = work_folder(tmp_path / "three", frame={"q": other})
    codebook = worded / "codebook.toml"
    codebook.write_text(codebook.read_text("utf-8").replace('"small en"', '"Small"'), "utf-8")
    assert told(published(data, worded)) == ["Words have changed, and no question or answer."]


def test_weights_that_are_computed_anew_are_told(data, tmp_path):
    weighted = {"design": {"weight": "w"}, "frame": {"w": [1.0, 2.0] * 150}}
    published(data, work_folder(tmp_path / "one", **weighted))
    anew = weighted | {"frame": {"w": [1.0, 3.0] * 150}}
    done = published(data, work_folder(tmp_path / "two", **anew))
    assert "The weights are computed anew." in told(done)
