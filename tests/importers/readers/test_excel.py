"""Excel workbooks: one sheet, the values that are seen."""

import datetime
import struct
import zipfile

import pytest
import xlsxwriter
from survey_files import columns, workbook

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions
from insight.importers.readers.tables import unpacking
from insight.language.errors import ImportRefusal

DAY = datetime.date(2021, 5, 17)
NOON = datetime.datetime(2021, 5, 17, 12)  # noqa: DTZ001 - a survey's times have no zone


def test_cells_are_numbers_truths_days_or_texts(tmp_path):
    rows = [
        ["trust", "vekt", "navn", "dag", "når", "ja", "tekst", "blandet"],
        [1, 0.5, "Bjørn ", DAY, NOON, True, "1", 1],
        [2, 1.5, "", DAY, DAY, False, "2", "Ja"],
    ]
    source = read_source(workbook(tmp_path / "a.xlsx", {"Svar": rows}))
    assert (source.format, source.rows) == ("excel", 2)
    assert columns(source) == {
        "trust": [1, 2],
        "vekt": [0.5, 1.5],
        "navn": ["Bjørn", None],
        "dag": [DAY, DAY],
        "når": [NOON, NOON.replace(hour=0)],
        "ja": [True, False],
        "tekst": [1, 2],
        "blandet": ["1", "Ja"],
    }


def test_titles_and_blank_rows_are_passed_over(tmp_path):
    rows = [["Undersøkelse 2025"], [], ["a", "b"], [1, 2], [], [3, 4]]
    source = read_source(workbook(tmp_path / "a.xlsx", {"Svar": rows}))
    assert columns(source) == {"a": [1, 3], "b": [2, 4]}


def test_names_may_repeat_and_be_empty(tmp_path):
    source = read_source(workbook(tmp_path / "a.xlsx", {"Svar": [["a", "a", None], [1, 2, 3]]}))
    assert [one.name for one in source.columns] == ["a", "a", ""]
    assert [source.values(one).to_pylist() for one in range(3)] == [[1], [2], [3]]


def test_the_first_sheet_with_something_in_it_is_read_or_the_one_asked_for(tmp_path):
    sheets = {"Tom": [], "Svar": [["a"], [1]], "Koder": [["b"], [2]]}
    path = workbook(tmp_path / "a.xlsx", sheets)
    source = read_source(path)
    assert columns(source) == {"a": [1]}
    assert "Svar" in source.remarks[0].text("nb")
    assert columns(read_source(path, ImportOptions(sheet="Koder"))) == {"b": [2]}
    with pytest.raises(ImportRefusal, match="Did you mean Koder"):
        read_source(path, ImportOptions(sheet="Kode"))


def test_a_formula_gives_the_value_it_had(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_string(1, 1, "=1+1")
    assert columns(read_source(tmp_path / "a.xlsx")) == {"a": [2], "b": ["=1+1"]}


@pytest.mark.parametrize(
    ("rows", "words"), [([], "no columns"), ([["a", "b"]], "no respondents"), ([[], []], "no col")]
)
def test_a_sheet_without_answers_is_refused(tmp_path, rows, words):
    with pytest.raises(ImportRefusal, match=words):
        read_source(workbook(tmp_path / "a.xlsx", {"Svar": rows}))


def bomb(path, size):
    """A workbook whose sheet is `size` zeros, which pack very well."""
    workbook(path, {"Svar": [["a"], [1]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(size))
    return path


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_MEMBER", 10_000_000)
    path = bomb(tmp_path / "a.xlsx", 10_000_001)
    assert path.stat().st_size < 50_000
    with pytest.raises(ImportRefusal, match="too large when it is unpacked"):
        read_source(path)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_MEMBER", 10_000_000)
    path = bomb(tmp_path / "a.xlsx", 10_000_001)
    lie = path.read_bytes().replace(struct.pack("<I", 10_000_001), struct.pack("<I", 100))
    path.write_bytes(lie)
    with pytest.raises(ImportRefusal, match="too large when it is unpacked"):
        read_source(path)


@pytest.mark.parametrize("kept", [30, 500, 2000, -30])
def test_a_truncated_workbook_is_refused(tmp_path, kept):
    path = workbook(tmp_path / "a.xlsx", {"Svar": [["a"], [1]]})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ImportRefusal, match=r"a\.xlsx"):
        read_source(path)
