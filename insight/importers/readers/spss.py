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
    clean_label,
    clean_labels,
    dates,
    moments,
    numbers,
    texts,
    whole_as_int,
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
    if dictionary is not None and dictionary.variable_count > MOST_COLUMNS:
        raise too_many_columns(path.name, dictionary.variable_count)  # ReadStat would take minutes
    try:
        file, metadata = file.open_with_metadata()
    except ImportRefusal:  # ReadStat fails to read some answer sets, which are read here anyway
        if dictionary is None or not dictionary.without_sets:
            raise
        file, metadata = replace(file, patches=dictionary.without_sets).open_with_metadata()
    source = _source(file, metadata, dictionary)
    if dictionary is not None and 0 <= dictionary.cases == source.rows:
        uncounted = replace(file, patches={**file.patches, **dictionary.without_case_count})
        if uncounted.has_row(source.rows):
            raise file.broken_file(f"more than {source.rows} rows")
    return source


def read_por(path: Path, options: ImportOptions) -> SourceFile:
    """Return a .por file as it describes itself."""
    file = ReadStatFile(path, "SPSS", _parse_por, {"encoding": options.encoding or ""})
    return _source(*file.open_with_metadata(), None)


def _parse_por(path: str, **arguments: Any) -> Any:
    # pyreadstat.read_por takes neither user_missing nor an encoding; what it calls takes both.
    return parser_entry_point(
        path,
        parser_format="por",
        user_missing=True,
        disable_datetime_conversion=True,
        **arguments,
    )


def _source(file: ReadStatFile, metadata: Any, dictionary: Dictionary | None) -> SourceFile:
    keys: list[str | None] = metadata.column_names  # a damaged file may have a name that is none
    names = [key or "" for key in keys]
    data = file.read_columns(keys, _conversion(keys, metadata))
    columns = [
        SourceColumn(
            name=name,
            label=clean_label(label),
            labels=clean_labels(metadata.variable_value_labels.get(key)),
            missing=_missing_ranges(metadata.missing_ranges.get(key, ())),
            measure=MEASURES.get(metadata.variable_measure.get(key), ""),
            type=values.type,
        )
        for key, name, label, values in zip(keys, names, metadata.column_labels, data, strict=True)
    ]
    rows = len(data[0])
    if metadata.number_rows is not None and rows != metadata.number_rows:
        raise file.broken_file(f"{rows} rows instead of {metadata.number_rows}")
    encoding = metadata.file_encoding or "UTF-8"
    return SourceFile(
        path_name=file.path.name,
        format="spss",
        rows=rows,
        columns=tuple(columns),
        read=data.__getitem__,
        title=clean_label(metadata.file_label),
        sets=_sets(dictionary, names, encoding) if dictionary else (),
        weight=_weight(dictionary, names, encoding) if dictionary else None,
        remarks=(Fault("fault.import_read_as_encoding", {"encoding": encoding}),),
    )


def _conversion(keys: Sequence[str | None], metadata: Any) -> Convert:
    kinds = [_format_name(metadata.original_variable_types.get(key)) for key in keys]
    is_text = [metadata.readstat_variable_types.get(key) == "string" for key in keys]

    def convert(position: int, values: list[Any]) -> pa.Array:
        if is_text[position]:
            return texts(values)
        if kinds[position] in DATES:
            return dates(values, FIRST_DAY)
        if kinds[position] in MOMENTS:
            return moments(values, FIRST_DAY)
        return numbers(values)

    return convert


def _format_name(declared: str | None) -> str:
    match = re.match("[A-Z]+", declared or "")
    return match[0] if match else ""


def _missing_ranges(ranges: Sequence[Mapping[str, Any]]) -> tuple[MissingRange, ...]:
    ends = (
        (_range_end(bounds["lo"], -math.inf), _range_end(bounds["hi"], math.inf))
        for bounds in ranges
    )
    return tuple(MissingRange(low, high) for low, high in ends)


def _range_end(value: float | str, otherwise: float) -> float | str:
    """Return an end of a range; SPSS's LOWEST and HIGHEST are infinite."""
    if isinstance(value, str):
        return value.rstrip()
    return whole_as_int(value) if abs(value) < EXTREME else otherwise


def _sets(dictionary: Dictionary, names: Sequence[str], encoding: str) -> tuple[AnswerSet, ...]:
    sets = []
    for declared in dictionary.sets:
        members = [_column_name(short, dictionary, names, encoding) for short in declared.members]
        sets.append(
            AnswerSet(
                name=_decode(declared.name, encoding),
                label=clean_label(_decode(declared.label, encoding)),
                members=tuple(dict.fromkeys(name for name in members if name)),
                counted_value=_counted_value(declared.counted_value, encoding),
            )
        )
    return tuple(answer_set for answer_set in sets if answer_set.members)


def _counted_value(value: bytes | None, encoding: str) -> int | str | None:
    text = None if value is None else _decode(value, encoding).strip()
    return int(text) if text and re.fullmatch(r"-?\d{1,15}", text) else text


def _weight(dictionary: Dictionary, names: Sequence[str], encoding: str) -> str | None:
    return (
        _column_name(dictionary.weight, dictionary, names, encoding) if dictionary.weight else None
    )


def _column_name(
    short: bytes, dictionary: Dictionary, names: Sequence[str], encoding: str
) -> str | None:
    """Return the name of the column that a short name means, in whatever case it is written."""
    long_name = _decode(dictionary.long_names.get(short.upper(), short), encoding).casefold()
    return next((name for name in names if name.casefold() == long_name), None)


def _decode(text: bytes, encoding: str) -> str:
    try:
        return text.decode(codecs.lookup(encoding).name, "replace")
    except LookupError:
        return text.decode("latin-1")
