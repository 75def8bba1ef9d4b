"""Columns that tell who a respondent is are left out of what is written, of earlier waves too."""

import pyarrow.parquet as pq

from insight.importers.importing import import_file
from insight.importers.readers.source import ImportOptions
from insight.query.opened import open_survey

WITHOUT = ImportOptions(without_personal=True)


def written(folder) -> list[str]:
    return pq.read_schema(folder / "responses.parquet").names


def file_of(path, more: str = ""):
    rows = [f"kari{number}{more}@example.org,{number % 3}" for number in range(12)]
    path.write_text("\n".join(["epost,tillit", *rows]), encoding="utf-8")
    return path


def test_personal_columns_are_kept_unless_they_are_left_out(tmp_path, without_sandbox):
    kept = import_file(file_of(tmp_path / "a.csv"), tmp_path / "kept")
    left_out = import_file(tmp_path / "a.csv", tmp_path / "left_out", options=WITHOUT)
    assert kept.personal == left_out.personal == ("epost",)
    assert (written(kept.folder), written(left_out.folder)) == (["epost", "tillit"], ["tillit"])
    assert "kari" not in (left_out.folder / "codebook.toml").read_text(encoding="utf-8")
    assert [*open_survey(left_out.folder).codebook.variables] == ["tillit"]


def test_importing_the_file_again_takes_them_out(tmp_path, without_sandbox):
    path = file_of(tmp_path / "a.csv")
    import_file(path, tmp_path / "s")
    import_file(path, tmp_path / "s", options=WITHOUT)
    assert written(tmp_path / "s") == ["tillit"]


def test_a_new_wave_takes_them_out_of_the_earlier_ones(tmp_path, without_sandbox):
    import_file(file_of(tmp_path / "a2023.csv"), tmp_path / "s", wave="2023")
    import_file(file_of(tmp_path / "a2024.csv", "x"), tmp_path / "s", options=WITHOUT, wave="2024")
    assert sorted(written(tmp_path / "s")) == ["tillit", "wave"]
    assert pq.read_table(tmp_path / "s" / "responses.parquet").num_rows == 24


def test_words_under_a_name_that_has_categories_stand_apart(tmp_path, without_sandbox):
    first, second = tmp_path / "a2023.csv", tmp_path / "a2024.csv"
    first.write_text("q,tillit\n" + "\n".join(["Ja,1", "Nei,2"] * 20), encoding="utf-8")
    words = [f"Jeg mener at sak {number} er viktig,{number % 3}" for number in range(40)]
    second.write_text("\n".join(["q,tillit", *words]), encoding="utf-8")
    import_file(first, tmp_path / "s")
    import_file(second, tmp_path / "s")
    assert "q_2" in written(tmp_path / "s")
    assert [*open_survey(tmp_path / "s").codebook.variables] == ["q", "tillit", "wave"]
