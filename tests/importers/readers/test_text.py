"""Text files: what they do not say of themselves is detected and said."""

import datetime

import pytest
from fixtures_folder import shared_file
from survey_files import column, columns, opened

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions
from insight.language.errors import ImportRefusal

DAY = datetime.date(2021, 5, 17)
NOON = datetime.datetime(2021, 5, 17, 12)  # noqa: DTZ001 - a survey's times have no zone

SHAPES = {
    "comma": ("a,b\n1,0.5\n2,1.5\n", {"a": [1, 2], "b": [0.5, 1.5]}),
    "semicolon and decimal comma": ("a;b\n1;0,5\n2;1,5\n", {"a": [1, 2], "b": [0.5, 1.5]}),
    "tab": ("a\tb\n1\tx,y\n2\tz\n", {"a": [1, 2], "b": ["x,y", "z"]}),
    "bar": ("a|b\n1|2\n", {"a": [1], "b": [2]}),
    "one column": ("a\n1\n2\n", {"a": [1, 2]}),
    "Excel's own line": ("sep=;\na;b\n1;2\n", {"a": [1], "b": [2]}),
    "a line like Excel's": ("sep=ø\na;b\n1;2\n", {"a": [1], "b": [2]}),
    "answers in a cell": ('a,b\n"1;3;5;",1\n"2;",2\n', {"a": ["1;3;5;", "2;"], "b": [1, 2]}),
    "list with commas": ('a,b\n"1,3,5",1\n"1,3",2\n', {"a": ["1,3,5", "1,3"], "b": [1, 2]}),
    "quoted lines": ('a,b\n"1\n2",1\n"say ""no""",2\n', {"a": ["1\n2", 'say "no"'], "b": [1, 2]}),
    "R's row names": ('"a","b"\n"1",2,3\n"2",4,5\n', {"": [1, 2], "a": [2, 4], "b": [3, 5]}),
    "rows that end with a separator": (
        "a;b\n1;2;\n3;4;\n",
        {"a": [1, 3], "b": [2, 4], "": [None, None]},
    ),
    "no header": ("1,2\n3,4\n", {"column_1": [1, 3], "column_2": [2, 4]}),
    "lines of each system": ("a,b\r1,2\n3,4\r\n\r\n5,6", {"a": [1, 3, 5], "b": [2, 4, 6]}),
    "as many answers in each cell": (
        "id,a\n1,x;y;z\n2,z;x;y\n3,y;x;z\n",
        {"id": [1, 2, 3], "a": ["x;y;z", "z;x;y", "y;x;z"]},
    ),
    "a comma in the title and in each number": (
        "Svar, i alt\n\na;b;c\n" + "1;2;0,5\n" * 40,
        {"a": [1] * 40, "b": [2] * 40, "c": [0.5] * 40},
    ),
    "separators above": (";" * 99_999 + "\na;b\n1;2\n3;4\n", {"a": [1, 3], "b": [2, 4]}),
    "byte order mark": ("\ufeffa,b\n1,2\n", {"a": [1], "b": [2]}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_of_a_file_is_detected(tmp_path, shape):
    text, read = SHAPES[shape]
    assert columns(opened(tmp_path / "a.csv", text)) == read


CELLS = [
    (["1", "", "NA", "3"], [1, None, None, 3]),
    (["1", "2.5", "8.71e-4"], [1, 2.5, 0.000871]),
    (["0,5", "1,25"], [0.5, 1.25]),
    (["1 234,5", "0,5"], [1234.5, 0.5]),
    (["1.234.567,5", "0,5"], [1234567.5, 0.5]),
    (["1,234.5", "0.5"], [1234.5, 0.5]),
    (["0301", "1103"], ["0301", "1103"]),
    (["12345678901234567890", "1"], ["12345678901234567890", "1"]),
    (["1", "Ja"], ["1", "Ja"]),
    (["  Ja ", ""], ["  Ja", None]),
    (["TRUE", "FALSE", "NA"], [True, False, None]),
    (["2021-05-17", ""], [DAY, None]),
    (["17.5.2021"], [DAY]),
    (["31.2.2021"], ["31.2.2021"]),
    (["2021-05-17T12:00:00Z"], [NOON]),
    (["2021-05-17 12:00", "2021-05-17"], [NOON, NOON.replace(hour=0)]),
    (["17.05.2021 12:00:00"], [NOON]),
    (["#DIV/0!", "2"], [None, 2]),
    (["NaN", "."], [None, None]),
]


@pytest.mark.parametrize(("written", "read"), CELLS)
def test_a_column_is_what_all_its_cells_are(tmp_path, written, read):
    text = "x;q\n" + "".join(f"y;{cell}\n" for cell in written)
    assert columns(opened(tmp_path / "a.csv", text))["q"] == read


NORWEGIAN = "kommune;navn\n1;Ålesund på Sunnmøre\n2;Tromsø\n3;Bærum\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp865", "mac_roman"]
)
def test_norwegian_letters_are_read_in_every_encoding(tmp_path, encoding):
    source = opened(tmp_path / "a.csv", NORWEGIAN.encode(encoding))
    assert columns(source)["navn"] == ["Ålesund på Sunnmøre", "Tromsø", "Bærum"]


