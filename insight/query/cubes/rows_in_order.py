"""Rows in order: the responses of a very large survey on disk, those of one background together.

Where neither cubes nor a table in memory have room for all respondents, a question reads them one
by one. Here their columns are narrow, units are numbered, and those who have the same background
lie together, so that a filter passes by whole stretches of others. Weights and answers are as in
the responses. Nobody needs the file: without it, the responses themselves are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insight.query.cubes.cache_settings import cache_settings_from
from insight.query.cubes.held_tables import UNIT
from insight.query.cubes.kept_tables import keep_written, kept_to_read
from insight.query.cubes.responses_in_memory import (
    OF_UNIT,
    background_columns,
    narrow_rows,
    width_of,
    with_weight,
)
from insight.query.explained import note_read
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, Value, bindings, parameters, quote
from insight.survey.codebook import Variable

AT_ONCE = 8_000_000  # rows that are put in order together
IN_A_GROUP = 131_072  # rows that a filter reads or passes by as one
MOST_PLACES = 1 << 62
MOST_APART = 4  # numbers for each code of those that are numbered as they are
# Of the room for tables on disk, what rows may take.
PART_OF_ROOM = 0.75
_OPENING = Lock()


@dataclass(frozen=True)
class RowsInOrder:
    """A file of rows.

    Attributes
    ----------
    file
        The file, which stays readable when it has been removed from its folder.
    columns
        The columns of the responses that it has: ``c0``, ``c1``, …
    has_units
        Whether it has the number of the unit, ``unit``.
    """

    file: IO[bytes] = field(repr=False)
    columns: tuple[str, ...]
    has_units: bool

    @property
    def units(self) -> tuple[str, ...]:
        """The column that tells units apart, where there is one."""
        return (UNIT,) if self.has_units else ()

    @property
    def sql(self) -> Sql:
        """SQL for the rows, with columns named as in the responses."""
        listed = [f"unit AS {quote(UNIT)}"] if self.has_units else []
        listed += [f"c{at} AS {quote(name)}" for at, name in enumerate(self.columns)]
        rows = "read_parquet($in_order, hive_partitioning = false)"
        return Sql(f"SELECT {', '.join(listed)} FROM {rows}", {"in_order": self._path})

    @property
    def _path(self) -> str:
        """Where the open file is read, whatever becomes of its name."""
        return f"/dev/fd/{self.file.fileno()}"


def rows_in_order(survey: OpenSurvey) -> RowsInOrder | None:
    """Return the rows of a survey that are kept on disk; None where there are none.

    Parameters
    ----------
    survey
        The survey.
    """
    with _OPENING:  # once, for it takes seconds to find out that the file is whole
        known = survey.known("rows in order")
        if isinstance(known, RowsInOrder):
            return known
        columns = _columns_kept(survey)
        if not columns or not Path("/dev/fd").is_dir():
            return None
        file = kept_to_read(survey, _name(columns))
        if file is None:
            return None
        has_units = bool(survey.codebook.design.unit_columns)
        return survey.recall("rows in order", lambda: RowsInOrder(file, columns, has_units))


def keep_rows_in_order(survey: OpenSurvey) -> None:
    """Put the responses of a survey in order and keep them on disk, where there is room.

    Parameters
    ----------
    survey
        The survey.

    Raises
    ------
    SurveyReplacedError
        If the survey's files are replaced meanwhile.
    """
    columns = _columns_kept(survey)
    if columns and rows_in_order(survey) is None:
        nbytes = survey.respondents * _width_on_disk(survey, columns)
        keep_written(survey, _name(columns), nbytes, lambda file: _write(survey, columns, file))
        rows_in_order(survey)  # so that nobody waits until it is known to be whole


def _name(columns: tuple[str, ...]) -> tuple[str, ...]:
    return ("rows in order", *columns)


def _columns_kept(survey: OpenSurvey) -> tuple[str, ...]:
    """The weight, all background, and as many questions as have room, in the codebook's order."""
    room = cache_settings_from().room
    return survey.recall(("columns in order", room), lambda: _find_columns(survey, room))


