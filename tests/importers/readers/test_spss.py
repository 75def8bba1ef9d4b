"""SPSS files as they describe themselves."""

import datetime
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from fixtures_folder import shared_file
from survey_files import ANSWERS, column, columns, spss, with_extension, with_number

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import AnswerSet, ImportOptions, MissingRange
from insight.language.errors import ImportRefusal

ROWS_AT, WEIGHT_AT = 80, 76


@pytest.mark.parametrize("more", [{}, {"row_compress": True}, {"compress": True}])
def test_labels_missing_values_and_measures_are_those_of_the_file(tmp_path, more):
    source = read_source(spss(tmp_path / "a.sav", **more))
    assert (source.format, source.title, source.rows) == ("spss", "Innbyggere 2025", 4)
    trust, region, weight = source.columns
    assert trust.label == "Jeg stoler på helsetjenesten"
    assert trust.labels == {1: "Helt enig", 2: "Uenig", 99: "Vet ikke"}
    assert trust.missing == (MissingRange(99, 99),)
    assert (trust.measure, trust.type) == ("ordinal", pa.int8())
    assert (region.type, weight.type, weight.measure) == (pa.string(), pa.float64(), "scale")
    assert columns(source) == {
        "trust": [1, 2, 99, None],
        "region": ["Ålesund", "Bærum", "Tromsø", None],
        "vekt": [0.5, 1.25, 1.0, 1.25],
    }


def test_a_portable_file_keeps_its_labels(tmp_path):
    answers = ANSWERS[["trust"]]
    pyreadstat.write_por(answers, tmp_path / "a.por", column_labels=["Tillit"])
    source = read_source(tmp_path / "a.por")
    assert columns(source) == {"TRUST": [1, 2, 99, None]}
    assert source.columns[0].label == "Tillit"


RANGES = [
    ([99], [MissingRange(99, 99)]),
    ([{"lo": 90, "hi": 99}, -1], [MissingRange(90, 99), MissingRange(-1, -1)]),
    ([{"lo": -1.7976931348623155e308, "hi": -1}], [MissingRange(-math.inf, -1)]),
    ([{"lo": 97, "hi": 1.7976931348623157e308}], [MissingRange(97, math.inf)]),
    ([7.5, 8, 9], [MissingRange(7.5, 7.5), MissingRange(8, 8), MissingRange(9, 9)]),
]


@pytest.mark.parametrize(("declared", "read"), RANGES)
def test_declared_missing_values_are_ranges(tmp_path, declared, read):
    source = read_source(spss(tmp_path / "a.sav", missing_ranges={"trust": declared}))
    assert sorted(source.columns[0].missing, key=str) == sorted(read, key=str)


def test_missing_texts_are_declared_too(tmp_path):
    source = read_source(spss(tmp_path / "a.sav", missing_ranges={"region": ["Bærum"]}))
    assert column(source, "region").missing == (MissingRange("Bærum", "Bærum"),)


def test_dates_are_days_and_impossible_ones_numbers(tmp_path):
    days = [datetime.date(2021, 5, 17), None]
    frame = pd.DataFrame({"day": days, "moment": pd.to_datetime(["1814-05-17 10:00", None])})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    source = read_source(tmp_path / "a.sav")
    moment = datetime.datetime(1814, 5, 17, 10)  # noqa: DTZ001 - SPSS knows no zones
    assert columns(source) == {"day": days, "moment": [moment, None]}

    never = pd.DataFrame({"day": [1e15, None]})
    pyreadstat.write_sav(never, tmp_path / "b.sav", variable_format={"day": "DATE11"})
    assert columns(read_source(tmp_path / "b.sav")) == {"day": [10**15, None]}


