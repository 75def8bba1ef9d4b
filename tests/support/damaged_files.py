"""Damaged survey files, and a process that tries them one after the other.

``python damaged_files.py`` answers each line of stdin, the path of a file, with a line of JSON that
says what came of it. It is started anew when it dies, as the sandbox would be.
"""

import gzip
import json
import os
import select
import struct
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
from checkout import ROOT
from hypothesis import strategies as st
from old_workbook import write_ods, write_xls
from sas_file import write_sas
from survey_files import ANSWERS, LABELS, QUESTIONS, packed, spss, with_extension, workbook

PATIENCE = 120  # seconds for one small file, on a busy machine
BEGINNING = 700  # bytes in which most formats say how they are read
MEMORY = 1024

HEADERS = """Innbyggere 2025
Q1,Q2,Q3_1
Kjønn,Hvor gammel er du?,"Kanaler
- Nett"
"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"
Kvinne,49,1
Mann,61,0
,,
Mann,23,1
"""

# Numbers that headers lie with: none, one, many, and all that is next to a boundary.
LIES = [0, 1, -1, 2, 7, 127, 255, 256, 32_767, 65_535, 10**6, 2**31 - 1, -(2**31), 2**30]


def seeds(folder: Path) -> dict[str, bytes]:
    """A small whole file of every format, by name."""
    stata = {"column_labels": QUESTIONS, "variable_value_labels": LABELS}
    spss(folder / "plain.sav")
    spss(folder / "packed.sav", row_compress=True)
    spss(folder / "z.zsav", compress=True)
    with_extension(spss(folder / "sets.sav"), 7, b"$a=D1 1 6 Hvilke trust vekt\n")
    pyreadstat.write_por(ANSWERS[["trust", "vekt"]], folder / "a.por", column_labels=["T", "V"])
    pyreadstat.write_dta(ANSWERS, folder / "new.dta", **stata)
    pyreadstat.write_dta(ANSWERS, folder / "old.dta", version=10, **stata)
    fields = [("trust", "Tillit", "BEST12", 0), ("place", "", "$12", 12), ("day", "", "DATE9", 0)]
    write_sas(folder / "a.sas7bdat", fields, [[1.0, "Ålesund", 0.0], ["A", "", None]])
    ANSWERS.to_csv(folder / "a.csv", index=False, sep=";", decimal=",")
    pq.write_table(pa.Table.from_pandas(ANSWERS), folder / "a.parquet")
    ANSWERS.astype({"region": "category"}).to_parquet(folder / "words.parquet")
    workbook(folder / "a.xlsx", {"Svar": [["q", "r"], [1, "å"], [2, "b"]]})
    pyreadstat.write_xport(ANSWERS, folder / "a.xpt", column_labels=[*QUESTIONS.values(), ""])
    pyreadstat.write_xport(ANSWERS, folder / "eight.xpt", file_format_version=8)
    (folder / "a.csv.gz").write_bytes(gzip.compress((folder / "a.csv").read_bytes()))
    packed(folder / "a.zip", {"a.csv": (folder / "a.csv").read_bytes(), "b.pdf": b"%PDF"})
    (folder / "headers.csv").write_text(HEADERS, encoding="utf-8")
    rows = [["q", "", ""], ["å", "b", "c"], *([number, "x", 1] for number in range(4))]
    write_xls(folder / "a.xls", {"Om": [["Hei"]], "Svar": rows})
    write_ods(folder / "a.ods", {"Om": [["Hei"]], "Svar": rows})
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def flipped(data: bytes, place: int, value: int) -> bytes:
    return data[:place] + bytes([value]) + data[place + 1 :]


def lied(data: bytes, place: int, number: int, order: str) -> bytes:
    return data[:place] + struct.pack(f"{order}i", number) + data[place + 4 :]


def moved(data: bytes, place: int, start: int, length: int) -> bytes:
    return data[:place] + data[start : start + length] + data[place + length :]


def inserted(data: bytes, place: int, start: int, length: int) -> bytes:
    return data[:place] + data[start : start + length] + data[place:]


def removed(data: bytes, place: int, length: int) -> bytes:
    return data[:place] + data[place + length :]


def cut(data: bytes, place: int) -> bytes:
    return data[:place]


