"""A second file of the same survey: its rows below the earlier ones, each with its wave."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.drafting.codebook_text import Origin
from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, Piece
from insight.importers.readers.values import INTEGERS, smallest_type
from insight.importers.renewal.existing_survey import ExistingSurvey
from insight.importers.renewal.joining import CodeMap
from insight.importers.renewal.merging import Fit
from insight.language.errors import Fault, ImportRefusal

Wave = int | str
WAVE = "wave"


@dataclass(frozen=True)
class Plan:
    """What a file is to a survey that is there.

    Attributes
    ----------
    again
        Whether the file replaces rows that came from it before.
    column
        Column of the wave; None where the survey has one file and gets no other.
    earlier
        Name of the wave of the earlier rows where they had none.
    wave
        Name of the wave that the file becomes; None where its own column says it.
    numbered
        Whether the names were not found and are mere numbers.
    """

    again: bool
    column: str | None = None
    earlier: Wave | None = None
    wave: Wave | None = None
    numbered: bool = False


def plan_of(existing: ExistingSurvey, origin: Origin, wave: str | None, draft: Draft) -> Plan:
    """Return whether a file is one that was imported before, or a new wave.

    Raises
    ------
    ImportRefusal
        If its respondents are there already and would become another wave as well.
    """
    file = str(origin["file"])
    same_bytes = [each for each in existing.files if each.origin.get("sha256") == origin["sha256"]]
    if wave:
        same = next((each for each in existing.files if str(each.wave) == wave), None)
        if same_bytes and same not in same_bytes:
            raise ImportRefusal(_twice(file, same_bytes[0].wave, wave))
    else:
        same_name = (each for each in existing.files if each.file == file)
        same = next(iter([*same_bytes, *same_name]), None)
    own_columns = {name.casefold() for piece in draft.pieces for name in piece.names}
    has_wave = existing.wave is not None and existing.wave.casefold() in own_columns
    if same is not None:
        column = existing.wave if same.wave is not None else None
        return Plan(True, column, None, None if has_wave else same.wave)
    ids = [variable.id for variable in existing.variables]
    taken = [*existing.column_names, *existing.variable_by_column, *ids, *own_columns]
    column = existing.wave or Names(taken).take(WAVE)
    if has_wave and not wave:
        return Plan(False, existing.wave)
    last = existing.files[-1] if existing.files else None
    earlier, later, numbered = wave_names(last.file if last else "", file)
    if existing.files and existing.files[-1].wave is not None:
        earlier = existing.files[-1].wave
        later = later if not numbered else len(existing.files) + 1
    if wave:
        later, numbered = code_of(wave), numbered and existing.wave is None
    return Plan(False, column, None if existing.wave else earlier, later, numbered)


def _twice(file: str, was: Wave | None, wave: str) -> Fault:
    values = {"file": file, "was": "" if was is None else was, "wave": wave}
    unnamed = "_unnamed" if was is None else ""
    return Fault(f"fault.import_same_bytes{unnamed}", values)


def wave_names(earlier: str, later: str) -> tuple[Wave, Wave, bool]:
    """Return the number in which the names of two files differ, or 1 and 2.

    Examples
    --------
    >>> wave_names("ESS9NO.sav", "ESS10NO.csv"), wave_names("a.sav", "b.sav")
    ((9, 10, False), (1, 2, True))
    """
    numbers = [
        [int(digits) for digits in re.findall(r"\d{1,9}", re.sub(r"\.\w+$", "", name))]
        for name in (earlier, later)
    ]
    if len(numbers[0]) == len(numbers[1]):
        for first, second in zip(*numbers, strict=True):
            if first != second:
                return first, second, False
    return 1, 2, True


def code_of(wave: str) -> Wave:
    """Return the name of a wave as a code.

    Examples
    --------
    >>> code_of("2021"), code_of("vår")
    (2021, 'vår')
    """
    return int(wave) if re.fullmatch(r"0|[1-9]\d{0,8}", wave) else wave


def join_pieces(existing: ExistingSurvey, draft: Draft, fit: Fit, plan: Plan) -> list[Piece]:
    """Return the columns of the survey with the file's rows in it."""
    new = [_fit_piece(piece, fit) for piece in draft.pieces if piece.names]
    if plan.again and plan.column is None:
        return new
    old = _EarlierRows(existing, own_waves(draft, fit, plan))
    gone = _personal_columns_left_out(existing, draft)
    new_names = {name for piece in new for name in piece.names} | gone
    pieces = [_stack_piece(old, piece) for piece in new]
    pieces += [
        Piece((name,), _pad_column(old, name, draft.rows))
        for name in old.names
        if name not in new_names and name != plan.column
    ]
    if plan.column and plan.wave is not None:
        pieces = [piece for piece in pieces if piece.names != (plan.column,)]
        pieces.append(Piece((plan.column,), lambda: [old.waves(plan, draft.rows)]))
    return pieces


def _personal_columns_left_out(existing: ExistingSurvey, draft: Draft) -> set[str]:
    """Columns that earlier rows have and that are to go from them as well."""
    written = {name for piece in draft.pieces for name in piece.names}
    return {
        name
        for name in draft.personal
        if name not in written and name.casefold() not in existing.variable_by_column
    }


