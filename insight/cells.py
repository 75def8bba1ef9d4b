"""Sufficient statistics: what the database counts so that nothing else need leave it.

One aggregate query gives, per stratum, PSU, domain and category, the numbers of respondents and
the sums of weights from which share, standard error, design effect and interval follow exactly.
The strata and PSUs themselves are counted in the whole file, because a filter is a domain and not
a deletion: a PSU in which nobody meets the filter still counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from insight.codebook import Variable
from insight.filters import EVERYONE, Filter, quoted
from insight.store import Columns, Store, path_of
from insight.survey import Survey
from insight.variance import Strata


@dataclass(frozen=True)
class Request:
    """Whose answers to what: an item, the variables to break it down by, a filter, and a base.

    With `valid_only`, categories marked missing are left out of the base.
    """

    item: Variable
    by: tuple[Variable, ...] = ()
    where: Filter = EVERYONE
    valid_only: bool = False

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Codes of the item's categories that are in the base."""
        kept = (one for one in self.item.categories if not (self.valid_only and one.missing))
        return tuple(one.key for one in kept)

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Combinations of codes of the `by` variables that the filter leaves, in their order."""
        kept = [set(self.where.codes(one.id) or one.by_key) for one in self.by]
        codes = [[code for code in one.by_key if code in kept[n]] for n, one in enumerate(self.by)]
        return tuple(itertools.product(*codes))

    @cached_property
    def targets(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """What shares are asked for: each category, then each net, with the codes that count."""
        categories = [(code, frozenset([code])) for code in self.categories]
        kept = set(self.categories)
        nets = [(net.id, frozenset(net.codes) & kept) for net in self.item.nets]
        return (*categories, *nets)


@dataclass(frozen=True)
class Cells:
    """Sums over respondents, per sampling unit U, domain D and target E; shape (U, D, E).

    A unit is a PSU where there are PSUs, else a stratum. `respondents` counts rows, `positive`
    those with a weight above 0; `weight` and `weight_squared` sum the weights and their squares.
    """

    respondents: np.ndarray
    positive: np.ndarray
    weight: np.ndarray
    weight_squared: np.ndarray


@dataclass(frozen=True)
class ShareCells:
    """Cells of those who gave the answer, and of everyone in its base."""

    chosen: Cells
    base: Cells


@dataclass(frozen=True)
class MeanCells:
    """Cells of the base of a numeric item, with sums over its values y; shape (U, D, 1).

    `y` is measured from `centre`, a value near each domain's mean, of shape (D, 1), because sums
    of squares of raw values cancel. `wy` and `wyy` sum w y and w y², `wwy` and `wwyy` sum w² y
    and w² y².
    """

    base: Cells
    centre: np.ndarray
    wy: np.ndarray
    wyy: np.ndarray
    wwy: np.ndarray
    wwyy: np.ndarray


_COUNTS = (
    "count(*) AS respondents, count(*) FILTER (WHERE w > 0) AS positive, "
    "fsum(w) AS weight, fsum(w * w) AS weight_squared"
)
_FIELDS = ("respondents", "positive", "weight", "weight_squared")


def share_cells(store: Store, survey: Survey, request: Request) -> ShareCells:
    """Count the cells of a single- or multiple-response item, in one query."""
    if request.item.kind == "multiple":
        return _multiple_cells(store, survey, request)
    key = f"CAST({quoted(request.item.id)} AS VARCHAR)"
    counted = f"list_contains(CAST(? AS VARCHAR[]), {key})"
    query = _Query(survey, request, f"{key} AS answer", counted, [list(request.categories)])
    found = query.run(store, f"answer, {_COUNTS}")
    position = {code: number for number, code in enumerate(request.categories)}
    answers = [position[answer] for answer in found["answer"].tolist()]
    shape = (*query.shape(store), len(request.categories))
    index = (*query.place(store, found), answers)
    members = np.array(
        [[code in codes for _, codes in request.targets] for code in request.categories], float
    ).reshape(len(request.categories), len(request.targets))
    cells = Cells(*(_spread(found[field], index, shape) for field in _FIELDS))
    chosen = Cells(*(getattr(cells, field) @ members for field in _FIELDS))
    base = Cells(*(getattr(cells, field).sum(axis=2, keepdims=True) for field in _FIELDS))
    return ShareCells(chosen, base)


def _multiple_cells(store: Store, survey: Survey, request: Request) -> ShareCells:
    """Each option on its own base: those who were asked it. A net is any of its options."""
    column_of = {one.key: quoted(one.column or "") for one in request.item.categories}
    options = [
        f"greatest({', '.join(column_of[code] for code in sorted(codes))}) AS o{number}"
        if codes
        else f"NULL::BIGINT AS o{number}"
        for number, (_, codes) in enumerate(request.targets)
    ]
    left_out = [column_of[key] for key in column_of if key not in request.categories]
    counted = " AND ".join(f"coalesce({column}, 0) = 0" for column in left_out) or "TRUE"
    names = [f"o{number}" for number in range(len(options))]
    query = _Query(survey, request, ", ".join(options), counted)
    source = f"(UNPIVOT chosen ON {', '.join(names)} INTO NAME option VALUE answer)"
    found = query.run(store, f"option, answer, {_COUNTS}", source)
    position = {name: number for number, name in enumerate(names)}
    option = [position[name] for name in found["option"].tolist()]
    index = (*query.place(store, found), option, found["answer"].astype(int).tolist())
    shape = (*query.shape(store), len(options), 2)
    both = {field: _spread(found[field], index, shape) for field in _FIELDS}
    chosen = Cells(*(both[field][..., 1] for field in _FIELDS))
    base = Cells(*(both[field].sum(axis=-1) for field in _FIELDS))
    return ShareCells(chosen, base)


def mean_cells(store: Store, survey: Survey, request: Request) -> MeanCells:
    """Sum the values of a numeric item, in one query; its missing codes are never values."""
    value = quoted(request.item.id)
    missing = [float(one.key) for one in request.item.categories]
    counted = f"NOT list_contains(CAST(? AS DOUBLE[]), {value}) AND {value} IS NOT NULL"
    query = _Query(survey, request, f"{value} AS value", counted, [[str(one) for one in missing]])
    keys = query.group_keys
    mean = "coalesce(fsum(w * value) / nullif(fsum(w), 0), avg(value))"
    centres = f"SELECT {''.join(f'{key}, ' for key in keys)}{mean} AS centre FROM chosen"
    joined = f"JOIN ({centres} GROUP BY ALL) USING ({', '.join(keys)})"
    centred = (
        "(SELECT * REPLACE (value - centre AS value) FROM chosen "
        f"{joined if keys else f'CROSS JOIN ({centres})'})"
    )
    moments = (
        f"any_value(centre) AS centre, {_COUNTS}, fsum(w * value) AS wy, "
        "fsum(w * value * value) AS wyy, fsum(w * w * value) AS wwy, "
        "fsum(w * w * value * value) AS wwyy"
    )
    found = query.run(store, moments, centred)
    shape = (*query.shape(store), 1)
    unit, domain = query.place(store, found)
    index = (unit, domain, [0] * len(domain))
    base = Cells(*(_spread(found[field], index, shape) for field in _FIELDS))
    sums = (_spread(found[field], index, shape) for field in ("wy", "wyy", "wwy", "wwyy"))
    centre = np.zeros(shape[1:])
    centre[domain, 0] = found["centre"]
    return MeanCells(base, centre, *sums)


def _spread(
    values: np.ndarray, index: Sequence[Sequence[int] | np.ndarray], shape: tuple[int, ...]
) -> np.ndarray:
    spread = np.zeros(shape)
    spread[tuple(np.asarray(one, dtype=int) for one in index)] = values.astype(float)
    return spread


class _Query:
    """The one aggregate query of a request: which rows, which groups, which unit."""

    def __init__(
        self,
        survey: Survey,
        request: Request,
        answers: str,
        counted: str,
        parameters: Sequence[list[str]] = (),
    ) -> None:
        self._survey = survey
        self._request = request
        self._answers = answers
        self._counted = counted
        self._parameters = list(parameters)
        self._unit_columns = survey.codebook.design.unit_columns

    @property
    def group_keys(self) -> list[str]:
        """The columns of `chosen` that tell the groups apart."""
        first = len(self._unit_columns)
        return [f"k{first + number}" for number in range(len(self._request.by))]

    def run(self, store: Store, select: str, source: str = "chosen") -> Columns:
        """Aggregate `source`, one row per unit, group and whatever `select` groups by."""
        request, codebook = self._request, self._survey.codebook
        variables = (request.item, *request.by, *request.where.variables)
        needed = [*codebook.design.columns, *(col for one in variables for col in one.columns)]
        weight = quoted(codebook.design.weight) if codebook.design.weight else "1.0::DOUBLE"
        units = [f"CAST({quoted(one)} AS VARCHAR)" for one in self._unit_columns]
        groups = [f"CAST({quoted(one.id)} AS VARCHAR)" for one in request.by]
        keys = [f"{sql} AS k{number}" for number, sql in enumerate([*units, *groups])]
        grouped = [f"{quoted(one.id)} IS NOT NULL" for one in request.by]
        conditions = " AND ".join([request.where.sql, *grouped, self._counted])
        listed = "".join(f"k{number}, " for number in range(len(keys)))
        sql = (
            f"WITH responses AS ({store.responses(self._survey, needed)}), chosen AS ("
            f"SELECT {', '.join([*keys, self._answers])}, {weight} AS w FROM responses "
            f"WHERE {conditions}) SELECT {listed}{select} FROM {source} GROUP BY ALL"
        )
        path = path_of(self._survey)
        return store.query(sql, [path, *request.where.parameters, *self._parameters])

    def place(self, store: Store, found: Columns) -> tuple[np.ndarray, np.ndarray]:
        """Unit and domain number of each row found."""
        split, rows = len(self._unit_columns), len(found["respondents"])
        keys = [found[f"k{number}"] for number in range(split + len(self._request.by))]
        units = _units(store, self._survey).keys
        return (
            _positions(units, keys[:split], rows),
            _positions(self._request.groups, keys[split:], rows),
        )

    def shape(self, store: Store) -> tuple[int, int]:
        """Numbers of units and domains."""
        return len(_units(store, self._survey).keys), len(self._request.groups)


@dataclass(frozen=True)
class _Units:
    """The sampling units of the whole file, and the number of each."""

    strata: Strata
    keys: list[tuple[str, ...]]


def strata(store: Store, survey: Survey) -> Strata:
    """Count the sampled units of the whole file; remembered for each version of the survey."""
    return _units(store, survey).strata


def _units(store: Store, survey: Survey) -> _Units:
    return store.remembered(survey, "units", lambda: _count_units(store, survey))


def _count_units(store: Store, survey: Survey) -> _Units:
    design = survey.codebook.design
    columns = survey.codebook.design.unit_columns
    keys = "".join(f"CAST({quoted(one)} AS VARCHAR) AS k{n}, " for n, one in enumerate(columns))
    populations = "".join(f", max({quoted(one)}) AS f{n}" for n, one in enumerate(design.fpc))
    responses = store.responses(survey, design.columns)
    order = "ORDER BY ALL" if columns else ""
    sql = f"SELECT {keys}count(*) AS m{populations} FROM ({responses}) GROUP BY ALL {order}"
    found = store.query(sql, [path_of(survey)])
    named = [found[f"k{number}"].tolist() for number in range(len(columns))]
    units = [tuple(column[row] for column in named) for row in range(len(found["m"]))]
    of_stratum = [unit[:-1] if design.psu else unit for unit in units]
    stratum = {key: number for number, key in enumerate(dict.fromkeys(of_stratum))}
    members = np.array([stratum[key] for key in of_stratum], dtype=int)
    populations_of = [found[f"f{number}"].astype(float) for number in range(len(design.fpc))]
    counted = Strata.counted(
        members,
        found["m"].astype(float),
        clustered=design.psu is not None,
        populations=populations_of,
    )
    return _Units(counted, units)


def _positions(
    keys: Sequence[tuple[str, ...]], columns: Sequence[np.ndarray], rows: int
) -> np.ndarray:
    """Where each row, made of one value per column, stands among `keys`."""
    if not columns or not rows:
        return np.zeros(rows, dtype=int)
    known, asked = pd.MultiIndex.from_tuples(keys), pd.MultiIndex.from_arrays(columns)
    positions: np.ndarray = known.get_indexer(asked)
    if (positions < 0).any():
        raise KeyError(tuple(asked[int(np.argmin(positions))]))
    return positions
