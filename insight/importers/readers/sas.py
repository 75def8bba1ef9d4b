"""SAS: .sas7bdat and transport files (.xpt).

Value labels lie in a catalogue file of their own, which is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyreadstat

from insight.importers.readers.readstat import Reading, ReadStatFile
from insight.importers.readers.source import ImportOptions, SourceFile
from insight.importers.readers.tagged_missing import read_with_special_missing
from insight.importers.readers.values import DAY, dates, moments, numbers, texts

FIRST_DAY = -3_653  # 1960-01-01, from which SAS counts, as days from 1970-01-01
MOMENTS = re.compile("(DATETIME|E8601D[TZN]|B8601D[TZN]|IS8601D[TZN]|NLDATM|DATEAMPM|MDYAMPM)")
DATES = re.compile(
    "(DATE|DDMMYY|MMDDYY|YYMMDD|YYMM|YYQ|MMYY|MONYY|JULIAN|WEEKDAT[EX]|WORDDAT[EX]|NLDATE"
    "|E8601DA|B8601DA|IS8601DA)"
)


def read_sas(path: Path, options: ImportOptions) -> SourceFile:
    """Return a .sas7bdat file as it describes itself."""
    return _read(path, options, pyreadstat.read_sas7bdat, {"user_missing": True})


def read_transport(path: Path, options: ImportOptions) -> SourceFile:
    """Return a transport file of SAS (.xpt), of version 5 or 8, as it describes itself.

    Its special missing values (.A to .Z) are missing and nothing more.
    """
    return _read(path, options, pyreadstat.read_xport, {})


def _read(
    path: Path, options: ImportOptions, reading: Reading, more: Mapping[str, object]
) -> SourceFile:
    arguments: dict[str, object] = {**more, "disable_datetime_conversion": True}
    if options.encoding:
        arguments |= {"encoding": options.encoding}
    file = ReadStatFile(path, "SAS", reading, arguments)
    return read_with_special_missing(*file.open_with_metadata(), "sas", _convert)


def _convert(format_name: str, is_text: bool, values: Sequence[Any]) -> pa.Array:
    if is_text:
        return texts(list(values))
    if MOMENTS.match(format_name):
        return moments(values, FIRST_DAY)
    if DATES.match(format_name):
        return dates(np.asarray(values, dtype=np.float64) * DAY, FIRST_DAY)
    return numbers(values)
