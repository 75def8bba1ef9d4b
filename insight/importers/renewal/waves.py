"""A second file of the same survey: its rows below the earlier ones, each with its wave."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, Piece
from insight.importers.readers.values import INTEGERS, smallest_type
from insight.importers.renewal.joining import CodeMap
from insight.importers.renewal.known import KnownSurvey
from insight.importers.renewal.merging import Fitted

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


def plan_of(known: KnownSurvey, file: str, wave: str | None, draft: Draft) -> Plan:
    """Return whether a file is one that was imported before, or a new wave."""
    named = next((one for one in known.files if str(one.wave) == wave), None) if wave else None
    same = next((one for one in known.files if one.file == file), None) if not wave else named
    own = {name.casefold() for piece in draft.pieces for name in piece.names}
    has_wave = known.wave is not None and known.wave.casefold() in own
    if same is not None:
        column = known.wave if same.wave is not None else None
        return Plan(True, column, None, None if has_wave else same.wave)
    taken = [*known.kept, *known.columns, *(one.id for one in known.variables), *own]
    column = known.wave or Names(taken).take(WAVE)
    if has_wave and not wave:
        return Plan(False, known.wave)
    last = known.files[-1] if known.files else None
    earlier, later, numbered = wave_names(last.file if last else "", file)
    if known.files and known.files[-1].wave is not None:
        earlier = known.files[-1].wave
        later = later if not numbered else len(known.files) + 1
    if wave:
        later, numbered = code_of(wave), numbered and known.wave is None
    return Plan(False, column, None if known.wave else earlier, later, numbered)


def wave_names(earlier: str, later: str) -> tuple[Wave, Wave, bool]:
    """Return the number in which the names of two files differ, or 1 and 2.

    Examples
    --------
    >>> wave_names("ESS9NO.sav", "ESS10NO.csv"), wave_names("a.sav", "b.sav")
    ((9, 10, False), (1, 2, True))
    """
    numbers = [
        [int(one) for one in re.findall(r"\d{1,9}", re.sub(r"\.\w+$", "", name))]
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


def joined_pieces(known: KnownSurvey, draft: Draft, fit: Fitted, plan: Plan) -> list[Piece]:
    """Return the columns of the survey with the file's rows in it."""
    new = [_fitted(piece, fit) for piece in draft.pieces if piece.names]
    if plan.again and plan.column is None:
        return new
    old = _Earlier(known, own_waves(draft, fit, plan))
    there = {name for piece in new for name in piece.names}
    pieces = [_below(old, piece) for piece in new]
    pieces += [
        Piece((name,), _alone(old, name, draft.rows))
        for name in old.names
        if name not in there and name != plan.column
    ]
    if plan.column and plan.wave is not None:
        pieces = [piece for piece in pieces if piece.names != (plan.column,)]
        pieces.append(Piece((plan.column,), lambda: [old.waves(plan, draft.rows)]))
    return pieces


def _fitted(piece: Piece, fit: Fitted) -> Piece:
    names = tuple(fit.columns.get(name, name) for name in piece.names)
    maps = [fit.codes.get(name) for name in piece.names]

    def make() -> list[pa.Array | pa.ChunkedArray]:
        return [
            mapped(values, codes) if codes else values
            for values, codes in zip(piece.make(), maps, strict=True)
        ]

    return Piece(names, make)


def mapped(values: pa.Array | pa.ChunkedArray, codes: CodeMap) -> pa.Array:
    """Return a column with other codes; codes without another stay.

    Examples
    --------
    >>> mapped(pa.array([1, 2, None, 9]), {1: 2, 2: 1}).to_pylist()
    [2, 1, None, 9]
    """
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = whole.dictionary_encode()
    others = [codes.get(int(one), one) for one in encoded.dictionary.to_pylist()]
    return _codes(others).take(encoded.indices)


def _codes(codes: Sequence[Wave]) -> pa.Array:
    numbers = [one for one in codes if isinstance(one, int)]
    if len(numbers) < len(codes):
        return pa.array([str(one) for one in codes], pa.string())
    return pa.array(numbers, smallest_type(min([0, *numbers]), max([0, *numbers])))


def own_waves(draft: Draft, fit: Fitted, plan: Plan) -> list[Wave]:
    """The waves that a file holds; earlier rows of the same waves are replaced."""
    if plan.wave is not None:
        return [plan.wave]
    for piece in draft.pieces:
        fitting = _fitted(piece, fit)
        if plan.column in fitting.names:
            values = fitting.make()[fitting.names.index(plan.column)]
            return sorted(one for one in pc.unique(values).to_pylist() if one is not None)
    return []


class _Earlier:
    """The rows of a survey that stay."""

    def __init__(self, known: KnownSurvey, replaced: Sequence[Wave]) -> None:
        self._file = pq.ParquetFile(known.folder / "responses.parquet")
        self.names: list[str] = self._file.schema_arrow.names
        self._kept: pa.ChunkedArray | None = None
        if known.wave and known.wave in self.names:
            waves = self._file.read([known.wave]).column(0).cast(pa.string())
            gone = pa.array([str(one) for one in replaced], pa.string())
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
            old = pa.chunked_array([_codes([plan.earlier or 1]).take(_zeros(self.rows))])
        new = pa.chunked_array([_codes([plan.wave]).take(_zeros(rows))])
        return stacked(old, new)


def _zeros(count: int) -> pa.Array:
    return pa.array(np.zeros(count, np.int8))


def _below(old: _Earlier, piece: Piece) -> Piece:
    def make() -> list[pa.ChunkedArray]:
        made = zip(piece.names, piece.make(), strict=True)
        return [
            stacked(_earlier(old, name, values.type), _chunked(values)) for name, values in made
        ]

    return Piece(piece.names, make)


def _earlier(old: _Earlier, name: str, kind: pa.DataType) -> pa.ChunkedArray:
    if name in old.names:
        return old.column(name)
    return pa.chunked_array([pa.nulls(old.rows, kind)])


def _alone(old: _Earlier, name: str, rows: int) -> Callable[[], list[pa.ChunkedArray]]:
    def make() -> list[pa.ChunkedArray]:
        values = old.column(name)
        return [stacked(values, pa.chunked_array([pa.nulls(rows, values.type)]))]

    return make


def stacked(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return two columns as one, in the type that holds both.

    Examples
    --------
    >>> ints, texts = (pa.chunked_array([one]) for one in ([1, None], ["a"]))
    >>> stacked(ints, texts).to_pylist()
    ['1', None, 'a']
    """
    kind = _common(first, second)
    return pa.chunked_array([*first.cast(kind).chunks, *second.cast(kind).chunks], kind)


def _common(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.DataType:
    kinds = [one.type for one in (first, second) if one.null_count < len(one)]
    if len(kinds) < 2 or kinds[0] == kinds[1]:
        return kinds[0] if kinds else first.type
    if all(one in INTEGERS for one in kinds):
        return max(kinds, key=INTEGERS.index)
    if all(one in (*INTEGERS, pa.float64(), pa.float32()) for one in kinds):
        return pa.float64()
    return pa.string()


def _chunked(values: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
