"""Packed files: the one survey file in them is read, within limits."""

import gc
import gzip
import struct
import tempfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_files import columns, packed, spss, workbook

from insight.importers.importing import import_file
from insight.importers.readers import packed as packing
from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions
from insight.language.errors import ImportRefusal

CSV = b"a;b\n1;0,5\n2;1,5\n"
READ = {"a": [1, 2], "b": [0.5, 1.5]}

HOLDING = {
    "one file": {"svar.csv": CSV},
    "one file in a folder": {"data/": b"", "data/2025/svar.csv": CSV},
    "what a Mac adds": {"svar.csv": CSV, "__MACOSX/._svar.csv": b"\0", ".DS_Store": b"\0"},
    "a description": {"les meg.txt": b"Hei", "svar.csv": CSV},
    "files that are no surveys": {"svar.csv": CSV, "skjema.pdf": b"%PDF", "bilde.png": b"\x89PNG"},
    "a text alone": {"svar.txt": CSV, "skjema.pdf": b"%PDF"},
    "a name that leads elsewhere": {"../../etc/svar.csv": CSV},
    "a name without an ending": {"svar": CSV},
    "a hostile name": {"a\nb<b>.csv": CSV},
}


@pytest.mark.parametrize("kind", HOLDING)
def test_the_only_survey_file_of_a_zip_file_is_read(tmp_path, kind):
    source = read_source(packed(tmp_path / "a.zip", HOLDING[kind]))
    assert columns(source) == READ
    assert source.path_name == "a.zip"
    assert source.remarks[0].text("en").endswith("is unpacked and read.")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("name", ["svar.csv.gz", "svar.gz", "svar.tsv.gz", "SVAR.CSV.GZ"])
def test_a_gzip_file_is_read(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(CSV[:8]) + gzip.compress(CSV[8:]))
    assert columns(read_source(path)) == READ


def test_every_format_may_be_packed(tmp_path):
    spss(tmp_path / "a.sav")
    workbook(tmp_path / "a.xlsx", {"Svar": [["a", "b"], [1, 0.5]]})
    pq.write_table(pa.table({"a": [1, 2]}), tmp_path / "a.parquet")
    for name, rows in {"a.sav": 4, "a.xlsx": 1, "a.parquet": 2}.items():
        content = (tmp_path / name).read_bytes()
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
        for path in (packed(tmp_path / "a.zip", {name: content}), tmp_path / f"{name}.gz"):
            source = read_source(path)
            assert source.rows == rows
            assert len(source.values(0)) == rows


def test_what_was_unpacked_is_gone_with_the_file_that_was_read(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pq.write_table(pa.table({"a": [1, 2]}), tmp_path / "a.parquet")
    content = (tmp_path / "a.parquet").read_bytes()
    source = read_source(packed(tmp_path / "a.zip", {"a.parquet": content}))
    assert source.values(0).to_pylist() == [1, 2]
    assert len(list(tmp_path.glob("insight-unpacked-*"))) == 1
    del source
    gc.collect()
    assert not list(tmp_path.glob("insight-unpacked-*"))


def test_nothing_stays_of_a_file_that_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ImportRefusal, match="no respondents"):
        read_source(packed(tmp_path / "a.zip", {"a.csv": b"a,b\n"}))
    assert not list(tmp_path.glob("insight-unpacked-*"))


REFUSED = {
    "nothing": ({}, "no files"),
    "a name that is none": ({".": CSV}, "no files"),
    "several surveys": ({"a.csv": CSV, "b.csv": CSV}, "several files: a.csv, b.csv"),
    "several texts": ({"a.txt": CSV, "b.txt": CSV}, "several files: a.txt, b.txt"),
    "something else": ({"a.pdf": b"%PDF-1.7"}, "a.pdf is not a file that can be read"),
    "a packed file": ({"a.zip": b"PK"}, "another packed file|not a whole zip"),
    "a faulty survey": ({"a.csv": b"a,b\n1,2\n3\n"}, "row 3 of a.csv"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_other_zip_files_are_refused_in_one_sentence(tmp_path, kind):
    files, words = REFUSED[kind]
    with pytest.raises(ImportRefusal, match=words) as refused:
        read_source(packed(tmp_path / "x.zip", files))
    assert len(refused.value.faults) == 1
    assert refused.value.text("nb").count("\n") == 0


def test_a_file_that_is_packed_twice_is_refused(tmp_path):
    (tmp_path / "a.csv.gz.gz").write_bytes(gzip.compress(gzip.compress(CSV)))
    with pytest.raises(ImportRefusal, match="another packed file"):
        read_source(tmp_path / "a.csv.gz.gz")


def test_a_file_with_a_password_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.csv": CSV})
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ImportRefusal, match="locked with a password"):
        read_source(path)


@pytest.mark.parametrize("kept", [11, 25, -9])
@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip"])
def test_a_truncated_file_is_refused(tmp_path, name, kept):
    path = tmp_path / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(CSV * 50))
    else:
        packed(path, {"a.csv": CSV * 50})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ImportRefusal, match=r"not a whole (gzip|zip) file"):
        read_source(path)


@pytest.mark.parametrize("lying", [False, True])
def test_a_zip_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch, lying):
    monkeypatch.setattr(packing, "LARGEST_MEMBER", 10_000_000)
    path = packed(tmp_path / "a.zip", {"a.csv": b"a,b\n" + b"1,2\n" * 5_000_000})
    assert path.stat().st_size < 100_000
    if lying:
        size = struct.pack("<I", 20_000_004)
        path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 100)))
    with pytest.raises(ImportRefusal, match=r"too large|not a whole zip"):
        read_source(path)


def test_other_compressions_are_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", CSV)
    with pytest.raises(ImportRefusal, match="not a whole zip file"):
        read_source(tmp_path / "a.zip")


def test_a_gzip_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "LARGEST_MEMBER", 10_000_000)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 5_000_000))
    with pytest.raises(ImportRefusal, match="too large when it is unpacked"):
        read_source(path)


def test_a_bomb_is_refused_by_the_import_and_leaves_nothing(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.csv": b"a,b\n" + b"1,2\n" * 50_000})
    size = struct.pack("<I", 200_004)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 2**31)))
    with pytest.raises(ImportRefusal, match="too large when it is unpacked"):
        import_file(path, tmp_path / "s")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_options_reach_the_file_inside(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.csv": CSV})
    source = read_source(path, ImportOptions(header_rows=0))
    assert (source.rows, source.columns[0].name) == (3, "column_1")
