"""A recipe in a survey folder: written whole or not at all, carried out wherever it is read."""

import json

import pyarrow.parquet as pq
import pytest
from recoded_survey import LABEL, columns, counts, recipe
from survey_folder import numeric, segment, single, write_survey

from insight.importers.correcting import correct_codebook
from insight.importers.recipe_folder import recode_folder, try_recipe
from insight.language.errors import DataError, RecipeError, RequestError
from insight.query.opened import open_survey
from insight.survey.folders import read_raw_survey
from insight.survey.recipe.operations import Recipe, Reverse, Step

FRAME = {"q": [1, 2, 3, 3, 9], "g": ["a", "b", "a", "b", "a"], "x": [1.0, 5, 9, 12, 3]}
VARIABLES = {
    "q": single(1, 2, 3, 9, missing={9: "refused"}),
    "g": segment("a", "b"),
    "x": numeric(),
}
MERGE = f'# as agreed\ndo = "merge"\nvariable = "q"\ncodes = [2, 3]\n{LABEL}'


@pytest.fixture
def folder(tmp_path):
    return write_survey(tmp_path, "s", FRAME, VARIABLES)


def test_a_recipe_is_written_with_its_counts_and_read_with_the_survey(folder):
    recoded = recode_folder(folder, recipe(MERGE))
    text = (folder / "recipe.toml").read_text("utf-8")
    assert text == recoded.text
    assert text.splitlines()[-2:] == ["before = { 2 = 1, 3 = 2 }", "after = { 2 = 3 }"]
    assert "# as agreed" in text
    assert counts(open_survey(folder), "q") == {"1": 1, "2": 3, "9": 1}


