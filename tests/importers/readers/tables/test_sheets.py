"""Sheets: of a workbook the one with the answers is read, whatever stands before it."""

import pytest
import xlsxwriter
from fixtures_folder import shared_file
from old_workbook import write_ods, write_xls
from survey_files import columns, workbook

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions

ANSWERS = [["id", "kjønn", "q1", "q2"], *([n, "KM"[n % 2], n % 5, n % 3] for n in range(40))]
NARROW = [["kjønn", "q1"], *(["KM"[n % 2], n % 5] for n in range(40))]
TITLE = [["Eksport fra Nettskjema"], ["40 svar"]]
PARTICULARS = [[f"Punkt {n}", f"Verdi {n}"] for n in range(60)]
CODEBOOK = [
    ["Navn", "Spørsmål", "Koder", "Type", "Blokk"],
    *([f"q{n}", "?", "", "t", ""] for n in "12"),
]
WRITERS = {".xlsx": workbook, ".xls": write_xls, ".ods": write_ods}

BOOKS = {
    "a title first": ({"Om": TITLE, "Svar": ANSWERS}, "Svar"),
    "particulars first": ({"Om": PARTICULARS, "Svar": ANSWERS}, "Svar"),
    "a narrow table after a title": ({"Om": TITLE, "Svar": NARROW}, "Svar"),
    "a codebook first": ({"Kodebok": CODEBOOK, "Svar": ANSWERS}, "Svar"),
    "a codebook last": ({"Svar": NARROW, "Kodebok": CODEBOOK}, "Svar"),
    "an empty sheet first": ({"Tom": [], "Svar": ANSWERS}, "Svar"),
    "answers first that come again in the next sheet": (
        {
            "Svar": [["a", "b"], *[["Ja", "Nei"], ["Nei", "Ja"]] * 9],
            "Andre": [["Ja", "Nei", "a"]] * 9,
        },
        "Svar",
    ),
    "two waves": ({"2024": ANSWERS, "2025": ANSWERS[:20]}, "2024"),
    "a narrow table before a wide one": ({"Svar": NARROW, "Andre": ANSWERS[:12]}, "Svar"),
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("kind", BOOKS)
def test_the_sheet_with_the_answers_is_read_and_named(tmp_path, kind, suffix):
    sheets, name = BOOKS[kind]
    source = read_source(WRITERS[suffix](tmp_path / f"a{suffix}", sheets))
    assert list(columns(source)) == sheets[name][0]
    assert source.rows == len(sheets[name]) - 1
    assert f"“{name}”" in source.remarks[0].text("en")


def test_the_sheet_that_is_asked_for_is_read_whatever_it_holds(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Om": PARTICULARS, "Svar": ANSWERS})
    assert read_source(path, ImportOptions(sheet="Om")).rows == 59


def test_a_hidden_sheet_is_not_read_by_itself(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, rows in {"Skjult": ANSWERS * 3, "Svar": NARROW}.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        book.worksheets()[0].hide()
        book.worksheets()[1].activate()
    assert list(columns(read_source(tmp_path / "a.xlsx"))) == NARROW[0]


def test_merged_cells_say_how_far_a_question_reaches(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Innbyggere 2025")
        sheet.merge_range(2, 2, 2, 3, "Kanaler")
        sheet.merge_range(2, 0, 3, 0, "ID")
        sheet.write_row(3, 1, ["Alder", "Web", "Mail", "Annet"])
        for at in range(20):
            sheet.write_row(4 + at, 0, [at, 20 + at, at % 2, 1 - at % 2, 0])
    source = read_source(tmp_path / "a.xlsx")
    assert [(one.name, one.question) for one in source.columns] == [
        ("ID", ""),
        ("Alder", ""),
        ("Kanaler - Web", "Kanaler"),
        ("Kanaler - Mail", "Kanaler"),
        ("Annet", ""),
    ]
    assert source.rows == 20
    assert source.remarks[0].text("en") == "1 row above the table is left out: “Innbyggere 2025”."


def test_a_title_may_be_merged_over_some_of_the_columns(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "Innbyggere 2025")
        for at, row in enumerate(ANSWERS):
            sheet.write_row(1 + at, 0, row)
    source = read_source(tmp_path / "a.xlsx")
    assert (list(columns(source)), source.rows) == (ANSWERS[0], 40)


def test_a_table_may_begin_anywhere_in_the_sheet(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(2, 3, "Tittel")
        for at, row in enumerate(NARROW):
            sheet.write_row(5 + at, 3, row)
    source = read_source(tmp_path / "a.xlsx")
    assert (list(columns(source)), source.rows) == (NARROW[0], 40)


CASES = {
    "03_excel_merged_two_headers.xlsx": (120, ["Kanaler", "Tillit"]),
    "04_msforms_semicolon_multi.xlsx": (120, []),
    "26_two_sheets.xlsx": (120, []),
}


@pytest.mark.parametrize("name", CASES)
def test_workbooks_as_platforms_write_them(name):
    rows, questions = CASES[name]
    source = read_source(shared_file(f"cases/import/{name}"))
    asked = dict.fromkeys(column.question for column in source.columns if column.question)
    assert (source.rows, list(asked)) == (rows, questions)
