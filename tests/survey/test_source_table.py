"""Where the responses stand: a table that the codebook names, and what it may not ask of it."""

import pytest
from survey_folder import segment, single, write_survey

from insight.language.errors import CodebookError, RecipeError
from insight.survey.codebook_writer import codebook_toml
from insight.survey.folders import RESPONSES, read_survey
from insight.survey.parser import read_codebook
from insight.survey.source.source_table import SourceTable, mark_in, names_engine, with_mark

VARIABLES = {"q": single(1, 2), "g": segment("a", "b")}
CLICKHOUSE = 'engine = "clickhouse"\ntable = "reg.answers_2026"'
CASES = [
    # lines of [source], what of them is wrong
    ('engine = "clickhouse"', "table"),
    ('table = "answers"', "engine"),
    ('engine = "oracle"\ntable = "answers"', "oracle"),
    ('engine = "clickhouse"\ntable = "reg."', "“reg.”"),
    ('engine = "clickhouse"\ntable = ".answers"', "“.answers”"),
    ('engine = "clickhouse"\ntable = "a\\u0007b"', "name of a table"),
    ('engine = "clickhouse"\ntable = 7', "7"),
    (f'{CLICKHOUSE}\nnb = "Register"', "en"),
    (f'{CLICKHOUSE}\ntabel = "x"', "tabel"),
]


def folder_with(root, source: str, *, keep: bool = False, **more):
    folder = write_survey(root, "s", {"q": [1, 2], "g": ["a", "b"]}, VARIABLES, **more)
    if not keep:
        (folder / RESPONSES).unlink()
    book = folder / "codebook.toml"
    book.write_text(f"{book.read_text('utf-8')}\n[source]\n{source}\n", "utf-8")
    return folder


def test_a_codebook_names_an_engine_and_a_table(tmp_path):
    survey = read_survey(folder_with(tmp_path, CLICKHOUSE))
    assert survey.codebook.source_table == SourceTable("clickhouse", "reg.answers_2026")
    assert survey.codebook.source is None
    assert names_engine(survey.folder / "codebook.toml")


def test_a_publication_stands_beside_it(tmp_path):
    words = f'{CLICKHOUSE}\nnb = "Registeret"\nen = "The register"'
    folder = folder_with(tmp_path, words)
    book = read_survey(folder).codebook
    assert (book.source.en, book.source_table.parts) == ("The register", ("reg", "answers_2026"))
    (folder / "codebook.toml").write_text(codebook_toml(book), "utf-8")
    assert read_survey(folder).codebook == book


def test_a_publication_alone_names_no_table(tmp_path):
    folder = folder_with(tmp_path, 'nb = "SSB"\nen = "Statistics Norway"', keep=True)
    book = read_survey(folder).codebook
    assert (book.source.nb, book.source_table) == ("SSB", None)
    assert not names_engine(folder / "codebook.toml")


@pytest.mark.parametrize(("source", "told"), CASES)
def test_what_is_wrong_is_told(tmp_path, source, told):
    folder = folder_with(tmp_path, source)
    with pytest.raises(CodebookError) as refusal:
        read_codebook(folder / "codebook.toml")
    assert told in refusal.value.text("en")


def test_responses_stand_in_one_place_only(tmp_path):
    with pytest.raises(CodebookError, match="Take away one of them"):
        read_survey(folder_with(tmp_path, CLICKHOUSE, keep=True))


def test_rows_are_not_offered(tmp_path):
    with pytest.raises(CodebookError, match="microdata can only be “closed”, not “open”"):
        read_survey(folder_with(tmp_path, CLICKHOUSE, disclosure={"microdata": "open"}))


def test_replicate_weights_need_their_degrees_of_freedom(tmp_path):
    replicates = {"columns": ["r1", "r2", "r3"], "method": "jk1"}
    design = {"weight": "w", "replicates": replicates}
    with pytest.raises(CodebookError, match="need “df”"):
        read_survey(folder_with(tmp_path / "without", CLICKHOUSE, design=design))
    design["replicates"] = replicates | {"df": 2}
    assert read_survey(folder_with(tmp_path / "with", CLICKHOUSE, design=design))


def test_a_recipe_is_not_carried_out(tmp_path):
    folder = folder_with(tmp_path, CLICKHOUSE)
    (folder / "recipe.toml").write_text("format = 1\n", "utf-8")
    with pytest.raises(RecipeError, match="not carried out on answers that stand in a database"):
        read_survey(folder)


def test_a_version_tells_the_state_of_the_table():
    version = with_mark("/data/s:1-2:absent:absent", "0af3")
    assert mark_in(version) == "0af3"
    assert mark_in(f"{version}~11aa") == "0af3"
    assert mark_in(f"{version}:weight='w'") == "0af3"
    assert mark_in("/data/s:1-2:3-4:absent") == ""
