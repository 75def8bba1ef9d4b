"""``insight recode``: what a recipe changes, or each of its faults on a line."""

import pytest
from recoded_survey import LABEL, recipe
from survey_folder import numeric, single, write_survey

SCALE = "“x” is a number: say its scale with low and high, the lower first."
STEPS = (
    'do = "leave_out"\nall = [{ variable = "q", codes = [3] }]',
    f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\n{LABEL}',
)


@pytest.fixture
def folder(tmp_path):
    frame = {"q": [1, 2, 2, 3], "x": [1.0, 2, 3, 4]}
    return write_survey(tmp_path, "s", frame, {"q": single(1, 2, 3), "x": numeric()})


@pytest.fixture
def written(tmp_path):
    """Write a recipe and return its path."""

    def written(*steps: str) -> str:
        path = tmp_path / "mine.toml"
        path.write_text(recipe(*steps), "utf-8")
        return str(path)

    return written


def test_each_step_is_told_with_its_counts(run, folder, written):
    status, out, err = run("recode", str(folder), written(*STEPS), "--lang", "en")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "1. respondents are left out",
        "   before respondents: 4 → after respondents: 3",
        "2. q: categories are merged",
        "   before 1: 1, 2: 2 → after 1: 3",
        "s: recipe.toml is written, with 2 steps.",
    ]
    assert (folder / "recipe.toml").exists()
    assert run("check", str(folder), "--lang", "en")[1].startswith("s: in order. 2 variables")
    table = run("table", str(folder), "--item", "q", "--lang", "en")[1]
    assert table.splitlines()[1].startswith("s,q,category,1,New,3,3,")


def test_the_words_of_counts_and_maps_are_norwegian_too(run, folder, written, tmp_path):
    path = tmp_path / "map.csv"
    path.write_text("name,label\nx,Tid\n", "utf-8")
    out = run("recode", str(folder), written(STEPS[0]), "--labels", str(path))[1].splitlines()
    assert out.pop(0).startswith("Variabelliste (tabell): nye etiketter for 1 variabel.")
    assert out == [
        "1. respondenter er utelatt",
        "   før respondenter: 4 → etter respondenter: 3",
        "2. x: andre ord",
        "   før svar: 3 → etter svar: 3",
        "s: recipe.toml er skrevet, med 2 trinn.",
    ]


def test_a_check_writes_nothing(run, folder, written):
    status, out, _ = run("recode", str(folder), written(*STEPS), "--check", "--lang", "en")
    assert (status, out.splitlines()[-1]) == (
        0,
        "s: recipe.toml would fit, with 2 steps. Nothing is written.",
    )
    assert not (folder / "recipe.toml").exists()


def test_each_fault_has_its_line_and_nothing_is_written(run, folder, written):
    steps = ('do = "reverse"\nvariable = "nowhere"', 'do = "reverse"\nvariable = "x"')
    status, out, err = run("recode", str(folder), written(*steps), "--lang", "en")
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "recipe.toml, line 2, reverse: There is no variable “nowhere” here. Known: q, x.",
        f"recipe.toml, line 5, reverse: {SCALE}",
    ]
    assert not (folder / "recipe.toml").exists()


def test_the_recipe_in_the_folder_is_counted_again(run, folder, written):
    run("recode", str(folder), written(*STEPS))
    before = (folder / "recipe.toml").read_bytes()
    assert run("recode", str(folder))[0] == 0
    assert (folder / "recipe.toml").read_bytes() == before


def test_labels_of_a_data_map_become_steps(run, folder, tmp_path):
    path = tmp_path / "map.csv"
    path.write_text("name,label,codes\nq,Trust,1=Low|2=High\nz,Nobody,\n", "utf-8")
    status, out, err = run("recode", str(folder), "--labels", str(path), "--lang", "en")
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == (
        "Data map (table): new labels for 1 variable. Without anything in the map: x. "
        "In the map and not in the survey: z."
    )
    table = run("table", str(folder), "--item", "q", "--lang", "en")[1]
    assert table.splitlines()[2].startswith("s,q,category,2,High,2,4,")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.toml",), "There is no recipe nowhere.toml."),
        (("--labels", "nowhere.csv"), "There is no file “nowhere.csv”."),
    ],
)
def test_a_file_that_is_not_there_is_told(run, folder, arguments, words):
    status, _, err = run("recode", str(folder), *arguments, "--lang", "en")
    assert (status, err.strip()) == (1, words)


def test_the_weighting_of_a_survey_with_a_recipe_leaves_out_whom_it_leaves_out(
    run, folder, written, tmp_path
):
    run("recode", str(folder), written(STEPS[0]))
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,code,population\nq,1,50\nq,2,50\n", "utf-8")
    status, _, err = run("weight", str(folder), "--margins", str(margins), "--lang", "en")
    assert (status, err) == (0, "")
    table = run("table", str(folder), "--item", "q", "--lang", "en")[1].splitlines()
    assert [line.split(",")[8] for line in table[1:3]] == ["0.5", "0.5"]
