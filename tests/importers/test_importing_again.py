"""The same file again: what a person wrote in the codebook stays, what changed is told."""

import pyarrow.parquet as pq
import pytest
from survey_file import write_sav

from insight.importers.importing import import_file
from insight.language.errors import InsightError
from insight.survey.parser import read_codebook

pytestmark = pytest.mark.usefixtures("without_sandbox")

YES_NO = {"q1": {1: "Ja", 2: "Nei"}}


@pytest.fixture
def imported(tmp_path):
    """Import a small file, or another under the same name, and return what came of it."""

    def of(frame: dict, labels: dict | None = None, **more):
        sav = write_sav(tmp_path / "fil.sav", frame, variable_value_labels=labels or {}, **more)
        return import_file(sav, tmp_path / "s")

    return of


def edit(folder, *changes: tuple[str, str]) -> None:
    book = folder / "codebook.toml"
    text = book.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    book.write_text(text, encoding="utf-8")


def book_of(made):
    return read_codebook(made.folder / "codebook.toml")


def responses(made) -> dict[str, list]:
    return pq.read_table(made.folder / "responses.parquet").to_pydict()


def test_words_comments_roles_nets_and_design_stay(imported):
    frame = {"q1": [1.0, 2.0, 1.0], "vekt": [0.5, 1.5, 1.0]}
    made = imported(frame, YES_NO)
    edit(
        made.folder,
        ('# weight = "vekt"\n', 'weight = "vekt"   # sagt av instituttet\n'),
        ('nb = "Ja", en = "Ja"', 'nb = "Ja", en = "Yes"'),
        ('label = { nb = "q1", en = "q1" }', 'label = { nb = "Brukt?", en = "Used?" }'),
        ('role = "item"', 'role = "segment"  # brytes ned på'),
        ("[variables.vekt]", "# Vekten er trimmet.\n[variables.vekt]"),
        ("[disclosure]", "[disclosure]\nmin_base = 5"),
    )
    before = (made.folder / "codebook.toml").read_text(encoding="utf-8")
    again = imported({**frame, "q1": [2.0, 2.0, 2.0]}, YES_NO)
    after = (again.folder / "codebook.toml").read_text(encoding="utf-8")
    assert after.split("[design]")[1] == before.split("[design]")[1]
    assert responses(again)["q1"] == [2, 2, 2]
    assert [one.key for one in again.changes] == ["import.again"]


NOTE = """
[origin]
file = 'none'
[variables.q1]
# no comment
"""


@pytest.mark.parametrize("quotes", ['"""', "'''"], ids=["escaped", "literal"])
def test_a_note_whose_lines_look_like_tables_stays_whole(imported, quotes):
    made = imported({"q1": [1.0, 2.0]}, YES_NO)
    words = NOTE.replace("'", "") if quotes == "'''" else NOTE
    note = f"note.nb = {quotes}{words}{quotes}\nnote.en = {quotes}{words}{quotes}"
    edit(made.folder, ('kind = "single"', f'kind = "single"\n{note}'))
    again = imported({"q1": [1.0, 3.0]}, {"q1": {**YES_NO["q1"], 3: "Kanskje"}})
    assert book_of(again).variable("q1").note.en == words.removeprefix("\n")
    assert list(book_of(again).variable("q1").by_key) == ["1", "2", "3"]


def test_comments_above_the_table_after_the_origin_stay(imported):
    made = imported({"q1": [1.0, 2.0]})
    edit(made.folder, ("\n[design]\n", "\n# Trukket av instituttet.\n[design]\n"))
    edit(made.folder, ("rows = 2", "rows = 2  # alle som svarte\nsent_by = 'Kari'"))
    again = imported({"q1": [1.0, 2.0, 2.0]})
    text = (again.folder / "codebook.toml").read_text(encoding="utf-8")
    assert "# Trukket av instituttet.\n[design]" in text
    assert "rows = 3  # alle som svarte\nsent_by = 'Kari'\n" in text


def test_new_answers_and_variables_are_added_below(imported):
    made = imported({"q1": [1.0, 2.0]}, YES_NO)
    edit(made.folder, ('nb = "Nei", en = "Nei"', 'nb = "Nei", en = "No"'))
    again = imported({"q1": [1.0, 3.0], "q2": [1.0, 2.0]}, {"q1": {**YES_NO["q1"], 3: "Kanskje"}})
    found = book_of(again)
    assert [one.label.en for one in found.variable("q1").categories] == ["Ja", "No", "Kanskje"]
    assert list(found.variables) == ["q1", "q2"]
    told = " ".join(one.text("en") for one in again.changes)
    assert "New variables (1): q2." in told
    assert "q1: New answers: 3 = Kanskje." in told


def test_texts_keep_their_codes_when_others_come_between(imported):
    made = imported({"by": ["Oslo", "Bergen"]})
    assert responses(made)["by"] == [2, 1]
    edit(made.folder, ('nb = "Oslo", en = "Oslo"', 'nb = "Christiania", en = "Oslo"'))
    again = imported({"by": ["Alta", "Oslo"]})
    assert responses(again)["by"] == [3, 2]
    labels = {one.key: one.label.nb for one in book_of(again).variable("by").categories}
    assert labels == {"1": "Bergen", "2": "Christiania", "3": "Alta"}