def _fit_piece(piece: Piece, fit: Fit) -> Piece:
    names = tuple(fit.target_columns.get(name, name) for name in piece.names)
    maps = [fit.code_maps.get(name) for name in piece.names]

    def make() -> list[pa.Array | pa.ChunkedArray]:
        return [
            map_codes(values, codes) if codes else values
            for values, codes in zip(piece.make(), maps, strict=True)
        ]

    return Piece(names, make)


def map_codes(values: pa.Array | pa.ChunkedArray, codes: CodeMap) -> pa.Array:
    """Return a column with other codes; codes without another stay.

    Examples
    --------
    >>> map_codes(pa.array([1, 2, None, 9]), {1: 2, 2: 1}).to_pylist()
    [2, 1, None, 9]
    """
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = whole.dictionary_encode()
    new_codes = [codes.get(int(code), code) for code in encoded.dictionary.to_pylist()]
    return _code_array(new_codes).take(encoded.indices)


def _code_array(codes: Sequence[Wave]) -> pa.Array:
    numbers = [code for code in codes if isinstance(code, int)]
    if len(numbers) < len(codes):
        return pa.array([str(code) for code in codes], pa.string())
    return pa.array(numbers, smallest_type(min([0, *numbers]), max([0, *numbers])))


def own_waves(draft: Draft, fit: Fit, plan: Plan) -> list[Wave]:
    """The waves that a file holds; earlier rows of the same waves are replaced."""
    if plan.wave is not None:
        return [plan.wave]
    for piece in draft.pieces:
        fitted_piece = _fit_piece(piece, fit)
        if plan.column in fitted_piece.names:
            values = fitted_piece.make()[fitted_piece.names.index(plan.column)]
            return sorted(wave for wave in pc.unique(values).to_pylist() if wave is not None)
    return []


class _EarlierRows:
    """The rows of a survey that stay."""

    def __init__(self, existing: ExistingSurvey, replaced_waves: Sequence[Wave]) -> None:
        self._file = pq.ParquetFile(existing.folder / "responses.parquet")
        self.names: list[str] = self._file.schema_arrow.names
        self._kept: pa.ChunkedArray | None = None
        if existing.wave and existing.wave in self.names:
            waves = self._file.read([existing.wave]).column(0).cast(pa.string())
            gone = pa.array([str(wave) for wave in replaced_waves], pa.string())
            self._kept = pc.invert(pc.is_in(waves, gone))

    def column(self, name: str) -> pa.ChunkedArray:
        values = self._file.read([name]).column(0)
        return values if self._kept is None else values.filter(self._kept)

    @property
    def rows(self) -> int:
        if self._kept is None:
            return int(self._file.metadata.num_rows)
        return int(pc.sum(self._kept).as_py() or 0)

    def waves(self, plan: Plan, rows: int) -> pa.Array:
        """The column of the wave where the file does not have it itself."""
        assert plan.column is not None
        assert plan.wave is not None
        if plan.column in self.names:
            old: pa.ChunkedArray = self.column(plan.column)
        else:
            old = pa.chunked_array([constant_column(plan.earlier or 1, self.rows)])
        new = pa.chunked_array([constant_column(plan.wave, rows)])
        return stack_columns(old, new)


def constant_column(wave: Wave, rows: int) -> pa.Array:
    """Return a column that has the same wave in each row.

    Examples
    --------
    >>> constant_column("vår", 2).to_pylist()
    ['vår', 'vår']
    """
    return _code_array([wave]).take(pa.array(np.zeros(rows, np.int8)))


def _stack_piece(old: _EarlierRows, piece: Piece) -> Piece:
    def make() -> list[pa.ChunkedArray]:
        columns = zip(piece.names, piece.make(), strict=True)
        return [
            stack_columns(_earlier_values(old, name, values.type), _as_chunked(values))
            for name, values in columns
        ]

    return Piece(piece.names, make)


def _earlier_values(old: _EarlierRows, name: str, kind: pa.DataType) -> pa.ChunkedArray:
    if name in old.names:
        return old.column(name)
    return pa.chunked_array([pa.nulls(old.rows, kind)])


def _pad_column(old: _EarlierRows, name: str, rows: int) -> Callable[[], list[pa.ChunkedArray]]:
    def make() -> list[pa.ChunkedArray]:
        values = old.column(name)
        return [stack_columns(values, pa.chunked_array([pa.nulls(rows, values.type)]))]

    return make


def stack_columns(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return two columns as one, in the type that holds both.

    Examples
    --------
    >>> ints, texts = (pa.chunked_array([values]) for values in ([1, None], ["a"]))
    >>> stack_columns(ints, texts).to_pylist()
    ['1', None, 'a']
    """
    kind = _type_of_both(first, second)
    return pa.chunked_array([*first.cast(kind).chunks, *second.cast(kind).chunks], kind)


def _type_of_both(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.DataType:
    kinds = [column.type for column in (first, second) if column.null_count < len(column)]
    if len(kinds) < 2 or kinds[0] == kinds[1]:
        return kinds[0] if kinds else first.type
    if all(kind in INTEGERS for kind in kinds):
        return max(kinds, key=INTEGERS.index)
    if all(kind in (*INTEGERS, pa.float64(), pa.float32()) for kind in kinds):
        return pa.float64()
    return pa.string()


def _as_chunked(values: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
