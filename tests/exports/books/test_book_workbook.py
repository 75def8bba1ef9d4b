"""A tab book in Excel and as rows: every cell a figure of the book, hidden ones in words."""

import itertools
import re
import resource
import subprocess
import sys
from datetime import date
from functools import partial

import openpyxl
import pandas as pd
import pytest
from checkout import ROOT
from hostile_words import SCRIPT
from read_book import line, read_book
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import RequestError, open_survey, table
from insight.analysis.basis import BASES
from insight.analysis.book.book_rows import COLUMNS, letters_below, rows_of
from insight.analysis.book.tab_book import plan_book
from insight.analysis.estimates import label_of
from insight.exports.books import book_workbook
from insight.exports.books.book_file import BookFile
from insight.exports.books.book_workbook import SCALE
from insight.exports.sheet_rows import ACROSS, DOWN, ROW, points
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import basis_words
from insight.reporting.pictures.letters import Letters, fold
from insight.survey.folders import bundled_data

MADE = date(2026, 11, 30)


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """Two halves, three groups of 200 and one of 4; the third group is asked fewer answers."""
    groups = [1] * 200 + [2] * 200 + [3] * 200 + [4] * 4
    yes = [20, 100, 102, 2]
    place = [n for size in (200, 200, 200, 4) for n in range(size)]
    said = [1 + (n >= yes[group - 1]) for group, n in zip(groups, place, strict=True)]
    frame = {
        "q": said,
        "web": [n % 2 for n in place],
        "app": [
            None if group == 3 else int(n % 3 == 0) for group, n in zip(groups, place, strict=True)
        ],
        "x": [float(n % 7) for n in place],
        "g": groups,
        "half": [1 + n % 2 for n in place],
    }
    variables = {
        "q": single(1, 2, ordered=True, nets=[net("any", 1, 2)]),
        "used": multiple({"w": "web", "a": "app"}),
        "x": numeric(),
        "g": segment(1, 2, 3, 4),
        "half": segment(1, 2),
    }
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 150}
    root = tmp_path_factory.mktemp("book")
    folder = write_survey(root, "s", frame, variables, disclosure=gates, simulated=True)
    return open_survey(folder)


@pytest.fixture(scope="module")
def book(survey):
    return plan_book(survey, [], ["g", "half*g"])


