"""What is said of the top of a table, what a person may say of it, and rows that are nobody's."""

import pytest
from header_tables import DIGITS, HEADERS, PERSONS, text
from survey_files import columns, opened, workbook

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions
from insight.language.errors import ImportRefusal


def test_somebody_can_say_how_many_header_rows_there_are(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text([["q1", "q2"], ["Mye", "Lite"], *DIGITS]))
    assert read_source(path).rows == 4
    told = read_source(path, ImportOptions(header_rows=2))
    assert [(one.name, one.label) for one in told.columns] == [("q1", "Mye"), ("q2", "Lite")]
    assert columns(told) == {"q1": [1, 4, 3], "q2": [2, 4, 5]}
    none = read_source(path, ImportOptions(header_rows=0))
    assert (none.rows, none.columns[0].name) == (5, "column_1")
    assert "column_1" in none.remarks[-1].text("en")


@pytest.mark.parametrize("count", [-1, 11, 10**30])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_senseless_number_of_header_rows_is_refused(tmp_path, count, suffix):
    path = tmp_path / f"a{suffix}"
    if suffix == ".csv":
        path.write_text("a,b\n1,2\n")
    else:
        workbook(path, {"Svar": [["a", "b"], [1, 2]]})
    with pytest.raises(ImportRefusal, match="number of header rows"):
        read_source(path, ImportOptions(header_rows=count))


def test_more_header_rows_than_there_are_rows_leave_nobody(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ImportRefusal, match="no respondents"):
        read_source(path, ImportOptions(header_rows=5))


def test_a_header_that_comes_again_is_no_respondent(tmp_path):
    again = [["Q1", "Q2"], ["Hvor gammel er du?", "Hvor bor du?"]]
    rows = [*again, ["20", "Bø"], ["31", "Ås"], ["44", "Ås"], *again, ["52", "Bø"]]
    source = opened(tmp_path / "a.csv", text(rows))
    assert columns(source) == {"Q1": [20, 31, 44, 52], "Q2": ["Bø", "Ås", "Ås", "Bø"]}
    assert source.remarks[-1].text("en").startswith("2 rows among the answers repeat the header")
    assert columns(read_source(workbook(tmp_path / "a.xlsx", {"Svar": rows}))) == columns(source)


def test_a_respondent_who_marked_all_options_is_no_header(tmp_path):
    rows = [["Web", "Mail"], ["Web", ""], ["Web", "Mail"], ["", "Mail"]]
    source = opened(tmp_path / "a.csv", text(rows))
    assert columns(source) == {"Web": ["Web", "Web", None], "Mail": [None, "Mail", "Mail"]}


def test_blank_rows_may_stand_between_header_rows(tmp_path):
    names, questions = HEADERS["names and questions"][0]
    blank = ["", "", ""]
    source = opened(tmp_path / "a.csv", text([names, blank, questions, blank, blank, *PERSONS]))
    assert source.rows == len(PERSONS)
    assert [one.label for one in source.columns] == questions
    rows = [[int(cell) if cell.isdigit() else cell for cell in row] for row in PERSONS]
    sheet = workbook(tmp_path / "a.xlsx", {"Svar": [names, blank, questions, blank, *rows]})
    assert columns(read_source(sheet)) == columns(source)


def test_blank_rows_are_no_respondents_and_words_for_nothing_are(tmp_path):
    source = opened(tmp_path / "a.csv", 'a;b\n;\n1;2\n"";" "\nNA;NA\n;\n')
    assert columns(source) == {"a": [1, None], "b": [2, None]}
    assert "3 rows are blank and left out." in [remark.text("en") for remark in source.remarks]


def test_what_was_taken_for_the_header_is_said(tmp_path):
    rows = [["Innbyggere 2025", "", ""], ["", "", ""], *HEADERS["names and questions"][0], *PERSONS]
    source = opened(tmp_path / "a.csv", text(rows))
    assert [remark.text("en") for remark in source.remarks[1:]] == [
        "1 row above the table is left out: “Innbyggere 2025”.",
        (
            "2 rows are the header: column “Q1” is “Hva er ditt kjønn?”. "
            "The answers begin in row 5. If that is wrong, say how many header rows there are."
        ),
    ]


def test_lines_in_cells_of_the_header_are_counted(tmp_path):
    content = 'Om\r\n\r\nQ1,Q2\r\n"Kjønn,\nvelg ett","Alder\r\ni år"\r\n1,20\r\n2,31\r\n1,44\r\n'
    source = opened(tmp_path / "a.csv", content)
    assert columns(source) == {"Q1": [1, 2, 1], "Q2": [20, 31, 44]}
    assert [one.label for one in source.columns] == ["Kjønn, velg ett", "Alder i år"]