def test_what_was_detected_is_said(tmp_path):
    source = opened(tmp_path / "a.csv", "å;b\n1;0,5\n".encode("cp1252"))
    assert [one.text("nb") for one in source.remarks] == [
        "Teksten er lest som Windows-1252, med «;» mellom kolonnene og «,» som desimaltegn."
    ]


def test_what_was_detected_can_be_overridden(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("a;b,c\n1,5;2,5\n".encode("latin-1"))
    said = ImportOptions(separator=",", decimal=".", encoding="latin-1")
    assert [one.name for one in read_source(path, said).columns] == ["", "a;b", "c"]
    assert [one.name for one in read_source(path, ImportOptions(separator=";")).columns] == [
        "a",
        "b,c",
    ]


def test_names_may_repeat_and_be_empty(tmp_path):
    source = opened(tmp_path / "a.csv", "a,a,,../../etc\n1,2,3,4\n")
    assert [one.name for one in source.columns] == ["a", "a", "", "../../etc"]
    assert [source.values(one).to_pylist() for one in range(4)] == [[1], [2], [3], [4]]


REFUSED = {
    "an uneven row": ("a,b\n1,2\n3\n", "row 3"),
    "more names than answers": ("a,b,c\n1,2\n3,4\n", "row 2"),
    "an open quotation mark": ('a,b\n1,"2\n3,4\n', "quotation mark"),
    "only names": ("a,b\n", "no respondents"),
    "only blanks": ("\n\n", "no columns"),
    "a page of the web": ("<!DOCTYPE html><p>Log in</p>", "HTML"),
    "JSON": ('{"a": 1}', "JSON"),
    "nothing": ("", "empty"),
    "10,001 columns": (",".join("a" * 10_001) + "\n" + ",".join("1" * 10_001), "10001 columns"),
    "separators alone": (";" * 99_999, "100000 columns"),
    "lines of separators": ((";" * 50 + "\n") * 100, "no respondents"),
    "separators among answers": ("a;b\n1;2\n" + ";" * 99_999 + "\n3;4\n", "row 3"),
    "two encodings": ("a,b\nå,1\n".encode() + b"\xf8,2\n", "line 3"),
    "zeros": (b"a,b\n1,\x002\n", "CSV"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, what):
    content, words = REFUSED[what]
    with pytest.raises(ImportRefusal, match=words) as refused:
        opened(tmp_path / "a.csv", content)
    assert len(refused.value.faults) == 1
    assert refused.value.text("nb")


WRONG = [
    (ImportOptions(encoding="klingon"), "not an encoding"),
    (ImportOptions(encoding="base64"), "not an encoding"),
    (ImportOptions(encoding="rot13"), "not an encoding"),
    (ImportOptions(encoding="ascii"), "encoding"),
    (ImportOptions(separator=";;"), "between columns"),
    (ImportOptions(separator='"'), "between columns"),
    (ImportOptions(separator="ø"), "between columns"),
    (ImportOptions(decimal="x"), "decimal mark"),
]


@pytest.mark.parametrize(("options", "words"), WRONG)
def test_an_option_that_makes_no_sense_is_refused(tmp_path, options, words):
    (tmp_path / "a.csv").write_text("å,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ImportRefusal, match=words):
        read_source(tmp_path / "a.csv", options)


def test_a_vendors_file_keeps_its_cells_of_several_answers():
    source = read_source(shared_file("fixtures/quantipy_example_data_A.csv"))
    assert (source.rows, len(source.columns)) == (8255, 78)
    assert columns(source)["q2"][:2] == ["1;2;3;5;", "3;6;"]
    assert set(columns(source)["Wave"]) == {1, 2, 3, 4, 5}
    assert columns(source)["weight_b"].count(None) == 157


def test_a_file_of_the_european_social_survey_is_read():
    source = read_source(shared_file("fixtures/ESS10NO.csv"))
    assert source.rows == 1411
    assert str(column(source, "pspwght").type) == "double"
    assert isinstance(columns(source)["inwds"][0], datetime.datetime)


def test_an_australian_file_has_marks_and_gaps():
    source = read_source(shared_file("fixtures/trust_in_digital_health.csv"))
    assert (source.rows, len(source.columns)) == (2240, 51)
    assert set(columns(source)["mhr_useful_1"]) == {0, 1, None}