def written(book, tmp_path, name="book.xlsx", language="nb", **more):
    path = tmp_path / name
    BookFile(language, MADE, **more).write(book, path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_the_workbook_is_the_book_to_the_last_digit(book, tmp_path, language):
    cells = read_book(written(book, tmp_path, language=language), book, language)
    seen = 0
    for question in book.questions():
        for row in question.rows():
            label = label_of(question.item, question.at(row, None), language)
            label = label or line(language, "mean")
            first = line(language, "mean" if row.kind == "mean" else "share")
            for column in (None, *book.banner.columns):
                at = (question.item.id, label)
                letter = column.letter if column else ""
                estimate = question.at(row, column)
                if estimate.shown:
                    lines = {first: estimate.value, line(language, "low"): estimate.low,
                             line(language, "upp"): estimate.upp}  # fmt: skip
                    for name, value in lines.items():
                        assert cells[*at, name, letter] == value
                        seen += value is not None
                else:
                    assert isinstance(cells[*at, first, letter], str)
                    assert cells[*at, line(language, "low"), letter] is None
                if column:
                    higher = " ".join(letters_below(book, question, row, column))
                    assert (cells[*at, line(language, "higher_than"), letter] or "") == higher
    assert seen > 100


def test_hidden_columns_have_no_number_anywhere(book, tmp_path):
    hidden = {
        (row["item"], row["category_label"] or say("nb", "book.mean"), row["column"])
        for question in book.questions()
        for row in rows_of(book, question, "nb").rows
        if row["flag"] == "suppressed"
    }
    assert len(hidden) > 10
    cells = read_book(written(book, tmp_path), book, "nb")
    told = {
        place: value
        for place, value in cells.items()
        if (place[0], place[1], place[3]) in hidden and value
    }
    assert set(told.values()) == {say("nb", "breakdown.cell_suppressed")}


def test_answers_of_different_bases_have_their_own(book, tmp_path):
    cells = read_book(written(book, tmp_path), book, "nb")
    bases = [value for (item, _, name, letter), value in cells.items()
             if (item, name, letter) == ("used", line("nb", "n_short"), "")]  # fmt: skip
    assert bases[0] == 604
    assert bases[1] is None or bases[1] < 604


def test_contents_lead_to_every_question_and_every_sheet_says_that_it_is_simulated(book, tmp_path):
    workbook = openpyxl.load_workbook(written(book, tmp_path))
    contents = workbook.worksheets[0]
    links = [cell.hyperlink.location for row in contents for cell in row if cell.hyperlink]
    sheets = {location.split("!")[0].strip("'") for location in links}
    assert sheets == set(workbook.sheetnames[1:])
    mark = say("nb", "shell.simulated_means")
    for sheet in workbook.worksheets:
        assert any(mark in str(cell.value) for row in sheet for cell in row), sheet.title
        assert sheet.oddHeader.left.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_says_which_of_its_levels_are_published_and_what_is_assumed(
    tmp_path, language
):
    survey = open_survey("citizens", bundled_data())
    book = plan_book(survey, ["trust_need_to_know", "contact_12m"], ["gender"], where=["year=2021"])
    workbook = openpyxl.load_workbook(written(book, tmp_path, language=language))
    _, notes, *sheets = workbook.worksheets
    for item, sheet in zip(book.items, sheets, strict=True):
        said = [str(row[0].value) for row in sheet.rows]
        tables = [question_table(survey, item, by) for by in ([], ["gender"])]
        assert basis_words.sentence(tables, [], language) in said
        assert not item.assumption or item.assumption[language] in said
    named = {str(row[0].value) for row in notes.rows}
    assert {basis_words.word(basis, language) for basis in BASES if basis} <= named


def question_table(survey, item, by):
    return table(survey, item.id, by=by, where=["year=2021"], nets=True)


def test_tables_stay_in_view_and_are_set_to_print(book, tmp_path):
    for sheet in openpyxl.load_workbook(written(book, tmp_path)).worksheets[2:]:
        assert sheet.freeze_panes.startswith("C")
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1:")
        assert sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape"
        widths = [width_of(sheet, place) for place in range(1, sheet.max_column + 1)]
        across = sum(map(points, widths)) * scale_of_print(sheet)
        assert across <= ACROSS or scale_of_print(sheet) == SCALE / 100


def scale_of_print(sheet) -> float:
    return (sheet.page_setup.scale or 100) / 100


def width_of(sheet, place: int) -> float:
    """How many letters wide a column is; neighbours of one width are stored together."""
    [found] = [one for one in sheet.column_dimensions.values() if one.min <= place <= one.max]
    return found.width


LONG = "Ganske mange ord om en gruppe som ingen kolonne har plass til"


@pytest.fixture(scope="module")
def long_words(tmp_path_factory):
    """A book of long answers and long groups, all questions on one sheet."""
    item, group = single(*range(1, 31)), segment(1, 2)
    for one in (*item["categories"], *group["categories"]):
        one["nb"] = f"{LONG} {one['code']}"
    frame = {"q": [*range(1, 31)] * 40, "g": [1, 2] * 600, "r": [1, 2, 3] * 400}
    root = tmp_path_factory.mktemp("long")
    folder = write_survey(root, "s", frame, {"q": item, "g": group, "r": single(1, 2, 3)})
    book = plan_book(open_survey(folder), [], ["g"])
    return openpyxl.load_workbook(written(book, root, one_sheet=True))


def test_rows_are_as_high_as_words_that_wrap_in_them(long_words):
    """Not every program works it out, and then they lie on the rows below."""
    wrapped = 0
    for sheet in long_words.worksheets:
        for row in sheet.rows:
            for cell in row:
                words = cell.value
                if isinstance(words, str) and cell.alignment.wrap_text:
                    high = sheet.row_dimensions[cell.row].height or ROW
                    spanned = [one for one in sheet.merged_cells.ranges if cell.coordinate in one]
                    columns = spanned[0].size["columns"] if spanned else 1
                    wide = sum(width_of(sheet, cell.column + more) for more in range(columns))
                    letters = Letters(cell.font.sz, 15 / 11 * cell.font.sz, "")
                    lines = len(fold(words, letters, points(wide) / 0.93))
                    assert lines * letters.leading <= high + 1, words
                    wrapped += lines > 1
    assert wrapped > 35


def test_no_answer_is_parted_by_the_end_of_a_page(long_words):
    sheet = long_words.worksheets[2]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert len(breaks) > 5
    share = line("nb", "share")
    begins = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == share]
    titles = [
        row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value)[:2] == "2."
    ]
    assert {one + 1 for one in breaks} <= {*begins, *titles}
    scale = scale_of_print(sheet)
    first, last = (int(one) for one in re.findall(r"\d+", sheet.print_title_rows))
    repeated = sum(height_of(sheet, row) for row in range(first, last + 1))
    for start, end in itertools.pairwise([0, *breaks, sheet.max_row]):
        rows = sum(height_of(sheet, row) for row in range(start + 1, end + 1))
        assert (rows + (repeated if start else 0)) * scale <= DOWN


