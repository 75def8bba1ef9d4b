"""Files: the same numbers in every format, whole or not at all, and harmless in a spreadsheet."""

import io
import json
import os
import re
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from survey_folder import segment, single, write_survey

from insight import RequestError, open_survey, table
from insight.exports.files import (
    csv_bytes,
    file_name,
    spreadsheet_bytes,
    tidy_bytes,
    without_formula,
    write_file,
)
from insight.survey.filters import Filter, parse_filter


def survey(root: Path):
    frame = {
        "q": [1, 2, 2, 1, 2, None] * 5,
        "g": ["a", "b, c", 'd"'] * 10,
        "w": [0.1, 0.7, 3.0] * 10,
    }
    variables = {"q": single(1, 2), "g": segment("a", "b, c", 'd"')}
    gates = {"min_base": 9, "min_effective_base": 0}
    design = {"weight": "w"}
    folder = write_survey(
        root, "s", frame, variables, design=design, disclosure=gates, simulated=True
    )
    return open_survey(folder)


@pytest.fixture(scope="module")
def tidy(tmp_path_factory):
    return table(survey(tmp_path_factory.mktemp("export")), "q", by=["g"]).tidy("nb")


def test_every_format_holds_the_same_numbers(tidy):
    frame = tidy.to_pandas()
    csv = pd.read_csv(io.BytesIO(tidy_bytes(tidy, "csv")), dtype={"category": str})
    parquet = pd.read_parquet(io.BytesIO(tidy_bytes(tidy, "parquet")))
    rows = pd.DataFrame(json.loads(tidy_bytes(tidy, "json")))
    assert list(csv.columns) == list(parquet.columns) == list(rows.columns) == list(frame.columns)
    for name in ("n", "base", "df", "base_weighted", "share", "share_se", "share_low", "n_eff"):
        expected = frame[name].to_numpy(float, na_value=np.nan)
        assert np.isnan(expected).any() == (frame["flag"] == "suppressed").any()
        for other in (csv, parquet, rows):
            np.testing.assert_array_equal(other[name].to_numpy(float, na_value=np.nan), expected)
    for other in (csv, parquet, rows):
        assert other["simulated"].tolist() == [True] * len(frame)
        assert other["g"].tolist() == frame["g"].tolist()


def test_csv_is_plain(tidy):
    lines = tidy_bytes(tidy, "csv").decode().split("\n")
    assert lines[0].startswith("survey,item,kind,category,category_label,g,g_label,n,base,")
    assert lines[-1] == ""
    assert "\r" not in "".join(lines)
    assert lines[1].endswith(",true,assumed")


def test_json_has_null_for_empty(tmp_path):
    found = table(survey(tmp_path), "q", where=parse_filter(["g=a", "q=2"],
                  survey(tmp_path / "other").codebook))  # fmt: skip
    rows = json.loads(tidy_bytes(found.tidy("nb"), "json"))
    assert [row["share"] for row in rows] == [None, None]
    assert [row["base"] for row in rows] == [None, None]
    assert rows[0]["level"] == 0.95


# --- Spreadsheets --------------------------------------------------------------------------------


def test_a_norwegian_excel_finds_semicolons_decimal_commas_and_its_letters(tidy):
    content = spreadsheet_bytes(tidy.to_pandas())
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("survey;item;kind;category;category_label;g;g_label;n;base;")
    [shown] = [line for line in lines if line.startswith("s;q;category;2;kode 2 nb;b, c;")]
    assert re.search(r";0,\d+;0,\d+;", shown)
    assert lines[-1] == ""


def test_the_two_csv_files_hold_the_same_numbers(tidy):
    plain = pd.read_csv(io.BytesIO(tidy_bytes(tidy)), dtype={"category": str})
    excel = pd.read_csv(
        io.BytesIO(spreadsheet_bytes(tidy.to_pandas())),
        sep=";",
        decimal=",",
        dtype={"category": str},
        encoding="utf-8-sig",
    )
    pd.testing.assert_frame_equal(excel, plain, check_exact=True)


