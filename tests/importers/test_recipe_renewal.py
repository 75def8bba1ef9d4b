"""Another file of a survey with a recipe: it is carried out, and what no longer fits is told."""

import shutil

import pytest
from fixtures_folder import shared_file
from recoded_survey import LABEL, codes, counts, recipe, rows

from insight.importers.importing import import_file
from insight.importers.recipe_folder import recode_folder
from insight.language.catalogue import LANGUAGES
from insight.language.errors import DataError, InsightError
from insight.query.opened import open_survey

FIRST = "status,sex,age,trust\n" + "real,Woman,20,Low\nreal,Man,40,High\ntest,Man,60,Low\n" * 4
NEXT = FIRST.replace("20", "21")
LEAVE_OUT = 'do = "leave_out"\nall = [{ variable = "status", codes = [2] }]'
BAND = (
    'do = "band"\nvariable = "age"\nbands = [{ from = 18, below = 30 }, { from = 30, below = 70 }]'
)
MERGE = f'do = "merge"\nvariable = "sex"\ncodes = [1, 2]\n{LABEL}'


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The first wave, imported once; whoever changes it takes a copy."""
    root = tmp_path_factory.mktemp("first")
    (root / "2024.csv").write_text(FIRST)
    return import_file(root / "2024.csv", root / "s", wave="2024").folder


@pytest.fixture
def folder(imported, tmp_path):
    copied = shutil.copytree(imported, tmp_path / "s")
    recode_folder(copied, recipe(LEAVE_OUT, BAND, MERGE))
    return copied


def renewed(folder, text: str) -> list[str]:
    """Import another wave and return what is said of the recipe."""
    path = folder.parent / "2025.csv"
    path.write_text(text)
    changes = import_file(path, folder, wave="2025").changes
    for language in LANGUAGES:
        told = [change.text(language) for change in changes if change.key.startswith("import.rec")]
        assert all(line.isprintable() for line in told)
    return told


def test_a_file_of_the_same_kind_follows_the_recipe(folder):
    assert renewed(folder, NEXT) == ["The recipe is carried out, 3 steps."]
    survey = open_survey(folder)
    assert survey.respondents == 16
    assert rows(survey, "age") == [1, 2] * 8
    text = (folder / "recipe.toml").read_text("utf-8")
    assert "before = { respondents = 24 }\nafter = { respondents = 16 }" in text


AGE = "recipe.toml, line 7, age: numbers in bands"
SEX = "recipe.toml, line 13, sex: categories are merged"


def test_what_the_new_file_has_otherwise_is_told_with_its_line(folder):
    told = renewed(folder, "status,sex,age,trust\n" + "real,Other,80,Low\nreal,Man,40,High\n" * 4)
    assert told == [
        "The recipe is carried out, 3 steps.",
        "recipe.toml, line 2, respondents are left out: nobody in the new file is left out.",
        f"{AGE}: 4 numbers in the new file lie outside the bands.",
        f"{SEX}: “sex” has new categories that the step does not name: 3 = Other.",
    ]


def test_a_step_whose_name_is_taken_now_is_set_aside_and_kept(folder):
    young = '{ nb = "U", en = "Y", all = [{ variable = "age", codes = [1] }] }'
    step = f'do = "segment"\nas = "young"\n{LABEL}\ngroups = [{young}]'
    recode_folder(folder, recipe(BAND, step))
    told = renewed(folder, "status,sex,age,trust,young\n" + "real,Woman,20,Low,1\n" * 9)
    assert told[-1] == (
        "recipe.toml, line 8, young: groups made of conditions: the step no longer fits and is set "
        "aside (off = true). The name “young” is taken. Choose another."
    )
    assert "off = true" in (folder / "recipe.toml").read_text("utf-8")
    assert "young" in open_survey(folder).codebook.variables


def test_a_faulty_recipe_must_be_put_right_first(folder):
    text = (folder / "recipe.toml").read_text("utf-8")
    (folder / "recipe.toml").write_text(text.replace('"merge"', '"mix"'), "utf-8")
    with pytest.raises(InsightError, match="“mix” is no operation"):
        renewed(folder, NEXT)
    assert not [*folder.parent.glob(".import-*")]


# --- Two waves of one survey, whose answers are texts ---------------------------------------------


@pytest.fixture(scope="module")
def both_imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both") / "survey"
    for year in ("2024", "2025"):
        import_file(shared_file(f"cases/import/39_wave_{year}.csv"), folder, wave=year)
    return folder


@pytest.fixture
def waves(both_imported, tmp_path):
    return shutil.copytree(both_imported, tmp_path / "survey")


def test_two_waves_are_in_order(waves):
    assert open_survey(waves).respondents == 400


def exchange(folder, first: int, second: int) -> None:
    """Let two codes of trust change places in the codebook."""
    path = folder / "codebook.toml"
    before, header, after = path.read_text("utf-8").partition("[variables.tillit]")
    for old, new in ((first, 99), (second, first), (99, second)):
        after = after.replace(f"code = {old},", f"code = {new},", 1)
    path.write_text(before + header + after, "utf-8")


@pytest.mark.parametrize("pair", [(1, 2), (1, 4), (2, 3)])
def test_exchanged_codes_are_refused_until_they_are_put_back(waves, pair):
    exchange(waves, *pair)
    with pytest.raises(DataError, match="tillit: code") as refused:
        open_survey(waves)
    assert len(refused.value.faults) == 2
    exchange(waves, *pair)
    assert open_survey(waves).respondents == 400


def test_no_wave_is_added_to_exchanged_codes(waves):
    exchange(waves, 1, 2)
    with pytest.raises(InsightError, match="tillit: code"):
        import_file(shared_file("cases/import/39_wave_2025.csv"), waves, wave="2026")


def test_another_order_by_a_recipe_moves_every_row_of_both_waves(waves):
    before = counts(open_survey(waves), "tillit")
    order = codes(open_survey(waves), "tillit")[:4][::-1]
    step = f'do = "reorder"\nvariable = "tillit"\ncodes = {order}\nordered = true'
    after = counts(recode_folder(waves, recipe(step)).survey, "tillit")
    assert [after[str(code)] for code in sorted(order)] == [before[str(code)] for code in order]