def height_of(sheet, row: int) -> float:
    """How high a row is: as its letters need where nothing is said."""
    letters = max(cell.font.sz for cell in sheet[row])
    return sheet.row_dimensions[row].height or max(ROW, 15 / 11 * letters)


def test_all_questions_on_one_sheet(book, tmp_path):
    workbook = openpyxl.load_workbook(written(book, tmp_path, one_sheet=True))
    assert len(workbook.sheetnames) == 3
    tables = workbook.worksheets[2]
    links = [cell.hyperlink.location for row in workbook.worksheets[0] for cell in row
             if cell.hyperlink][1:]  # fmt: skip
    for number, (item, location) in enumerate(zip(book.items, links, strict=True), start=1):
        assert tables[location.split("!")[1]].value == f"{number}. {item.label['nb']}"


@pytest.mark.parametrize("name", ["book.csv", "book.parquet"])
def test_rows_for_programs_are_the_same(book, tmp_path, name):
    path = written(book, tmp_path, name)
    read = pd.read_parquet(path) if name.endswith("parquet") else pd.read_csv(path)
    expected = [row for question in book.questions() for row in rows_of(book, question, "nb").rows]
    assert list(read.columns) == list(COLUMNS)
    assert len(read) == len(expected)
    for column in ("value", "low", "upp", "base", "n_eff", "p_adjusted"):
        ours = [None if pd.isna(one) else one for one in read[column]]
        assert ours == [row[column] for row in expected]
    for column in ("column", "against_rest", "higher_than", "flag"):
        ours = ["" if pd.isna(one) else one for one in read[column]]
        assert ours == [row[column] for row in expected]


def test_hostile_labels_are_text(tmp_path):
    item = single(1, 2)
    for one, words in zip(item["categories"], ["=1+1", SCRIPT], strict=True):
        one |= {"nb": words, "en": words}
    frame = {"q": [1, 2] * 100, "g": [1, 1, 2, 2] * 50}
    folder = write_survey(tmp_path, "s", frame, {"q": item, "g": segment(1, 2)})
    book = plan_book(open_survey(folder), [], ["g"])
    cells = read_book(written(book, tmp_path), book, "nb")
    assert {"=1+1", SCRIPT} <= {label for _, label, _, _ in cells}


# --- Refused in a sentence, with nothing left behind ----------------------------------------------


def test_a_book_larger_than_a_sheet_is_refused_before_it_is_made(book, tmp_path, monkeypatch):
    monkeypatch.setattr(book_workbook, "MOST_COLUMNS", 10)
    with pytest.raises(RequestError, match="10"):
        written(book, tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(book_workbook, "MOST_ROWS", 40)
    with pytest.raises(RequestError, match="40"):
        written(book, tmp_path, one_sheet=True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["book.xlsx", "book.csv", "book.parquet"])
def test_a_book_of_which_nothing_may_be_shown_is_no_file(survey, tmp_path, name):
    with pytest.raises(RequestError) as refusal:
        written(plan_book(survey, ["q"], ["half"], where=["g=4"]), tmp_path, name)
    assert say("nb", "fault.book_nothing") in str(refusal.value.text("nb"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["book.xlsx", "book.csv", "book.parquet"])
def test_a_full_disk_leaves_what_was_there(book, tmp_path, name):
    with pytest.raises(RequestError):
        written(book, tmp_path, f"absent/{name}")
    path = tmp_path / name
    path.write_bytes(b"before")

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise OSError(28, "No space left on device")

    with pytest.raises(RequestError, match="No space left"):
        written(book, tmp_path, name, progress=stop)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fills_up_is_told_once_and_nothing_is_left(tmp_path):
    """In a process of its own, whose files may have 8 blocks and whose complaints are read."""
    frame = {"q": [1, 2] * 50, "g": [1, 1, 2, 2] * 25}
    folder = write_survey(tmp_path, "s", frame, {"q": single(1, 2), "g": segment(1, 2)})
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "insight", "book", folder, "--all", "--lang", "en"]
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (4096, 4096))
    found = subprocess.run(
        [*command, "--out", out / "book.xlsx"],
        capture_output=True, text=True, preexec_fn=limit, cwd=ROOT, check=False,
    )  # fmt: skip
    assert found.returncode == 1
    assert found.stderr == f"The file {out / 'book.xlsx'} could not be written: File too large.\n"
    assert not list(out.iterdir())


def test_another_ending_is_refused(book, tmp_path):
    with pytest.raises(RequestError, match=r"\.xlsx, \.csv, \.parquet"):
        written(book, tmp_path, "book.pdf")