def _find_columns(survey: OpenSurvey, room: int) -> tuple[str, ...]:
    kept = dict.fromkeys(with_weight(survey, background_columns(survey)))
    left = PART_OF_ROOM * room / max(survey.respondents, 1) - _width_on_disk(survey, [*kept])
    if left < 0:
        return ()
    for item in survey.codebook.items:
        width = width_of(survey, item.columns)
        if width <= left:
            kept |= dict.fromkeys(item.columns)
            left -= width
    return tuple(kept)


def _width_on_disk(survey: OpenSurvey, columns: list[str] | tuple[str, ...]) -> int:
    """How many bytes a row takes; that of background, which lies together, next to none."""
    background = {*background_columns(survey)}
    return OF_UNIT + width_of(survey, [name for name in columns if name not in background])


def _write(survey: OpenSurvey, columns: tuple[str, ...], file: IO[bytes]) -> pq.ParquetWriter:
    """Write the rows, some at a time, each time in order."""
    rows, place = narrow_rows(survey, columns), _place(survey, columns)
    note_read("file", survey.respondents, survey, " ".join(columns))
    sql = f"SELECT *, {place.text} AS place FROM ({rows.text})"
    parts = map(_in_order, survey.store.parts(sql, AT_ONCE, Sql("", bindings(rows, place))))
    first = next(parts)
    writer = pq.ParquetWriter(
        file,
        first.schema,
        compression="none",
        use_dictionary=_repeated(survey, columns),
        write_page_checksum=True,
    )
    for part in chain([first], parts):
        writer.write_table(part, IN_A_GROUP)
    return writer


def _in_order(part: pa.Table) -> pa.Table:
    places = part["place"].to_numpy()
    return part.drop_columns("place").take(np.argsort(places))


def _repeated(survey: OpenSurvey, columns: tuple[str, ...]) -> list[str]:
    """The columns of which a list of values, and the place of each in it, takes less."""
    design = survey.codebook.design
    repeated = [f"c{at}" for at, name in enumerate(columns) if name != design.weight]
    return ["unit", *repeated] if design.unit_columns else repeated


def _place(survey: OpenSurvey, columns: tuple[str, ...]) -> Sql:
    """SQL for a number of a row by which those of one background, and unit, lie together."""
    book = survey.codebook
    has_units = bool(book.design.unit_columns)
    size = units_of(survey).sampled.units if has_units else 1
    # The last number changes fastest.
    numbers = [(Sql("unit"), size)] if has_units else []
    for variable in reversed([*([book.wave] if book.wave else []), *book.segments]):
        numbers += reversed([*_numbers(variable, columns)])
    text, times = ["CAST(0 AS UBIGINT)"], 1
    values: dict[str, Value] = {}
    for number, levels in numbers:
        if times * levels < MOST_PLACES:
            text.append(f"CAST({number.text} AS UBIGINT) * {times}")
            values |= number.values
            times *= levels
    return Sql(" + ".join(text), values)


def _numbers(variable: Variable, columns: tuple[str, ...]) -> Iterator[tuple[Sql, int]]:
    """For each column of a variable a number of its codes, from 0, and how many there are."""
    if variable.kind == "numeric":
        return
    for name in variable.columns:
        with suppress(ValueError):
            column = f"c{columns.index(name)}"
            if variable.kind == "multiple":
                yield Sql(f"coalesce({column}, 2)"), 3
                continue
            codes = variable.values_of(variable.by_key)
            yield _of_code(column, codes)


def _of_code(column: str, codes: list[int | str]) -> tuple[Sql, int]:
    """SQL for the number of a code, those of none being the last, and how many there are."""
    whole = [code for code in codes if isinstance(code, int)]
    if whole and len(whole) == len(codes) and max(whole) - min(whole) < MOST_APART * len(codes):
        span = max(whole) - min(whole) + 1
        least = f"least_of_{column}"
        number = f"coalesce(CAST({column} AS BIGINT) - CAST(${least} AS BIGINT), {span})"
        return Sql(number, {least: min(whole)}), span + 1
    known = parameters(f"code_of_{column}", codes)
    cases = " ".join(f"WHEN ${one} THEN {at}" for at, one in enumerate(known.values))
    number = f"CASE {column} {cases} ELSE {len(codes)} END" if codes else "0"
    return Sql(number, known.values), len(codes) + 1