@cache
def damages(size: int) -> st.SearchStrategy[tuple]:
    """What can be done to a file of `size` bytes, mostly where it says how it is read."""
    anywhere = st.integers(0, max(size - 1, 0))
    place = st.one_of(st.integers(0, min(BEGINNING, max(size - 1, 0))), anywhere)
    length = st.integers(1, 200)
    flip = st.tuples(st.just(flipped), place, st.integers(0, 255))
    return st.one_of(
        *(flip, flip, flip),  # most of a file is still there then
        st.tuples(st.just(lied), place, st.sampled_from(LIES), st.sampled_from("<>")),
        st.tuples(st.just(moved), place, anywhere, length),
        st.tuples(st.just(inserted), place, anywhere, length),
        st.tuples(st.just(removed), place, length),
        st.tuples(st.just(cut), anywhere),
    )


@st.composite
def damaged(draw: st.DrawFn, whole: dict[str, bytes]) -> tuple[str, bytes]:
    """A file that was whole until one to four things were done to it."""
    name = draw(st.sampled_from(sorted(whole)))
    data = whole[name]
    if name.endswith((".xlsx", ".ods")) and draw(st.booleans()):
        return name, draw(damaged_member(data))
    for change, *how in draw(st.lists(damages(len(data)), min_size=1, max_size=4)):
        data = change(data, *how)
    return name, data


@st.composite
def damaged_member(draw: st.DrawFn, book: bytes) -> bytes:
    """A workbook with one damaged part, packed as it should be."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = draw(st.sampled_from(sorted(parts)))
    for change, *how in draw(st.lists(damages(len(parts[chosen])), min_size=1, max_size=3)):
        parts[chosen] = change(parts[chosen], *how)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


class Trial:
    """A process that tries files, and is started anew when it dies or hangs."""

    def __init__(self, whole_import: bool = False) -> None:
        self._arguments = ["import"] if whole_import else []
        self._process: subprocess.Popen[bytes] | None = None

    def result(self, path: Path) -> dict:
        """What came of a file: read, refused, died, hung, or a traceback."""
        process = self._process or self._started()
        process.stdin.write(f"{path}\n".encode())
        process.stdin.flush()
        if not select.select([process.stdout], [], [], PATIENCE)[0]:
            self.close()
            return {"came": "hung"}
        line = process.stdout.readline()
        if line:
            return json.loads(line)
        self.close()
        return {"came": "died", "signal": -process.returncode}

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process.stdout.close()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")]),
                "ARROW_DEFAULT_MEMORY_POOL": "system",
                "OPENBLAS_NUM_THREADS": "1",
            },
        )
        return self._process


def tried(path: Path, whole_import: bool) -> dict:
    """Open a file and read all of it, or import it, and say what came of it."""
    import traceback

    from insight.language.errors import InsightError

    try:
        if whole_import:
            imported(path)
        else:
            read(path)
    except InsightError as refusal:
        sentences = [refusal.text("nb"), refusal.text("en")]
        return {"came": "refused", "key": refusal.faults[0].key, "sentences": sentences}
    except MemoryError:
        return {"came": "memory"}
    except BaseException:
        return {"came": "traceback", "traceback": traceback.format_exc()}
    return {"came": "read"}


def read(path: Path) -> None:
    from insight.importers.readers.opening import read_source

    source = read_source(path)
    for position, column in enumerate(source.columns):
        values = source.values(position)
        assert isinstance(column.name, str)
        assert values.type == column.type
        assert len(values.to_pylist()) == source.rows
        assert all(label.isprintable() for label in (column.label, *column.labels.values()))
    assert {name for answer_set in source.sets for name in answer_set.members} <= {
        one.name for one in source.columns
    }
    assert all(remark.text("nb") and remark.text("en") for remark in source.remarks)


def imported(path: Path) -> None:
    from insight.importers.sandbox.worker import perform

    with tempfile.TemporaryDirectory() as folder:
        options = dict.fromkeys(("separator", "decimal", "encoding", "sheet"))
        target = str(Path(folder) / "survey")
        request = {"path": str(path), "folder": target, "options": options}
        perform({**request, "imported": "2026-01-01", "previous": None, "wave": None})


def main(whole_import: bool) -> None:
    from insight.importers.sandbox.confined import _limit

    _limit({"memory": MEMORY, "processor": 36_000, "file": 256})
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(tried(Path(line.rstrip("\n")), whole_import)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(whole_import="import" in sys.argv[1:])