def test_the_case_weight_is_told_by_its_long_name(tmp_path):
    frame = pd.DataFrame({"text": ["a" * 20], "a_long_name_for_a_weight": [0.5]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    assert read_source(tmp_path / "a.sav").weight is None
    # The text takes three places of eight bytes, so the weight is the fourth variable record.
    assert read_source(with_number(tmp_path / "a.sav", WEIGHT_AT, 4)).weight == frame.columns[1]


SETS = [
    (b"$a=D1 1 6 Hvilke trust vekt\n", AnswerSet("a", "Hvilke", ("trust", "vekt"), 1)),
    (b"$a=D2 Ja 0  TRUST REGION\n", AnswerSet("a", "", ("trust", "region"), "Ja")),
    (b"$a=C 7 Tillit? trust vekt\n", AnswerSet("a", "Tillit?", ("trust", "vekt"), None)),
    (b"$a=E 11 1 2 3 b\xc3\xa5 trust vekt\n", AnswerSet("a", "bå", ("trust", "vekt"), 2)),
]


@pytest.mark.parametrize(("declared", "read"), SETS)
def test_answer_sets_are_read_with_whatever_value_they_count(tmp_path, declared, read):
    subtype = 19 if b"=E" in declared else 7
    source = read_source(with_extension(spss(tmp_path / "a.sav"), subtype, declared))
    assert source.sets == (read,)
    assert source.rows == 4


@pytest.mark.parametrize("declared", [b"nonsense", b"$a=D999999999 1", b"$a=D1 1 99999 x", b"$"])
def test_answer_sets_that_nobody_understands_are_left_out(tmp_path, declared):
    source = read_source(with_extension(spss(tmp_path / "a.sav"), 7, declared))
    assert [one for one in source.sets if one.label] == []
    assert source.rows == 4


def test_labels_are_one_line_and_otherwise_as_they_are(tmp_path):
    hostile = {
        1: "<script>alert(1)</script>",
        2: "=HYPERLINK(1)",
        99: "a\x07b\u202ec\nd" + "e" * 100,
    }
    source = read_source(spss(tmp_path / "a.sav", variable_value_labels={"trust": hostile}))
    assert source.columns[0].labels == {
        1: "<script>alert(1)</script>",
        2: "=HYPERLINK(1)",
        99: "abc d" + "e" * 100,
    }


def test_too_many_columns_are_refused_before_they_are_read(tmp_path, monkeypatch):
    frame = pd.DataFrame({"a": ["x" * 1000], "b": ["y" * 300], "c": [1.0]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")  # the texts are kept as six variables
    monkeypatch.setattr("insight.importers.readers.spss.MOST_COLUMNS", 3)
    assert len(read_source(tmp_path / "a.sav").columns) == 3
    monkeypatch.setattr("insight.importers.readers.spss.MOST_COLUMNS", 2)
    with pytest.raises(ImportRefusal, match="3 columns, and at most"):
        read_source(tmp_path / "a.sav")


LIES = {
    "fewer rows than there are": (ROWS_AT, 3),
    "more rows than there are": (ROWS_AT, 5),
    "no row": (ROWS_AT, 0),
    "an unknown byte order": (64, 77),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_header_that_lies_is_refused_in_one_sentence(tmp_path, lie):
    with pytest.raises(ImportRefusal) as refused:
        read_source(with_number(spss(tmp_path / "a.sav"), *LIES[lie]))
    assert "a.sav" in refused.value.text("nb")
    assert "a.sav" in refused.value.text("en")


@pytest.mark.parametrize("said", [-1, 2**31 - 1])
def test_a_header_that_does_not_know_the_rows_is_read_to_the_end(tmp_path, said):
    assert read_source(with_number(spss(tmp_path / "a.sav"), ROWS_AT, said)).rows == 4


@pytest.mark.parametrize("kept", [4, 100, 200, 400, -40])
def test_a_truncated_file_is_refused(tmp_path, kept):
    path = spss(tmp_path / "a.sav")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ImportRefusal, match=r"a\.sav"):
        read_source(path)


def test_an_encoding_that_does_not_fit_is_refused_and_another_can_be_given(tmp_path):
    path = spss(tmp_path / "a.sav")
    path.write_bytes(path.read_bytes().replace("Bærum".encode(), b"B\xe6rum "))
    with pytest.raises(ImportRefusal, match="encoding"):
        read_source(path)
    source = read_source(path, ImportOptions(encoding="windows-1252"))
    assert columns(source)["region"][1] == "Bærum"


def test_blocks_of_rows_make_one_column(tmp_path, monkeypatch):
    monkeypatch.setattr("insight.importers.readers.readstat.BLOCK", 6)
    frame = pd.DataFrame({"a": [*range(5), 300.0, 0.5], "b": [None] * 6 + ["æ"]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    source = read_source(tmp_path / "a.sav")
    assert columns(source) == {"a": [0, 1, 2, 3, 4, 300, 0.5], "b": [None] * 6 + ["æ"]}
    assert source.columns[0].type == pa.float64()


def test_a_small_real_file_has_its_sets_and_ranges():
    source = read_source(shared_file("fixtures/sav/pyreadstat_mrsets_simple_alltypes.sav"))
    assert source.sets == (
        AnswerSet("categorical_array", "", ("ca_subvar_1", "ca_subvar_2", "ca_subvar_3"), None),
        AnswerSet("mymrset", "My multiple response set", ("bool1", "bool2", "bool3"), 1),
    )
    assert column(source, "x").missing == tuple(MissingRange(one, one) for one in (7, 8, 99))
    assert column(source, "z").missing == (MissingRange(-999, 0), MissingRange(999, 999))
    assert columns(source)["x"] == [1, 2, 3, 4, 8, 9]


def test_a_small_real_file_keeps_its_missing_values():
    source = read_source(shared_file("fixtures/sav/pyreadstat_sample_missing.sav"))
    assert column(source, "mynum").missing == (MissingRange(2000, 3000), MissingRange(-1, -1))
    assert columns(source)["mylabl"] == [1, 2, 1, 2, 1, -1, None]
    assert columns(source)["myord"][-2:] == [-1, -3]


def test_the_european_social_survey_is_read_whole():
    source = read_source(shared_file("fixtures/ESS9NO.sav"))
    assert (source.rows, len(source.columns)) == (1406, 557)
    assert sum(bool(one.labels) for one in source.columns) == 544
    assert sum(bool(one.missing) for one in source.columns) == 503
    assert column(source, "nwspol").labels[8888] == "Don't know"
    weights = np.array(columns(source)["pspwght"])
    assert weights.mean() == pytest.approx(1, abs=0.01)
