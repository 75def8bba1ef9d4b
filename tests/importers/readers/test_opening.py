"""Which reader reads a file: its content says it, and its name must not say otherwise."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from fixtures_folder import shared_file
from old_workbook import write_ods, write_xls
from sas_file import write_sas
from survey_files import ANSWERS, columns, packed, spss, workbook

from insight.importers.readers.opening import kind_of, read_source
from insight.language.errors import ImportRefusal

WRITERS = {
    ".sav": spss,
    ".zsav": lambda path: spss(path, compress=True),
    ".por": lambda path: pyreadstat.write_por(ANSWERS[["trust"]], path),
    ".dta": lambda path: pyreadstat.write_dta(ANSWERS, path),
    ".sas7bdat": lambda path: write_sas(path, [("q", "", "", 0)], [[1.0]]),
    ".csv": lambda path: ANSWERS.to_csv(path, index=False, compression=None),
    ".parquet": lambda path: pq.write_table(pa.table({"q": [1]}), path),
    ".xlsx": lambda path: workbook(path, {"Svar": [["q"], [1]]}),
    ".xls": lambda path: write_xls(path, {"Svar": [["q"], [1]]}),
    ".ods": lambda path: write_ods(path, {"Svar": [["q"], [1]]}),
    ".xpt": lambda path: pyreadstat.write_xport(ANSWERS[["trust"]], path),
    ".gz": lambda path: path.write_bytes(gzip.compress(b"q\n1\n")),
    ".zip": lambda path: packed(path, {"a.csv": b"q\n1\n"}),
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", ["a", "ÆØÅ med mellomrom", "'; rm -rf", "=1+1", "a\nb"])
def test_every_format_is_read_under_its_own_name(tmp_path, suffix, name):
    path = tmp_path / f"{name}{suffix.upper()}"
    WRITERS[suffix](path)
    assert read_source(path).path_name == path.name


TELLING = [suffix for suffix in WRITERS if suffix not in (".csv", ".zsav")]


@pytest.mark.parametrize("suffix", TELLING)
def test_a_file_without_a_telling_name_is_known_by_its_content(tmp_path, suffix):
    WRITERS[suffix](tmp_path / "a")
    assert suffix in kind_of(tmp_path / "a")


WRONG = [
    (content, suffix)
    for content in WRITERS
    for suffix in WRITERS
    if content != suffix and {content, suffix} not in ({".sav", ".zsav"}, {".xls", ".xlsx"})
]


@pytest.mark.parametrize(("content", "suffix"), WRONG)
def test_a_name_that_says_otherwise_is_refused(tmp_path, content, suffix):
    path = tmp_path / f"a{suffix}"
    WRITERS[content](path)
    with pytest.raises(ImportRefusal, match=r"named as .* but seems to be"):
        read_source(path)


ZIP = bytes.fromhex("504b0506") + bytes(18)
OTHERS = {
    "a.sav": (b"", "empty"),
    "b.sav": (b"\x01\x02\x03\x00", "is not a SPSS"),
    "c.xlsx": (b"\xd0\xcf\x11\xe0" + bytes(100), "locked with a password"),
    "d.csv": (b"%PDF-1.7", "PDF"),
    "e.bin": (b"\x01\x02\x00", "not a file that can be read"),
    "f.py": (b"import os", "not a file that can be read"),
    "g.xlsx": (b"PK\x03\x04" + bytes(100), "zip"),
    "h.dta": (b"$FL2" + bytes(10), "seems to be SPSS"),
    "i.sas7bdat": (bytes(100), "is not a SAS"),
    "j.json": (b'[{"q": 1}]', "JSON.* Export the answers as .csv"),
    "k.csv": (b'{"q": 1}', "JSON.* Export the answers as .csv"),
    "l.xls": (b"<table><tr><td>q</td></tr></table>", "HTML/XML"),
    "m.xls": (b"q\tr\n1\t2\n", "named as Excel .* seems to be CSV"),
    "n.xpt": (b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!" + b"0" * 30, "not a whole SAS"),
    "q.docx": (ZIP, "not a file that can be read"),
    "r.numbers": (ZIP, "not a file that can be read"),
    "o.dat": (b"000011\n000122\n000213\n", "no separators.* Export the answers as"),
    "p.txt": (b"1 23 Oslo  4\n2 31 Bergen3\n3 28 Moss  1\n", "no separators"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_refused_in_one_sentence(tmp_path, name):
    content, words = OTHERS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefusal, match=words) as refused:
        read_source(tmp_path / name)
    assert len(refused.value.faults) == 1
    assert name in refused.value.text("nb")


@pytest.mark.parametrize(("content", "suffix"), [(".xls", ".xlsx"), (".xlsx", ".xls")])
def test_workbooks_are_opened_under_each_others_name(tmp_path, content, suffix):
    WRITERS[content](tmp_path / f"a{suffix}")
    assert read_source(tmp_path / f"a{suffix}").rows == 1


@pytest.mark.parametrize("name", ["24_survey.csv.gz", "24_survey.zip", "24_survey.tab"])
def test_the_same_answers_are_read_from_every_packing(name):
    source = read_source(shared_file(f"cases/import/{name}"))
    plain = read_source(shared_file("cases/import/24_survey.txt"))
    assert columns(source) == columns(plain)
    assert source.rows == 120


REFUSED_CASES = {"24_fixed.dat": "no separators", "24_records.json": "JSON"}


@pytest.mark.parametrize("name", REFUSED_CASES)
def test_what_is_no_table_is_refused_with_what_to_export_instead(name):
    with pytest.raises(ImportRefusal, match=f"{REFUSED_CASES[name]}.* Export the answers as"):
        read_source(shared_file(f"cases/import/{name}"))


@pytest.mark.parametrize("name", ["absent.sav", "..", "."])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(ImportRefusal, match="no file"):
        read_source(tmp_path / name)
