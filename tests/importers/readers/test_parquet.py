"""Parquet files: plain columns as they are, categories with their words, indexes left out."""

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fixtures_folder import shared_file
from survey_files import column, columns

from insight.importers.readers.opening import read_source
from insight.language.errors import ImportRefusal

DAY = datetime.date(2021, 5, 17)
NOON = datetime.datetime(2021, 5, 17, 12)  # noqa: DTZ001 - a survey's times have no zone
UTC = NOON.replace(tzinfo=datetime.UTC)


def written(path, table, **more):
    pq.write_table(table, path, **more)
    return read_source(path)


TYPES = [
    (pa.int64(), [1, None, 3], pa.int8(), [1, None, 3]),
    (pa.uint32(), [1, 300], pa.int16(), [1, 300]),
    (pa.uint64(), [1, 2**64 - 1], pa.float64(), [1.0, float(2**64)]),
    (pa.int64(), [2**60 + 1], pa.int64(), [2**60 + 1]),
    (pa.float32(), [1.0, float("nan")], pa.int8(), [1, None]),
    (pa.float64(), [0.5, float("inf")], pa.float64(), [0.5, None]),
    (pa.decimal128(5, 2), ["1.50", "2.00"], pa.float64(), [1.5, 2.0]),
    (pa.large_string(), ["å ", ""], pa.string(), ["å", None]),
    (pa.binary(), [b"\xc3\xa5"], pa.string(), ["å"]),
    (pa.bool_(), [True, None], pa.bool_(), [True, None]),
    (pa.date64(), [DAY], pa.date32(), [DAY]),
    (pa.timestamp("ns"), [NOON], pa.timestamp("us"), [NOON]),
    (pa.timestamp("ms", "UTC"), [UTC], pa.timestamp("us"), [NOON]),
    (pa.null(), [None, None], pa.null(), [None, None]),
]


@pytest.mark.parametrize("statistics", [True, False])
@pytest.mark.parametrize(("kind", "given", "read_as", "read"), TYPES, ids=lambda one: str(one)[:20])
def test_a_column_has_the_smallest_type_that_holds_it(
    tmp_path, kind, given, read_as, read, statistics
):
    given = pa.array(given).cast(kind) if pa.types.is_decimal(kind) else pa.array(given, kind)
    source = written(tmp_path / "a.parquet", pa.table({"q": given}), write_statistics=statistics)
    assert source.columns[0].type == read_as
    assert source.values(0).type == read_as
    assert columns(source) == {"q": read}


def test_categories_become_codes_with_their_words(tmp_path):
    size = pd.Categorical(["stor", "liten", None], ["liten", "stor"], ordered=True)
    place = pd.Categorical(["x", "x", "y"])
    pd.DataFrame({"size": size, "place": place}).to_parquet(tmp_path / "a.parquet")
    source = read_source(tmp_path / "a.parquet")
    assert columns(source) == {"size": [2, 1, None], "place": [1, 1, 2]}
    assert column(source, "size").labels == {1: "liten", 2: "stor"}
    assert [one.measure for one in source.columns] == ["ordinal", "nominal"]


def test_row_numbers_of_pandas_are_left_out(tmp_path):
    frame = pd.DataFrame({"q": [1, 2], "id": ["x", "y"]}, index=[5, 9])
    frame.to_parquet(tmp_path / "a.parquet")
    assert columns(read_source(tmp_path / "a.parquet")) == {"q": [1, 2], "id": ["x", "y"]}
    frame.set_index("id").to_parquet(tmp_path / "b.parquet")
    assert columns(read_source(tmp_path / "b.parquet")) == {"q": [1, 2], "id": ["x", "y"]}


def test_lists_and_bytes_are_left_out_and_named(tmp_path):
    table = pa.table({"many": [[1], [2]], "raw": [b"\xff", b"\xfe"], "q": [1, 2]})
    source = written(tmp_path / "a.parquet", table)
    assert columns(source) == {"q": [1, 2]}
    assert "many, raw" in source.remarks[0].text("en")


def test_names_may_repeat_and_be_empty(tmp_path):
    table = pa.table([[1], [2], [3]], names=["a", "a", ""])
    source = written(tmp_path / "a.parquet", table)
    assert [one.name for one in source.columns] == ["a", "a", ""]
    assert [source.values(one).to_pylist() for one in range(3)] == [[1], [2], [3]]


def test_metadata_that_lie_are_ignored(tmp_path):
    for number, lie in enumerate([b"{", b"[]", b'{"index_columns": 3}', b"[" * 100_000]):
        table = pa.table({"q": [1]}).replace_schema_metadata({b"pandas": lie})
        assert columns(written(tmp_path / f"{number}.parquet", table)) == {"q": [1]}


REFUSED = {
    "no rows": (pa.table({"q": pa.array([], pa.int64())}), "no respondents"),
    "no columns": (pa.table({"q": [[1]]}), "no columns"),
    "10,001 columns": (pa.table({f"q{one}": [1] for one in range(10_001)}), "10001 columns"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_holds_no_survey_is_refused(tmp_path, what):
    table, words = REFUSED[what]
    with pytest.raises(ImportRefusal, match=words):
        written(tmp_path / "a.parquet", table)


@pytest.mark.parametrize("kept", [4, 100, -8, -1])
def test_a_truncated_file_is_refused(tmp_path, kept):
    pq.write_table(pa.table({"q": list(range(100))}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[:kept])
    with pytest.raises(ImportRefusal, match=r"a\.parquet"):
        read_source(tmp_path / "a.parquet")


def test_a_text_that_is_none_is_refused(tmp_path):
    pq.write_table(pa.table({"q": ["Tromsø"]}), tmp_path / "a.parquet", compression="none")
    broken = (tmp_path / "a.parquet").read_bytes().replace("ø".encode(), b"\xff\xff")
    (tmp_path / "a.parquet").write_bytes(broken)
    with pytest.raises(ImportRefusal, match=r"a\.parquet"):
        read_source(tmp_path / "a.parquet")


def test_a_large_file_is_described_before_it_is_read():
    source = read_source(shared_file("fixtures/hps_2021_2022.parquet"))
    assert (source.rows, len(source.columns)) == (1_087_170, 384)
    weights = next(at for at, one in enumerate(source.columns) if one.name == "PWEIGHT")
    assert np.nanmin(source.values(weights).to_numpy()) > 0
