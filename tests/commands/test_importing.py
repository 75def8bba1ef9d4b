"""``insight import``: what it says of an import, and options for text files."""

import pyarrow.parquet as pq
from survey_file import write_sav

from insight.__main__ import main

PEOPLE = {"q1": [1.0, 2.0, 2.0, 9.0], "vekt": [0.5, 1.5, 1.0, 1.0], "navn": ["a", "b", "c", "d"]}
LABELS = {"column_labels": ["Har du brukt helsenorge.no?", "Vekt", "Navn"]}


def test_it_says_where_what_and_what_next(tmp_path, capsys):
    sav = write_sav(tmp_path / "s.sav", PEOPLE, **LABELS)
    folder = tmp_path / "s"
    assert main(["import", str(sav), "--to", str(folder), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == str(folder)
    assert lines[1] == "Respondents: 4. Variables: 3, with several answers: 0."
    assert "Proposed design (nothing is chosen):" in lines
    assert any(line.startswith("  – weight = vekt: ") for line in lines)
    assert f"insight check {folder}" in lines[-2]


def test_options_say_what_a_text_file_does_not(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("a|b\nBø|1,5\nÅs|2,5\n".encode("latin-1"))
    arguments = ["--separator", "|", "--decimal", ",", "--encoding", "latin-1"]
    assert main(["import", str(file), "--to", str(tmp_path / "s"), *arguments]) == 0
    found = pq.read_table(tmp_path / "s" / "responses.parquet").to_pydict()
    assert found == {"a": [1, 2], "b": [1.5, 2.5]}
