"""Header rows: names, questions and options, told from answers and from what stands above."""

import pytest
from fixtures_folder import shared_file
from header_tables import COMMENTS, DIGITS, HEADERS, as_table, text
from survey_files import columns, opened, workbook

from insight.importers.readers.opening import read_source
from insight.importers.readers.tables.column_headings import Heading, headings_of
from insight.importers.readers.tables.header_rows import header_of
from insight.importers.readers.tables.row_roles import Span

# Rows that look as if they were a second header row, and are a respondent.
ANSWERS = {
    "texts under one header": ([["navn", "kommentar"]], COMMENTS),
    "texts under numbered names": ([["Q1", "Q2"]], COMMENTS),
    "a first respondent in words": ([["q1", "q2"], ["Vet ikke", "Helt enig"]], DIGITS),
    "a first respondent in many words": (
        [["q1", "q2", "q3", "q4", "q5", "q6"], ["Enig", "Uenig", "Mye", "Ofte", "Aldri", "Bra"]],
        [row * 3 for row in DIGITS],
    ),
    "a first respondent in words, with a number": (
        [["id", "q1", "q2"], ["1", "Mye", "Lite"]],
        [["2", *row] for row in DIGITS],
    ),
    "a first respondent who says the same twice": ([["q1", "q2"], ["Mye", "Mye"]], DIGITS),
    "a first respondent who left": ([["id", "q1", "q2"], ["a", "", ""]], [["b", "1", "2"]] * 3),
    "a column without a name": ([["kjønn", "", "alder"]], [["K", "Norge", "20"]] * 5),
    "names of rows": ([["", "svar"]], [["a", "Ja"], ["b", "Nei"], ["c", "Nei"], ["d", "Ja"]]),
    "names of some columns only": (
        [["id", "", "", "q1", "", ""]],
        [[str(n), "Ja", "Nei", str(n % 3), "Ja", "Ja"] for n in range(9)],
    ),
    "names with colons, and a column without any": (
        [["Kjønn:", "Alder:", ""]],
        [["K", "20", "x"], ["M", "31", "y"], ["M", "31", "x"]] * 3,
    ),
    "a year among names, and a column without any": (
        [["id", "2019", ""]],
        [[str(n), str(n % 5), "Ja"] for n in range(9)],
    ),
    "names with colons, and separators at the end": (
        [["Kjønn:", "Bosted:", ""]],
        [["Kari", "Oslo", ""], ["Ola", "Bø", ""]],
    ),
    "too few to tell": ([["q1", "q2"], ["Alder?", "Kjønn?"]], [["20", "1"], ["30", "2"]]),
    "words that came back": (
        [["tillit", "bruk"], ["Stor", "Daglig"]],
        [["Liten", "Daglig"], ["Stor", "Aldri"], ["Liten", "Aldri"]] * 3,
    ),
}

ABOVE = {
    "a title": [["Innbyggere 2025", "", ""]],
    "a title and a blank row": [["Innbyggere 2025", "", ""], ["", "", ""]],
    "a title over several columns": [["", "Innbyggere 2025", ""], ["", "", ""]],
    "names and values": [["Undersøkelse:", "Tillit", ""], ["Svar", "120", ""]],
}


@pytest.mark.parametrize("kind", HEADERS)
def test_header_rows_become_names_labels_and_questions(kind):
    header, answers, told = HEADERS[kind]
    found = header_of(as_table([*header, *answers]))
    assert (found.above, len(found.rows)) == (0, len(header))
    cleaned = [Heading(*heading) for heading in told]
    assert list(headings_of(found))[: len(told)] == cleaned


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_respondent_is_never_taken_for_a_header(kind):
    header, answers = ANSWERS[kind]
    found = header_of(as_table([*header, *answers]))
    assert (found.above, found.rows) == (0, (tuple(header[0]),))


@pytest.mark.parametrize("kind", ABOVE)
@pytest.mark.parametrize("header", ["names", "names and questions", "Qualtrics"])
def test_what_stands_above_the_table_is_passed_over(kind, header):
    rows, answers, _ = HEADERS[header]
    found = header_of(as_table([*ABOVE[kind], *rows, *answers]))
    assert (found.above, len(found.rows)) == (len(ABOVE[kind]), len(rows))


@pytest.mark.parametrize("kind", HEADERS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_and_a_workbook_are_read_alike(tmp_path, kind, separator):
    header, answers, _ = HEADERS[kind]
    written = opened(tmp_path / "a.csv", text([*header, *answers], separator))
    rows = [[int(cell) if cell.isdigit() else cell for cell in row] for row in answers]
    sheet = read_source(workbook(tmp_path / "a.xlsx", {"Svar": [*header, *rows]}))
    assert written.rows == sheet.rows == len(answers)
    assert columns(written) == columns(sheet)
    for one, other in zip(written.columns, sheet.columns, strict=True):
        assert (one.name, one.label, one.question) == (other.name, other.label, other.question)


def test_header_rows_of_a_wide_file_are_seen_whole(tmp_path):
    width = 3_000
    header = [
        [f"Q{number}" for number in range(width)],
        [f"Hvor enig er du i påstand {number}? {'Tenk deg om. ' * 15}" for number in range(width)],
        [f'{{"ImportId":"QID{number}"}}' for number in range(width)],
    ]
    source = opened(tmp_path / "a.csv", text([*header, *[["1"] * width] * 4]))
    assert (source.rows, len(source.columns)) == (4, width)
    assert source.columns[-1].label.startswith("Hvor enig er du i påstand 2999?")


CASES = {
    "01_qualtrics_three_headers.csv": (120, "Q3_1", "Trust - GP", ""),
    "03_excel_merged_two_headers.xlsx": (
        120, "Kanaler - E-post", "Kanaler – E-post", "Kanaler",
    ),
    "21_question_dash_option.csv": (120, "Hvilke kanaler bruker du? - E-post", "", ""),
    "11_free_text_40.csv": (40, "kommentar", "", ""),
}  # fmt: skip


def test_a_respondent_whose_numbers_nobody_else_has_is_kept_below_merged_cells():
    rows = [("Inntekt", "", ""), ("501", "320", "222"), ("411", "380", "219"),
            ("612", "301", "190"), ("388", "299", "244")]  # fmt: skip
    assert header_of(rows, spans=[Span(0, 0, 2)]).end == 1


@pytest.mark.parametrize("name", CASES)
def test_files_as_platforms_write_them(name):
    rows, column, label, question = CASES[name]
    source = read_source(shared_file(f"cases/import/{name}"))
    told = {one.name: (one.label, one.question) for one in source.columns}
    assert (source.rows, told[column]) == (rows, (label, question))


def test_the_mean_of_a_question_is_that_of_its_respondents():
    source = read_source(shared_file("cases/import/01_qualtrics_three_headers.csv"))
    answers = columns(source)["Q3_1"]
    assert round(sum(answers) / len(answers), 2) == 3.18
