"""SPSS: .sav and .zsav, and the portable .por."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyreadstat
from pyreadstat._readstat_parser import parser_entry_point

from insight.importers.readers.readstat import Convert, ReadStatFile, too_many_columns
from insight.importers.readers.source import (
    MOST_COLUMNS,
    AnswerSet,
    ImportOptions,
    Measure,
    MissingRange,
    SourceColumn,
    SourceFile,
)
from insight.importers.readers.spss_header import Dictionary, read_dictionary
from insight.importers.readers.values import (
    clean_labels,
    cleaned,
    dates,
    moments,
    numbers,
    texts,
    whole,
)
from insight.language.errors import Fault, ImportRefusal

EXTREME = 1e300
FIRST_DAY = -141_428  # 1582-10-14, from which SPSS counts seconds, as days from 1970-01-01
DATES = {"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"}
MOMENTS = {"DATETIME", "YMDHMS"}
MEASURES: Mapping[str, Measure] = {"nominal": "nominal", "ordinal": "ordinal", "scale": "scale"}


def read_sav(path: Path, options: ImportOptions) -> SourceFile:
    """Return a .sav or .zsav file as it describes itself."""
    arguments: dict[str, object] = {"user_missing": True, "disable_datetime_conversion": True}
    if options.encoding:
        arguments |= {"encoding": options.encoding}
    file = ReadStatFile(path, "SPSS", pyreadstat.read_sav, arguments)
    dictionary = read_dictionary(path)
    if dictionary is not None and dictionary.columns > MOST_COLUMNS:
        raise too_many_columns(path.name, dictionary.columns)  # ReadStat would take minutes
    try:
        file, found = file.opened()
    except ImportRefusal:  # ReadStat fails to read some answer sets, which are read here anyway
        if dictionary is None or not dictionary.setless:
            raise
        file, found = replace(file, patches=dictionary.setless).opened()
    source = _source(file, found, dictionary)
    if dictionary is not None and 0 <= dictionary.cases == source.rows:
        unsaid = replace(file, patches={**file.patches, **dictionary.unsaid})
        if unsaid.has_row(source.rows):
            raise file.broken(f"more than {source.rows} rows")
    return source


def read_por(path: Path, options: ImportOptions) -> SourceFile:
    """Return a .por file as it describes itself."""
    file = ReadStatFile(path, "SPSS", _parse_por, {"encoding": options.encoding or ""})
    return _source(*file.opened(), None)


def _parse_por(path: str, **arguments: Any) -> Any:
    # pyreadstat.read_por takes neither user_missing nor an encoding; what it calls takes both.
    return parser_entry_point(
        path,
        parser_format="por",
        user_missing=True,
        disable_datetime_conversion=True,
        **arguments,
    )


def _source(file: ReadStatFile, found: Any, dictionary: Dictionary | None) -> SourceFile:
    keys: list[str | None] = found.column_names  # a damaged file may have a name that is none
    names = [key or "" for key in keys]
    data = file.columns(keys, _conversion(keys, found))
    columns = [
        SourceColumn(
            name=name,
            label=cleaned(label),
            labels=clean_labels(found.variable_value_labels.get(key)),
            missing=_missing(found.missing_ranges.get(key, ())),
            measure=MEASURES.get(found.variable_measure.get(key), ""),
            type=values.type,
        )
        for key, name, label, values in zip(keys, names, found.column_labels, data, strict=True)
    ]
    rows = len(data[0])
    if found.number_rows is not None and rows != found.number_rows:
        raise file.broken(f"{rows} rows instead of {found.number_rows}")
    encoding = found.file_encoding or "UTF-8"
    return SourceFile(
        path_name=file.path.name,
        format="spss",
        rows=rows,
        columns=tuple(columns),
        read=data.__getitem__,
        title=cleaned(found.file_label),
        sets=_sets(dictionary, names, encoding) if dictionary else (),
        weight=_weight(dictionary, names, encoding) if dictionary else None,
        remarks=(Fault("fault.import_read_as_encoding", {"encoding": encoding}),),
    )


def _conversion(keys: Sequence[str | None], found: Any) -> Convert:
    kinds = [_kind(found.original_variable_types.get(key)) for key in keys]
    text = [found.readstat_variable_types.get(key) == "string" for key in keys]

    def convert(position: int, values: list[Any]) -> pa.Array:
        if text[position]:
            return texts(values)
        if kinds[position] in DATES:
            return dates(values, FIRST_DAY)
        if kinds[position] in MOMENTS:
            return moments(values, FIRST_DAY)
        return numbers(values)

    return convert


def _kind(declared: str | None) -> str:
    found = re.match("[A-Z]+", declared or "")
    return found[0] if found else ""


def _missing(ranges: Sequence[Mapping[str, Any]]) -> tuple[MissingRange, ...]:
    ends = ((_end(one["lo"], -math.inf), _end(one["hi"], math.inf)) for one in ranges)
    return tuple(MissingRange(low, high) for low, high in ends)


def _end(value: float | str, otherwise: float) -> float | str:
    """Return an end of a range; SPSS's LOWEST and HIGHEST are infinite."""
    if isinstance(value, str):
        return value.rstrip()
    return whole(value) if abs(value) < EXTREME else otherwise


def _sets(dictionary: Dictionary, names: Sequence[str], encoding: str) -> tuple[AnswerSet, ...]:
    found = []
    for one in dictionary.sets:
        members = [_column(column, dictionary, names, encoding) for column in one.columns]
        found.append(
            AnswerSet(
                name=_decoded(one.name, encoding),
                label=cleaned(_decoded(one.label, encoding)),
                columns=tuple(dict.fromkeys(name for name in members if name)),
                counted=_counted(one.counted, encoding),
            )
        )
    return tuple(one for one in found if one.columns)


def _counted(value: bytes | None, encoding: str) -> int | str | None:
    words = None if value is None else _decoded(value, encoding).strip()
    return int(words) if words and re.fullmatch(r"-?\d{1,15}", words) else words


def _weight(dictionary: Dictionary, names: Sequence[str], encoding: str) -> str | None:
    return _column(dictionary.weight, dictionary, names, encoding) if dictionary.weight else None


def _column(
    short: bytes, dictionary: Dictionary, names: Sequence[str], encoding: str
) -> str | None:
    """Return the name of the column that a short name means, in whatever case it is written."""
    wanted = _decoded(dictionary.long_names.get(short.upper(), short), encoding).casefold()
    return next((name for name in names if name.casefold() == wanted), None)


def _decoded(words: bytes, encoding: str) -> str:
    try:
        return words.decode(codecs.lookup(encoding).name, "replace")
    except LookupError:
        return words.decode("latin-1")