def test_a_variable_that_is_gone_stays_described_and_empty(imported):
    imported({"q1": [1.0, 2.0], "q2": [1.0, 2.0]})
    again = imported({"q1": [1.0, 2.0]})
    assert responses(again) == {"q1": [1, 2], "q2": [None, None]}
    assert [one.key for one in again.changes] == ["import.again", "import.not_in_file"]


def test_a_variable_that_a_person_took_out_stays_out(imported):
    frame = {"q1": [1.0, 2.0], "q2": [1.0, 2.0]}
    made = imported(frame)
    book = made.folder / "codebook.toml"
    text = book.read_text(encoding="utf-8").split("[variables.q2]")[0]
    book.write_text(text, encoding="utf-8")
    again = imported(frame)
    assert list(book_of(again).variables) == ["q1"]
    assert list(responses(again)) == ["q1", "q2"]
    assert [one.key for one in again.changes] == ["import.again", "import.taken_out"]


def test_a_column_with_a_new_name_is_known_by_its_label(imported):
    labels = {"column_labels": ["Har du brukt helsenorge.no?"]}
    imported({"q1": [1.0, 2.0]}, **labels)
    again = imported({"sp_01": [2.0, 1.0]}, **labels)
    assert responses(again) == {"q1": [2, 1]}
    assert "sp_01 → q1" in again.changes[1].text("en")


def test_an_import_that_would_contradict_the_codebook_is_refused_and_nothing_changes(imported):
    made = imported({"vekt": [0.5, 1.5]})
    edit(made.folder, ('# weight = "vekt"', 'weight = "vekt"'))
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}
    with pytest.raises(InsightError, match="weight"):
        imported({"vekt": [None, 1.5]})
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before


def test_a_weight_that_was_made_for_the_old_rows_must_go_first(imported):
    made = imported({"q1": [1.0, 2.0]})
    path = made.folder / "responses.parquet"
    table = pq.read_table(path)
    pq.write_table(table.append_column("raked_weight", [[0.5, 1.5]]), path)
    edit(made.folder, ("[design]\n", '[design]\nweight = "raked_weight"\n'))
    with pytest.raises(InsightError, match="raked_weight, which"):
        imported({"q1": [1.0, 1.0]})
    edit(made.folder, ('weight = "raked_weight"\n', ""))
    assert responses(imported({"q1": [1.0, 1.0]})) == {"q1": [1, 1]}


def test_a_codebook_that_is_broken_must_be_put_right_first(imported):
    made = imported({"q1": [1.0, 2.0]})
    edit(made.folder, ('kind = "single"', 'kind = "singel"'))
    with pytest.raises(InsightError, match="single"):
        imported({"q1": [1.0, 2.0]})


def test_answers_are_added_to_a_variable_without_a_table_of_its_own(imported):
    made = imported({"q1": [1.0, 2.0]}, YES_NO)
    book = made.folder / "codebook.toml"
    text = book.read_text(encoding="utf-8").split("[variables.q1]")[0]
    answers = '[{ code = 1, nb = "Ja", en = "Ja" }, { code = 2, nb = "Nei", en = "Nei" }]'
    inner = f'kind = "single", label = {{ nb = "q1", en = "q1" }}, categories = {answers}'
    book.write_text(f"{text}[variables]\nq1 = {{ {inner} }}\n", encoding="utf-8")
    assert imported({"q1": [1.0, 2.0]}, YES_NO).changes[0].key == "import.again"
    again = imported({"q1": [1.0, 3.0]}, YES_NO)
    assert list(book_of(again).variable("q1").by_key) == ["1", "2", "3"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_codebook_from_another_editor_keeps_its_line_ends(imported, ends):
    made = imported({"q1": [1.0, 2.0]}, YES_NO)
    book = made.folder / "codebook.toml"
    lines = book.read_text(encoding="utf-8").splitlines()
    book.write_bytes(f"\ufeff{ends.join(lines)}{ends}".encode())
    imported({"q1": [1.0, 3.0], "q2": [1.0, 2.0]}, {"q1": {**YES_NO["q1"], 3: "Kanskje"}})
    written = book.read_bytes().decode()
    assert written.count("\n") == written.count(ends) > len(lines)


def test_a_simulated_survey_gets_no_answers(imported):
    made = imported({"q1": [1.0, 2.0]})
    edit(made.folder, ("format = 1\n", "format = 1\nsimulated = true\n"))
    with pytest.raises(InsightError, match="simulated"):
        imported({"q1": [1.0, 2.0]})
    assert book_of(made).simulated


def test_other_files_in_the_folder_stay(imported):
    made = imported({"q1": [1.0, 2.0]})
    (made.folder / "les meg.txt").write_text("Notat", encoding="utf-8")
    imported({"q1": [1.0, 2.0]})
    assert (made.folder / "les meg.txt").read_text(encoding="utf-8") == "Notat"
