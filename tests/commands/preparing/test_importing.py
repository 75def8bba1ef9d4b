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


def test_an_option_says_how_many_header_rows_there_are(tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text("q1,q2\nMye,Lite\n" + "1,2\n2,1\n" * 4, encoding="utf-8")
    arguments = ["import", str(file), "--lang", "en", "--to", str(tmp_path / "s")]
    assert main([*arguments, "--header-rows", "2"]) == 0
    said = capsys.readouterr().out
    assert "Respondents: 8." in said
    assert "2 rows are the header: column “q1” is “Mye”. The answers begin in row 3." in said
    assert main([*arguments, "--header-rows", "99"]) == 1
    assert "The number of header rows cannot be 99." in capsys.readouterr().err


def test_options_say_what_a_text_file_does_not(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("a|b\nBø|1,5\nÅs|2,5\n".encode("latin-1"))
    arguments = ["--separator", "|", "--decimal", ",", "--encoding", "latin-1"]
    assert main(["import", str(file), "--to", str(tmp_path / "s"), *arguments]) == 0
    found = pq.read_table(tmp_path / "s" / "responses.parquet").to_pydict()
    assert found == {"a": [1, 2], "b": [1.5, 2.5]}


CHANNELS = 'id;Kanaler [Nett];Kanaler [Brev];Brukt\n1;Ja;Nei;"A;"\n2;Nei;Ja;"A;B;"\n'


def test_it_says_why_columns_and_cells_are_questions_with_several_answers(tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(CHANNELS, encoding="utf-8")
    assert main(["import", str(file), "--to", str(tmp_path / "s"), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "with several answers: 2." in out
    assert (
        "  – Kanaler: The headings of the columns from “Kanaler [Nett]” to “Kanaler [Brev]”" in out
    )
    assert "  – Brukt: The cells of the column hold several answers, with “;” between them." in out
    assert '--separate "Brukt"' in out


def test_a_person_holds_questions_apart_and_splits_cells(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(CHANNELS, encoding="utf-8")
    arguments = ["--separate", "Kanaler", "--separate", "Brukt"]
    assert main(["import", str(file), "--to", str(tmp_path / "s"), *arguments]) == 0
    found = pq.read_table(tmp_path / "s" / "responses.parquet").to_pydict()
    assert found == {
        "id": [1, 2],
        "Kanaler _Nett": [1, 2],
        "Kanaler _Brev": [2, 1],
        "Brukt": [1, 2],
    }


def test_a_name_that_there_is_not_is_refused_with_the_nearest(tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(CHANNELS, encoding="utf-8")
    arguments = ["--separate", "Kanalar", "--lang", "en"]
    assert main(["import", str(file), "--to", str(tmp_path / "s"), *arguments]) != 0
    assert "called “Kanalar”. Did you mean Kanaler?" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()
