"""Stata: .dta of every version that ReadStat knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyreadstat

from insight.importers.readers.readstat import ReadStatFile, too_many_columns
from insight.importers.readers.source import MOST_COLUMNS, ImportOptions, SourceFile
from insight.importers.readers.tagged_missing import read_with_special_missing
from insight.importers.readers.values import DAY, dates, moments, numbers, texts

FIRST_DAY = -3_653  # 1960-01-01, from which Stata counts, as days from 1970-01-01
FIRST_YEAR = 1960
FORMAT = re.compile("%-?t([cCdwmqh])|%-?(d)")
BEGINNING = 200
COLUMNS = re.compile(
    rb"<release>(\d{3})</release><byteorder>(MSF|LSF)</byteorder><K>(.{4})", re.DOTALL
)
MONTHS = {"m": 1, "q": 3, "h": 6}


def read_stata(path: Path, options: ImportOptions) -> SourceFile:
    """Return a .dta file as it describes itself."""
    arguments: dict[str, object] = {"user_missing": True, "disable_datetime_conversion": True}
    if options.encoding:
        arguments |= {"encoding": options.encoding}
    count = count_columns(path)
    if count > MOST_COLUMNS:
        raise too_many_columns(path.name, count)  # ReadStat would take minutes
    file = ReadStatFile(path, "Stata", pyreadstat.read_dta, arguments)
    return read_with_special_missing(*file.open_with_metadata(), "stata", _convert)


def count_columns(path: Path) -> int:
    """Return how many columns a file says that it has; 0 where it does not say so."""
    with path.open("rb") as file:
        start = file.read(BEGINNING)
    if not start.startswith(b"<"):
        order: Literal["little", "big"] = "big" if start[1:2] == b"\1" else "little"
        return int.from_bytes(start[4:6], order)
    header = COLUMNS.search(start)
    if header is None:
        return 0
    order = "big" if header[2] == b"MSF" else "little"
    return int.from_bytes(header[3][: 4 if header[1] == b"119" else 2], order)


def _convert(format_name: str, is_text: bool, values: Sequence[Any]) -> pa.Array:
    if is_text:
        return texts(list(values))
    match = FORMAT.match(format_name)
    unit = (match[1] or match[2]) if match else ""
    if not unit:
        return numbers(values)
    elapsed = np.asarray(values, dtype=np.float64)
    if unit in "cC":
        return moments(elapsed / 1000, FIRST_DAY)
    if unit == "d":
        return dates(elapsed * DAY, FIRST_DAY)
    return dates(_first_days(elapsed, unit) * DAY, 0)


def _first_days(periods: np.ndarray[Any, np.dtype[np.float64]], unit: str) -> Any:
    """Return the first day of each week, month, quarter or half year, from 1970-01-01."""
    finite = np.isfinite(periods) & (np.abs(periods) < 100_000)
    filled = np.where(finite, periods, 0).astype(np.int64)
    years, part = (
        np.divmod(filled, 52) if unit == "w" else (filled * 0, filled * MONTHS.get(unit, 0))
    )
    months = (years + FIRST_YEAR - 1970) * 12 + (0 if unit == "w" else part)
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.float64)
    return np.where(finite, days + (7 * part if unit == "w" else 0), np.nan)
