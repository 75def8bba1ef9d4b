"""Files of Stata and SAS: their special missing values become codes."""

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from sas_file import write_sas
from survey_files import ANSWERS, LABELS, QUESTIONS, column, columns

from insight.importers.readers.opening import read_source
from insight.importers.readers.source import MissingRange
from insight.importers.readers.stata import count_columns
from insight.language.errors import ImportRefusal


@pytest.mark.parametrize("version", [10, 12, 13, 14, 15])
def test_labels_are_those_of_the_file_in_every_version(tmp_path, version):
    pyreadstat.write_dta(
        ANSWERS,
        tmp_path / "a.dta",
        version=version,
        file_label="Innbyggere 2025",
        column_labels=QUESTIONS,
        variable_value_labels=LABELS,
    )
    source = read_source(tmp_path / "a.dta")
    assert (source.format, source.title, source.rows) == ("stata", "Innbyggere 2025", 4)
    assert source.columns[0].label == "Jeg stoler på helsetjenesten"
    assert source.columns[0].labels == {1: "Helt enig", 2: "Uenig", 99: "Vet ikke"}
    assert columns(source)["trust"] == [1, 2, 99, None]
    assert columns(source)["region"] == ["Ålesund", "Bærum", "Tromsø", None]


@pytest.mark.parametrize("version", [8, 12, 13, 14, 15])
def test_the_number_of_columns_is_known_before_they_are_read(tmp_path, version):
    pyreadstat.write_dta(ANSWERS, tmp_path / "a.dta", version=version)
    assert count_columns(tmp_path / "a.dta") == 3


def test_texts_of_an_old_file_are_read_in_utf_8_where_they_are_in_utf_8(tmp_path):
    frame = pd.DataFrame({"place": ["Ålesund", "Oslo"]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=12)
    assert columns(read_source(tmp_path / "a.dta")) == {"place": ["Ålesund", "Oslo"]}
    old = (tmp_path / "a.dta").read_bytes().replace("Å".encode(), "Å".encode("cp1252") + b"A")
    (tmp_path / "a.dta").write_bytes(old)
    assert columns(read_source(tmp_path / "a.dta")) == {"place": ["ÅAlesund", "Oslo"]}


def tagged(path, answers, labels=None):
    frame = pd.DataFrame({"q": answers}, dtype=object)
    pyreadstat.write_dta(
        frame,
        path,
        missing_user_values={"q": ["a", "b", "z"]},
        variable_value_labels={"q": labels or {}},
    )
    return read_source(path)


TAGGED = [
    ([1, "a", "z", None], {"a": "Vil ikke svare"}, [1, -1, -26, None]),
    ([0, 1, "b"], {}, [0, 1, -2]),
    ([-5, 1, "a"], {}, [-5, 1, -6]),
    ([0.5, 1.5, "a"], {}, [0.5, 1.5, -1]),
    ([None, "a"], {}, [None, -1]),
]


@pytest.mark.parametrize(("answers", "labels", "codes"), TAGGED)
def test_special_missing_values_become_codes_below_the_others(tmp_path, answers, labels, codes):
    source = tagged(tmp_path / "a.dta", answers, labels)
    assert columns(source) == {"q": codes}
    assert set(source.columns[0].missing) >= {
        MissingRange(code, code)
        for code, answer in zip(codes, answers, strict=True)
        if isinstance(answer, str)
    }
    assert [one.key for one in source.remarks] == ["fault.import_special_missing"]


def test_special_missing_values_keep_their_label_or_get_their_name(tmp_path):
    source = tagged(tmp_path / "a.dta", [1, "a", "b"], {1: "Ja", "a": "Vil ikke svare"})
    assert source.columns[0].labels == {1: "Ja", -1: "Vil ikke svare", -2: ".b"}


PERIODS = [
    ("%td", 22_417, datetime.date(2021, 5, 17)),
    ("%tm", 736, datetime.date(2021, 5, 1)),
    ("%tq", 245, datetime.date(2021, 4, 1)),
    ("%th", 123, datetime.date(2021, 7, 1)),
    ("%tw", 61 * 52 + 1, datetime.date(2021, 1, 8)),
    ("%ty", 2021, 2021),
]


@pytest.mark.parametrize(("declared", "written", "read"), PERIODS)
def test_periods_are_their_first_day(tmp_path, declared, written, read):
    frame = pd.DataFrame({"when": [float(written), np.nan]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", variable_format={"when": declared})
    assert columns(read_source(tmp_path / "a.dta")) == {"when": [read, None]}


SAS_COLUMNS = [
    ("trust", "Jeg stoler på helsetjenesten", "BEST12", 0),
    ("a_name_longer_than_eight", "Hvor bor du?", "$12", 12),
    ("day", "", "DATE9", 0),
    ("moment", "", "DATETIME20", 0),
    ("weight", "", "", 0),
]


def test_a_file_of_sas_has_labels_and_dates_and_special_missing_values(tmp_path):
    rows = [[1.0, "Ålesund", 0.0, 90.0, 0.5], ["A", "  ", 22_417.0, None, 2.0], [None] * 5]
    source = read_source(write_sas(tmp_path / "a.sas7bdat", SAS_COLUMNS, rows))
    assert (source.format, source.rows) == ("sas", 3)
    assert [one.label for one in source.columns] == [label for _, label, _, _ in SAS_COLUMNS]
    assert columns(source) == {
        "trust": [1, -1, None],
        "a_name_longer_than_eight": ["Ålesund", None, None],
        "day": [datetime.date(1960, 1, 1), datetime.date(2021, 5, 17), None],
        "moment": [datetime.datetime(1960, 1, 1, 0, 1, 30), None, None],  # noqa: DTZ001
        "weight": [0.5, 2.0, None],
    }
    assert source.columns[0].labels == {-1: ".a"}
    assert source.columns[0].missing == (MissingRange(-1, -1),)


@pytest.mark.parametrize("kept", [1, 50, 300, 1000])
def test_a_truncated_file_is_refused(tmp_path, kept):
    pyreadstat.write_dta(ANSWERS, tmp_path / "a.dta")
    whole = (tmp_path / "a.dta").read_bytes()
    (tmp_path / "a.dta").write_bytes(whole[:kept])
    with pytest.raises(ImportRefusal, match=r"a\.dta"):
        read_source(tmp_path / "a.dta")


def test_a_number_of_single_precision_stays_a_number(tmp_path):
    frame = pd.DataFrame({"weight": np.array([0.5, 2.0], dtype=np.float32)})
    pyreadstat.write_dta(frame, tmp_path / "a.dta")
    assert column(read_source(tmp_path / "a.dta"), "weight").type == pa.float64()