def test_the_responses_and_the_codebook_stay_as_they_were(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    recode_folder(folder, recipe(MERGE))
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.pop("recipe.toml")
    assert after == before


def test_taking_the_step_out_is_undoing_it(folder):
    recode_folder(folder, recipe(MERGE))
    recode_folder(folder, recipe())
    assert counts(open_survey(folder), "q") == {"1": 1, "2": 1, "3": 2, "9": 1}


def test_what_is_only_tried_is_written_nowhere(folder):
    survey = read_raw_survey(folder)
    recoded = try_recipe(survey, Recipe((Step(Reverse("q")),)))
    assert counts(recoded.survey, "q") == {"1": 2, "2": 1, "3": 1, "9": 1}
    recode_folder(folder, recipe(MERGE), write=False)
    assert not (folder / "recipe.toml").exists()
    # What is remembered of the one is not taken for the other.
    assert counts(open_survey(folder), "q") == {"1": 1, "2": 1, "3": 2, "9": 1}


@pytest.mark.parametrize(
    "text", ["format = 1\n[[step]]\ndo = 3", recipe('do = "reverse"\nvariable = "nowhere"'), "="]
)
def test_a_recipe_that_is_refused_leaves_the_good_one(folder, text):
    recode_folder(folder, recipe(MERGE))
    good = (folder / "recipe.toml").read_bytes()
    with pytest.raises(RecipeError):
        recode_folder(folder, text)
    assert (folder / "recipe.toml").read_bytes() == good
    assert len([*folder.iterdir()]) == 3


def test_a_recipe_that_the_responses_contradict_is_refused(folder):
    turned = 'do = "reverse"\nvariable = "x"\nlow = 0\nhigh = 1'
    text = recipe(turned, 'do = "weight"\nvariable = "x"')
    with pytest.raises(DataError, match="must be a number of at least 0"):
        recode_folder(folder, text)
    assert not (folder / "recipe.toml").exists()


def test_raw_responses_that_contradict_the_codebook_are_refused_as_before(tmp_path):
    folder = write_survey(tmp_path, "s", {"q": [1, 7]}, {"q": single(1, 2)})
    with pytest.raises(DataError, match="has the value 7"):
        recode_folder(folder, recipe(f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\n{LABEL}'))


def test_a_folder_with_a_faulty_recipe_is_refused_with_its_line(folder):
    (folder / "recipe.toml").write_text(recipe('do = "sort"'), "utf-8")
    with pytest.raises(RecipeError, match=r"recipe\.toml, line 3, do: “sort” is no operation"):
        open_survey(folder)


def test_a_folder_that_cannot_be_written_to_says_so(folder, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(RequestError, match="No space left on device"):
        recode_folder(folder, recipe(MERGE))


def test_the_codebook_is_not_corrected_where_the_recipe_has_changed_it(folder, tmp_path):
    recode_folder(folder, recipe(MERGE))
    survey = open_survey(folder)
    room = tmp_path / "room"
    room.mkdir()
    with pytest.raises(RequestError, match="“q” is made by the recipe"):
        correct_codebook(survey, {("variables", "q", "role"): "segment"}, room)
    room.mkdir()
    corrected = correct_codebook(survey, {("variables", "x", "role"): "other"}, room)
    assert counts(corrected, "q") == {"1": 1, "2": 3, "9": 1}


# --- Texts by which rows were coded ---------------------------------------------------------------


@pytest.fixture
def coded(folder):
    """The survey with a column that remembers the texts of its codes."""
    path = folder / "responses.parquet"
    table = pq.read_table(path)
    texts = {"1": "Enig", "2": "Uenig", "3": "Helt uenig", "9": "Vet ikke"}
    field = table.schema.field("q").with_metadata({"insight.texts": json.dumps(texts)})
    pq.write_table(table.cast(table.schema.set(table.schema.get_field_index("q"), field)), path)
    return folder


def label(folder, code: int, words: str, value: str = "") -> None:
    """Write other words for a code into the codebook."""
    path = folder / "codebook.toml"
    old = f'{{ "code": {code}, '.replace('"code":', '"code" =')
    text = path.read_text("utf-8")
    at = text.index(old)
    end = text.index("}", at)
    source = f', "value" = "{value}"' if value else ""
    new = f'{old}"nb" = "{words}", "en" = "{words}"{source} '
    path.write_text(text[:at] + new + text[end:], "utf-8")


def test_exchanged_texts_are_refused(coded):
    label(coded, 1, "Uenig")
    label(coded, 2, "Enig")
    with pytest.raises(DataError) as refused:
        open_survey(coded)
    assert [fault.text("en")[:88] for fault in refused.value.faults] == [
        "q: code 1 has the words “Uenig”, but its rows were coded by “Enig”, and those of “Uenig”",
        "q: code 2 has the words “Enig”, but its rows were coded by “Uenig”, and those of “Enig” ",
    ]


def test_an_exchange_is_seen_by_the_value_where_the_words_are_translated(coded):
    label(coded, 1, "Disagree", "Uenig")
    with pytest.raises(DataError, match="code 1 has the words “Uenig”"):
        open_survey(coded)


@pytest.mark.parametrize("words", ["Enig", " enig. ", "Agree", "Ganske enig"])
def test_other_words_for_a_code_are_no_exchange(coded, words):
    label(coded, 1, words)
    assert open_survey(coded).respondents == 5


def test_a_new_code_may_not_have_the_words_of_another(coded):
    path = coded / "codebook.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"code" = 3,', '"code" = 4,', 1), "utf-8")
    label(coded, 4, "Helt uenig")
    with pytest.raises(DataError, match="code 4 has the words “Helt uenig”, but rows with these"):
        open_survey(coded)


def test_another_order_is_a_step_of_the_recipe(coded):
    for code, words in ((1, "Enig"), (2, "Uenig"), (3, "Helt uenig")):
        label(coded, code, words)
    step = 'do = "reorder"\nvariable = "q"\ncodes = [3, 2, 1]\nordered = true'
    survey = recode_folder(coded, recipe(step)).survey
    assert survey.codebook.variable("q").by_key["1"].label.nb == "Helt uenig"
    assert counts(survey, "q") == {"1": 2, "2": 1, "3": 1, "9": 1}
    assert columns(survey) == {"q", "g", "x"}


@pytest.mark.parametrize("kept", ["no JSON", "[1, 2]", '{"1": 3}', "null"])
def test_what_somebody_else_keeps_there_is_read_over(folder, kept):
    path = folder / "responses.parquet"
    table = pq.read_table(path)
    field = table.schema.field("q").with_metadata({"insight.texts": kept})
    pq.write_table(table.cast(table.schema.set(table.schema.get_field_index("q"), field)), path)
    assert open_survey(folder).respondents == 5