FORMULAS = [
    ("=1+1", "'=1+1"),
    ("+47 22 33 44", "'+47 22 33 44"),
    ("-", "'-"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("\n=1", "'\n=1"),
    ("\uff1d1+1", "'\uff1d1+1"),
    ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
    ("-1", "-1"),
    ("+1,5", "+1,5"),
    ("-12.25", "-12.25"),
    ("60 år eller over", "60 år eller over"),
    ("a=b", "a=b"),
    ("", ""),
]


@pytest.mark.parametrize(("words", "safe"), FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_and_numbers_do_not(words, safe):
    assert without_formula(words) == safe


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A tidy result whose labels and one of whose codes would be formulas, and one code of -1."""
    variable = single("-1", "=2+2")
    for one in variable["categories"]:
        one |= {"nb": f"=A{one['code']}", "en": f"=A{one['code']}"}
    frame = {"q": ["-1", "=2+2"] * 20}
    folder = write_survey(tmp_path_factory.mktemp("hostile"), "s", frame, {"q": variable})
    return table(open_survey(folder), "q").tidy("nb")


def test_a_program_reads_codes_as_they_are_and_labels_are_harmless(hostile):
    rows = pd.read_csv(io.BytesIO(tidy_bytes(hostile)), dtype=str)
    assert rows["category"].tolist() == ["-1", "=2+2"]
    assert rows["category_label"].tolist() == ["'=A-1", "'=A=2+2"]


def test_in_the_file_for_excel_codes_are_harmless_too(hostile):
    content = io.BytesIO(spreadsheet_bytes(hostile.to_pandas()))
    rows = pd.read_csv(content, sep=";", dtype=str, encoding="utf-8-sig")
    assert rows["category"].tolist() == ["-1", "'=2+2"]
    assert rows["category_label"].tolist() == ["'=A-1", "'=A=2+2"]


def test_other_formats_keep_every_letter(hostile):
    parquet = pd.read_parquet(io.BytesIO(tidy_bytes(hostile, "parquet")))
    assert parquet["category_label"].tolist() == ["=A-1", "=A=2+2"]
    rows = json.loads(tidy_bytes(hostile, "json"))
    assert [one["category_label"] for one in rows] == ["=A-1", "=A=2+2"]


def test_a_table_of_words_is_harmless_and_its_numbers_are_untouched():
    frame = pd.DataFrame({"words": ["=1", None, "-2"], "number": [-1.5, 2.0, None]})
    assert csv_bytes(frame).decode() == "words,number\n'=1,-1.5\n,2.0\n-2,\n"


def test_files_are_named_for_what_they_hold_in_letters_that_every_system_writes(tmp_path):
    book = survey(tmp_path).codebook
    where = parse_filter([r"g=b\, c,a", "q=2"], book)
    assert file_name("s_q_by_g", Filter(), "csv") == "s_q_by_g.csv"
    assert file_name("s_q_by_g", where, "xlsx") == "s_q_by_g_g-b-c-a_q-2.xlsx"
    assert file_name("Spørsmål/../Ålesund æ", Filter(), "csv") == "Sporsmal-Alesund-ae.csv"


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = file_name("x" * 300, Filter(), "csv")
    assert name == "x" * 120 + ".csv"


# --- On disk -------------------------------------------------------------------------------------


def test_a_file_is_written_whole(tmp_path):
    path = tmp_path / "æ ø.csv"
    write_file(path, b"first")
    write_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert [one.name for one in tmp_path.iterdir()] == ["æ ø.csv"]


def test_a_new_file_may_be_read_by_whom_the_system_lets(tmp_path):
    (tmp_path / "by_hand").touch()
    write_file(tmp_path / "ours", b"")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("by_hand", "ours")]
    assert modes[0] == modes[1]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to_and_stays_a_device():
    write_file(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["absent/x.csv", "file/x.csv", "folder", "x" * 300, "loop"])
def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, name):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(RequestError, match=r"could not be written: \w"):
        write_file(tmp_path / name, b"content")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_full_disk_is_said():
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full, which this system lacks")
    with pytest.raises(RequestError, match="No space left"):
        write_file(Path("/dev/full"), b"content")
