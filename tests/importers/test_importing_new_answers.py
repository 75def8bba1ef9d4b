"""New answers of a further file find their place in an order, or it is told that they have none."""

import tomllib
from pathlib import Path

import pytest
from survey_file import write_sav

from insight.importers.importing import Imported, import_file
from insight.survey.parser import read_codebook

pytestmark = pytest.mark.usefixtures("without_sandbox")


@pytest.fixture
def imported(tmp_path):
    def of(*waves: list[str]) -> tuple[Imported, list[str], bool]:
        """Import columns of texts as waves; return the labels in the codebook's order."""
        for number, answers in enumerate(waves):
            path = tmp_path / f"wave_{2020 + number}.csv"
            path.write_text("\n".join(["q", *answers * 3]) + "\n", encoding="utf-8")
            made = import_file(path, tmp_path / "surveys" / "s", wave=str(2020 + number))
        return made, *told(made.folder)

    return of


def told(folder: Path) -> tuple[list[str], bool]:
    variable = tomllib.loads((folder / "codebook.toml").read_text("utf-8"))["variables"]["q"]
    read_codebook(folder / "codebook.toml")
    return [one["nb"] for one in variable["categories"]], variable.get("ordered", False)


def keys(made: Imported) -> set[str]:
    return {
        words.key for change in made.changes if (words := change.values.get("words")) is not None
    }


def test_a_new_answer_between_others_stands_between_them_and_no_mean_is_made(imported):
    made, labels, ordered = imported(["Enig", "Uenig", "Vet ikke"], ["Enig", "Verken eller"])
    assert (labels, ordered) == (["Uenig", "Verken eller", "Enig", "Vet ikke"], True)
    assert "import.codes_not_rising" in keys(made)


def test_a_new_answer_above_all_others_keeps_the_codes_rising(imported):
    made, labels, ordered = imported(["Uenig", "Enig"], ["Enig", "Helt enig"])
    assert (labels, ordered) == (["Uenig", "Enig", "Helt enig"], True)
    assert keys(made) == {"import.other_categories"}


def test_a_new_answer_of_no_scale_takes_the_order_away(imported):
    made, labels, ordered = imported(["Uenig", "Enig", "Vet ikke"], ["Enig", "Torsk"])
    assert (labels[:2], ordered) == (["Uenig", "Enig"], False)
    assert "import.order_gone" in keys(made)


def test_a_new_missing_answer_changes_no_order(imported):
    made, labels, ordered = imported(["Uenig", "Enig"], ["Enig", "Vet ikke"])
    assert (labels, ordered) == (["Uenig", "Enig", "Vet ikke"], True)
    assert not {"import.order_gone", "import.codes_not_rising"} & keys(made)


def test_a_new_code_between_others_stands_between_them(tmp_path):
    scale = {1: "Helt uenig", 2: "Uenig", 3: "Enig", 4: "Helt enig"}
    for wave, codes in (("2020", (1, 2, 4)), ("2021", (1, 2, 3, 4))):
        labels = {"q": {code: scale[code] for code in codes}}
        path = write_sav(
            tmp_path / f"w{wave}.sav",
            {"q": [float(code) for code in codes]},
            variable_value_labels=labels,
        )
        made = import_file(path, tmp_path / "surveys" / "s", wave=wave)
    assert told(made.folder) == ([*scale.values()], True)
    assert not {"import.order_gone", "import.codes_not_rising"} & keys(made)
