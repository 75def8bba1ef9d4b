"""Real survey files for tests: read from a folder beside the project, never committed to it."""

import shutil
import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from checkout import ROOT

SHARED = ROOT.parent / "shared"
TRUST_CODEBOOK = ROOT / "tests" / "surveys" / "trust_in_digital_health" / "codebook.toml"

# In mhr_whyoptout_*, two respondents who were asked have 99 in every column: nothing marked.
NOTHING_MARKED = 99


def shared_file(path: str) -> Path:
    """Return a file of the shared folder, or skip the test that wants it."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"needs ../shared/{path}, which is not on this machine")
    return file


def convert(csv: Path, codebook: Path, folder: Path) -> Path:
    """Write the survey folder that a CSV file and its codebook make, and return it."""
    declared = tomllib.loads(codebook.read_text(encoding="utf-8"))
    options = pyarrow.csv.ConvertOptions(null_values=["NA"], column_types=column_types(declared))
    responses = pyarrow.csv.read_csv(csv, convert_options=options)
    for column in marked_columns(declared):
        marks = responses[column]
        marks = pc.if_else(pc.equal(marks, NOTHING_MARKED), pa.scalar(0, pa.int64()), marks)
        responses = responses.set_column(responses.column_names.index(column), column, marks)

    survey = folder / declared["id"]
    survey.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(codebook, survey / "codebook.toml")
    pq.write_table(responses, survey / "responses.parquet")
    return survey


def column_types(declared: dict) -> dict[str, pa.DataType]:
    """Return int64 for marks and whole codes, string for other codes, float64 for numbers."""
    types = dict.fromkeys(marked_columns(declared), pa.int64())
    for name, variable in declared["variables"].items():
        if variable["kind"] == "numeric":
            types[name] = pa.float64()
        elif variable["kind"] == "single":
            codes = [category["code"] for category in variable["categories"]]
            whole = all(isinstance(code, int) for code in codes)
            types[name] = pa.int64() if whole else pa.string()
    return types


def marked_columns(declared: dict) -> list[str]:
    """Return the 0/1 columns of every multiple item."""
    return [
        category["column"]
        for variable in declared["variables"].values()
        if variable["kind"] == "multiple"
        for category in variable["categories"]
    ]
