"""There and back: an imported survey, written as .sav and imported again, has the same codebook."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from insight.importers.importing import import_file
from insight.survey.codebook import Codebook, Variable
from insight.survey.parser import read_codebook

pytestmark = pytest.mark.usefixtures("without_sandbox")

MARKS = {0: "Not marked", 1: "Marked"}


def write_back(folder: Path, path: Path) -> Path:
    """Write a survey folder as .sav: labels, missing codes and measurement level."""
    book = read_codebook(folder / "codebook.toml")
    frame = pq.read_table(folder / "responses.parquet").to_pandas()
    frame = frame.apply(lambda one: one.astype(float) if one.dtype.kind in "iu" else one)
    single = [one for one in book.variables.values() if one.kind != "multiple"]
    several = [one for one in book.variables.values() if one.kind == "multiple"]
    labels = {one.id: one.label.nb for one in single}
    values = {one.id: {int(c.key): c.label.nb for c in one.categories} for one in single}
    for one in several:
        for answer in one.categories:
            labels[answer.column] = f"{one.label.nb}: {answer.label.nb}"
            values[answer.column] = MARKS
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label=book.title.nb,
        column_labels={name: labels.get(name, "") for name in frame},
        variable_value_labels={name: one for name, one in values.items() if one},
        missing_ranges={one.id: ranges for one in single if (ranges := missing_ranges(one))},
        variable_measure={one.id: measure(one) for one in single},
    )
    return path


def missing_ranges(variable: Variable) -> list:
    """Missing codes as SPSS has them: three at most, or a range without a valid code in it."""
    codes = sorted(int(one.key) for one in variable.categories if one.missing)
    return codes if len(codes) <= 3 else [{"lo": codes[0], "hi": codes[-1]}]


def measure(variable: Variable) -> str:
    if variable.kind == "numeric":
        return "scale"
    return "ordinal" if variable.ordered else "nominal"


def told(book: Codebook) -> dict[str, Variable]:
    """The variables, without the notes that no .sav has room for."""
    return {name: replace(one, note=None) for name, one in book.variables.items()}


def there_and_back(first: Path, folder: Path) -> tuple[Codebook, Codebook]:
    """The codebook of a survey `s`, and that of what is written of it and imported again."""
    again = write_back(first, folder / "again.sav")
    second = import_file(again, folder / "second", "s").folder
    one, two = (pq.read_table(of / "responses.parquet") for of in (first, second))
    assert two.column_names == one.column_names
    assert two.to_pydict() == one.to_pydict()
    return read_codebook(first / "codebook.toml"), read_codebook(second / "codebook.toml")


def test_a_small_survey_comes_back_as_it_was(tmp_path):
    frame = {
        "kjønn": [1.0, 2.0, 2.0, 9.0],
        "by": ["Bø", "Ås", None, "Ås"],
        "minutter": [12.5, 8888.0, 3.0, None],
        "enig": [1.0, 2.0, 3.0, 97.0],
        "b_nett": [1.0, 0.0, 1.0, None],
        "b_brev": [0.0, 0.0, 1.0, None],
        "vekt": [0.5, 1.5, 1.0, 1.0],
    }
    labels = {
        "kjønn": {1: "Mann", 2: "Kvinne", 9: "Ubesvart"},
        "minutter": {8888: "Vet ikke"},
        "enig": {1: "Helt enig", 2: "Delvis enig", 3: "Uenig", 97: "Ikke aktuelt", 98: "Vet ikke"},
        "b_nett": MARKS,
        "b_brev": MARKS,
    }
    file = tmp_path / "første.sav"
    pyreadstat.write_sav(
        pd.DataFrame(frame),
        str(file),
        file_label="Undersøkelsen",
        column_labels=["Kjønn", "By", "Tid", "Påstand", "Bruk: nett", "Bruk: brev", "Vekt"],
        variable_value_labels=labels,
        missing_ranges={"kjønn": [9], "minutter": [8888], "enig": [{"lo": 97, "hi": 99}]},
        variable_measure={"enig": "ordinal", "kjønn": "nominal", "minutter": "scale"},
    )
    first, second = there_and_back(import_file(file, tmp_path / "s").folder, tmp_path)
    assert {name: (one.role, one.kind) for name, one in first.variables.items()} == {
        "kjønn": ("segment", "single"),
        "by": ("item", "single"),
        "minutter": ("item", "numeric"),
        "enig": ("item", "single"),
        "b": ("item", "multiple"),
        "vekt": ("other", "numeric"),
    }
    assert second == first


def test_the_european_social_survey_comes_back_as_it_was(imported_once, tmp_path):
    first, second = there_and_back(imported_once("ESS9NO.sav").folder, tmp_path)
    ours, theirs = told(first), told(second)
    assert list(theirs) == list(ours)
    assert {name for name in ours if theirs[name] != ours[name]} == set()
