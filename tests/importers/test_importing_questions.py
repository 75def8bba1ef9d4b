"""Questions with several answers over several files: what was decided stays decided."""

import pyarrow.parquet as pq
import pytest

from insight.importers.importing import Imported, import_file
from insight.importers.readers.source import ImportOptions
from insight.query.opened import open_in
from insight.query.store import shared_store
from insight.survey.folders import read_survey

pytestmark = pytest.mark.usefixtures("without_sandbox")

FIRST = [("Nett;Brev;", "Ja"), ("Brev;", "Nei"), ("", "Ja")]
SECOND = [("SMS;Brev;", "Nei"), ("SMS;", "Ja"), ("Nett;", "Nei")]


@pytest.fixture
def imported(tmp_path):
    def of(file: str, rows, **more) -> Imported:
        lines = [f'{n},"{cell}",{mark},{mark},{mark}' for n, (cell, mark) in enumerate(rows)]
        path = tmp_path / file
        path.write_text("\n".join(["id,q,B [x],B [y],B [z]", *lines]), encoding="utf-8")
        wave = more.pop("wave", None)
        return import_file(path, tmp_path / "s", options=ImportOptions(**more), wave=wave)

    return of


def variables(made: Imported) -> dict:
    return open_in(shared_store(), read_survey(made.folder)).codebook.variables


def columns(made: Imported) -> dict[str, list]:
    return pq.read_table(made.folder / "responses.parquet").to_pydict()


def test_the_next_wave_finds_the_answers_of_cells_by_their_words(imported):
    imported("2024.csv", FIRST, wave="2024")
    made = imported("2025.csv", SECOND, wave="2025")
    found = columns(made)
    assert found["q_Nett"] == [1, 0, None, 0, 0, 1]
    assert found["q_Brev"] == [1, 1, None, 1, 0, 0]
    assert found["q_SMS"] == [None, None, None, 1, 1, 0]
    assert [one.label.nb for one in variables(made)["q"].categories] == ["Nett", "Brev", "SMS"]


def test_what_a_person_held_apart_stays_so_in_the_next_file(imported):
    first = imported("2024.csv", FIRST, wave="2024", separate=["B", "q"])
    assert {one.kind for one in variables(first).values()} == {"single"}
    made = imported("2025.csv", SECOND, wave="2025")
    assert not {"multiple"} & {one.kind for one in variables(made).values()}
    assert columns(made)["B _x"] == [1, 2, 1, 2, 1, 2]


def test_what_was_one_question_stays_so_in_the_next_file(imported):
    imported("2024.csv", FIRST, wave="2024")
    made = imported("2025.csv", SECOND, wave="2025")
    assert [name for name, one in variables(made).items() if one.kind == "multiple"] == ["q", "B"]
    assert columns(made)["B _x"] == [1, 0, 1, 0, 1, 0]
