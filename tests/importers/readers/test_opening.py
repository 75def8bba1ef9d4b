"""Which reader reads a file: its content says it, and its name must not say otherwise."""

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from sas_file import write_sas
from survey_files import ANSWERS, spss, workbook

from insight.importers.readers.opening import kind_of, read_source
from insight.language.errors import ImportRefusal

WRITERS = {
    ".sav": spss,
    ".zsav": lambda path: spss(path, compress=True),
    ".por": lambda path: pyreadstat.write_por(ANSWERS[["trust"]], path),
    ".dta": lambda path: pyreadstat.write_dta(ANSWERS, path),
    ".sas7bdat": lambda path: write_sas(path, [("q", "", "", 0)], [[1.0]]),
    ".csv": lambda path: ANSWERS.to_csv(path, index=False),
    ".parquet": lambda path: pq.write_table(pa.table({"q": [1]}), path),
    ".xlsx": lambda path: workbook(path, {"Svar": [["q"], [1]]}),
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", ["a", "ÆØÅ med mellomrom", "'; rm -rf", "=1+1", "a\nb"])
def test_every_format_is_read_under_its_own_name(tmp_path, suffix, name):
    path = tmp_path / f"{name}{suffix.upper()}"
    WRITERS[suffix](path)
    assert read_source(path).path_name == path.name


@pytest.mark.parametrize("suffix", [".sav", ".dta", ".parquet", ".xlsx", ".por"])
def test_a_file_without_a_telling_name_is_known_by_its_content(tmp_path, suffix):
    WRITERS[suffix](tmp_path / "a")
    assert suffix in kind_of(tmp_path / "a")


WRONG = [
    (content, suffix)
    for content in WRITERS
    for suffix in WRITERS
    if content != suffix and not {content, suffix} <= {".sav", ".zsav"}
]


@pytest.mark.parametrize(("content", "suffix"), WRONG)
def test_a_name_that_says_otherwise_is_refused(tmp_path, content, suffix):
    path = tmp_path / f"a{suffix}"
    WRITERS[content](path)
    with pytest.raises(ImportRefusal, match=r"named as .* but seems to be"):
        read_source(path)


OTHERS = {
    "a.sav": (b"", "empty"),
    "b.sav": (b"\x01\x02\x03\x00", "is not a SPSS"),
    "c.xlsx": (b"\xd0\xcf\x11\xe0" + bytes(100), "older Excel"),
    "d.csv": (b"%PDF-1.7", "PDF"),
    "e.bin": (b"\x01\x02\x00", "not a file that can be read"),
    "f.py": (b"import os", "not a file that can be read"),
    "g.xlsx": (b"PK\x03\x04" + bytes(100), "zip"),
    "h.dta": (b"$FL2" + bytes(10), "seems to be SPSS"),
    "i.sas7bdat": (bytes(100), "is not a SAS"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_refused_in_one_sentence(tmp_path, name):
    content, words = OTHERS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefusal, match=words) as refused:
        read_source(tmp_path / name)
    assert len(refused.value.faults) == 1
    assert name in refused.value.text("nb")


@pytest.mark.parametrize("name", ["absent.sav", "..", "."])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(ImportRefusal, match="no file"):
        read_source(tmp_path / name)
