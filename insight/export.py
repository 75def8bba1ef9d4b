"""Files to take away: the tidy result as CSV, JSON or Parquet, and the filtered responses."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Literal, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from insight.errors import Fault, RequestError
from insight.filters import Filter
from insight.store import Store
from insight.survey import Survey

Format = Literal["csv", "json", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)


def tidy_bytes(frame: pd.DataFrame, file_format: Format = "csv") -> bytes:
    """Write a tidy result: UTF-8, comma and point in CSV, ``null`` for empty in JSON."""
    match file_format:
        case "csv":
            words = frame["simulated"].map({True: "true", False: "false"})
            plain = frame.assign(simulated=words)
            return csv_bytes(plain)
        case "json":
            rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
            return (json.dumps(rows, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()
        case "parquet":
            buffer = io.BytesIO()
            pa.parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), buffer)
            return buffer.getvalue()


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV: UTF-8, comma and point."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _plain(value: object) -> object:
    """A numpy scalar as the Python number that JSON knows."""
    return value.item()  # type: ignore[attr-defined]


def responses_csv(store: Store, survey: Survey, respondents: Filter) -> bytes:
    """Write the filtered respondents as CSV, marked where they are simulated.

    Raises
    ------
    RequestError
        If the codebook does not allow responses to be downloaded as they are.
    """
    if survey.codebook.disclosure.microdata != "open":
        raise RequestError(Fault("fault.microdata", {"survey": survey.id}))
    rows = store.rows(survey, respondents)
    if "simulated" in rows.column_names:
        rows = rows.drop_columns(["simulated"])
    simulated = pa.array([survey.codebook.simulated] * len(rows), pa.bool_())
    buffer = io.BytesIO()
    pa.csv.write_csv(rows.append_column("simulated", simulated), buffer)
    return buffer.getvalue()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    RequestError
        If the folder does not exist or may not be written to.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)  # a device such as /dev/null; a folder is refused here
            return
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".insight-") as folder:
            draft = Path(folder) / "draft"
            draft.write_bytes(content)
            draft.replace(target)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        values = {"file": str(path), "reason": reason or type(error).__name__}
        raise RequestError(Fault("fault.not_written", values)) from error
